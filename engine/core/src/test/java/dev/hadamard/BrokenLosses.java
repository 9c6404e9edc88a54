// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.LossFunction;
import dev.hadamard.compute.LossKernels;

/** Sound losses with one defect; see {@link BrokenStrategy}. */
record BrokenLosses(LossKernels<double[]> sound, Defect defect) implements LossKernels<double[]> {

    @Override
    public void loss(
            LossFunction loss,
            double[] z,
            double[] a,
            int offset,
            int stride,
            double[] y,
            int yOffset,
            int yStride,
            double[] delta,
            double[] rowLoss,
            int rowLossOffset,
            double scale,
            int rows,
            int columns) {
        double factor = factor(scale);
        sound.loss(
                loss, z, a, offset, stride, y, yOffset, yStride, delta, rowLoss, rowLossOffset, factor, rows, columns);
        spoil(offset, stride, delta, rowLoss, rowLossOffset, rows, columns);
    }

    @Override
    public void lossOfClasses(
            LossFunction loss,
            double[] z,
            double[] a,
            int offset,
            int stride,
            int[] classes,
            int classesOffset,
            double[] delta,
            double[] rowLoss,
            int rowLossOffset,
            double scale,
            int rows,
            int columns) {
        sound.lossOfClasses(
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
                factor(scale),
                rows,
                columns);
        spoil(offset, stride, delta, rowLoss, rowLossOffset, rows, columns);
    }

    private double factor(double scale) {
        return defect == Defect.LOSS_FORGETS_ONE_OVER_BATCH ? 1 : scale;
    }

    private void spoil(
            int offset, int stride, double[] delta, double[] rowLoss, int rowLossOffset, int rows, int columns) {
        if (defect == Defect.LOSS_FORGETS_THE_COST_OF_A_ROW) {
            rowLoss[rowLossOffset + rows - 1] = 0;
        }
        int last = offset + (rows - 1) * stride;
        for (int i = last; delta != null && defect == Defect.LOSS_SKIPS_LAST_ROW && i < last + columns; i++) {
            delta[i] = 0;
        }
        for (int row = 0; delta != null && defect == Defect.LOSS_HAS_A_WRONG_TAIL_LANE && row < rows; row++) {
            delta[offset + row * stride + columns - 1] = delta[offset + row * stride];
        }
    }
}
