// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import dev.hadamard.compute.ActivationFunction;
import java.util.function.DoubleUnaryOperator;
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
        FloatTails.copy(z, from + whole, tail, 0, length - whole);
        int count;
        for (int at = 0; at < length; at += count) {
            boolean isTail = at == whole;
            float[] x = isTail ? tail : z;
            float[] y = isTail ? tail : a;
            int xFrom = isTail ? 0 : from + at;
            count = isTail ? L : Math.min(BLOCK, whole - at);
            switch (f.kind()) {
                case IDENTITY -> System.arraycopy(x, xFrom, y, xFrom, count);
                case SIGMOID -> FloatVectorLogistic.sigmoid(x, xFrom, y, xFrom, count, scratch);
                case TANH -> FloatVectorMath.tanh(x, xFrom, y, xFrom, count);
                case RELU -> relu(x, xFrom, y, xFrom, count);
                case LEAKY_RELU -> leakyRelu(parameter, x, xFrom, y, xFrom, count);
                case ELU -> elu(parameter, x, xFrom, y, xFrom, count);
                case SOFTPLUS -> FloatVectorLogistic.softplus(x, xFrom, y, xFrom, count, scratch);
                case SILU -> silu(x, xFrom, y, xFrom, count);
                case GELU -> gelu(x, xFrom, y, xFrom, count);
                case GELU_TANH -> geluTanh(x, xFrom, y, xFrom, count);
                case CUSTOM -> custom(f.value(), x, xFrom, y, xFrom, count);
            }
        }
        FloatTails.copy(tail, 0, a, from + whole, length - whole);
    }

    private static void relu(float[] z, int zFrom, float[] a, int aFrom, int length) {
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int i = 0; i < length; i += L) {
            FloatVector.fromArray(SPECIES, z, zFrom + i).max(zero).intoArray(a, aFrom + i);
        }
    }

    private static void leakyRelu(float slope, float[] z, int zFrom, float[] a, int aFrom, int length) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector slopes = FloatVector.broadcast(SPECIES, slope);
        for (int i = 0; i < length; i += L) {
            FloatVector v = FloatVector.fromArray(SPECIES, z, zFrom + i);
            v.max(zero).add(slopes.mul(v.min(zero))).intoArray(a, aFrom + i);
        }
    }

    private void elu(float alpha, float[] z, int zFrom, float[] a, int aFrom, int length) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector alphas = FloatVector.broadcast(SPECIES, alpha);
        for (int i = 0; i < length; i += L) {
            FloatVector.fromArray(SPECIES, z, zFrom + i).min(zero).intoArray(scratch, i);
        }
        FloatVectorMath.expm1(scratch, 0, scratch, 0, length);
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

    private static void custom(DoubleUnaryOperator f, float[] z, int zFrom, float[] a, int aFrom, int length) {
        for (int i = 0; i < length; i++) {
            a[aFrom + i] = (float) f.applyAsDouble(z[zFrom + i]);
        }
    }
}
