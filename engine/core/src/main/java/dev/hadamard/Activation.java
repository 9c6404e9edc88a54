// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

/**
 * Activation of a layer, A = f(Z): element-wise, or row-wise as softmax. Immutable; every one propagates NaN.
 *
 * <p>At a kink the derivative is that of torch: ReLU'(0) = 0, leaky ReLU'(0) = slope, ELU'(0) = α.
 */
public sealed interface Activation {

    /** f(z) = z. */
    Activation IDENTITY = Standard.IDENTITY;

    /** f(z) = σ(z) = 1 / (1 + e⁻ᶻ), f' = a (1 − a). */
    Activation SIGMOID = Standard.SIGMOID;

    /** f(z) = tanh z, f' = 1 − a². */
    Activation TANH = Standard.TANH;

    /** f(z) = max(0, z), f' = 1 for z &gt; 0, else 0. */
    Activation RELU = Standard.RELU;

    /** f(z) = ln(1 + eᶻ), f' = σ(z). */
    Activation SOFTPLUS = Standard.SOFTPLUS;

    /** f(z) = z σ(z), also known as swish. */
    Activation SILU = Standard.SILU;

    /** f(z) = z Φ(z) = ½ z (1 + erf(z / √2)): Hendrycks and Gimpel 2016, exact form. */
    Activation GELU = Standard.GELU;

    /** f(z) = ½ z (1 + tanh(√(2/π) (z + 0.044715 z³))): the approximation of Hendrycks and Gimpel 2016. */
    Activation GELU_TANH = Standard.GELU_TANH;

    /** Row-wise: aᵢ = e^zᵢ / Σⱼ e^zⱼ; may stand in any layer. */
    Activation SOFTMAX = Standard.SOFTMAX;

    /**
     * A short name for messages.
     *
     * @return lower-case name, with its parameter if it has one
     */
    String label();

    /**
     * Leaky ReLU with torch's slope.
     *
     * @return f(z) = z for z &gt; 0, else 0.01 z
     */
    static Activation leakyRelu() {
        return leakyRelu(0.01);
    }

    /**
     * Leaky ReLU.
     *
     * @param slope factor for z ≤ 0, finite
     * @return f(z) = z for z &gt; 0, else slope · z
     * @throws IllegalArgumentException if slope is not finite
     */
    static Activation leakyRelu(double slope) {
        return new LeakyRelu(slope);
    }

    /**
     * ELU with α = 1.
     *
     * @return f(z) = z for z &gt; 0, else eᶻ − 1
     */
    static Activation elu() {
        return elu(1);
    }

    /**
     * ELU: Clevert, Unterthiner and Hochreiter 2015.
     *
     * @param alpha α, finite
     * @return f(z) = z for z &gt; 0, else α (eᶻ − 1)
     * @throws IllegalArgumentException if alpha is not finite
     */
    static Activation elu(double alpha) {
        return new Elu(alpha);
    }

    /**
     * A user's element-wise function. Far slower than a built-in one: each element is a call.
     *
     * @param name for messages
     * @param value f; must propagate NaN and be safe for concurrent use
     * @param derivative f' as a function of z
     * @return the activation
     */
    static Activation elementwise(String name, DoubleUnaryOperator value, DoubleUnaryOperator derivative) {
        return new Elementwise(name, value, derivative);
    }

    /**
     * A user's row-wise function.
     *
     * @param name for messages
     * @param function the function and its vector-Jacobian product
     * @return the activation
     */
    static Activation rowwise(String name, RowFunction function) {
        return new Rowwise(name, function);
    }

    /** Built-in functions without a parameter; see the constants of {@link Activation} for their formulas. */
    enum Standard implements Activation {
        /** See {@link Activation#IDENTITY}. */
        IDENTITY,
        /** See {@link Activation#SIGMOID}. */
        SIGMOID,
        /** See {@link Activation#TANH}. */
        TANH,
        /** See {@link Activation#RELU}. */
        RELU,
        /** See {@link Activation#SOFTPLUS}. */
        SOFTPLUS,
        /** See {@link Activation#SILU}. */
        SILU,
        /** See {@link Activation#GELU}. */
        GELU,
        /** See {@link Activation#GELU_TANH}. */
        GELU_TANH,
        /** See {@link Activation#SOFTMAX}. */
        SOFTMAX;

        @Override
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Leaky ReLU.
     *
     * @param slope factor for z ≤ 0
     */
    record LeakyRelu(double slope) implements Activation {
        /**
         * Checks the slope.
         *
         * @param slope factor for z ≤ 0
         */
        public LeakyRelu {
            Arguments.finite("slope", slope);
        }

        @Override
        public String label() {
            return "leaky-relu(" + slope + ")";
        }
    }

    /**
     * ELU.
     *
     * @param alpha α
     */
    record Elu(double alpha) implements Activation {
        /**
         * Checks α.
         *
         * @param alpha α
         */
        public Elu {
            Arguments.finite("alpha", alpha);
        }

        @Override
        public String label() {
            return "elu(" + alpha + ")";
        }
    }

    /**
     * A user's element-wise function.
     *
     * @param name for messages
     * @param value f
     * @param derivative f' as a function of z
     */
    record Elementwise(String name, DoubleUnaryOperator value, DoubleUnaryOperator derivative) implements Activation {
        /**
         * Checks that all is there.
         *
         * @param name for messages
         * @param value f
         * @param derivative f' as a function of z
         */
        public Elementwise {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(value, "value");
            Objects.requireNonNull(derivative, "derivative");
        }

        @Override
        public String label() {
            return name;
        }
    }

    /**
     * A user's row-wise function.
     *
     * @param name for messages
     * @param function the function and its vector-Jacobian product
     */
    record Rowwise(String name, RowFunction function) implements Activation {
        /**
         * Checks that all is there.
         *
         * @param name for messages
         * @param function the function and its vector-Jacobian product
         */
        public Rowwise {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(function, "function");
        }

        @Override
        public String label() {
            return name;
        }
    }
}
