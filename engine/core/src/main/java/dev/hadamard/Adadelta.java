// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

/**
 * Adadelta (Zeiler 2012; torch.optim.Adadelta): s = ρ s + (1 − ρ) g²; d = √(u + ε) / √(s + ε) g; u = ρ u + (1 − ρ) d²;
 * w −= η d.
 *
 * @param rate η
 * @param rho ρ
 * @param epsilon ε, inside the roots, positive: it begins the steps
 */
public record Adadelta(double rate, double rho, double epsilon) implements Optimizer {

    /**
     * Checks the numbers.
     *
     * @param rate η
     * @param rho ρ
     * @param epsilon ε, inside the roots, positive: it begins the steps
     */
    public Adadelta {
        Arguments.positive("rate", rate);
        Arguments.fraction("rho", rho);
        Arguments.positive("epsilon", epsilon);
    }

    @Override
    public Adadelta withRate(double newRate) {
        return new Adadelta(newRate, rho, epsilon);
    }
}
