// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

/** Further optimisers: those of {@code torch.optim} that are less used, and Lion; see {@link ReferenceOptimizer}. */
public final class ReferenceOptimizers {

    private ReferenceOptimizers() {}

    /**
     * {@code m ← β₁ m + (1 − β₁) g, s ← β₂ s + (1 − β₂) g², u ← max(u, s), w ← w − lr m̂/(√û + ε)}; {@code m̂ = m/(1 −
     * β₁ᵗ), û = u/(1 − β₂ᵗ)} (Reddi, Kale and Kumar 2018).
     *
     * @param learningRate lr
     * @param beta1 β₁
     * @param beta2 β₂
     * @param epsilon ε
     * @return AMSGrad
     */
    public static ReferenceOptimizer amsGrad(double learningRate, double beta1, double beta2, double epsilon) {
        return new WithState(learningRate) {
            @Override
            double updated(int k, double w, double g, boolean bias) {
                s[k] = beta1 * s[k] + (1 - beta1) * g;
                t[k] = beta2 * t[k] + (1 - beta2) * g * g;
                u[k] = Math.max(u[k], t[k]);
                double mean = s[k] / (1 - Math.pow(beta1, steps));
                return w - learningRate() * mean / (Math.sqrt(u[k] / (1 - Math.pow(beta2, steps))) + epsilon);
            }
        };
    }

    /**
     * {@code μ(t) = β₁ (1 − ½ 0.96^(ψ t)), Π(t) = μ(1) … μ(t)}; m and s as for Adam; {@code w ← w − lr ((1 − μ(t))/(1 −
     * Π(t)) g + μ(t+1)/(1 − Π(t+1)) m)/(√ŝ + ε)} (Dozat 2016).
     *
     * @param learningRate lr
     * @param beta1 β₁
     * @param beta2 β₂
     * @param epsilon ε
     * @param decay ψ
     * @return NAdam
     */
    public static ReferenceOptimizer nAdam(
            double learningRate, double beta1, double beta2, double epsilon, double decay) {
        return new WithState(learningRate) {
            @Override
            double updated(int k, double w, double g, boolean bias) {
                s[k] = beta1 * s[k] + (1 - beta1) * g;
                t[k] = beta2 * t[k] + (1 - beta2) * g * g;
                double product = 1;
                for (int i = 1; i <= steps; i++) {
                    product *= momentum(i);
                }
                double next = momentum(steps + 1);
                double root = Math.sqrt(t[k] / (1 - Math.pow(beta2, steps))) + epsilon;
                double direction = (1 - momentum(steps)) / (1 - product) * g + next / (1 - product * next) * s[k];
                return w - learningRate() * direction / root;
            }

            private double momentum(int step) {
                return beta1 * (1 - 0.5 * Math.pow(0.96, step * decay));
            }
        };
    }

    /**
     * {@code s ← ρ s + (1 − ρ) g², d = √(t + ε)/√(s + ε) g, t ← ρ t + (1 − ρ) d², w ← w − lr d} (Zeiler 2012).
     *
     * @param learningRate lr
     * @param rho ρ
     * @param epsilon ε
     * @return Adadelta
     */
    public static ReferenceOptimizer adadelta(double learningRate, double rho, double epsilon) {
        return new WithState(learningRate) {
            @Override
            double updated(int k, double w, double g, boolean bias) {
                s[k] = rho * s[k] + (1 - rho) * g * g;
                double d = Math.sqrt(t[k] + epsilon) / Math.sqrt(s[k] + epsilon) * g;
                t[k] = rho * t[k] + (1 - rho) * d * d;
                return w - learningRate() * d;
            }
        };
    }

    /**
     * A step t for each parameter, first lr: if g has the sign of the one before, {@code t ← min(most, η⁺ t)}; if the
     * other sign, {@code t ← max(least, η⁻ t), g ← 0}; then {@code w ← w − sign(g) t} (Riedmiller and Braun 1993).
     *
     * @param learningRate lr
     * @param decrease η⁻
     * @param increase η⁺
     * @param least least step
     * @param most largest step
     * @return Rprop
     */
    public static ReferenceOptimizer rprop(
            double learningRate, double decrease, double increase, double least, double most) {
        return new WithState(learningRate) {
            @Override
            double updated(int k, double w, double g, boolean bias) {
                double step = steps == 1 ? learningRate() : t[k];
                double agreement = Math.signum(g) * Math.signum(s[k]);
                double used = g;
                if (agreement > 0) {
                    step *= increase;
                } else if (agreement < 0) {
                    step *= decrease;
                    used = 0;
                }
                t[k] = Math.max(least, Math.min(most, step));
                s[k] = used;
                return w - Math.signum(used) * t[k];
            }
        };
    }

    /**
     * {@code w ← w − lr sign(β₁ m + (1 − β₁) g), m ← β₂ m + (1 − β₂) g} (Chen and others 2023).
     *
     * @param learningRate lr
     * @param beta1 β₁
     * @param beta2 β₂
     * @return Lion
     */
    public static ReferenceOptimizer lion(double learningRate, double beta1, double beta2) {
        return new WithState(learningRate) {
            @Override
            double updated(int k, double w, double g, boolean bias) {
                double direction = beta1 * s[k] + (1 - beta1) * g;
                s[k] = beta2 * s[k] + (1 - beta2) * g;
                return w - learningRate() * Math.signum(direction);
            }
        };
    }

    /** Three numbers a parameter, and the number of the step from 1. */
    private abstract static class WithState extends ReferenceOptimizer {

        double[] s;
        double[] t;
        double[] u;
        int steps;

        WithState(double learningRate) {
            super(learningRate);
        }

        @Override
        void start(int parameters) {
            s = new double[parameters];
            t = new double[parameters];
            u = new double[parameters];
        }

        @Override
        void nextStep() {
            steps++;
        }
    }
}
