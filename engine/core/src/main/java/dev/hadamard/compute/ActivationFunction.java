// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

/**
 * An element-wise activation as a kernel sees it: one of a closed set, with at most one number.
 *
 * <p>Derivatives are functions of Z and A together, so that a kernel may use whichever is cheaper. Where
 * {@link #needsPreActivation()} is false, A alone is enough and Z and A may be the same array.
 *
 * @param kind which function
 * @param parameter the slope of {@link Kind#LEAKY_RELU} or the alpha of {@link Kind#ELU}, else 0
 * @param value f of a scalar, for {@link Kind#CUSTOM} only, else null
 * @param derivative f' of a scalar, for {@link Kind#CUSTOM} only, else null
 */
public record ActivationFunction(
        Kind kind, double parameter, DoubleUnaryOperator value, DoubleUnaryOperator derivative) {

    /** The closed set: every kernel switches over it once per call, never once per element. */
    public enum Kind {
        /** f(z) = z. */
        IDENTITY,
        /** f(z) = 1 / (1 + e⁻ᶻ). */
        SIGMOID,
        /** f(z) = tanh z. */
        TANH,
        /** f(z) = max(0, z), and NaN for NaN. */
        RELU,
        /** f(z) = z for z &gt; 0, else slope · z. */
        LEAKY_RELU,
        /** f(z) = z for z &gt; 0, else α (eᶻ − 1). */
        ELU,
        /** f(z) = ln(1 + eᶻ). */
        SOFTPLUS,
        /** f(z) = z σ(z). */
        SILU,
        /** f(z) = z Φ(z) = ½ z (1 + erf(z / √2)). */
        GELU,
        /** f(z) = ½ z (1 + tanh(√(2/π) (z + 0.044715 z³))). */
        GELU_TANH,
        /** A user's f and f' of a scalar. */
        CUSTOM
    }

    /** f(z) = z. */
    public static final ActivationFunction IDENTITY = of(Kind.IDENTITY, 0);

    /**
     * Checks that the functions are there exactly for {@link Kind#CUSTOM}.
     *
     * @param kind which function
     * @param parameter the slope of {@link Kind#LEAKY_RELU} or the alpha of {@link Kind#ELU}, else 0
     * @param value f of a scalar, for {@link Kind#CUSTOM} only, else null
     * @param derivative f' of a scalar, for {@link Kind#CUSTOM} only, else null
     */
    public ActivationFunction {
        Objects.requireNonNull(kind, "kind");
        if ((kind == Kind.CUSTOM) != (value != null && derivative != null)) {
            throw new IllegalArgumentException("value and derivative belong to CUSTOM alone, not to " + kind);
        }
    }

    /**
     * A built-in function.
     *
     * @param kind which, not {@link Kind#CUSTOM}
     * @param parameter its number, or 0
     * @return the function
     */
    public static ActivationFunction of(Kind kind, double parameter) {
        return new ActivationFunction(kind, parameter, null, null);
    }

    /**
     * Whether f' can't be had from A alone.
     *
     * @return true where the backward pass needs Z beside A
     */
    public boolean needsPreActivation() {
        return switch (kind) {
            case SILU, GELU, GELU_TANH, CUSTOM -> true;
            case IDENTITY, SIGMOID, TANH, RELU, LEAKY_RELU, ELU, SOFTPLUS -> parameterFoldsSigns();
        };
    }

    /** With a slope or alpha that is not positive, the sign of A no longer tells the sign of Z. */
    private boolean parameterFoldsSigns() {
        return (kind == Kind.LEAKY_RELU || kind == Kind.ELU) && !(parameter > 0);
    }
}
