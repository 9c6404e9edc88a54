// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.ActivationFunction;
import dev.hadamard.compute.ActivationKernels;

/** Sound activations with one defect; see {@link BrokenStrategy}. */
record BrokenActivations(ActivationKernels<double[]> sound, Defect defect) implements ActivationKernels<double[]> {

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
        sound.forward(f, b, bOffset, z, a, offset, stride, rows, columns);
    }

    @Override
    public void backward(
            ActivationFunction f,
            double[] z,
            double[] a,
            double[] delta,
            int offset,
            int stride,
            int rows,
            int columns) {
        sound.backward(f, z, a, delta, offset, stride, rows, columns);
    }

    @Override
    public void softmax(double[] z, double[] a, int offset, int stride, int rows, int columns) {
        sound.softmax(z, a, offset, stride, rows, columns);
        for (int row = 0; defect == Defect.SOFTMAX_IS_NOT_NORMALIZED && row < rows; row++) {
            for (int i = offset + row * stride; i < offset + row * stride + columns; i++) {
                a[i] *= 1.0001;
            }
        }
    }

    @Override
    public void softmaxBackward(double[] a, double[] delta, int offset, int stride, int rows, int columns) {
        if (defect != Defect.SOFTMAX_FORGETS_THE_SUM_BACKWARD) {
            sound.softmaxBackward(a, delta, offset, stride, rows, columns);
            return;
        }
        for (int row = 0; row < rows; row++) {
            for (int i = offset + row * stride; i < offset + row * stride + columns; i++) {
                delta[i] *= a[i];
            }
        }
    }

    @Override
    public void add(
            double[] x,
            int xOffset,
            int xStride,
            double[] y,
            int yOffset,
            int yStride,
            double[] out,
            int offset,
            int stride,
            int rows,
            int columns) {
        boolean forgets = defect == Defect.RESIDUAL_FORGETS_THE_SKIP && out != x && out != y;
        sound.add(
                forgets ? new double[x.length] : x,
                xOffset,
                xStride,
                y,
                yOffset,
                yStride,
                out,
                offset,
                stride,
                rows,
                columns);
    }
}
