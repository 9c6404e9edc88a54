// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.scalar;

import dev.hadamard.compute.ActivationFunction;
import java.util.function.DoubleUnaryOperator;

/**
 * Δ = Δ ⊙ f' on a block, one loop for each f. Like the forward loops they are without branches; f' multiplies even
 * where it is 0, so that a NaN or infinity in Δ does not vanish.
 */
final class FloatBackwardLoops {

    /** 1/√(2π). */
    private static final float NORMAL_DENSITY_SCALE = (float) (1 / Math.sqrt(2 * Math.PI));

    /** 3 · 0.044715, of the derivative of z + 0.044715 z³. */
    private static final float GELU_CUBIC_SLOPE = (float) (3 * 0.044715);

    /** Beyond |z| = 100 the derivative of GELU's tanh form is 0 or 1, but z² could overflow and make it NaN. */
    private static final float GELU_LARGEST_SQUARE = 10_000;

    private FloatBackwardLoops() {}

    static void apply(
            ActivationFunction f, float[] z, float[] a, float[] delta, int offset, int stride, int rows, int columns) {
        float parameter = (float) f.parameter();
        switch (f.kind()) {
            case IDENTITY -> {}
            case SIGMOID -> sigmoid(a, delta, offset, stride, rows, columns);
            case TANH -> tanh(a, delta, offset, stride, rows, columns);
            case RELU -> relu(a, delta, offset, stride, rows, columns);
            case LEAKY_RELU ->
                leakyRelu(parameter, f.needsPreActivation() ? z : a, delta, offset, stride, rows, columns);
            case ELU -> {
                if (f.needsPreActivation()) {
                    eluOfZ(parameter, z, delta, offset, stride, rows, columns);
                } else {
                    eluOfA(parameter, a, delta, offset, stride, rows, columns);
                }
            }
            case SOFTPLUS -> softplus(a, delta, offset, stride, rows, columns);
            case SILU -> silu(z, delta, offset, stride, rows, columns);
            case GELU -> gelu(z, delta, offset, stride, rows, columns);
            case GELU_TANH -> geluTanh(z, delta, offset, stride, rows, columns);
            case CUSTOM -> custom(f.derivative(), z, delta, offset, stride, rows, columns);
        }
    }

    /** f' = a (1 − a). */
    private static void sigmoid(float[] a, float[] delta, int offset, int stride, int rows, int columns) {
        for (int r = 0, from = offset; r < rows; r++, from += stride) {
            for (int i = from; i < from + columns; i++) {
                delta[i] = delta[i] * (a[i] * (1 - a[i]));
            }
        }
    }

    /** f' = 1 − a², as a product: near |a| = 1 the difference of squares would be that of two rounded numbers. */
    private static void tanh(float[] a, float[] delta, int offset, int stride, int rows, int columns) {
        for (int r = 0, from = offset; r < rows; r++, from += stride) {
            for (int i = from; i < from + columns; i++) {
                delta[i] = delta[i] * ((1 - a[i]) * (1 + a[i]));
            }
        }
    }

    /** f' = [a &gt; 0] = min(1, a · huge · huge), since a is never below 0. */
    private static void relu(float[] a, float[] delta, int offset, int stride, int rows, int columns) {
        for (int r = 0, from = offset; r < rows; r++, from += stride) {
            for (int i = from; i < from + columns; i++) {
                delta[i] = delta[i] * Math.min(1, a[i] * Float.MAX_VALUE * Float.MAX_VALUE);
            }
        }
    }

    /** f' = [z &gt; 0] + slope [z ≤ 0], where a has the sign of z if the slope is positive. */
    private static void leakyRelu(
            float slope, float[] zOrA, float[] delta, int offset, int stride, int rows, int columns) {
        for (int r = 0, from = offset; r < rows; r++, from += stride) {
            for (int i = from; i < from + columns; i++) {
                float positive = isPositive(zOrA[i]);
                delta[i] = delta[i] * (positive + slope * (1 - positive));
            }
        }
    }

    /** f' = [z &gt; 0] + (a + α) [z ≤ 0]; that is α at 0. */
    private static void eluOfA(float alpha, float[] a, float[] delta, int offset, int stride, int rows, int columns) {
        for (int r = 0, from = offset; r < rows; r++, from += stride) {
            for (int i = from; i < from + columns; i++) {
                float positive = isPositive(a[i]);
                delta[i] = delta[i] * (positive + (Math.min(a[i], 0) + alpha) * (1 - positive));
            }
        }
    }

    /** f' = [z &gt; 0] + α eᶻ [z ≤ 0]; that is α at 0. */
    private static void eluOfZ(float alpha, float[] z, float[] delta, int offset, int stride, int rows, int columns) {
        for (int r = 0, from = offset; r < rows; r++, from += stride) {
            for (int i = from; i < from + columns; i++) {
                float positive = isPositive(z[i]);
                delta[i] = delta[i] * (positive + (alpha * FloatMath.exp(Math.min(z[i], 0))) * (1 - positive));
            }
        }
    }

    /** f' = σ(z) = 1 − e⁻ᵃ. */
    private static void softplus(float[] a, float[] delta, int offset, int stride, int rows, int columns) {
        for (int r = 0, from = offset; r < rows; r++, from += stride) {
            for (int i = from; i < from + columns; i++) {
                delta[i] = delta[i] * -FloatMath.expm1(-a[i]);
            }
        }
    }

    /** f' = σ(z) (1 + z (1 − σ(z))). */
    private static void silu(float[] z, float[] delta, int offset, int stride, int rows, int columns) {
        for (int r = 0, from = offset; r < rows; r++, from += stride) {
            for (int i = from; i < from + columns; i++) {
                float sigmoid = FloatMath.sigmoid(z[i]);
                delta[i] = delta[i] * (sigmoid * (1 + z[i] * (1 - sigmoid)));
            }
        }
    }

    /** f' = Φ(z) + z φ(z), φ(z) = e^(−z²/2) / √(2π). */
    private static void gelu(float[] z, float[] delta, int offset, int stride, int rows, int columns) {
        for (int r = 0, from = offset; r < rows; r++, from += stride) {
            for (int i = from; i < from + columns; i++) {
                float density = NORMAL_DENSITY_SCALE * FloatMath.exp(-0.5f * (z[i] * z[i]));
                delta[i] = delta[i] * (FloatForwardLoops.normalCdf(z[i]) + z[i] * density);
            }
        }
    }

    /** f' = ½ (1 + t) + ½ z (1 − t²) √(2/π) (1 + 3 · 0.044715 z²), t = tanh(√(2/π) (z + 0.044715 z³)). */
    private static void geluTanh(float[] z, float[] delta, int offset, int stride, int rows, int columns) {
        for (int r = 0, from = offset; r < rows; r++, from += stride) {
            for (int i = from; i < from + columns; i++) {
                float square = Math.min(z[i] * z[i], GELU_LARGEST_SQUARE);
                float t = FloatMath.tanh(FloatForwardLoops.geluArgument(z[i], square));
                float slope = FloatForwardLoops.GELU_SCALE * (1 + GELU_CUBIC_SLOPE * square);
                delta[i] = delta[i] * (0.5f * (1 + t) + (0.5f * z[i]) * (((1 - t) * (1 + t)) * slope));
            }
        }
    }

    private static void custom(
            DoubleUnaryOperator derivative, float[] z, float[] delta, int offset, int stride, int rows, int columns) {
        for (int r = 0, from = offset; r < rows; r++, from += stride) {
            for (int i = from; i < from + columns; i++) {
                delta[i] = delta[i] * (float) derivative.applyAsDouble(z[i]);
            }
        }
    }

    /** 1 for positive x, subnormal ones included, 0 for others, NaN for NaN: a comparison that C2 can vectorise. */
    private static float isPositive(float x) {
        return Math.min(1, Math.max(x, 0) * Float.MAX_VALUE * Float.MAX_VALUE);
    }
}
