// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.Elements;
import dev.hadamard.data.Dataset;
import dev.hadamard.data.RowFile;
import dev.hadamard.data.RowWindows;
import dev.hadamard.io.HadamardIOException;
import dev.hadamard.metrics.ClassificationMetrics;
import dev.hadamard.metrics.RegressionMetrics;
import java.util.function.Consumer;

/**
 * How well a network predicts a data set, in brief; {@link #classification} and {@link #regression} have more figures.
 * Immutable.
 *
 * @param rows samples
 * @param accuracy share of samples whose class is predicted, in [0, 1]; NaN for a data set without classes
 * @param rmse root of the mean squared error over rows and outputs; NaN for a data set of classes
 * @param r2 coefficient of determination, 1 − Σ(y − a)² / Σ(y − ȳ)², its mean over outputs as in scikit-learn; NaN for
 *     a data set of classes, and where a target is constant
 */
public record Evaluation(int rows, double accuracy, double rmse, double r2) {

    /**
     * Predicts a data set and compares.
     *
     * @param <A> {@code float[]} or {@code double[]}
     * @param predictor what predicts
     * @param data inputs and what they should give
     * @return the figures
     * @throws IllegalArgumentException if the data doesn't fit the network
     */
    public static <A> Evaluation of(Predictor<A> predictor, Dataset<A> data) {
        if (data.hasLabels()) {
            double accuracy = classification(predictor, data).accuracy();
            return new Evaluation(data.rows(), accuracy, Double.NaN, Double.NaN);
        }
        RegressionMetrics metrics = regression(predictor, data);
        return new Evaluation(data.rows(), Double.NaN, metrics.rmse(), metrics.r2());
    }

    /**
     * Predicts a data set of classes and compares.
     *
     * @param <A> {@code float[]} or {@code double[]}
     * @param predictor what predicts
     * @param data inputs and their classes
     * @return the figures
     * @throws IllegalArgumentException if the data doesn't fit the network
     * @throws IllegalStateException if the data has target rows
     */
    public static <A> ClassificationMetrics classification(Predictor<A> predictor, Dataset<A> data) {
        int outputs = predictor.network().outputs();
        ClassificationMetrics metrics = new ClassificationMetrics(Math.max(2, data.outputs()), outputs);
        addClasses(predictor, data, metrics);
        return metrics;
    }

    private static <A> void addClasses(Predictor<A> predictor, Dataset<A> data, ClassificationMetrics metrics) {
        int[] labels = data.labels();
        predictAll(predictor, data, (row, a) -> metrics.add(a, labels[row]));
    }

    /**
     * Predicts a data set of target rows and compares.
     *
     * @param <A> {@code float[]} or {@code double[]}
     * @param predictor what predicts
     * @param data inputs and their targets
     * @return the figures
     * @throws IllegalArgumentException if the data doesn't fit the network
     * @throws IllegalStateException if the data has classes
     */
    public static <A> RegressionMetrics regression(Predictor<A> predictor, Dataset<A> data) {
        RegressionMetrics metrics = new RegressionMetrics(predictor.network().outputs());
        addTargets(predictor, data, metrics);
        return metrics;
    }

    private static <A> void addTargets(Predictor<A> predictor, Dataset<A> data, RegressionMetrics metrics) {
        A targets = data.y();
        int outputs = predictor.network().outputs();
        if (data.outputs() != outputs) {
            throw new IllegalArgumentException("data has " + data.outputs() + " outputs, the network " + outputs);
        }
        Elements<A> elements = predictor.network().elements();
        double[] y = new double[outputs];
        predictAll(predictor, data, (row, a) -> {
            elements.toDoubles(targets, row * outputs, y, 0, outputs);
            metrics.add(a, y);
        });
    }

    /**
     * As {@link #classification(Predictor, Dataset)}, of rows that are read piece by piece.
     *
     * @param <A> {@code float[]} or {@code double[]}
     * @param predictor what predicts
     * @param data inputs and their classes
     * @return the figures
     * @throws HadamardIOException if reading fails
     * @throws IllegalArgumentException if the data doesn't fit the network
     * @throws IllegalStateException if the data has target rows
     */
    public static <A> ClassificationMetrics classification(Predictor<A> predictor, RowFile<A> data)
            throws HadamardIOException {
        int outputs = predictor.network().outputs();
        ClassificationMetrics metrics = new ClassificationMetrics(Math.max(2, data.outputs()), outputs);
        forEachWindow(predictor, data, rows -> addClasses(predictor, rows, metrics));
        return metrics;
    }

    /**
     * As {@link #regression(Predictor, Dataset)}, of rows that are read piece by piece.
     *
     * @param <A> {@code float[]} or {@code double[]}
     * @param predictor what predicts
     * @param data inputs and their targets
     * @return the figures
     * @throws HadamardIOException if reading fails
     * @throws IllegalArgumentException if the data doesn't fit the network
     * @throws IllegalStateException if the data has classes
     */
    public static <A> RegressionMetrics regression(Predictor<A> predictor, RowFile<A> data) throws HadamardIOException {
        RegressionMetrics metrics = new RegressionMetrics(predictor.network().outputs());
        forEachWindow(predictor, data, rows -> addTargets(predictor, rows, metrics));
        return metrics;
    }

    private static <A> void forEachWindow(Predictor<A> predictor, RowFile<A> data, Consumer<Dataset<A>> body)
            throws HadamardIOException {
        try (RowWindows<A> windows = data.windows(predictor.maxRows(), null)) {
            for (int window = 0; window < windows.windows(); window++) {
                windows.moveTo(0, window);
                body.accept(windows.data());
            }
        }
    }

    /** Is shown each row's outputs, in an array that is used again for the next. */
    private interface RowConsumer {
        void accept(int row, double[] a);
    }

    private static <A> void predictAll(Predictor<A> predictor, Dataset<A> data, RowConsumer consumer) {
        Network<A> network = predictor.network();
        if (data.features() != network.inputs()) {
            throw new IllegalArgumentException(
                    "data has " + data.features() + " features, the network " + network.inputs() + " inputs");
        }
        int outputs = network.outputs();
        int atOnce = Math.min(predictor.maxRows(), data.rows());
        A predicted = network.elements().allocate(Arguments.arrayLength("outputs", atOnce, outputs));
        double[] a = new double[outputs];
        for (int done = 0; done < data.rows(); done += atOnce) {
            int count = Math.min(atOnce, data.rows() - done);
            predictor.predict(data.x(), done * data.features(), data.features(), predicted, 0, outputs, count);
            for (int row = 0; row < count; row++) {
                network.elements().toDoubles(predicted, row * outputs, a, 0, outputs);
                consumer.accept(done + row, a);
            }
        }
    }
}
