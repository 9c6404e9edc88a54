// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.step;

/**
 * Floating-point operations of a training step on dense layers, counted the usual way: those of the matrix products
 * alone, a multiplication and an addition each.
 *
 * <p>A layer of n(l-1) inputs and n(l) units has three products of 2 · rows · n(l-1) · n(l) operations: Z = A W, dW =
 * Aᵀ Δ and Δ Wᵀ. The first layer lacks the last one, since nobody asks for the gradient by the input. So a step costs
 * rows · (6 · weights − 2 · n0 · n1). Biases, activations, loss and update are left out, so that figures of GFLOP/s are
 * those of useful products, and comparable with bare BLAS.
 */
public final class StepCost {

    private StepCost() {}

    /**
     * Operations of one step.
     *
     * @param rows rows of the mini-batch
     * @param widths n0, n1, …: inputs, then units of each layer
     * @return rows · (6 · weights − 2 · n0 · n1)
     */
    public static long operations(long rows, int... widths) {
        long weights = 0;
        for (int l = 1; l < widths.length; l++) {
            weights += (long) widths[l - 1] * widths[l];
        }
        return rows * (6 * weights - 2L * widths[0] * widths[1]);
    }
}
