// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.timing;

import dev.hadamard.bench.step.GradientCheck;
import dev.hadamard.bench.step.StepSetup;
import dev.hadamard.bench.step.TrainStep;

/**
 * What came of timing one implementation.
 *
 * @param name the implementation
 * @param microsecondsPerStep median time of a step, whole mini-batch
 * @param samplesPerSecond rows of the mini-batch by that time
 * @param gflops useful 10⁹ operations a second, counted as {@link dev.hadamard.bench.step.StepCost} says
 * @param maxRelativeGradientDifference largest difference from the naive reference's gradients, max |g − r| / max |r|
 *     of any tensor; finite
 */
public record StepTiming(
        String name,
        double microsecondsPerStep,
        double samplesPerSecond,
        double gflops,
        double maxRelativeGradientDifference) {

    /** Operations that the naive reference takes some two seconds for. */
    private static final long CHECK_BUDGET = 3_000_000_000L;

    private static final double MICROSECONDS_PER_SECOND = 1e6;
    private static final double FLOPS_PER_MICROSECOND = 1e3;

    /** Checks that figures are figures. */
    public StepTiming {
        checkFinite("microsecondsPerStep", microsecondsPerStep);
        checkFinite("samplesPerSecond", samplesPerSecond);
        checkFinite("gflops", gflops);
        checkFinite("maxRelativeGradientDifference", maxRelativeGradientDifference);
    }

    private static void checkFinite(String name, double value) {
        if (!Double.isFinite(value) || value < 0) {
            throw new IllegalArgumentException(name + " must be finite and not negative, was " + value);
        }
    }

    /**
     * Times an implementation in this JVM, and then compares its gradients with the naive reference's. A mini-batch
     * that the reference would take too long for is compared in its first rows.
     *
     * @param implementation a name that {@link TrainStep#of} knows
     * @param setup network and data
     * @param timer how long
     * @return the figures
     * @throws UnsupportedOperationException if this process can't use the implementation
     * @throws IllegalArgumentException if its gradients are not finite
     */
    public static StepTiming measure(String implementation, StepSetup<?> setup, StepTimer timer) {
        double microseconds = timer.microseconds(implementation, setup);
        StepSetup<?> checked = setup.withBatch(setup.rowsWithin(CHECK_BUDGET));
        double difference = GradientCheck.largestDifference(checked, TrainStep.of(implementation, checked, 1));
        return new StepTiming(
                implementation,
                microseconds,
                setup.batch() * MICROSECONDS_PER_SECOND / microseconds,
                setup.operations() / microseconds / FLOPS_PER_MICROSECOND,
                difference);
    }
}
