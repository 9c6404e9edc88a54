// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

/**
 * {@code w ← w − …}: an optimiser that updates one parameter w by its gradient g at a time. Formulas and defaults are
 * those of {@code torch.optim}; t counts the steps from 1, lr is the learning rate, and a state starts at 0.
 *
 * <p>An optimiser belongs to one network: its state holds a number or two for each parameter.
 */
public abstract class ReferenceOptimizer {

    private double learningRate;
    private double[] layerFactors;
    private double layerFactor = 1;
    private int parameterCount = -1;

    ReferenceOptimizer(double learningRate) {
        check("learningRate", learningRate, 0, Double.MAX_VALUE);
        this.learningRate = learningRate;
    }

    /**
     * One step: every parameter of the network is updated by its gradient.
     *
     * @param network the network
     * @param gradients its gradients
     * @throws IllegalArgumentException if the state belongs to a network with another number of parameters, or the
     *     gradients to another network
     */
    public final void update(ReferenceNetwork network, ReferenceGradients gradients) {
        if (parameterCount < 0) {
            parameterCount = network.parameterCount();
            start(parameterCount);
        }
        if (network.parameterCount() != parameterCount) {
            throw new IllegalArgumentException("network has " + network.parameterCount()
                    + " parameters, the optimiser's state is for " + parameterCount);
        }
        network.parameterLayers().forEach(gradients::of);
        nextStep();
        int k = 0;
        int l = 0;
        for (ReferenceLayer layer : network.parameterLayers()) {
            layerFactor = layerFactors == null ? 1 : layerFactors[l++];
            Affine w = ReferenceNetwork.parameters(layer);
            boolean gain = !(layer instanceof ReferenceLayer.Dense); // which is spared where a bias is
            Affine g = gradients.of(layer);
            for (int i = 0; i < w.inputs(); i++) {
                k = update(k, w.weights()[i], g.weights()[i], gain);
            }
            if (w.bias() != null) {
                k = update(k, w.bias(), g.bias(), true);
            }
        }
    }

    private int update(int first, double[] w, double[] g, boolean bias) {
        for (int i = 0; i < w.length; i++) {
            w[i] = updated(first + i, w[i], g[i], bias);
        }
        return first + w.length;
    }

    /** Allocates the state for that many parameters. */
    void start(int parameters) {}

    /** Called once before the parameters are updated. */
    void nextStep() {}

    /** The new value of parameter k, which was w and has gradient g. */
    abstract double updated(int k, double w, double g, boolean bias);

    /**
     * Changes lr from the next step on.
     *
     * @param newRate lr, not negative
     * @throws IllegalArgumentException if it is out of range
     */
    public final void setLearningRate(double newRate) {
        check("learningRate", newRate, 0, Double.MAX_VALUE);
        this.learningRate = newRate;
    }

    /**
     * Multiplies lr by a factor in each layer.
     *
     * @param factors one a layer with parameters, in their order; 0 for a frozen one
     */
    public final void setLayerFactors(double... factors) {
        this.layerFactors = factors.clone();
    }

    final double learningRate() {
        return learningRate * layerFactor;
    }

    /**
     * {@code w ← w − lr g}.
     *
     * @param learningRate lr, not negative
     * @return gradient descent
     * @throws IllegalArgumentException if an argument is out of range
     */
    public static ReferenceOptimizer gradientDescent(double learningRate) {
        return new GradientDescent(learningRate);
    }

    /**
     * {@code v ← μ v + g, w ← w − lr v}.
     *
     * @param learningRate lr, not negative
     * @param momentum μ, from 0 to below 1
     * @return gradient descent with momentum
     * @throws IllegalArgumentException if an argument is out of range
     */
    public static ReferenceOptimizer momentum(double learningRate, double momentum) {
        return new Momentum(learningRate, momentum, false);
    }

    /**
     * {@code v ← μ v + g, w ← w − lr (g + μ v)}.
     *
     * @param learningRate lr, not negative
     * @param momentum μ, from 0 to below 1
     * @return gradient descent with Nesterov's momentum
     * @throws IllegalArgumentException if an argument is out of range
     */
    public static ReferenceOptimizer nesterov(double learningRate, double momentum) {
        return new Momentum(learningRate, momentum, true);
    }

    /**
     * {@link #adaGrad(double, double)} with ε = 1e-10.
     *
     * @param learningRate lr, not negative
     * @return AdaGrad
     * @throws IllegalArgumentException if an argument is out of range
     */
    public static ReferenceOptimizer adaGrad(double learningRate) {
        return adaGrad(learningRate, 1e-10);
    }

    /**
     * {@code s ← s + g², w ← w − lr g/(√s + ε)} (Duchi and others 2011).
     *
     * @param learningRate lr, not negative
     * @param epsilon ε, not negative
     * @return AdaGrad
     * @throws IllegalArgumentException if an argument is out of range
     */
    public static ReferenceOptimizer adaGrad(double learningRate, double epsilon) {
        return new AdaGrad(learningRate, epsilon);
    }

    /**
     * {@link #rmsProp(double, double, double)} with α = 0.99, ε = 1e-8.
     *
     * @param learningRate lr, not negative
     * @return RMSProp
     * @throws IllegalArgumentException if an argument is out of range
     */
    public static ReferenceOptimizer rmsProp(double learningRate) {
        return rmsProp(learningRate, 0.99, 1e-8);
    }

    /**
     * {@code s ← α s + (1 − α) g², w ← w − lr g/(√s + ε)} (Hinton 2012).
     *
     * @param learningRate lr, not negative
     * @param alpha α, from 0 to below 1
     * @param epsilon ε, not negative
     * @return RMSProp
     * @throws IllegalArgumentException if an argument is out of range
     */
    public static ReferenceOptimizer rmsProp(double learningRate, double alpha, double epsilon) {
        return new RmsProp(learningRate, alpha, epsilon);
    }

    /**
     * {@link #adam(double, double, double, double)} with β₁ = 0.9, β₂ = 0.999, ε = 1e-8.
     *
     * @param learningRate lr, not negative
     * @return Adam
     * @throws IllegalArgumentException if an argument is out of range
     */
    public static ReferenceOptimizer adam(double learningRate) {
        return adam(learningRate, 0.9, 0.999, 1e-8);
    }

    /**
     * {@code m ← β₁ m + (1 − β₁) g, s ← β₂ s + (1 − β₂) g², w ← w − lr m̂/(√ŝ + ε)}; {@code m̂ = m/(1 − β₁ᵗ), ŝ = s/(1
     * − β₂ᵗ)} (Kingma and Ba 2015).
     *
     * @param learningRate lr, not negative
     * @param beta1 β₁, from 0 to below 1
     * @param beta2 β₂, from 0 to below 1
     * @param epsilon ε, not negative
     * @return Adam
     * @throws IllegalArgumentException if an argument is out of range
     */
    public static ReferenceOptimizer adam(double learningRate, double beta1, double beta2, double epsilon) {
        return new Adam(learningRate, beta1, beta2, epsilon, 0, false);
    }

    /**
     * {@link #adamW(double, double, double, double, double, boolean)} with β₁ = 0.9, β₂ = 0.999, ε = 1e-8, λ = 0.01,
     * and biases decayed too.
     *
     * @param learningRate lr, not negative
     * @return AdamW
     * @throws IllegalArgumentException if an argument is out of range
     */
    public static ReferenceOptimizer adamW(double learningRate) {
        return adamW(learningRate, 0.9, 0.999, 1e-8, 0.01, true);
    }

    /**
     * {@code w ← w − lr λ w}, then Adam's step: weight decay that is no part of the gradient (Loshchilov and Hutter
     * 2019).
     *
     * @param learningRate lr, not negative
     * @param beta1 β₁, from 0 to below 1
     * @param beta2 β₂, from 0 to below 1
     * @param epsilon ε, not negative
     * @param weightDecay λ, not negative
     * @param biases whether biases decay too
     * @return AdamW
     * @throws IllegalArgumentException if an argument is out of range
     */
    public static ReferenceOptimizer adamW(
            double learningRate, double beta1, double beta2, double epsilon, double weightDecay, boolean biases) {
        return new Adam(learningRate, beta1, beta2, epsilon, weightDecay, biases);
    }

    private static void check(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(name + " must be from " + least + " to " + most + ", was " + value);
        }
    }

    private static void checkDecay(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must be from 0 to below 1, was " + value);
        }
    }

    private static final class GradientDescent extends ReferenceOptimizer {

        GradientDescent(double learningRate) {
            super(learningRate);
        }

        @Override
        double updated(int k, double w, double g, boolean bias) {
            return w - learningRate() * g;
        }
    }

    private static final class Momentum extends ReferenceOptimizer {

        private final double momentum;
        private final boolean nesterov;
        private double[] v;

        Momentum(double learningRate, double momentum, boolean nesterov) {
            super(learningRate);
            checkDecay("momentum", momentum);
            this.momentum = momentum;
            this.nesterov = nesterov;
        }

        @Override
        void start(int parameters) {
            v = new double[parameters];
        }

        @Override
        double updated(int k, double w, double g, boolean bias) {
            v[k] = momentum * v[k] + g;
            return w - learningRate() * (nesterov ? g + momentum * v[k] : v[k]);
        }
    }

    private static final class AdaGrad extends ReferenceOptimizer {

        private final double epsilon;
        private double[] s;

        AdaGrad(double learningRate, double epsilon) {
            super(learningRate);
            check("epsilon", epsilon, 0, Double.MAX_VALUE);
            this.epsilon = epsilon;
        }

        @Override
        void start(int parameters) {
            s = new double[parameters];
        }

        @Override
        double updated(int k, double w, double g, boolean bias) {
            s[k] += g * g;
            return w - learningRate() * g / (Math.sqrt(s[k]) + epsilon);
        }
    }

    private static final class RmsProp extends ReferenceOptimizer {

        private final double alpha;
        private final double epsilon;
        private double[] s;

        RmsProp(double learningRate, double alpha, double epsilon) {
            super(learningRate);
            checkDecay("alpha", alpha);
            check("epsilon", epsilon, 0, Double.MAX_VALUE);
            this.alpha = alpha;
            this.epsilon = epsilon;
        }

        @Override
        void start(int parameters) {
            s = new double[parameters];
        }

        @Override
        double updated(int k, double w, double g, boolean bias) {
            s[k] = alpha * s[k] + (1 - alpha) * g * g;
            return w - learningRate() * g / (Math.sqrt(s[k]) + epsilon);
        }
    }

    private static final class Adam extends ReferenceOptimizer {

        private final double beta1;
        private final double beta2;
        private final double epsilon;
        private final double weightDecay;
        private final boolean biases;
        private double[] m;
        private double[] s;
        private int t;

        Adam(double learningRate, double beta1, double beta2, double epsilon, double weightDecay, boolean biases) {
            super(learningRate);
            checkDecay("beta1", beta1);
            checkDecay("beta2", beta2);
            check("epsilon", epsilon, 0, Double.MAX_VALUE);
            check("weightDecay", weightDecay, 0, Double.MAX_VALUE);
            this.beta1 = beta1;
            this.beta2 = beta2;
            this.epsilon = epsilon;
            this.weightDecay = weightDecay;
            this.biases = biases;
        }

        @Override
        void start(int parameters) {
            m = new double[parameters];
            s = new double[parameters];
        }

        @Override
        void nextStep() {
            t++;
        }

        @Override
        double updated(int k, double w, double g, boolean bias) {
            m[k] = beta1 * m[k] + (1 - beta1) * g;
            s[k] = beta2 * s[k] + (1 - beta2) * g * g;
            double mHat = m[k] / (1 - Math.pow(beta1, t));
            double sHat = s[k] / (1 - Math.pow(beta2, t));
            double decayed = bias && !biases ? w : w - learningRate() * weightDecay * w;
            return decayed - learningRate() * mHat / (Math.sqrt(sHat) + epsilon);
        }
    }
}
