// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import dev.hadamard.compute.ActivationFunction;
import java.util.function.DoubleUnaryOperator;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Δ = Δ ⊙ f' on whole vectors, one loop for each f: the operations of the scalar strategy's loops in the same order, so
 * that both give the same bits. Lengths are multiples of {@link FloatLanes#LENGTH}.
 */
final class FloatVectorBackward {

    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int L = FloatLanes.LENGTH;
    private static final float NORMAL_DENSITY_SCALE = (float) (1 / Math.sqrt(2 * Math.PI));
    private static final float GELU_CUBIC_SLOPE = (float) (3 * 0.044715);
    private static final float GELU_LARGEST_SQUARE = 10_000;

    private FloatVectorBackward() {}

    /** Whether f' is computed from Z rather than from A. */
    static boolean readsZ(ActivationFunction f) {
        return f.needsPreActivation();
    }

    /**
     * Multiplies by f'.
     *
     * @param f the activation
     * @param x Z where {@link #readsZ}, else A
     * @param xFrom where it starts
     * @param delta Δ
     * @param from where it starts
     * @param length multiple of the lane count
     */
    static void apply(ActivationFunction f, float[] x, int xFrom, float[] delta, int from, int length) {
        float parameter = (float) f.parameter();
        switch (f.kind()) {
            case IDENTITY -> {}
            case SIGMOID -> sigmoid(x, xFrom, delta, from, length);
            case TANH -> tanh(x, xFrom, delta, from, length);
            case RELU -> relu(x, xFrom, delta, from, length);
            case LEAKY_RELU -> leakyRelu(parameter, x, xFrom, delta, from, length);
            case ELU -> {
                if (readsZ(f)) {
                    eluOfZ(parameter, x, xFrom, delta, from, length);
                } else {
                    eluOfA(parameter, x, xFrom, delta, from, length);
                }
            }
            case SOFTPLUS -> softplus(x, xFrom, delta, from, length);
            case SILU -> silu(x, xFrom, delta, from, length);
            case GELU -> gelu(x, xFrom, delta, from, length);
            case GELU_TANH -> geluTanh(x, xFrom, delta, from, length);
            case CUSTOM -> custom(f.derivative(), x, xFrom, delta, from, length);
        }
    }

    /** f' = a (1 − a). */
    private static void sigmoid(float[] a, int aFrom, float[] delta, int from, int length) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        for (int i = 0; i < length; i += L) {
            FloatVector v = FloatVector.fromArray(SPECIES, a, aFrom + i);
            multiply(delta, from + i, v.mul(one.sub(v)));
        }
    }

    /** f' = (1 − a) (1 + a). */
    private static void tanh(float[] a, int aFrom, float[] delta, int from, int length) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        for (int i = 0; i < length; i += L) {
            FloatVector v = FloatVector.fromArray(SPECIES, a, aFrom + i);
            multiply(delta, from + i, one.sub(v).mul(one.add(v)));
        }
    }

    /** f' = [a &gt; 0]. */
    private static void relu(float[] a, int aFrom, float[] delta, int from, int length) {
        for (int i = 0; i < length; i += L) {
            multiply(delta, from + i, isPositive(FloatVector.fromArray(SPECIES, a, aFrom + i)));
        }
    }

    /** f' = [z &gt; 0] + slope [z ≤ 0]. */
    private static void leakyRelu(float slope, float[] x, int xFrom, float[] delta, int from, int length) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        for (int i = 0; i < length; i += L) {
            FloatVector positive = isPositive(FloatVector.fromArray(SPECIES, x, xFrom + i));
            multiply(delta, from + i, positive.add(one.sub(positive).mul(slope)));
        }
    }

    /** f' = [z &gt; 0] + (a + α) [z ≤ 0]. */
    private static void eluOfA(float alpha, float[] a, int aFrom, float[] delta, int from, int length) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int i = 0; i < length; i += L) {
            FloatVector v = FloatVector.fromArray(SPECIES, a, aFrom + i);
            FloatVector positive = isPositive(v);
            multiply(delta, from + i, positive.add(v.min(zero).add(alpha).mul(one.sub(positive))));
        }
    }

    /** f' = [z &gt; 0] + α eᶻ [z ≤ 0]. */
    private static void eluOfZ(float alpha, float[] z, int zFrom, float[] delta, int from, int length) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int i = 0; i < length; i += L) {
            FloatVector v = FloatVector.fromArray(SPECIES, z, zFrom + i);
            FloatVector positive = isPositive(v);
            FloatVector below = FloatVectorMath.exp(v.min(zero)).mul(alpha);
            multiply(delta, from + i, positive.add(below.mul(one.sub(positive))));
        }
    }

    /** f' = σ(z) = 1 − e⁻ᵃ. */
    private static void softplus(float[] a, int aFrom, float[] delta, int from, int length) {
        for (int i = 0; i < length; i += L) {
            FloatVector v = FloatVector.fromArray(SPECIES, a, aFrom + i);
            multiply(delta, from + i, FloatVectorMath.expm1(v.neg()).neg());
        }
    }

    /** f' = σ(z) (1 + z (1 − σ(z))). */
    private static void silu(float[] z, int zFrom, float[] delta, int from, int length) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        for (int i = 0; i < length; i += L) {
            FloatVector v = FloatVector.fromArray(SPECIES, z, zFrom + i);
            FloatVector sigmoid = FloatVectorMath.sigmoid(v);
            multiply(delta, from + i, sigmoid.mul(one.add(v.mul(one.sub(sigmoid)))));
        }
    }

    /** f' = Φ(z) + z φ(z). */
    private static void gelu(float[] z, int zFrom, float[] delta, int from, int length) {
        for (int i = 0; i < length; i += L) {
            FloatVector v = FloatVector.fromArray(SPECIES, z, zFrom + i);
            FloatVector density = FloatVectorMath.exp(v.mul(v).mul(-0.5f)).mul(NORMAL_DENSITY_SCALE);
            FloatVector cdf = FloatVectorMath.erf(v.mul(FloatVectorForward.SQRT_HALF))
                    .add(1f)
                    .mul(0.5f);
            multiply(delta, from + i, cdf.add(v.mul(density)));
        }
    }

    /** f' = ½ (1 + t) + ½ z (1 − t²) √(2/π) (1 + 3 · 0.044715 z²). */
    private static void geluTanh(float[] z, int zFrom, float[] delta, int from, int length) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        FloatVector largest = FloatVector.broadcast(SPECIES, GELU_LARGEST_SQUARE);
        for (int i = 0; i < length; i += L) {
            FloatVector v = FloatVector.fromArray(SPECIES, z, zFrom + i);
            FloatVector square = v.mul(v).min(largest);
            FloatVector t = FloatVectorMath.tanh(FloatVectorForward.geluArgument(v, square));
            FloatVector slope = FloatVectorForward.geluSlope(square, GELU_CUBIC_SLOPE);
            FloatVector curve = one.sub(t).mul(one.add(t)).mul(slope);
            multiply(delta, from + i, one.add(t).mul(0.5f).add(v.mul(0.5f).mul(curve)));
        }
    }

    private static void custom(
            DoubleUnaryOperator derivative, float[] z, int zFrom, float[] delta, int from, int length) {
        for (int i = 0; i < length; i++) {
            delta[from + i] = delta[from + i] * (float) derivative.applyAsDouble(z[zFrom + i]);
        }
    }

    private static void multiply(float[] delta, int at, FloatVector derivative) {
        FloatVector.fromArray(SPECIES, delta, at).mul(derivative).intoArray(delta, at);
    }

    /** 1 for positive x, subnormal ones included, 0 for others, NaN for NaN. */
    private static FloatVector isPositive(FloatVector x) {
        return x.max(FloatVector.zero(SPECIES))
                .mul(Float.MAX_VALUE)
                .mul(Float.MAX_VALUE)
                .min(FloatVector.broadcast(SPECIES, 1f));
    }
}
