// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.jmh;

import dev.hadamard.CounterRandom;
import dev.hadamard.bench.step.Precision;

/** Computes some elements of a matrix product again, so that no benchmark times a wrong one. */
final class ProductCheck {

    /** Elements of a product that are computed again by hand. */
    private static final int CHECKED = 500;

    /** Of the largest possible rounding, Σ|a b| · 2⁻²⁴ or 2⁻⁵³ a term, what is surely not reached. */
    private static final double FLOAT_TOLERANCE = 1e-5;

    private static final double DOUBLE_TOLERANCE = 1e-13;

    private ProductCheck() {}

    /** Term k of element (i, j) of a product. */
    @FunctionalInterface
    interface Term {
        double of(int i, int j, int k);
    }

    /**
     * Compares.
     *
     * @throws IllegalStateException if an element differs by more than rounding explains, or is not finite
     */
    static void check(
            Precision<?> precision,
            String name,
            double[] product,
            int offset,
            int height,
            int width,
            int depth,
            Term term) {
        double unit = precision == Precision.FLOAT ? FLOAT_TOLERANCE : DOUBLE_TOLERANCE;
        CounterRandom random = new CounterRandom(height, CounterRandom.Purpose.USER, width);
        for (int n = 0; n < CHECKED; n++) {
            int i = n == 0 ? height - 1 : random.nextInt(height);
            int j = n == 0 ? width - 1 : random.nextInt(width);
            double expected = 0;
            double magnitude = 0;
            for (int k = 0; k < depth; k++) {
                expected += term.of(i, j, k);
                magnitude += Math.abs(term.of(i, j, k));
            }
            double actual = product[offset + i * width + j];
            if (!(Math.abs(actual - expected) <= unit * magnitude)) {
                throw new IllegalStateException(
                        name + "[" + i + "," + j + "] is " + actual + " instead of " + expected);
            }
        }
    }
}
