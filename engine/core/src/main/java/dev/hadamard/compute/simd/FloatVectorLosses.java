// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import dev.hadamard.compute.LossFunction;
import dev.hadamard.compute.LossKernels;
import dev.hadamard.compute.VirtualLanes;
import dev.hadamard.compute.scalar.FloatScalarLosses;

/**
 * Losses of {@code float[]} and their gradients by vectors, with the bits of the scalar strategy. Rows shorter than a
 * vector are left to that strategy's loops, but for the most usual case, few classes.
 */
final class FloatVectorLosses implements LossKernels<float[]> {

    private final FloatScalarLosses scalar = new FloatScalarLosses();
    private final FloatVectorRowLosses vectors = new FloatVectorRowLosses();
    private final FloatNarrowLosses narrow = new FloatNarrowLosses();

    @Override
    public void loss(
            LossFunction loss,
            float[] z,
            float[] a,
            int offset,
            int stride,
            float[] y,
            int yOffset,
            int yStride,
            float[] delta,
            double[] rowLoss,
            int rowLossOffset,
            double scale,
            int rows,
            int columns) {
        if (columns < FloatLanes.LENGTH) {
            scalar.loss(
                    loss,
                    z,
                    a,
                    offset,
                    stride,
                    y,
                    yOffset,
                    yStride,
                    delta,
                    rowLoss,
                    rowLossOffset,
                    scale,
                    rows,
                    columns);
            return;
        }
        for (int r = 0; r < rows; r++) {
            rowLoss[rowLossOffset + r] =
                    vectors.ofRow(loss, z, a, offset + r * stride, y, yOffset + r * yStride, delta, scale, columns);
        }
    }

    @Override
    public void lossOfClasses(
            LossFunction loss,
            float[] z,
            float[] a,
            int offset,
            int stride,
            int[] classes,
            int classesOffset,
            float[] delta,
            double[] rowLoss,
            int rowLossOffset,
            double scale,
            int rows,
            int columns) {
        if (loss.kind() == LossFunction.Kind.SOFTMAX_CROSS_ENTROPY && columns <= VirtualLanes.COUNT) {
            narrow.ofClasses(
                    z,
                    a,
                    offset,
                    stride,
                    classes,
                    classesOffset,
                    delta,
                    rowLoss,
                    rowLossOffset,
                    (float) scale,
                    rows,
                    columns);
            return;
        }
        if (columns < FloatLanes.LENGTH || loss.kind() != LossFunction.Kind.SOFTMAX_CROSS_ENTROPY) {
            scalar.lossOfClasses(
                    loss,
                    z,
                    a,
                    offset,
                    stride,
                    classes,
                    classesOffset,
                    delta,
                    rowLoss,
                    rowLossOffset,
                    scale,
                    rows,
                    columns);
            return;
        }
        for (int r = 0; r < rows; r++) {
            int label = classes[classesOffset + r];
            rowLoss[rowLossOffset + r] =
                    vectors.ofClass(z, a, offset + r * stride, label, delta, (float) scale, columns);
        }
    }
}
