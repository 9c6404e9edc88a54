// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

/**
 * Resilient backpropagation (Riedmiller and Braun 1993; torch.optim.Rprop): each parameter has a step of its own, which
 * grows by η⁺ while its derivative keeps its sign, shrinks by η⁻ when that changes, and knows nothing of the
 * derivative's size. For full batches. The rate is where all steps begin; schedules and rates of layers do not concern
 * it.
 *
 * @param rate first step
 * @param decrease η⁻, in (0, 1)
 * @param increase η⁺, at least 1
 * @param least least step
 * @param most largest step
 */
public record Rprop(double rate, double decrease, double increase, double least, double most) implements Optimizer {

    /**
     * Checks the numbers.
     *
     * @param rate first step
     * @param decrease η⁻, in (0, 1)
     * @param increase η⁺, at least 1
     * @param least least step
     * @param most largest step
     */
    public Rprop {
        Arguments.positive("rate", rate);
        Arguments.positive("decrease", decrease);
        Arguments.fraction("decrease", decrease);
        Arguments.finite("increase", increase);
        Arguments.positive("least", least);
        Arguments.positive("most", most);
        if (increase < 1 || least > most) {
            throw new IllegalArgumentException("increase must be at least 1, was " + increase
                    + ", and least at most most, was " + least + " of " + most);
        }
    }

    @Override
    public Rprop withRate(double newRate) {
        return new Rprop(newRate, decrease, increase, least, most);
    }
}
