// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

/**
 * An optimiser and its numbers. Formulas and defaults are those of torch.optim; state is kept by the trainer.
 * Immutable.
 *
 * <p>In the formulas w is a parameter, g its gradient, η the learning rate, t the step from 1.
 */
public sealed interface Optimizer
        permits Optimizer.GradientDescent,
                Optimizer.Momentum,
                Optimizer.Nesterov,
                Optimizer.AdaGrad,
                Optimizer.RmsProp,
                Optimizer.Adam,
                Optimizer.AdamW,
                AmsGrad,
                NAdam,
                Adadelta,
                Rprop,
                Lion,
                Lbfgs {

    /**
     * Learning rate η.
     *
     * @return positive
     */
    double rate();

    /**
     * This optimiser with another learning rate.
     *
     * @param rate η, positive
     * @return the optimiser
     */
    Optimizer withRate(double rate);

    /**
     * Plain gradient descent.
     *
     * @param rate η
     * @return w −= η g
     */
    static GradientDescent gradientDescent(double rate) {
        return new GradientDescent(rate);
    }

    /**
     * Gradient descent with momentum (torch.optim.SGD with momentum).
     *
     * @param rate η
     * @param momentum μ, in [0, 1)
     * @return v = μ v + g; w −= η v
     */
    static Momentum momentum(double rate, double momentum) {
        return new Momentum(rate, momentum);
    }

    /**
     * Nesterov's momentum (torch.optim.SGD with nesterov).
     *
     * @param rate η
     * @param momentum μ, in [0, 1)
     * @return v = μ v + g; w −= η (g + μ v)
     */
    static Nesterov nesterov(double rate, double momentum) {
        return new Nesterov(rate, momentum);
    }

    /**
     * AdaGrad (Duchi, Hazan and Singer 2011), ε = 1e−10.
     *
     * @param rate η; torch's default is 0.01
     * @return s += g²; w −= η g / (√s + ε)
     */
    static AdaGrad adaGrad(double rate) {
        return new AdaGrad(rate, 1e-10);
    }

    /**
     * RMSProp (Hinton 2012), α = 0.99, ε = 1e−8.
     *
     * @param rate η; torch's default is 0.01
     * @return s = α s + (1 − α) g²; w −= η g / (√s + ε)
     */
    static RmsProp rmsProp(double rate) {
        return new RmsProp(rate, 0.99, 1e-8);
    }

    /**
     * Adam (Kingma and Ba 2015), β = (0.9, 0.999), ε = 1e−8.
     *
     * @param rate η; torch's default is 0.001
     * @return m = β₁ m + (1 − β₁) g; v = β₂ v + (1 − β₂) g²; w −= η m̂ / (√v̂ + ε)
     */
    static Adam adam(double rate) {
        return new Adam(rate, 0.9, 0.999, 1e-8);
    }

    /**
     * AdamW (Loshchilov and Hutter 2019), β = (0.9, 0.999), ε = 1e−8, weight decay 0.01 on weights and biases.
     *
     * @param rate η; torch's default is 0.001
     * @return w −= η λ w, then Adam's step
     */
    static AdamW adamW(double rate) {
        return new AdamW(rate, 0.9, 0.999, 1e-8, 0.01, true);
    }

    /**
     * AMSGrad, β = (0.9, 0.999), ε = 1e−8.
     *
     * @param rate η; torch's default is 0.001
     * @return {@link AmsGrad}
     */
    static AmsGrad amsGrad(double rate) {
        return new AmsGrad(rate, 0.9, 0.999, 1e-8);
    }

    /**
     * NAdam, β = (0.9, 0.999), ε = 1e−8, ψ = 0.004.
     *
     * @param rate η; torch's default is 0.002
     * @return {@link NAdam}
     */
    static NAdam nAdam(double rate) {
        return new NAdam(rate, 0.9, 0.999, 1e-8, 0.004);
    }

    /**
     * Adadelta, ρ = 0.9, ε = 1e−6.
     *
     * @param rate η; torch's default is 1
     * @return {@link Adadelta}
     */
    static Adadelta adadelta(double rate) {
        return new Adadelta(rate, 0.9, 1e-6);
    }

    /**
     * Rprop, η⁻ = 0.5, η⁺ = 1.2, steps from 1e−6 to 50.
     *
     * @param rate first step of every parameter; torch's default is 0.01
     * @return {@link Rprop}
     */
    static Rprop rprop(double rate) {
        return new Rprop(rate, 0.5, 1.2, 1e-6, 50);
    }

    /**
     * Lion, β = (0.9, 0.99).
     *
     * @param rate η; the paper's default is 0.0001
     * @return {@link Lion}
     */
    static Lion lion(double rate) {
        return new Lion(rate, 0.9, 0.99);
    }

    /**
     * L-BFGS with a memory of 10 pairs and line searches of at most 25 evaluations; for full batches.
     *
     * @return {@link Lbfgs}
     */
    static Lbfgs lbfgs() {
        return new Lbfgs(1, 10, 25);
    }

    /**
     * Plain gradient descent: w −= η g.
     *
     * @param rate η
     */
    record GradientDescent(double rate) implements Optimizer {
        /**
         * Checks the rate.
         *
         * @param rate η
         */
        public GradientDescent {
            Arguments.positive("rate", rate);
        }

        @Override
        public Optimizer withRate(double newRate) {
            return new GradientDescent(newRate);
        }
    }

    /**
     * Momentum: v = μ v + g; w −= η v.
     *
     * @param rate η
     * @param momentum μ
     */
    record Momentum(double rate, double momentum) implements Optimizer {
        /**
         * Checks the numbers.
         *
         * @param rate η
         * @param momentum μ
         */
        public Momentum {
            Arguments.positive("rate", rate);
            Arguments.fraction("momentum", momentum);
        }

        @Override
        public Optimizer withRate(double newRate) {
            return new Momentum(newRate, momentum);
        }
    }

    /**
     * Nesterov's momentum: v = μ v + g; w −= η (g + μ v).
     *
     * @param rate η
     * @param momentum μ
     */
    record Nesterov(double rate, double momentum) implements Optimizer {
        /**
         * Checks the numbers.
         *
         * @param rate η
         * @param momentum μ
         */
        public Nesterov {
            Arguments.positive("rate", rate);
            Arguments.fraction("momentum", momentum);
        }

        @Override
        public Optimizer withRate(double newRate) {
            return new Nesterov(newRate, momentum);
        }
    }

    /**
     * AdaGrad: s += g²; w −= η g / (√s + ε).
     *
     * @param rate η
     * @param epsilon ε
     */
    record AdaGrad(double rate, double epsilon) implements Optimizer {
        /**
         * Checks the numbers.
         *
         * @param rate η
         * @param epsilon ε
         */
        public AdaGrad {
            Arguments.positive("rate", rate);
            Arguments.notNegative("epsilon", epsilon);
        }

        @Override
        public Optimizer withRate(double newRate) {
            return new AdaGrad(newRate, epsilon);
        }
    }

    /**
     * RMSProp: s = α s + (1 − α) g²; w −= η g / (√s + ε).
     *
     * @param rate η
     * @param alpha α
     * @param epsilon ε
     */
    record RmsProp(double rate, double alpha, double epsilon) implements Optimizer {
        /**
         * Checks the numbers.
         *
         * @param rate η
         * @param alpha α
         * @param epsilon ε
         */
        public RmsProp {
            Arguments.positive("rate", rate);
            Arguments.fraction("alpha", alpha);
            Arguments.notNegative("epsilon", epsilon);
        }

        @Override
        public Optimizer withRate(double newRate) {
            return new RmsProp(newRate, alpha, epsilon);
        }
    }

    /**
     * Adam: m = β₁ m + (1 − β₁) g; v = β₂ v + (1 − β₂) g²; w −= (η / (1 − β₁ᵗ)) m / (√v / √(1 − β₂ᵗ) + ε).
     *
     * @param rate η
     * @param beta1 β₁
     * @param beta2 β₂
     * @param epsilon ε, outside the root
     */
    record Adam(double rate, double beta1, double beta2, double epsilon) implements Optimizer {
        /**
         * Checks the numbers.
         *
         * @param rate η
         * @param beta1 β₁
         * @param beta2 β₂
         * @param epsilon ε, outside the root
         */
        public Adam {
            Arguments.positive("rate", rate);
            Arguments.fraction("beta1", beta1);
            Arguments.fraction("beta2", beta2);
            Arguments.notNegative("epsilon", epsilon);
        }

        @Override
        public Optimizer withRate(double newRate) {
            return new Adam(newRate, beta1, beta2, epsilon);
        }
    }

    /**
     * AdamW: w −= η λ w, then Adam's step.
     *
     * @param rate η
     * @param beta1 β₁
     * @param beta2 β₂
     * @param epsilon ε, outside the root
     * @param weightDecay λ
     * @param biases whether biases decay too, as in torch
     */
    record AdamW(double rate, double beta1, double beta2, double epsilon, double weightDecay, boolean biases)
            implements Optimizer {
        /**
         * Checks the numbers.
         *
         * @param rate η
         * @param beta1 β₁
         * @param beta2 β₂
         * @param epsilon ε, outside the root
         * @param weightDecay λ
         * @param biases whether biases decay too, as in torch
         */
        public AdamW {
            Arguments.positive("rate", rate);
            Arguments.fraction("beta1", beta1);
            Arguments.fraction("beta2", beta2);
            Arguments.notNegative("epsilon", epsilon);
            Arguments.notNegative("weightDecay", weightDecay);
        }

        @Override
        public Optimizer withRate(double newRate) {
            return new AdamW(newRate, beta1, beta2, epsilon, weightDecay, biases);
        }

        /**
         * This optimiser with another weight decay.
         *
         * @param decay λ
         * @return the optimiser
         */
        public AdamW weightDecay(double decay) {
            return new AdamW(rate, beta1, beta2, epsilon, decay, biases);
        }

        /**
         * This optimiser with or without decay of biases.
         *
         * @param decay whether biases decay too
         * @return the optimiser
         */
        public AdamW biases(boolean decay) {
            return new AdamW(rate, beta1, beta2, epsilon, weightDecay, decay);
        }
    }
}
