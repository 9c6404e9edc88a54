// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.step;

import dev.hadamard.Network;
import dev.hadamard.ParameterRange;
import dev.hadamard.verify.Oracle;
import java.util.Arrays;

/** Compares the gradients of a step with those of the naive reference, tensor by tensor. */
public final class GradientCheck {

    /** Rounding of float and double, about 2⁻²⁴ and 2⁻⁵³, times what a step adds up over layers and rows. */
    private static final double FLOAT_TOLERANCE = 1e-5;

    private static final double DOUBLE_TOLERANCE = 1e-12;

    /** Sums up to this length meet the tolerances; the error of longer ones grows with the root of their length. */
    private static final double LONGEST_SUM = 1024;

    private GradientCheck() {}

    /**
     * The largest difference of any weight matrix or bias, max |g − r| / max |r| each, on the first mini-batch.
     *
     * @param setup what the step was made of
     * @param step whose gradients to judge; it is reset first
     * @return 0 if all are equal; infinite if one is not finite, or differs from a tensor of zeros
     */
    public static double largestDifference(StepSetup<?> setup, TrainStep step) {
        step.reset();
        double[] actual = step.gradients();
        ReferenceRows rows = ReferenceRows.of(setup.first(setup.batch()));
        double[] expected = Oracle.trainer(setup.network(), setup.loss(), setup.optimizer())
                .gradients(rows.x(), rows.y())
                .gradients()
                .flat();
        return largestDifference(setup.network(), actual, expected);
    }

    static double largestDifference(Network<?> network, double[] actual, double[] expected) {
        double largest = 0;
        for (ParameterRange range : network.ranges()) {
            int end = range.offset() + range.length();
            double difference = Oracle.relativeDifference(
                    Arrays.copyOfRange(actual, range.offset(), end), Arrays.copyOfRange(expected, range.offset(), end));
            largest = Math.max(largest, difference);
        }
        return largest;
    }

    /**
     * What a correct implementation stays below.
     *
     * @param setup network and batch
     * @return the largest difference that rounding explains
     */
    public static double tolerance(StepSetup<?> setup) {
        double unit = setup.network().precision().equals("float") ? FLOAT_TOLERANCE : DOUBLE_TOLERANCE;
        int longest =
                Math.max(setup.batch(), Arrays.stream(setup.widths()).max().orElseThrow());
        return unit * Math.sqrt(Math.max(1, longest / LONGEST_SUM));
    }
}
