// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

/**
 * Losses of rows and their gradients.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface LossKernels<A> {

    /**
     * Loss of each row, and scale · dl/dA (scale · dl/dZ for a fused pair).
     *
     * @param loss which loss
     * @param z pre-activation; read by the fused pairs only, else may be a
     * @param a activation of the output layer
     * @param offset first element of the block in z, a and delta
     * @param stride elements from one row to the next in z, a and delta
     * @param y targets
     * @param yOffset their first element
     * @param yStride elements from one row of targets to the next
     * @param delta where the gradient goes, or null if only the losses are wanted
     * @param rowLoss loss of row r of the block at index rowLossOffset + r, not scaled
     * @param rowLossOffset see rowLoss
     * @param scale factor of the gradient: 1/rows of the mini-batch for a mean cost, 1 for a sum
     * @param rows number of rows of the block
     * @param columns number of outputs
     */
    void loss(
            LossFunction loss,
            A z,
            A a,
            int offset,
            int stride,
            A y,
            int yOffset,
            int yStride,
            A delta,
            double[] rowLoss,
            int rowLossOffset,
            double scale,
            int rows,
            int columns);

    /**
     * As {@link #loss} for targets that are one-hot rows, given as the index of their 1.
     *
     * @param loss a loss that {@linkplain LossFunction#takesClasses() takes classes}
     * @param z pre-activation; read by the fused pair only, else may be a
     * @param a activation of the output layer
     * @param offset first element of the block in z, a and delta
     * @param stride elements from one row to the next in z, a and delta
     * @param classes class indices, each from 0 to columns − 1
     * @param classesOffset the first row's
     * @param delta where the gradient goes, or null if only the losses are wanted
     * @param rowLoss loss of row r of the block at index rowLossOffset + r, not scaled
     * @param rowLossOffset see rowLoss
     * @param scale factor of the gradient
     * @param rows number of rows of the block
     * @param columns number of outputs
     */
    void lossOfClasses(
            LossFunction loss,
            A z,
            A a,
            int offset,
            int stride,
            int[] classes,
            int classesOffset,
            A delta,
            double[] rowLoss,
            int rowLossOffset,
            double scale,
            int rows,
            int columns);
}
