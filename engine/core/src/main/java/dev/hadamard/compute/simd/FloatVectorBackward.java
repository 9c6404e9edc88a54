// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import dev.hadamard.compute.ActivationFunction;
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
        if (whole < length) {
            FloatTails.load(x, from, length, xTail);
            FloatTails.load(delta, from, length, deltaTail);
        }
        int count;
        for (int at = 0; at < length; at += count) {
            boolean isTail = at == whole;
            float[] v = isTail ? xTail : x;
            float[] d = isTail ? deltaTail : delta;
            int i = isTail ? 0 : from + at;
            count = isTail ? L : Math.min(BLOCK, whole - at);
            switch (f.kind()) {
                case ELU -> eluOfZ(parameter, v, i, d, i, count);
                case SOFTPLUS -> softplus(v, i, d, i, count);
                case SILU -> silu(v, i, d, i, count);
                case GELU -> gelu(v, i, d, i, count);
                case GELU_TANH -> geluTanh(v, i, d, i, count);
                case IDENTITY, SIGMOID, TANH, RELU, LEAKY_RELU, CUSTOM ->
                    throw new IllegalArgumentException("no loop for " + f.kind());
            }
        }
        if (whole < length) {
            FloatTails.store(deltaTail, delta, from, length);
        }
    }

    /**
     * f' = [z &gt; 0] + α eᶻ [z ≤ 0], where [z &gt; 0] is min(max(z, 0) · huge · huge, 1): 1 for positive z, subnormal
     * ones included, 0 for others, NaN for NaN.
     */
    private void eluOfZ(float alpha, float[] z, int zFrom, float[] delta, int from, int length) {
        for (int i = 0; i < length; i += L) {
            FloatVector.fromArray(SPECIES, z, zFrom + i)
                    .min(FloatVector.zero(SPECIES))
                    .intoArray(first, i);
        }
        FloatVectorMath.exp(first, 0, first, 0, length);
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        FloatVector zero = FloatVector.zero(SPECIES);
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
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        for (int i = 0; i < length; i += L) {
            FloatVector v = FloatVector.fromArray(SPECIES, z, zFrom + i);
            FloatVector t = FloatVector.fromArray(SPECIES, first, i);
            FloatVector curve = one.sub(t).mul(one.add(t)).mul(FloatVector.fromArray(SPECIES, second, i));
            FloatVector slope = one.add(t).mul(0.5f).add(v.mul(0.5f).mul(curve));
            FloatVector.fromArray(SPECIES, delta, from + i).mul(slope).intoArray(delta, from + i);
        }
    }
}
