// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.elementwise;

import dev.hadamard.compute.ActivationFunction;

/** {@link MathLoops} of {@code double[]}. */
final class DoubleMathLoops extends MathLoops<double[]> {

    @Override
    public void forward(
            ActivationFunction f,
            double[] b,
            int bOffset,
            double[] z,
            double[] a,
            int offset,
            int stride,
            int rows,
            int columns) {
        switch (f.kind()) {
            case SIGMOID -> {
                for (int i = offset; i < offset + columns; i++) {
                    a[i] = sigmoid(z[i]);
                }
            }
            case TANH -> {
                for (int i = offset; i < offset + columns; i++) {
                    a[i] = Math.tanh(z[i]);
                }
            }
            case SILU -> {
                for (int i = offset; i < offset + columns; i++) {
                    a[i] = (z[i] * sigmoid(z[i]));
                }
            }
            case GELU_TANH -> {
                for (int i = offset; i < offset + columns; i++) {
                    a[i] = geluTanh(z[i]);
                }
            }
            default -> throw new UnsupportedOperationException(f.kind() + " has no loop over Math");
        }
    }

    @Override
    public void softmax(double[] z, double[] a, int offset, int stride, int rows, int columns) {
        for (int from = offset; from < offset + rows * stride; from += stride) {
            double max = Double.NEGATIVE_INFINITY;
            for (int i = from; i < from + columns; i++) {
                max = Math.max(max, z[i]);
            }
            double sum = 0;
            for (int i = from; i < from + columns; i++) {
                a[i] = Math.exp(z[i] - max);
                sum += a[i];
            }
            for (int i = from; i < from + columns; i++) {
                a[i] /= sum;
            }
        }
    }
}
