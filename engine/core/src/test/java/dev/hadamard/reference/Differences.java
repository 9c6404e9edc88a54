// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

/** How far two tensors are apart. */
final class Differences {

    private Differences() {}

    /** {@code max|g − r| / max|r|}; 0/0 = 0; infinite if a number is not finite. */
    static double relative(double[] actual, double[] expected) {
        if (actual.length != expected.length) {
            throw new AssertionError(actual.length + " numbers instead of " + expected.length);
        }
        double difference = 0;
        double scale = 0;
        for (int i = 0; i < actual.length; i++) {
            if (!Double.isFinite(actual[i]) || !Double.isFinite(expected[i])) {
                return Double.POSITIVE_INFINITY;
            }
            difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
            scale = Math.max(scale, Math.abs(expected[i]));
        }
        return difference == 0 ? 0 : difference / scale;
    }

    /** {@link #relative} of the worst of all tensors dW, db. */
    static double relative(ReferenceGradients actual, ReferenceGradients expected) {
        double worst = 0;
        for (int l = 0; l < expected.layers(); l++) {
            worst = Math.max(worst, relative(flat(actual.weights(l)), flat(expected.weights(l))));
            if (expected.bias(l) != null) {
                worst = Math.max(worst, relative(actual.bias(l), expected.bias(l)));
            }
        }
        return worst;
    }

    static double maxAbs(double[] v) {
        double max = 0;
        for (double value : v) {
            max = Math.max(max, Math.abs(value));
        }
        return max;
    }

    static double[] flat(double[][] rows) {
        double[] flat = new double[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
        }
        return flat;
    }
}
