// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.scalar;

import dev.hadamard.compute.ActivationFunction;
import java.util.function.DoubleUnaryOperator;

/**
 * A = f(Z) on a block, one loop for each f. Formulas with two branches are written with {@code min} and {@code max}
 * instead: signs of pre-activations are as good as random, so that a branch would be mispredicted for every other
 * element, and C2 vectorises {@code min} and {@code max}. All of them propagate NaN.
 */
final class FloatForwardLoops {

    private static final float SQRT_HALF = (float) Math.sqrt(0.5);

    /** √(2/π). */
    static final float GELU_SCALE = (float) Math.sqrt(2 / Math.PI);

    /** Factor of z³ in the tanh form of GELU. */
    static final float GELU_CUBIC = (float) 0.044715;

    private FloatForwardLoops() {}

    static void apply(ActivationFunction f, float[] z, float[] a, int offset, int stride, int rows, int columns) {
        float parameter = (float) f.parameter();
        switch (f.kind()) {
            case IDENTITY -> identity(z, a, offset, stride, rows, columns);
            case SIGMOID -> sigmoid(z, a, offset, stride, rows, columns);
            case TANH -> tanh(z, a, offset, stride, rows, columns);
            case RELU -> relu(z, a, offset, stride, rows, columns);
            case LEAKY_RELU -> leakyRelu(parameter, z, a, offset, stride, rows, columns);
            case ELU -> elu(parameter, z, a, offset, stride, rows, columns);
            case SOFTPLUS -> softplus(z, a, offset, stride, rows, columns);
            case SILU -> silu(z, a, offset, stride, rows, columns);
            case GELU -> gelu(z, a, offset, stride, rows, columns);
            case GELU_TANH -> geluTanh(z, a, offset, stride, rows, columns);
            case CUSTOM -> custom(f.value(), z, a, offset, stride, rows, columns);
        }
    }

    private static void identity(float[] z, float[] a, int offset, int stride, int rows, int columns) {
        if (a == z) {
            return;
        }
        for (int r = 0; r < rows; r++) {
            System.arraycopy(z, offset + r * stride, a, offset + r * stride, columns);
        }
    }

    private static void sigmoid(float[] z, float[] a, int offset, int stride, int rows, int columns) {
        for (int r = 0, from = offset; r < rows; r++, from += stride) {
            for (int i = from; i < from + columns; i++) {
                a[i] = FloatMath.sigmoid(z[i]);
            }
        }
    }

    private static void tanh(float[] z, float[] a, int offset, int stride, int rows, int columns) {
        for (int r = 0, from = offset; r < rows; r++, from += stride) {
            for (int i = from; i < from + columns; i++) {
                a[i] = FloatMath.tanh(z[i]);
            }
        }
    }

    private static void relu(float[] z, float[] a, int offset, int stride, int rows, int columns) {
        for (int r = 0, from = offset; r < rows; r++, from += stride) {
            for (int i = from; i < from + columns; i++) {
                a[i] = Math.max(z[i], 0);
            }
        }
    }

    private static void leakyRelu(float slope, float[] z, float[] a, int offset, int stride, int rows, int columns) {
        for (int r = 0, from = offset; r < rows; r++, from += stride) {
            for (int i = from; i < from + columns; i++) {
                a[i] = Math.max(z[i], 0) + slope * Math.min(z[i], 0);
            }
        }
    }

    private static void elu(float alpha, float[] z, float[] a, int offset, int stride, int rows, int columns) {
        for (int r = 0, from = offset; r < rows; r++, from += stride) {
            for (int i = from; i < from + columns; i++) {
                a[i] = Math.max(z[i], 0) + alpha * FloatMath.expm1(Math.min(z[i], 0));
            }
        }
    }

    private static void softplus(float[] z, float[] a, int offset, int stride, int rows, int columns) {
        for (int r = 0, from = offset; r < rows; r++, from += stride) {
            for (int i = from; i < from + columns; i++) {
                a[i] = FloatMath.softplus(z[i]);
            }
        }
    }

    private static void silu(float[] z, float[] a, int offset, int stride, int rows, int columns) {
        for (int r = 0, from = offset; r < rows; r++, from += stride) {
            for (int i = from; i < from + columns; i++) {
                a[i] = z[i] * FloatMath.sigmoid(z[i]);
            }
        }
    }

    private static void gelu(float[] z, float[] a, int offset, int stride, int rows, int columns) {
        for (int r = 0, from = offset; r < rows; r++, from += stride) {
            for (int i = from; i < from + columns; i++) {
                a[i] = z[i] * normalCdf(z[i]);
            }
        }
    }

    private static void geluTanh(float[] z, float[] a, int offset, int stride, int rows, int columns) {
        for (int r = 0, from = offset; r < rows; r++, from += stride) {
            for (int i = from; i < from + columns; i++) {
                a[i] = (0.5f * z[i]) * (1 + FloatMath.tanh(geluArgument(z[i], z[i] * z[i])));
            }
        }
    }

    private static void custom(
            DoubleUnaryOperator f, float[] z, float[] a, int offset, int stride, int rows, int columns) {
        for (int r = 0, from = offset; r < rows; r++, from += stride) {
            for (int i = from; i < from + columns; i++) {
                a[i] = (float) f.applyAsDouble(z[i]);
            }
        }
    }

    /** Φ(z) = ½ (1 + erf(z / √2)), the standard normal distribution function. */
    static float normalCdf(float z) {
        return 0.5f * (1 + FloatMath.erf(z * SQRT_HALF));
    }

    /** √(2/π) (z + 0.044715 z³). */
    static float geluArgument(float z, float square) {
        return GELU_SCALE * (z + GELU_CUBIC * (z * square));
    }
}
