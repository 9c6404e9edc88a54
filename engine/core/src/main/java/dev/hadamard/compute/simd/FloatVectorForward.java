// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import dev.hadamard.compute.ActivationFunction;
import java.util.function.DoubleUnaryOperator;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A = f(Z) on whole vectors, one loop for each f: the operations of the scalar strategy's loops in the same order, so
 * that both give the same bits. Lengths are multiples of {@link FloatLanes#LENGTH}; source and target start where their
 * offsets say.
 */
final class FloatVectorForward {

    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int L = FloatLanes.LENGTH;
    /**
     * Φ(z) = ½ (1 + erf(z √½)) is written out where it is used: as a method it would grow too large for C2 to inline.
     */
    static final float SQRT_HALF = (float) Math.sqrt(0.5);

    private static final float GELU_SCALE = (float) Math.sqrt(2 / Math.PI);
    private static final float GELU_CUBIC = (float) 0.044715;

    private FloatVectorForward() {}

    static void apply(ActivationFunction f, float[] z, int zFrom, float[] a, int aFrom, int length) {
        float parameter = (float) f.parameter();
        switch (f.kind()) {
            case IDENTITY -> System.arraycopy(z, zFrom, a, aFrom, length);
            case SIGMOID -> sigmoid(z, zFrom, a, aFrom, length);
            case TANH -> tanh(z, zFrom, a, aFrom, length);
            case RELU -> relu(z, zFrom, a, aFrom, length);
            case LEAKY_RELU -> leakyRelu(parameter, z, zFrom, a, aFrom, length);
            case ELU -> elu(parameter, z, zFrom, a, aFrom, length);
            case SOFTPLUS -> softplus(z, zFrom, a, aFrom, length);
            case SILU -> silu(z, zFrom, a, aFrom, length);
            case GELU -> gelu(z, zFrom, a, aFrom, length);
            case GELU_TANH -> geluTanh(z, zFrom, a, aFrom, length);
            case CUSTOM -> custom(f.value(), z, zFrom, a, aFrom, length);
        }
    }

    private static void sigmoid(float[] z, int zFrom, float[] a, int aFrom, int length) {
        for (int i = 0; i < length; i += L) {
            FloatVectorMath.sigmoid(FloatVector.fromArray(SPECIES, z, zFrom + i))
                    .intoArray(a, aFrom + i);
        }
    }

    private static void tanh(float[] z, int zFrom, float[] a, int aFrom, int length) {
        for (int i = 0; i < length; i += L) {
            FloatVectorMath.tanh(FloatVector.fromArray(SPECIES, z, zFrom + i)).intoArray(a, aFrom + i);
        }
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

    private static void elu(float alpha, float[] z, int zFrom, float[] a, int aFrom, int length) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector alphas = FloatVector.broadcast(SPECIES, alpha);
        for (int i = 0; i < length; i += L) {
            FloatVector v = FloatVector.fromArray(SPECIES, z, zFrom + i);
            v.max(zero).add(alphas.mul(FloatVectorMath.expm1(v.min(zero)))).intoArray(a, aFrom + i);
        }
    }

    private static void softplus(float[] z, int zFrom, float[] a, int aFrom, int length) {
        for (int i = 0; i < length; i += L) {
            FloatVectorMath.softplus(FloatVector.fromArray(SPECIES, z, zFrom + i))
                    .intoArray(a, aFrom + i);
        }
    }

    private static void silu(float[] z, int zFrom, float[] a, int aFrom, int length) {
        for (int i = 0; i < length; i += L) {
            FloatVector v = FloatVector.fromArray(SPECIES, z, zFrom + i);
            v.mul(FloatVectorMath.sigmoid(v)).intoArray(a, aFrom + i);
        }
    }

    private static void gelu(float[] z, int zFrom, float[] a, int aFrom, int length) {
        for (int i = 0; i < length; i += L) {
            FloatVector v = FloatVector.fromArray(SPECIES, z, zFrom + i);
            FloatVector cdf = FloatVectorMath.erf(v.mul(SQRT_HALF)).add(1f).mul(0.5f);
            v.mul(cdf).intoArray(a, aFrom + i);
        }
    }

    private static void geluTanh(float[] z, int zFrom, float[] a, int aFrom, int length) {
        for (int i = 0; i < length; i += L) {
            FloatVector v = FloatVector.fromArray(SPECIES, z, zFrom + i);
            FloatVector t = FloatVectorMath.tanh(geluArgument(v, v.mul(v)));
            v.mul(0.5f).mul(t.add(1f)).intoArray(a, aFrom + i);
        }
    }

    private static void custom(DoubleUnaryOperator f, float[] z, int zFrom, float[] a, int aFrom, int length) {
        for (int i = 0; i < length; i++) {
            a[aFrom + i] = (float) f.applyAsDouble(z[zFrom + i]);
        }
    }

    /** √(2/π) (z + 0.044715 z³). */
    static FloatVector geluArgument(FloatVector z, FloatVector square) {
        return z.add(z.mul(square).mul(GELU_CUBIC)).mul(GELU_SCALE);
    }

    /** √(2/π) (1 + 3 · 0.044715 z²). */
    static FloatVector geluSlope(FloatVector square, float cubicSlope) {
        return square.mul(cubicSlope).add(1f).mul(GELU_SCALE);
    }
}
