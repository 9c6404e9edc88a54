// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a fit tells while it runs, when it ends of itself, and how it is ended. */
class ProgressTest {

    private static final Example EXAMPLE = Example.of(6, 200, 5, 3);
    private static final SparkSession SESSION = Sessions.local();
    private static final SparkContext CONTEXT = SESSION.sparkContext();
    private static final Dataset<Row> TABLE = EXAMPLE.table(SESSION, 3);
    private static final String DESCRIPTION = "spark.job.description";

    private static HadamardClassifier classifier() {
        return new HadamardClassifier().setLayers(5, 8, 3).setSeed(3).setTol(0);
    }

    /** Collects what comes by. */
    private static final class Events extends SparkListener {
        private final List<TrainingProgress> passes = new CopyOnWriteArrayList<>();
        private final List<String> descriptions = new CopyOnWriteArrayList<>();
        private final CountDownLatch second = new CountDownLatch(2);

        @Override
        public void onOtherEvent(SparkListenerEvent event) {
            if (event instanceof TrainingProgress progress) {
                passes.add(progress);
                second.countDown();
            }
        }

        @Override
        public void onJobStart(SparkListenerJobStart job) {
            descriptions.add(String.valueOf(job.properties().getProperty(DESCRIPTION)));
        }
    }

    @AfterEach
    void nothingStaysCached() {
        assertThat(CONTEXT.getPersistentRDDs().size()).isZero();
    }

    @Test
    void listenersAreToldOfEachPass() {
        Events events = new Events();
        CONTEXT.addSparkListener(events);
        CONTEXT.setLocalProperty(DESCRIPTION, "mine");
        HadamardClassifier classifier =
                classifier().setOptimizer("adam").setBatchSize(50).setMaxIter(4).setValidationIndicatorCol("held");
        HadamardClassificationModel model = classifier.fit(TABLE);
        Sessions.settle(SESSION);
        CONTEXT.removeSparkListener(events);
        assertThat(CONTEXT.getLocalProperty(DESCRIPTION)).isEqualTo("mine");
        CONTEXT.setLocalProperty(DESCRIPTION, null);
        assertThat(events.passes).hasSize(4);
        for (int i = 0; i < 4; i++) {
            TrainingProgress pass = events.passes.get(i);
            assertThat(pass.uid()).isEqualTo(classifier.uid());
            assertThat(pass.pass()).isEqualTo(i + 1);
            assertThat(pass.passes()).isEqualTo(4);
            // 160 rows in mini-batches of 50, and the validation.
            assertThat(pass.rounds()).isEqualTo(5 * (i + 1));
            assertThat(pass.cost()).isEqualTo(model.objectiveHistory()[i]);
            assertThat(pass.validationCost()).isPositive();
            assertThat(pass.seconds()).isPositive();
            assertThat(events.descriptions).contains(classifier.uid() + ": pass " + (i + 1) + " of at most 4");
        }
        assertThat(events.passes.get(0).logEvent()).isFalse();
    }

    @Test
    void theLogHasALineAtTheEnd() {
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("dev.hadamard.spark");
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            HadamardClassifier classifier = classifier().setMaxIter(3);
            classifier.fit(TABLE);
            assertThat(lines).hasSize(1);
            assertThat(lines.get(0))
                    .startsWith(classifier.uid() + ": 3 passes in ")
                    .endsWith("maxIter reached");
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
    }

    @Test
    void aJobGroupCancelsTheFit() throws InterruptedException {
        Events events = new Events();
        CONTEXT.addSparkListener(events);
        Thread canceller = new Thread(() -> {
            try {
                if (events.second.await(60, TimeUnit.SECONDS)) {
                    CONTEXT.cancelJobGroupAndFutureJobs("training");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        canceller.start();
        try {
            CONTEXT.setJobGroup("training", "a long one", true);
            assertThatThrownBy(() -> classifier()
                            .setOptimizer("gd")
                            .setStepSize(1e-6)
                            .setMaxIter(1_000_000)
                            .fit(TABLE))
                    .hasMessageContaining("cancelled")
                    .hasMessageContaining("training");
        } finally {
            CONTEXT.clearJobGroup();
            CONTEXT.removeSparkListener(events);
            canceller.join();
        }
        assertThat(events.passes.size()).isBetween(2, 10_000);
    }

    @Test
    void endsWhenTheCostStandsStill() {
        double[] costs = classifier().setTol(0.05).setMaxIter(500).fit(TABLE).objectiveHistory();
        assertThat(costs.length).isBetween(2, 499);
        for (int i = 1; i < costs.length; i++) {
            boolean still = Math.abs(costs[i - 1] - costs[i]) <= 0.05 * Math.abs(costs[i - 1]);
            assertThat(still).isEqualTo(i == costs.length - 1);
        }
    }

    @Test
    void validationRowsAreNotTrainedOnAndEndItInTime() {
        Events events = new Events();
        CONTEXT.addSparkListener(events);
        HadamardClassifier classifier = classifier()
                .setLayers(5, 60, 3)
                .setMaxIter(200)
                .setValidationIndicatorCol("held")
                .setPatience(3);
        HadamardClassificationModel model = classifier.fit(TABLE);
        Sessions.settle(SESSION);
        CONTEXT.removeSparkListener(events);
        List<Double> costs =
                events.passes.stream().map(TrainingProgress::validationCost).toList();
        double best = costs.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        assertThat(costs.indexOf(best)).isEqualTo(costs.size() - 4);
        // The parameters of the best pass are those that a fit of so many passes ends with.
        HadamardClassificationModel shorter =
                classifier().setLayers(5, 60, 3).setMaxIter(costs.size() - 3).fit(TABLE.filter("not held"));
        assertThat(model.network().parametersAsDoubles())
                .isEqualTo(shorter.network().parametersAsDoubles());
    }

    @Test
    void divergenceIsTold() {
        assertThatThrownBy(() -> classifier()
                        .setOptimizer("gd")
                        .setActivation("identity")
                        .setLoss("half-squared-error")
                        .setStepSize(1e30)
                        .setMaxIter(50)
                        .fit(TABLE))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("step ")
                .hasMessageContaining("partition ");
    }
}
