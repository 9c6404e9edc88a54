// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import dev.hadamard.compute.ActivationFunction;
import java.util.function.DoubleUnaryOperator;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Δ = Δ ⊙ f' on whole vectors, one loop for each f: the operations of the scalar strategy's loops in the same order, so
 * that both give the same bits. Lengths are multiples of {@link FloatLanes#LENGTH}. What {@link FloatVectorMath} says
 * of the shape of loops holds here.
 */
final class FloatVectorBackward {

    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int L = FloatLanes.LENGTH;
    private static final int BLOCK = FloatLanes.BLOCK;
    private static final float NORMAL_DENSITY_SCALE = (float) (1 / Math.sqrt(2 * Math.PI));
    private static final float GELU_CUBIC_SLOPE = (float) (3 * 0.044715);
    private static final float GELU_LARGEST_SQUARE = 10_000;

    private final float[] first = new float[BLOCK];
    private final float[] second = new float[BLOCK];
    private final float[] xTail = new float[L];
    private final float[] deltaTail = new float[L];

    /** Whether f' is computed from Z rather than from A. */
    static boolean readsZ(ActivationFunction f) {
        return f.needsPreActivation();
    }

    /**
     * Multiplies by f', in blocks; what is left after the whole vectors goes through a vector of scratch memory. Too
     * large for C2 to inline, as it has to be: see {@link FloatVectorMath}.
     *
     * @param f the activation
     * @param x Z where {@link #readsZ}, else A
     * @param delta Δ
     * @param from where both start
     * @param length any
     */
    void apply(ActivationFunction f, float[] x, float[] delta, int from, int length) {
        float parameter = (float) f.parameter();
        int whole = length & -L;
        FloatTails.copy(x, from + whole, xTail, 0, length - whole);
        FloatTails.copy(delta, from + whole, deltaTail, 0, length - whole);
        int count;
        for (int at = 0; at < length; at += count) {
            boolean isTail = at == whole;
            float[] v = isTail ? xTail : x;
            float[] d = isTail ? deltaTail : delta;
            int i = isTail ? 0 : from + at;
            count = isTail ? L : Math.min(BLOCK, whole - at);
            switch (f.kind()) {
                case IDENTITY -> {}
                case SIGMOID -> sigmoid(v, i, d, i, count);
                case TANH -> tanh(v, i, d, i, count);
                case RELU -> relu(v, i, d, i, count);
                case LEAKY_RELU -> leakyRelu(parameter, v, i, d, i, count);
                case ELU -> {
                    if (readsZ(f)) {
                        eluOfZ(parameter, v, i, d, i, count);
                    } else {
                        eluOfA(parameter, v, i, d, i, count);
                    }
                }
                case SOFTPLUS -> softplus(v, i, d, i, count);
                case SILU -> silu(v, i, d, i, count);
                case GELU -> gelu(v, i, d, i, count);
                case GELU_TANH -> geluTanh(v, i, d, i, count);
                case CUSTOM -> custom(f.derivative(), v, i, d, i, count);
            }
        }
        FloatTails.copy(deltaTail, 0, delta, from + whole, length - whole);
    }

    /** f' = a (1 − a). */
    private static void sigmoid(float[] a, int aFrom, float[] delta, int from, int length) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        for (int i = 0; i < length; i += L) {
            FloatVector v = FloatVector.fromArray(SPECIES, a, aFrom + i);
            FloatVector slope = v.mul(one.sub(v));
            FloatVector.fromArray(SPECIES, delta, from + i).mul(slope).intoArray(delta, from + i);
        }
    }

    /** f' = (1 − a) (1 + a). */
    private static void tanh(float[] a, int aFrom, float[] delta, int from, int length) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        for (int i = 0; i < length; i += L) {
            FloatVector v = FloatVector.fromArray(SPECIES, a, aFrom + i);
            FloatVector slope = one.sub(v).mul(one.add(v));
            FloatVector.fromArray(SPECIES, delta, from + i).mul(slope).intoArray(delta, from + i);
        }
    }

    /**
     * f' = [a &gt; 0]. Here as in the next three, [v &gt; 0] is min(max(v, 0) · huge · huge, 1): 1 for positive v,
     * subnormal ones included, 0 for others, NaN for NaN.
     */
    private static void relu(float[] a, int aFrom, float[] delta, int from, int length) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int i = 0; i < length; i += L) {
            FloatVector v = FloatVector.fromArray(SPECIES, a, aFrom + i);
            FloatVector positive =
                    v.max(zero).mul(Float.MAX_VALUE).mul(Float.MAX_VALUE).min(one);
            FloatVector.fromArray(SPECIES, delta, from + i).mul(positive).intoArray(delta, from + i);
        }
    }

    /** f' = [z &gt; 0] + slope [z ≤ 0]. */
    private static void leakyRelu(float slope, float[] x, int xFrom, float[] delta, int from, int length) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int i = 0; i < length; i += L) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xFrom + i);
            FloatVector positive =
                    v.max(zero).mul(Float.MAX_VALUE).mul(Float.MAX_VALUE).min(one);
            FloatVector either = positive.add(one.sub(positive).mul(slope));
            FloatVector.fromArray(SPECIES, delta, from + i).mul(either).intoArray(delta, from + i);
        }
    }

    /** f' = [z &gt; 0] + (a + α) [z ≤ 0]. */
    private static void eluOfA(float alpha, float[] a, int aFrom, float[] delta, int from, int length) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int i = 0; i < length; i += L) {
            FloatVector v = FloatVector.fromArray(SPECIES, a, aFrom + i);
            FloatVector positive =
                    v.max(zero).mul(Float.MAX_VALUE).mul(Float.MAX_VALUE).min(one);
            FloatVector below = v.min(zero).add(alpha);
            FloatVector slope = positive.add(below.mul(one.sub(positive)));
            FloatVector.fromArray(SPECIES, delta, from + i).mul(slope).intoArray(delta, from + i);
        }
    }

    /** f' = [z &gt; 0] + α eᶻ [z ≤ 0]. */
    private void eluOfZ(float alpha, float[] z, int zFrom, float[] delta, int from, int length) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int i = 0; i < length; i += L) {
            FloatVector.fromArray(SPECIES, z, zFrom + i).min(zero).intoArray(first, i);
        }
        FloatVectorMath.exp(first, 0, first, 0, length);
        for (int i = 0; i < length; i += L) {
            FloatVector v = FloatVector.fromArray(SPECIES, z, zFrom + i);
            FloatVector positive =
                    v.max(zero).mul(Float.MAX_VALUE).mul(Float.MAX_VALUE).min(one);
            FloatVector below = FloatVector.fromArray(SPECIES, first, i).mul(alpha);
            FloatVector slope = positive.add(below.mul(one.sub(positive)));
            FloatVector.fromArray(SPECIES, delta, from + i).mul(slope).intoArray(delta, from + i);
        }
    }

    /** f' = σ(z) = 1 − e⁻ᵃ. */
    private void softplus(float[] a, int aFrom, float[] delta, int from, int length) {
        for (int i = 0; i < length; i += L) {
            FloatVector.fromArray(SPECIES, a, aFrom + i).neg().intoArray(first, i);
        }
        FloatVectorMath.expm1(first, 0, first, 0, length);
        for (int i = 0; i < length; i += L) {
            FloatVector slope = FloatVector.fromArray(SPECIES, first, i).neg();
            FloatVector.fromArray(SPECIES, delta, from + i).mul(slope).intoArray(delta, from + i);
        }
    }

    /** f' = σ(z) (1 + z (1 − σ(z))). */
    private void silu(float[] z, int zFrom, float[] delta, int from, int length) {
        FloatVectorLogistic.sigmoid(z, zFrom, first, 0, length, second);
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        for (int i = 0; i < length; i += L) {
            FloatVector v = FloatVector.fromArray(SPECIES, z, zFrom + i);
            FloatVector sigmoid = FloatVector.fromArray(SPECIES, first, i);
            FloatVector slope = sigmoid.mul(one.add(v.mul(one.sub(sigmoid))));
            FloatVector.fromArray(SPECIES, delta, from + i).mul(slope).intoArray(delta, from + i);
        }
    }

    /** f' = Φ(z) + z φ(z). */
    private void gelu(float[] z, int zFrom, float[] delta, int from, int length) {
        for (int i = 0; i < length; i += L) {
            FloatVector v = FloatVector.fromArray(SPECIES, z, zFrom + i);
            v.mul(v).mul(-0.5f).intoArray(first, i);
            v.mul(FloatVectorForward.SQRT_HALF).intoArray(second, i);
        }
        FloatVectorMath.exp(first, 0, first, 0, length);
        FloatVectorMath.erf(second, 0, second, 0, length);
        for (int i = 0; i < length; i += L) {
            FloatVector v = FloatVector.fromArray(SPECIES, z, zFrom + i);
            FloatVector density = FloatVector.fromArray(SPECIES, first, i).mul(NORMAL_DENSITY_SCALE);
            FloatVector cdf = FloatVector.fromArray(SPECIES, second, i).add(1f).mul(0.5f);
            FloatVector slope = cdf.add(v.mul(density));
            FloatVector.fromArray(SPECIES, delta, from + i).mul(slope).intoArray(delta, from + i);
        }
    }

    /** f' = ½ (1 + t) + ½ z (1 − t²) √(2/π) (1 + 3 · 0.044715 z²). */
    private void geluTanh(float[] z, int zFrom, float[] delta, int from, int length) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        FloatVector largest = FloatVector.broadcast(SPECIES, GELU_LARGEST_SQUARE);
        for (int i = 0; i < length; i += L) {
            FloatVector v = FloatVector.fromArray(SPECIES, z, zFrom + i);
            FloatVector square = v.mul(v).min(largest);
            v.add(v.mul(square).mul(FloatVectorForward.GELU_CUBIC))
                    .mul(FloatVectorForward.GELU_SCALE)
                    .intoArray(first, i);
            square.mul(GELU_CUBIC_SLOPE)
                    .add(1f)
                    .mul(FloatVectorForward.GELU_SCALE)
                    .intoArray(second, i);
        }
        FloatVectorMath.tanh(first, 0, first, 0, length);
        for (int i = 0; i < length; i += L) {
            FloatVector v = FloatVector.fromArray(SPECIES, z, zFrom + i);
            FloatVector t = FloatVector.fromArray(SPECIES, first, i);
            FloatVector curve = one.sub(t).mul(one.add(t)).mul(FloatVector.fromArray(SPECIES, second, i));
            FloatVector slope = one.add(t).mul(0.5f).add(v.mul(0.5f).mul(curve));
            FloatVector.fromArray(SPECIES, delta, from + i).mul(slope).intoArray(delta, from + i);
        }
    }

    private static void custom(
            DoubleUnaryOperator derivative, float[] z, int zFrom, float[] delta, int from, int length) {
        for (int i = 0; i < length; i++) {
            delta[from + i] = delta[from + i] * (float) derivative.applyAsDouble(z[zFrom + i]);
        }
    }
}
