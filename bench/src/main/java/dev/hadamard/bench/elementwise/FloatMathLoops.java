// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.elementwise;

import dev.hadamard.compute.ActivationFunction;

/** {@link MathLoops} of {@code float[]}. */
final class FloatMathLoops extends MathLoops<float[]> {

    @Override
    public void forward(
            ActivationFunction f,
            float[] b,
            int bOffset,
            float[] z,
            float[] a,
            int offset,
            int stride,
            int rows,
            int columns) {
        switch (f.kind()) {
            case SIGMOID -> {
                for (int i = offset; i < offset + columns; i++) {
                    a[i] = (float) sigmoid(z[i]);
                }
            }
            case TANH -> {
                for (int i = offset; i < offset + columns; i++) {
                    a[i] = (float) Math.tanh(z[i]);
                }
            }
            case SILU -> {
                for (int i = offset; i < offset + columns; i++) {
                    a[i] = (float) (z[i] * sigmoid(z[i]));
                }
            }
            case GELU_TANH -> {
                for (int i = offset; i < offset + columns; i++) {
                    a[i] = (float) geluTanh(z[i]);
                }
            }
            default -> throw new UnsupportedOperationException(f.kind() + " has no loop over Math");
        }
    }

    @Override
    public void softmax(float[] z, float[] a, int offset, int stride, int rows, int columns) {
        for (int from = offset; from < offset + rows * stride; from += stride) {
            float max = Float.NEGATIVE_INFINITY;
            for (int i = from; i < from + columns; i++) {
                max = Math.max(max, z[i]);
            }
            float sum = 0;
            for (int i = from; i < from + columns; i++) {
                a[i] = (float) Math.exp(z[i] - max);
                sum += a[i];
            }
            for (int i = from; i < from + columns; i++) {
                a[i] /= sum;
            }
        }
    }
}
