// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.step;

import dev.hadamard.Network;
import dev.hadamard.ParameterRange;
import dev.hadamard.verify.Oracle;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

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
        return largestDifference(setup.network(), gradients(step), expected(setup));
    }

    private static double[] gradients(TrainStep step) {
        step.reset();
        return step.gradients();
    }

    private static double[] expected(StepSetup<?> setup) {
        ReferenceRows rows = ReferenceRows.of(setup.first(setup.batch()));
        return Oracle.trainer(setup.network(), setup.loss(), setup.optimizer())
                .gradients(rows.x(), rows.y())
                .gradients()
                .flat();
    }

    /**
     * The same for a caller that does not go on with a wrong step.
     *
     * @param setup what the step was made of
     * @param step whose gradients to judge; it is reset first
     * @return the largest difference of any tensor
     * @throws IllegalStateException if rounding does not explain it; the message has tensor, index and both values
     */
    public static double check(StepSetup<?> setup, TrainStep step) {
        double[] actual = gradients(step);
        double[] expected = expected(setup);
        double difference = largestDifference(setup.network(), actual, expected);
        if (!(difference <= tolerance(setup))) {
            throw new IllegalStateException(worst(setup.network(), actual, expected)
                    + String.format(
                            Locale.ROOT,
                            "; relative to the tensor that is %.1e, rounding explains %.1e",
                            difference,
                            tolerance(setup)));
        }
        return difference;
    }

    /** Such as "gradient of W2[3,1] is 0.5, the reference has 0.25". */
    private static String worst(Network<?> network, double[] actual, double[] expected) {
        ParameterRange range = network.ranges().stream()
                .max(Comparator.comparingDouble(r -> largestDifference(List.of(r), actual, expected)))
                .orElseThrow();
        int worst = IntStream.range(range.offset(), range.offset() + range.length())
                .boxed()
                .max(Comparator.comparingDouble(i -> distance(actual[i], expected[i])))
                .orElseThrow();
        int index = worst - range.offset();
        String place = range.kind() == ParameterRange.Kind.WEIGHTS
                ? index / range.columns() + "," + index % range.columns()
                : String.valueOf(index);
        return "gradient of " + range.name() + "[" + place + "] is " + actual[worst] + ", the reference has "
                + expected[worst];
    }

    private static double distance(double actual, double expected) {
        return Double.isFinite(actual) ? Math.abs(actual - expected) : Double.POSITIVE_INFINITY;
    }

    static double largestDifference(Network<?> network, double[] actual, double[] expected) {
        return largestDifference(network.ranges(), actual, expected);
    }

    private static double largestDifference(List<ParameterRange> ranges, double[] actual, double[] expected) {
        double largest = 0;
        for (ParameterRange range : ranges) {
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
