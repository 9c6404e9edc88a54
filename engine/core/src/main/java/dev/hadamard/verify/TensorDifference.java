// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.verify;

import java.util.Locale;

/**
 * One tensor of one step, the engine's beside the reference's.
 *
 * @param step number of the step, from 1
 * @param layer layer with parameters, from 1; for a layer without the last one before it; 0 for the input
 * @param tensor "A2" (activation), "delta2" (error signal), "dW2", "db2" (gradients), "W2", "b2" (updated parameters),
 *     "dX" (gradient by the input), "cost"; "A2+" and "delta2+" for the sum of a residual block after layer 2, "A2*"
 *     for a dropout there, "A2|" for a concatenation, "A2:" for columns
 * @param row row of the element that differs most, as a share of what is allowed
 * @param column its column
 * @param actual the engine's value there
 * @param expected the reference's value there
 * @param relative largest difference of any element, as a share of the largest element
 * @param ulps largest difference of any element, in units in the last place of the element type at the reference's
 *     value (IEEE 754); large where a value near 0 is the difference of large ones
 * @param agrees whether every difference is allowed
 */
public record TensorDifference(
        int step,
        int layer,
        String tensor,
        int row,
        int column,
        double actual,
        double expected,
        double relative,
        double ulps,
        boolean agrees) {

    /** What is compared. */
    record Place(int step, int layer, String tensor, int columns) {}

    /**
     * Compares.
     *
     * @param epsilon distance from 1 to the next number of the element type
     * @param share allowed difference, as a share of scale
     * @param scale the largest element, or what is large beside it
     * @param absolute allowed on top
     */
    static TensorDifference of(
            Place place,
            double[] actual,
            double[] expected,
            double epsilon,
            double share,
            double scale,
            double absolute) {
        if (actual.length != expected.length) {
            throw new IllegalStateException(place + ": " + actual.length + " elements instead of " + expected.length);
        }
        double allowed = share * scale + absolute;
        int worst = 0;
        double largest = 0;
        double ulps = 0;
        boolean agrees = true;
        for (int i = 0; i < actual.length; i++) {
            double difference = difference(actual[i], expected[i]);
            if (difference > largest) {
                largest = difference;
                worst = i;
            }
            ulps = Math.max(ulps, difference / ulp(expected[i], epsilon));
            agrees &= difference <= allowed;
        }
        double magnitude = largest(expected);
        return new TensorDifference(
                place.step(),
                place.layer(),
                place.tensor(),
                worst / place.columns(),
                worst % place.columns(),
                actual[worst],
                expected[worst],
                largest == 0 ? 0 : largest / magnitude,
                ulps,
                agrees);
    }

    /** Infinite where either is not finite: two infinities don't agree either. */
    private static double difference(double actual, double expected) {
        double difference = Math.abs(actual - expected);
        return Double.isFinite(difference) ? difference : Double.POSITIVE_INFINITY;
    }

    /** The spacing of the element type at a value. */
    private static double ulp(double value, double epsilon) {
        return epsilon == Math.ulp(1.0) ? Math.ulp(value) : Math.ulp((float) value);
    }

    static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /** Step, layer, tensor, index, both values. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "step %d, layer %d, %s[%d,%d]: engine %.9g, reference %.9g; largest difference %.2g relative, %.3g ulp%s",
                step,
                layer,
                tensor,
                row,
                column,
                actual,
                expected,
                relative,
                ulps,
                agrees ? "" : ": DIFFERS");
    }
}
