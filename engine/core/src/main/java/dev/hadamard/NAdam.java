// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

/**
 * NAdam (Dozat 2016; torch.optim.NAdam): Adam with Nesterov's momentum. μₜ = β₁ (1 − ½ · 0.96^(ψ t)), Πₜ = μ₁ … μₜ; m
 * and v as for Adam; w −= η ((1 − μₜ) / (1 − Πₜ) g + μₜ₊₁ / (1 − Πₜ₊₁) m) / (√v / √(1 − β₂ᵗ) + ε).
 *
 * @param rate η
 * @param beta1 β₁
 * @param beta2 β₂
 * @param epsilon ε, outside the root
 * @param momentumDecay ψ
 */
public record NAdam(double rate, double beta1, double beta2, double epsilon, double momentumDecay)
        implements Optimizer {

    /**
     * Checks the numbers.
     *
     * @param rate η
     * @param beta1 β₁
     * @param beta2 β₂
     * @param epsilon ε, outside the root
     * @param momentumDecay ψ
     */
    public NAdam {
        Arguments.positive("rate", rate);
        Arguments.fraction("beta1", beta1);
        Arguments.fraction("beta2", beta2);
        Arguments.notNegative("epsilon", epsilon);
        Arguments.notNegative("momentumDecay", momentumDecay);
    }

    @Override
    public NAdam withRate(double newRate) {
        return new NAdam(newRate, beta1, beta2, epsilon, momentumDecay);
    }
}
