// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import java.util.ArrayList;
import java.util.List;

/**
 * Which parameters are updated, and how: frozen layers left out, and neighbours that are treated alike in one run, so
 * that a network without special wishes is one run. Immutable.
 */
final class UpdatePlan {

    /**
     * Parameters that are treated alike.
     *
     * @param offset first element
     * @param length number of elements
     * @param rateFactor what the learning rate is multiplied by
     * @param decays whether they decay, where there is weight decay
     */
    record Run(int offset, int length, double rateFactor, boolean decays) {}

    private final List<ParameterRange> trained = new ArrayList<>();
    private final List<Run> runs = new ArrayList<>();
    private final boolean[] frozen;
    private final boolean uniformRates;

    /**
     * Checks and plans.
     *
     * @param graph whose parameters
     * @param rateFactors factor of each layer's rate, from index 1; 0 for a frozen layer
     * @param decayingBiases whether biases decay as weights do
     * @throws IllegalArgumentException if all layers are frozen
     */
    UpdatePlan(Graph graph, double[] rateFactors, boolean decayingBiases) {
        this.frozen = new boolean[rateFactors.length];
        boolean uniform = true;
        for (ParameterRange range : graph.ranges()) {
            double factor = rateFactors[range.layer()];
            frozen[range.layer()] = factor == 0;
            if (factor > 0 && range.kind().isTrained()) {
                trained.add(range);
                uniform &= factor == 1;
                add(new Run(range.offset(), range.length(), factor, decayingBiases || decays(range)));
            }
        }
        if (trained.isEmpty()) {
            throw new IllegalArgumentException(
                    "freeze: all " + (rateFactors.length - 1) + " layers are frozen, nothing is left to train");
        }
        this.uniformRates = uniform;
    }

    /** Whether a range decays where biases don't. */
    static boolean decays(ParameterRange range) {
        return range.kind() == ParameterRange.Kind.WEIGHTS;
    }

    private void add(Run run) {
        Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
        if (last != null
                && last.offset() + last.length() == run.offset()
                && last.rateFactor() == run.rateFactor()
                && last.decays() == run.decays()) {
            int length = last.length() + run.length();
            runs.set(runs.size() - 1, new Run(last.offset(), length, run.rateFactor(), run.decays()));
        } else {
            runs.add(run);
        }
    }

    List<Run> runs() {
        return runs;
    }

    /** The ranges that are trained, in order. */
    List<ParameterRange> trained() {
        return trained;
    }

    boolean isFrozen(int layer) {
        return frozen[layer];
    }

    /** Whether all that is trained has the optimiser's own rate. */
    boolean hasUniformRates() {
        return uniformRates;
    }
}
