// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

/**
 * AMSGrad (Reddi, Kale and Kumar 2018; torch.optim.Adam with amsgrad): Adam whose second moment never shrinks. m = β₁ m
 * + (1 − β₁) g; v = β₂ v + (1 − β₂) g²; u = max(u, v); w −= (η / (1 − β₁ᵗ)) m / (√u / √(1 − β₂ᵗ) + ε).
 *
 * @param rate η
 * @param beta1 β₁
 * @param beta2 β₂
 * @param epsilon ε, outside the root
 */
public record AmsGrad(double rate, double beta1, double beta2, double epsilon) implements Optimizer {

    /**
     * Checks the numbers.
     *
     * @param rate η
     * @param beta1 β₁
     * @param beta2 β₂
     * @param epsilon ε, outside the root
     */
    public AmsGrad {
        Arguments.positive("rate", rate);
        Arguments.fraction("beta1", beta1);
        Arguments.fraction("beta2", beta2);
        Arguments.notNegative("epsilon", epsilon);
    }

    @Override
    public AmsGrad withRate(double newRate) {
        return new AmsGrad(newRate, beta1, beta2, epsilon);
    }
}
