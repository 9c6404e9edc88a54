// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

/**
 * What an optimiser's kernel needs for one step: which formula, and its numbers.
 *
 * <p>One object lives as long as its trainer and is refilled before each step, so that a step allocates nothing.
 * Formulas are those of torch.optim; g is the gradient, w the parameter, s and t the two slots of state.
 */
public final class UpdateRule {

    /** The closed set of update formulas. */
    public enum Kind {
        /** w −= η g. */
        GRADIENT_DESCENT(0),
        /** s = μ s + g; w −= η s. */
        MOMENTUM(1),
        /** s = μ s + g; w −= η (g + μ s). */
        NESTEROV(1),
        /** s += g²; w −= η g / (√s + ε). */
        ADAGRAD(1),
        /** s = α s + (1 − α) g²; w −= η g / (√s + ε). */
        RMSPROP(1),
        /** w −= η λ w; s = β₁ s + (1 − β₁) g; t = β₂ t + (1 − β₂) g²; w −= (η/c₁) s / (√t / √c₂ + ε). */
        ADAM(2);

        private final int slots;

        Kind(int slots) {
            this.slots = slots;
        }

        /**
         * Number of state arrays beside parameters and gradients.
         *
         * @return 0, 1 or 2
         */
        public int slots() {
            return slots;
        }
    }

    /** Which formula. */
    public final Kind kind;

    /** Learning rate η. */
    public double rate;

    /** μ of momentum, α of RMSProp, β₁ of Adam. */
    public double decay;

    /** β₂ of Adam. */
    public double secondDecay;

    /** ε, outside the root. */
    public double epsilon;

    /** λ, decoupled weight decay of Adam's formula; 0 for none. */
    public double weightDecay;

    /** c₁ = 1 − β₁ᵗ, Adam's first bias correction. */
    public double firstCorrection = 1;

    /** c₂ = 1 − β₂ᵗ, Adam's second bias correction. */
    public double secondCorrection = 1;

    /**
     * A rule whose numbers are still to be filled in.
     *
     * @param kind which formula
     */
    public UpdateRule(Kind kind) {
        this.kind = kind;
    }
}
