// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Executors in JVMs of their own: the bits of threads of one JVM, also when an executor is killed while it trains. The
 * other tests' session ends here, and they make a new one.
 */
class ClusterTest {

    /** Enough for a tree with a shuffle in it. */
    private static final int PARTITIONS = 9;

    private static final int EXECUTORS = 2;
    private static final Example EXAMPLE = Example.of(8, 600, 6, 3);

    private static double[] gradients;
    private static double[] averages;
    private static SparkSession cluster;

    @BeforeAll
    static void inOneJvmThenInMany() throws IOException {
        SparkSession local = Sessions.local();
        gradients = parameters(gradients().fit(EXAMPLE.table(local, PARTITIONS)));
        averages = parameters(averages().fit(EXAMPLE.table(local, PARTITIONS)));
        Sessions.stop();
        cluster = Sessions.cluster(EXECUTORS);
        assertThat(table().count()).isEqualTo(EXAMPLE.rows());
        assertThat(executors()).hasSize(EXECUTORS);
    }

    @AfterAll
    static void stop() {
        Sessions.stop();
    }

    private static HadamardClassifier gradients() {
        return new HadamardClassifier()
                .setLayers(6, 16, 3)
                .setSeed(5)
                .setTol(0)
                .setOptimizer("adam")
                .setBatchSize(150)
                .setMaxIter(4);
    }

    private static HadamardClassifier averages() {
        return gradients().setMode("averages").setBatchSize(8).setLocalSteps(3);
    }

    private static double[] parameters(HadamardClassificationModel model) {
        return model.network().parametersAsDoubles();
    }

    private static Dataset<Row> table() {
        return EXAMPLE.table(cluster, PARTITIONS);
    }

    /** JVMs that this one started to execute tasks. */
    private static List<ProcessHandle> executors() {
        return ProcessHandle.current()
                .children()
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .toList();
    }

    /** Kills an executor when a pass is done, and counts those that Spark missed. */
    private static final class Killer extends SparkListener {
        private final long atPass;
        private final AtomicInteger killed = new AtomicInteger();
        private final AtomicInteger removed = new AtomicInteger();

        Killer(long atPass) {
            this.atPass = atPass;
        }

        @Override
        public void onOtherEvent(SparkListenerEvent event) {
            if (event instanceof TrainingProgress progress && progress.pass() == atPass) {
                List<ProcessHandle> running = executors();
                if (!running.isEmpty() && running.get(0).destroyForcibly()) {
                    killed.incrementAndGet();
                }
            }
        }

        @Override
        public void onExecutorRemoved(SparkListenerExecutorRemoved executor) {
            removed.incrementAndGet();
        }
    }

    @Test
    void theBitsOfOneJvm() {
        assertThat(executors()).isNotEmpty();
        assertThat(parameters(gradients().fit(table()))).isEqualTo(gradients);
        assertThat(parameters(averages().fit(table()))).isEqualTo(averages);
    }

    @Test
    void aKilledExecutorChangesNoBit() {
        assertThat(killing(gradients())).isEqualTo(gradients);
        assertThat(killing(averages())).isEqualTo(averages);
    }

    private static double[] killing(HadamardClassifier classifier) {
        Killer killer = new Killer(2);
        cluster.sparkContext().addSparkListener(killer);
        try {
            return parameters(classifier.fit(table()));
        } finally {
            Sessions.settle(cluster);
            cluster.sparkContext().removeSparkListener(killer);
            assertThat(killer.killed).hasValue(1);
            assertThat(killer.removed).hasValueGreaterThanOrEqualTo(1);
        }
    }

    @Test
    void learnsAndPredictsThere() {
        Example more = Example.of(9, 3000, 4, 2);
        HadamardClassificationModel model = gradients()
                .setLayers(4, 32, 2)
                .setOptimizer("l-bfgs")
                .setBatchSize(0)
                .setMaxIter(25)
                .fit(more.table(cluster, EXECUTORS));
        double accuracy = new MulticlassClassificationEvaluator()
                .setMetricName("accuracy")
                .evaluate(model.transform(more.table(cluster, EXECUTORS)));
        assertThat(accuracy).isGreaterThan(0.82);
    }
}
