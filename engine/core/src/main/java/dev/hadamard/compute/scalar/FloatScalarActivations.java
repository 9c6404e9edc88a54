// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.scalar;

import dev.hadamard.compute.ActivationFunction;
import dev.hadamard.compute.ActivationKernels;
import dev.hadamard.compute.FloatLaneSum;

/**
 * Activations of {@code float[]}: the bias, f and f' in {@link FloatForwardLoops} and {@link FloatBackwardLoops}, and
 * softmax.
 */
public final class FloatScalarActivations implements ActivationKernels<float[]> {

    private final FloatLaneSum laneSum = new FloatLaneSum();

    /** Kernels with scratch memory of their own, confined to one thread at a time. */
    public FloatScalarActivations() {}

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
        if (b != null) {
            add(z, offset, stride, b, bOffset, 0, z, offset, stride, rows, columns);
        }
        if (stride == columns) {
            FloatForwardLoops.apply(f, z, a, offset, 0, 1, rows * columns);
        } else {
            FloatForwardLoops.apply(f, z, a, offset, stride, rows, columns);
        }
    }

    @Override
    public void backward(
            ActivationFunction f, float[] z, float[] a, float[] delta, int offset, int stride, int rows, int columns) {
        if (stride == columns) {
            FloatBackwardLoops.apply(f, z, a, delta, offset, 0, 1, rows * columns);
        } else {
            FloatBackwardLoops.apply(f, z, a, delta, offset, stride, rows, columns);
        }
    }

    @Override
    public void softmax(float[] z, float[] a, int offset, int stride, int rows, int columns) {
        for (int r = 0; r < rows; r++) {
            softmaxRow(z, a, offset + r * stride, offset + r * stride + columns);
        }
    }

    private void softmaxRow(float[] z, float[] a, int from, int to) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            max = Math.max(max, z[i]);
        }
        for (int i = from; i < to; i++) {
            a[i] = FloatMath.exp(z[i] - max);
        }
        laneSum.start();
        laneSum.addAll(a, from, to - from);
        float sum = laneSum.total();
        for (int i = from; i < to; i++) {
            a[i] = a[i] / sum;
        }
    }

    @Override
    public void softmaxBackward(float[] a, float[] delta, int offset, int stride, int rows, int columns) {
        for (int r = 0; r < rows; r++) {
            softmaxBackwardRow(a, delta, offset + r * stride, offset + r * stride + columns);
        }
    }

    private void softmaxBackwardRow(float[] a, float[] delta, int from, int to) {
        laneSum.start();
        laneSum.addProducts(delta, from, a, from, to - from);
        float dot = laneSum.total();
        for (int i = from; i < to; i++) {
            delta[i] = a[i] * (delta[i] - dot);
        }
    }

    @Override
    public void add(
            float[] x,
            int xOffset,
            int xStride,
            float[] y,
            int yOffset,
            int yStride,
            float[] out,
            int offset,
            int stride,
            int rows,
            int columns) {
        for (int r = 0; r < rows; r++) {
            int xRow = xOffset + r * xStride;
            int yRow = yOffset + r * yStride;
            int row = offset + r * stride;
            for (int i = 0; i < columns; i++) {
                out[row + i] = x[xRow + i] + y[yRow + i];
            }
        }
    }
}
