// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Against Spark's MultilayerPerceptronClassifier: same table, same network (784-512-256-10, sigmoid, double), two
 * executors, L-BFGS. Time of an evaluation of cost and gradient is the slope of the fit's time over its jobs, of which
 * each is one evaluation in both.
 */
final class AgainstSpark {

    private static final int[] LAYERS = {Mnist.FEATURES, 512, 256, Mnist.CLASSES};
    private static final int EXECUTORS = 2;
    private static final int ROWS = 6000;
    private static final int FEW = 2;
    private static final int MANY = 7;
    private static final int REPEATS = 2;
    private static final int ITERATIONS = 40;
    private static final int SPARK_BLOCK = 128;

    private AgainstSpark() {}

    /** Jobs that were started. */
    private static final class Jobs extends SparkListener {
        private final AtomicInteger started = new AtomicInteger();

        @Override
        public void onJobStart(SparkListenerJobStart job) {
            started.incrementAndGet();
        }
    }

    /** Cost over time. */
    private static final class Costs extends SparkListener {
        private final List<TrainingProgress> passes = new CopyOnWriteArrayList<>();

        @Override
        public void onOtherEvent(SparkListenerEvent event) {
            if (event instanceof TrainingProgress progress) {
                passes.add(progress);
            }
        }
    }

    static void run(List<String> args) throws IOException {
        SparkSession session = Sessions.cluster(EXECUTORS);
        int rows = args.size() > 2 ? Integer.parseInt(args.get(2)) : ROWS;
        Dataset<Row> table = args.size() < 2
                ? Mnist.generated(session, rows, EXECUTORS)
                : Mnist.read(session, args.get(1), Mnist.TRAIN, rows, EXECUTORS);
        table = table.cache();
        print(
                "%d rows in %d partitions, %d executors of one core, Java %s",
                table.count(), EXECUTORS, EXECUTORS, Runtime.version());
        if (args.get(0).equals("evaluations")) {
            evaluations(session, table);
        } else {
            toTheSameLoss(session, table);
        }
        Sessions.stop();
    }

    private static void evaluations(SparkSession session, Dataset<Row> table) {
        Dataset<Row> rows = table;
        double spark =
                secondsOfEvaluation(session, iterations -> spark(iterations).fit(rows));
        print("evaluation, Spark, sigmoid, double: %.1f ms", 1e3 * spark);
        for (String precision : new String[] {"double", "float"}) {
            for (String activation : new String[] {"sigmoid", "relu"}) {
                double ours = secondsOfEvaluation(
                        session,
                        iterations -> ours(precision, activation, iterations).fit(rows));
                print(
                        "evaluation, Hadamard, %s, %s: %.1f ms, %.2f times as fast",
                        activation, precision, 1e3 * ours, spark / ours);
            }
        }
    }

    /** Slope between a short and a long fit, after one that warms up; the better of two. */
    private static double secondsOfEvaluation(SparkSession session, IntConsumer fit) {
        Jobs jobs = new Jobs();
        session.sparkContext().addSparkListener(jobs);
        fit.accept(MANY);
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < REPEATS; i++) {
            double[] few = secondsAndJobs(session, jobs, fit, FEW);
            double[] many = secondsAndJobs(session, jobs, fit, MANY);
            best = Math.min(best, (many[0] - few[0]) / (many[1] - few[1]));
        }
        session.sparkContext().removeSparkListener(jobs);
        return best;
    }

    private static double[] secondsAndJobs(SparkSession session, Jobs jobs, IntConsumer fit, int iterations) {
        Sessions.settle(session);
        int before = jobs.started.get();
        long start = System.nanoTime();
        fit.accept(iterations);
        double seconds = (System.nanoTime() - start) / 1e9;
        Sessions.settle(session);
        return new double[] {seconds, jobs.started.get() - before};
    }

    private static void toTheSameLoss(SparkSession session, Dataset<Row> table) {
        long start = System.nanoTime();
        MultilayerPerceptronClassificationModel theirs = spark(ITERATIONS).fit(table);
        double sparkSeconds = (System.nanoTime() - start) / 1e9;
        double loss = logLoss(theirs.transform(table));
        print("fit, Spark, %d iterations: %.1f s, to a loss of %.5f", ITERATIONS, sparkSeconds, loss);
        for (String precision : new String[] {"double", "float"}) {
            for (String activation : new String[] {"sigmoid", "relu"}) {
                Costs costs = new Costs();
                session.sparkContext().addSparkListener(costs);
                long begin = System.nanoTime();
                ours(precision, activation, ITERATIONS).fit(table);
                double all = (System.nanoTime() - begin) / 1e9;
                Sessions.settle(session);
                session.sparkContext().removeSparkListener(costs);
                double trained = costs.passes.get(costs.passes.size() - 1).seconds();
                TrainingProgress there = costs.passes.stream()
                        .filter(pass -> pass.cost() <= loss)
                        .findFirst()
                        .orElse(costs.passes.get(costs.passes.size() - 1));
                // What came before the first pass, conversion of the table above all, counts too.
                double seconds = all - trained + there.seconds();
                print(
                        "fit, Hadamard, %s, %s: to %.5f after %d iterations and %.1f s, %.2f of Spark's time",
                        activation, precision, there.cost(), there.pass(), seconds, seconds / sparkSeconds);
            }
        }
    }

    private static double logLoss(Dataset<Row> predicted) {
        double sum = 0;
        List<Row> rows = predicted.select("probability", "label").collectAsList();
        for (Row row : rows) {
            sum -= Math.log(((Vector) row.get(0)).apply((int) row.getDouble(1)));
        }
        return sum / rows.size();
    }

    private static MultilayerPerceptronClassifier spark(int iterations) {
        return new MultilayerPerceptronClassifier()
                .setLayers(LAYERS)
                .setBlockSize(SPARK_BLOCK)
                .setSeed(1)
                .setTol(0)
                .setMaxIter(iterations);
    }

    private static HadamardClassifier ours(String precision, String activation, int iterations) {
        return new HadamardClassifier()
                .setLayers(LAYERS)
                .setPrecision(precision)
                .setActivation(activation)
                .setSeed(1)
                .setTol(0)
                .setMaxIter(iterations);
    }

    static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
