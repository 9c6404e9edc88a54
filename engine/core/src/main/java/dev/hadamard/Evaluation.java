// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.Elements;
import dev.hadamard.data.Dataset;

/**
 * How well a network predicts a data set. Immutable.
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
        Network<A> network = predictor.network();
        int outputs = network.outputs();
        if (data.features() != network.inputs()) {
            throw new IllegalArgumentException(
                    "data has " + data.features() + " features, the network " + network.inputs() + " inputs");
        }
        if (!data.hasLabels() && data.outputs() != outputs) {
            throw new IllegalArgumentException("data has " + data.outputs() + " outputs, the network " + outputs);
        }
        A predicted = network.elements().allocate(Arguments.arrayLength("outputs", data.rows(), outputs));
        predictor.predict(data.x(), 0, data.features(), predicted, 0, outputs, data.rows());
        return data.hasLabels()
                ? new Evaluation(data.rows(), accuracy(predictor, data, predicted), Double.NaN, Double.NaN)
                : ofTargets(network.elements(), data, predicted);
    }

    private static <A> double accuracy(Predictor<A> predictor, Dataset<A> data, A predicted) {
        int right = 0;
        for (int row = 0; row < data.rows(); row++) {
            if (predictor.classOf(predicted, row * predictor.network().outputs()) == data.label(row)) {
                right++;
            }
        }
        return (double) right / data.rows();
    }

    private static <A> Evaluation ofTargets(Elements<A> elements, Dataset<A> data, A predicted) {
        int rows = data.rows();
        int outputs = data.outputs();
        double squares = 0;
        double r2 = 0;
        for (int j = 0; j < outputs; j++) {
            double mean = 0;
            for (int row = 0; row < rows; row++) {
                mean += elements.get(data.y(), row * outputs + j) / rows;
            }
            double residual = 0;
            double total = 0;
            for (int row = 0; row < rows; row++) {
                double y = elements.get(data.y(), row * outputs + j);
                double error = y - elements.get(predicted, row * outputs + j);
                residual += error * error;
                total += (y - mean) * (y - mean);
            }
            squares += residual;
            r2 += (total > 0 ? 1 - residual / total : Double.NaN) / outputs;
        }
        return new Evaluation(rows, Double.NaN, Math.sqrt(squares / ((double) rows * outputs)), r2);
    }
}
