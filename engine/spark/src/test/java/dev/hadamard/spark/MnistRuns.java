// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import java.io.IOException;
import java.util.List;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** MNIST by two executors, in both modes. */
final class MnistRuns {

    private static final int EXECUTORS = 2;
    private static final int ROWS = 60_000;

    private MnistRuns() {}

    static void run(List<String> args) throws IOException {
        SparkSession session = Sessions.cluster(EXECUTORS);
        Dataset<Row> training = Mnist.read(session, args.get(0), Mnist.TRAIN, ROWS, EXECUTORS);
        Dataset<Row> test = Mnist.read(session, args.get(0), Mnist.TEST, ROWS, EXECUTORS);
        AgainstSpark.print("%d rows to train on, %d to test", training.count(), test.count());
        for (HadamardClassifier classifier : List.of(
                classifier().setBatchSize(500).setStepSize(0.002),
                classifier().setMode("averages").setBatchSize(64).setLocalSteps(0),
                classifier().setMode("averages").setBatchSize(64).setLocalSteps(50),
                classifier().setMode("averages").setBatchSize(64).setLocalSteps(10))) {
            long start = System.nanoTime();
            HadamardClassificationModel model = classifier.fit(training);
            double seconds = (System.nanoTime() - start) / 1e9;
            double accuracy = new MulticlassClassificationEvaluator()
                    .setMetricName("accuracy")
                    .evaluate(model.transform(test));
            AgainstSpark.print(
                    "%s, batch %d, local steps %d: %.2f %% after %d passes and %.1f s",
                    classifier.getMode(),
                    classifier.getBatchSize(),
                    classifier.getLocalSteps(),
                    100 * accuracy,
                    classifier.getMaxIter(),
                    seconds);
        }
        Sessions.stop();
    }

    private static HadamardClassifier classifier() {
        return new HadamardClassifier()
                .setLayers(Mnist.FEATURES, 256, Mnist.CLASSES)
                .setOptimizer("adam")
                .setSchedule("cosine")
                .setSeed(1)
                .setTol(0)
                .setMaxIter(6);
    }
}
