// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

/**
 * What an optimiser's kernel needs for one step: which formula, and its numbers.
 *
 * <p>One object lives as long as its trainer and is refilled before each step, so that a step allocates nothing.
 * Formulas are those of torch.optim; g is the gradient, w the parameter, s, t and u the slots of state.
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
        ADAM(2),
        /** s and t as for ADAM; u = max(u, t); w −= (η/c₁) s / (√u / √c₂ + ε). */
        AMSGRAD(3),
        /** s and t as for ADAM; w −= η (a g + b s) / (√t / √c₂ + ε). */
        NADAM(2),
        /** s = ρ s + (1 − ρ) g²; d = √(t + ε) / √(s + ε) g; t = ρ t + (1 − ρ) d²; w −= η d. */
        ADADELTA(2),
        /**
         * t ·= η⁺ where g s &gt; 0, η⁻ where g s &lt; 0, and stays within its limits; g = 0 where g s &lt; 0; w −=
         * sign(g) t; s = g.
         */
        RPROP(2),
        /** w −= η sign(β₁ s + (1 − β₁) g); s = β₂ s + (1 − β₂) g. */
        LION(1);

        private final int slots;

        Kind(int slots) {
            this.slots = slots;
        }

        /**
         * Number of state arrays beside parameters and gradients.
         *
         * @return 0 to 3
         */
        public int slots() {
            return slots;
        }
    }

    /** Which formula. */
    public final Kind kind;

    /** Learning rate η. */
    public double rate;

    /** μ of momentum, α of RMSProp, β₁ of Adam and its kin, ρ of Adadelta. */
    public double decay;

    /** β₂ of Adam and its kin. */
    public double secondDecay;

    /** ε, outside the root; for Adadelta inside both. */
    public double epsilon;

    /** λ, decoupled weight decay of Adam's formula; 0 for none. */
    public double weightDecay;

    /** c₁ = 1 − β₁ᵗ, Adam's first bias correction. */
    public double firstCorrection = 1;

    /** c₂ = 1 − β₂ᵗ, Adam's second bias correction. */
    public double secondCorrection = 1;

    /** a, NAdam's factor of the gradient. */
    public double gradientFactor;

    /** b, NAdam's factor of the mean. */
    public double meanFactor;

    /** η⁻, Rprop's factor of a step that went too far. */
    public double decrease;

    /** η⁺, Rprop's factor of a step that went the right way. */
    public double increase;

    /** Least step of Rprop. */
    public double least;

    /** Largest step of Rprop. */
    public double most;

    /**
     * A rule whose numbers are still to be filled in.
     *
     * @param kind which formula
     */
    public UpdateRule(Kind kind) {
        this.kind = kind;
    }
}
