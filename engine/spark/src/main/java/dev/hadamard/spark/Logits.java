// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

/**
 * From logits to raw predictions and probabilities, in Spark's conventions. StrictMath, so that one machine's
 * predictions are another's.
 */
final class Logits {

    private Logits() {}

    /** Raw predictions of a row: the logits of classes, or (−z, z) of the one for class 1. */
    static double[] raw(BatchPredictor<?> batch, int row) {
        if (batch.outputs() == 1) {
            double z = batch.logit(row, 0);
            return new double[] {-z, z};
        }
        double[] raw = new double[batch.outputs()];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = batch.logit(row, i);
        }
        return raw;
    }

    /**
     * Raw predictions to probabilities, in place.
     *
     * @param values raw predictions
     * @param binary whether these are (−z, z)
     */
    static void toProbabilities(double[] values, boolean binary) {
        if (binary) {
            double z = values[1];
            values[0] = 1 / (1 + StrictMath.exp(z));
            values[1] = 1 / (1 + StrictMath.exp(-z));
            return;
        }
        double largest = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            largest = Math.max(largest, value);
        }
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = StrictMath.exp(values[i] - largest);
            sum += values[i];
        }
        for (int i = 0; i < values.length; i++) {
            values[i] /= sum;
        }
    }

    /**
     * The class predicted: the first of the most probable, or by Spark's rule of thresholds, the largest p / t.
     *
     * @param probabilities of the classes
     * @param thresholds one a class, or null
     * @return class index; NaN where probabilities are
     */
    static double prediction(double[] probabilities, double[] thresholds) {
        double best = Double.NEGATIVE_INFINITY;
        int index = 0;
        for (int i = 0; i < probabilities.length; i++) {
            double p = probabilities[i];
            if (Double.isNaN(p)) {
                return Double.NaN;
            }
            double scaled = thresholds == null ? p : thresholds[i] == 0 ? scaledByZero(p) : p / thresholds[i];
            if (scaled > best) {
                best = scaled;
                index = i;
            }
        }
        return index;
    }

    /** A threshold of 0 is passed by any probability above 0. */
    private static double scaledByZero(double p) {
        return p > 0 ? Double.POSITIVE_INFINITY : 0;
    }
}
