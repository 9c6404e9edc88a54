// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.ReductionKernels;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Looks at each gradient tensor between backward pass and update ({@link Guard#FULL}), and remembers the norms of the
 * last step in which all were finite. Allocates nothing as long as they are. Confined to one thread.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class GradientGuard<A> {

    /** Below this, squares of floats lose digits to underflow. */
    private static final double LEAST = 0x1p-100;

    private final Network<A> network;
    private final ReductionKernels<A> reductions;
    private final A gradients;
    private double[] last;
    private double[] current;
    private long lastStep;

    GradientGuard(Network<A> network, ReductionKernels<A> reductions, A gradients) {
        this.network = network;
        this.reductions = reductions;
        this.gradients = gradients;
        this.last = new double[network.graph().ranges().size()];
        this.current = new double[last.length];
    }

    /**
     * Checks the gradients of a step.
     *
     * @throws NonFiniteException that names the first tensor in the order of computation backwards, from the output
     */
    void check(long step) {
        for (int i = last.length - 1; i >= 0; i--) {
            ParameterRange range = network.graph().ranges().get(i);
            // One pass gives norm and check at once: a NaN or an infinity stays in the sum.
            double sum = reductions.roughSumOfSquares(gradients, range.offset(), range.length());
            if (!(sum >= LEAST && sum < Double.POSITIVE_INFINITY)) {
                checkElements(range, step);
                sum = reductions.sumOfSquares(gradients, range.offset(), range.length());
            }
            current[i] = Math.sqrt(sum);
        }
        double[] finite = current;
        current = last;
        last = finite;
        lastStep = step;
    }

    /** The squares of finite numbers can be infinite. */
    private void checkElements(ParameterRange range, long step) {
        int index = reductions.indexOfNonFinite(gradients, range.offset(), range.length());
        if (index >= 0) {
            double bad = network.elements().get(gradients, range.offset() + index);
            NonFiniteException.Place place =
                    new NonFiniteException.Place("d" + range.name(), index / range.columns(), index % range.columns());
            throw new NonFiniteException(step, range.layer(), "gradient", bad, place).withNorms(lastStep, norms());
        }
    }

    /** Name of each gradient tensor and its norm in the last finite step; empty before that. */
    private Map<String, Double> norms() {
        Map<String, Double> norms = new LinkedHashMap<>();
        for (int i = 0; lastStep > 0 && i < last.length; i++) {
            norms.put("d" + network.graph().ranges().get(i).name(), last[i]);
        }
        return norms;
    }

    /** Adds what is known to an exception from elsewhere in the step. */
    NonFiniteException explain(NonFiniteException e) {
        return e.withNorms(lastStep, norms());
    }
}
