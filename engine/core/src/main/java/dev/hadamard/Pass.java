// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.ParameterUpdate;

/**
 * One operation of the graph, bound to the buffers of a workspace.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
sealed interface Pass<A> permits DensePass, LayerNormPass, BatchNormPass, SumPass, DropoutPass, ConcatPass, SlicePass {

    /** The step of a forward pass that is not of training. */
    long PREDICTION = 0;

    /**
     * Computes the output port's activation from those that it reads.
     *
     * @param step number of the training step, from 1, or {@link #PREDICTION}
     */
    void forward(A parameters, int rows, long step);

    /**
     * From the output port's Δ, computes the gradient of its own parameters and contributes to the Δ of the ports it
     * reads.
     *
     * @param update applied to the parameters in place of writing their gradient, or null
     */
    void backward(A parameters, A gradients, int rows, ParameterUpdate<A> update);
}
