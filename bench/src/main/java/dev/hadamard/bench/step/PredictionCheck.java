// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.step;

import dev.hadamard.reference.ReferenceNetwork;
import dev.hadamard.verify.Oracle;
import java.util.Locale;

/** Compares outputs with those of the naive reference. */
public final class PredictionCheck {

    /** Outputs are a softmax, at most 1; its arguments are sums, whose rounding it hands on. */
    private static final double FLOAT_TOLERANCE = 2e-5;

    private static final double DOUBLE_TOLERANCE = 2e-13;

    private PredictionCheck() {}

    /**
     * The largest difference of any output.
     *
     * @param setup network and rows
     * @param outputs of all rows of the mini-batch, rows x n(L)
     * @return max |a − r|
     * @throws IllegalStateException if rounding does not explain it; the message has tensor, index and both values
     */
    public static double check(StepSetup<?> setup, double[] outputs) {
        ReferenceNetwork reference = Oracle.network(setup.network());
        double tolerance = setup.network().precision().equals("float") ? FLOAT_TOLERANCE : DOUBLE_TOLERANCE;
        double[][] x = ReferenceRows.of(setup.first(setup.batch())).x();
        double largest = 0;
        for (int row = 0; row < x.length; row++) {
            double[] expected = reference.predict(x[row]);
            for (int column = 0; column < expected.length; column++) {
                double actual = outputs[row * expected.length + column];
                double difference = Math.abs(actual - expected[column]);
                if (!(difference <= tolerance)) {
                    throw new IllegalStateException(String.format(
                            Locale.ROOT,
                            "output A[%d,%d] is %s, the reference has %s; rounding explains %.1e",
                            row,
                            column,
                            actual,
                            expected[column],
                            tolerance));
                }
                largest = Math.max(largest, difference);
            }
        }
        return largest;
    }
}
