// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
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
 * executors, L-BFGS. An evaluation of cost and gradient is a job in both; its time is that from the start of a job to
 * the start of the next, the driver's part included.
 */
final class AgainstSpark {

    private static final int[] LAYERS = {Mnist.FEATURES, 512, 256, Mnist.CLASSES};
    private static final int EXECUTORS = 2;
    private static final int FEW = 4;
    private static final int MANY = 9;
    private static final int ITERATIONS = 40;
    private static final int SPARK_BLOCK = 128;

    private AgainstSpark() {}

    /** When jobs were started, in milliseconds. */
    private static final class Jobs extends SparkListener {
        private final List<Long> starts = new CopyOnWriteArrayList<>();

        @Override
        public void onJobStart(SparkListenerJobStart job) {
            starts.add(job.time());
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

    /** What to measure ("evaluations" or "loss"), rows, directory of MNIST or "-", variants. */
    static void run(List<String> args) throws IOException {
        boolean evaluations = args.get(0).equals("evaluations");
        double[] spark = new double[2];
        if (!evaluations) {
            onNewExecutors(args, (session, table) -> sparksLoss(table, spark));
        }
        for (String variant : args.subList(3, args.size())) {
            onNewExecutors(args, (session, table) -> {
                if (evaluations) {
                    evaluation(session, table, variant);
                } else {
                    toTheSameLoss(session, table, variant, spark[0], spark[1]);
                }
            });
        }
    }

    /** A JVM that has run one implementation's vector code compiles another's badly: each gets executors of its own. */
    private static void onNewExecutors(List<String> args, BiConsumer<SparkSession, Dataset<Row>> work)
            throws IOException {
        int rows = Integer.parseInt(args.get(1));
        SparkSession session = Sessions.cluster(EXECUTORS);
        Dataset<Row> table = args.get(2).equals("-")
                ? Mnist.generated(session, rows, EXECUTORS)
                : Mnist.read(session, args.get(2), Mnist.TRAIN, rows, EXECUTORS);
        print("%d rows, %d executors of one core, Java %s", table.count(), EXECUTORS, Runtime.version());
        work.accept(session, table);
        Sessions.stop();
    }

    private static void evaluation(SparkSession session, Dataset<Row> table, String variant) {
        IntConsumer fit = variant.equals("spark")
                ? iterations -> spark(iterations).fit(table)
                : iterations -> ours(variant, iterations).fit(table);
        print("evaluation, %s: %.1f ms", variant, 1e3 * secondsOfEvaluation(session, fit));
    }

    /** Median time from the start of a job to that of the next, in the second of two fits. */
    private static double secondsOfEvaluation(SparkSession session, IntConsumer fit) {
        fit.accept(FEW);
        Sessions.settle(session);
        Jobs jobs = new Jobs();
        session.sparkContext().addSparkListener(jobs);
        fit.accept(MANY);
        Sessions.settle(session);
        session.sparkContext().removeSparkListener(jobs);
        List<Long> times = new ArrayList<>();
        for (int i = 1; i < jobs.starts.size(); i++) {
            times.add(jobs.starts.get(i) - jobs.starts.get(i - 1));
        }
        Collections.sort(times);
        print(
                "  %d jobs, quartiles %d and %d ms",
                times.size(), times.get(times.size() / 4), times.get(3 * times.size() / 4));
        return times.get(times.size() / 2) / 1e3;
    }

    /** Loss and seconds of Spark's fit. */
    private static void sparksLoss(Dataset<Row> table, double[] result) {
        long start = System.nanoTime();
        MultilayerPerceptronClassificationModel theirs = spark(ITERATIONS).fit(table);
        result[1] = (System.nanoTime() - start) / 1e9;
        result[0] = logLoss(theirs.transform(table));
        print("fit, spark, %d iterations: %.1f s, to a loss of %.5f", ITERATIONS, result[1], result[0]);
    }

    private static void toTheSameLoss(
            SparkSession session, Dataset<Row> table, String variant, double loss, double sparkSeconds) {
        Costs costs = new Costs();
        session.sparkContext().addSparkListener(costs);
        long begin = System.nanoTime();
        ours(variant, ITERATIONS).fit(table);
        double all = (System.nanoTime() - begin) / 1e9;
        Sessions.settle(session);
        session.sparkContext().removeSparkListener(costs);
        TrainingProgress last = costs.passes.get(costs.passes.size() - 1);
        TrainingProgress there = costs.passes.stream()
                .filter(pass -> pass.cost() <= loss)
                .findFirst()
                .orElse(last);
        // What came before the first pass, conversion of the table above all, counts too.
        double seconds = all - last.seconds() + there.seconds();
        print(
                "fit, %s: to a loss of %.5f after %d iterations and %.1f s, %.2f of Spark's time",
                variant, there.cost(), there.pass(), seconds, seconds / sparkSeconds);
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

    /** A variant is precision and activation, joined by a hyphen. */
    private static HadamardClassifier ours(String variant, int iterations) {
        String[] words = variant.split("-", 2);
        return new HadamardClassifier()
                .setLayers(LAYERS)
                .setPrecision(words[0])
                .setActivation(words[1])
                .setSeed(1)
                .setTol(0)
                .setMaxIter(iterations);
    }

    static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
