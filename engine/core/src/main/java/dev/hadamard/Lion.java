// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

/**
 * Lion (Chen et al. 2023, "Symbolic Discovery of Optimization Algorithms"): w −= η sign(β₁ m + (1 − β₁) g); m = β₂ m +
 * (1 − β₂) g. Its weight decay is that of {@link Regularization#withWeightDecay}.
 *
 * @param rate η
 * @param beta1 β₁
 * @param beta2 β₂
 */
public record Lion(double rate, double beta1, double beta2) implements Optimizer {

    /**
     * Checks the numbers.
     *
     * @param rate η
     * @param beta1 β₁
     * @param beta2 β₂
     */
    public Lion {
        Arguments.positive("rate", rate);
        Arguments.fraction("beta1", beta1);
        Arguments.fraction("beta2", beta2);
    }

    @Override
    public Lion withRate(double newRate) {
        return new Lion(newRate, beta1, beta2);
    }
}
