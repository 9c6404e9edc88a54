// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import dev.hadamard.compute.ActivationFunction;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A = f(Z) on whole vectors, one loop for each f: the operations of the scalar strategy's loops in the same order, so
 * that both give the same bits. Z and A may be the same range. What {@link FloatVectorMath} says of the shape of loops
 * holds here.
 */
final class FloatVectorForward {

    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int L = FloatLanes.LENGTH;
    private static final int BLOCK = FloatLanes.BLOCK;

    /** Φ(z) = ½ (1 + erf(z √½)). */
    static final float SQRT_HALF = (float) Math.sqrt(0.5);

    /** √(2/π) of √(2/π) (z + 0.044715 z³). */
    static final float GELU_SCALE = (float) Math.sqrt(2 / Math.PI);

    static final float GELU_CUBIC = (float) 0.044715;

    private final float[] scratch = new float[BLOCK];
    private final float[] sigmoidScratch = new float[BLOCK];
    private final float[] tail = new float[L];

    /**
     * a = f(z) for any length, in blocks; what is left after the whole vectors goes through a vector of scratch memory.
     * Too large for C2 to inline, as it has to be: see {@link FloatVectorMath}.
     */
    void apply(ActivationFunction f, float[] z, float[] a, int from, int length) {
        float parameter = (float) f.parameter();
        int whole = length & -L;
        if (whole < length) {
            FloatTails.load(z, from, length, tail);
        }
        int count;
        for (int at = 0; at < length; at += count) {
            boolean isTail = at == whole;
            float[] x = isTail ? tail : z;
            float[] y = isTail ? tail : a;
            int xFrom = isTail ? 0 : from + at;
            count = isTail ? L : Math.min(BLOCK, whole - at);
            switch (f.kind()) {
                case SIGMOID -> FloatVectorLogistic.sigmoid(x, xFrom, y, xFrom, count, scratch);
                case TANH -> FloatVectorMath.tanh(x, xFrom, y, xFrom, count);
                case ELU -> elu(parameter, x, xFrom, y, xFrom, count);
                case SOFTPLUS -> FloatVectorLogistic.softplus(x, xFrom, y, xFrom, count, scratch);
                case SILU -> silu(x, xFrom, y, xFrom, count);
                case GELU -> gelu(x, xFrom, y, xFrom, count);
                case GELU_TANH -> geluTanh(x, xFrom, y, xFrom, count);
                case IDENTITY, RELU, LEAKY_RELU, CUSTOM ->
                    throw new IllegalArgumentException("no loop for " + f.kind());
            }
        }
        if (whole < length) {
            FloatTails.store(tail, a, from, length);
        }
    }

    private void elu(float alpha, float[] z, int zFrom, float[] a, int aFrom, int length) {
        for (int i = 0; i < length; i += L) {
            FloatVector.fromArray(SPECIES, z, zFrom + i)
                    .min(FloatVector.zero(SPECIES))
                    .intoArray(scratch, i);
        }
        FloatVectorMath.expm1(scratch, 0, scratch, 0, length);
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector alphas = FloatVector.broadcast(SPECIES, alpha);
        for (int i = 0; i < length; i += L) {
            FloatVector.fromArray(SPECIES, z, zFrom + i)
                    .max(zero)
                    .add(alphas.mul(FloatVector.fromArray(SPECIES, scratch, i)))
                    .intoArray(a, aFrom + i);
        }
    }

    private void silu(float[] z, int zFrom, float[] a, int aFrom, int length) {
        FloatVectorLogistic.sigmoid(z, zFrom, scratch, 0, length, sigmoidScratch);
        for (int i = 0; i < length; i += L) {
            FloatVector.fromArray(SPECIES, z, zFrom + i)
                    .mul(FloatVector.fromArray(SPECIES, scratch, i))
                    .intoArray(a, aFrom + i);
        }
    }

    private void gelu(float[] z, int zFrom, float[] a, int aFrom, int length) {
        for (int i = 0; i < length; i += L) {
            FloatVector.fromArray(SPECIES, z, zFrom + i).mul(SQRT_HALF).intoArray(scratch, i);
        }
        FloatVectorMath.erf(scratch, 0, scratch, 0, length);
        for (int i = 0; i < length; i += L) {
            FloatVector cdf = FloatVector.fromArray(SPECIES, scratch, i).add(1f).mul(0.5f);
            FloatVector.fromArray(SPECIES, z, zFrom + i).mul(cdf).intoArray(a, aFrom + i);
        }
    }

    private void geluTanh(float[] z, int zFrom, float[] a, int aFrom, int length) {
        for (int i = 0; i < length; i += L) {
            FloatVector v = FloatVector.fromArray(SPECIES, z, zFrom + i);
            v.add(v.mul(v.mul(v)).mul(GELU_CUBIC)).mul(GELU_SCALE).intoArray(scratch, i);
        }
        FloatVectorMath.tanh(scratch, 0, scratch, 0, length);
        for (int i = 0; i < length; i += L) {
            FloatVector.fromArray(SPECIES, z, zFrom + i)
                    .mul(0.5f)
                    .mul(FloatVector.fromArray(SPECIES, scratch, i).add(1f))
                    .intoArray(a, aFrom + i);
        }
    }
}
