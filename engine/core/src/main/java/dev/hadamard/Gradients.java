// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.Workspace.Tensors;

/**
 * What {@link Trainer#gradients} found: a view of the trainer's buffers, valid until its next call. Confined to the
 * trainer's caller.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Gradients<A> {

    private final Network<A> network;
    private final Workspace<A> workspace;
    private final A parameters;
    double cost;
    int rows;

    Gradients(Network<A> network, Workspace<A> workspace, A parameters) {
        this.network = network;
        this.workspace = workspace;
        this.parameters = parameters;
    }

    /**
     * The cost of the mini-batch.
     *
     * @return mean or sum over rows, as the loss says, and penalties
     */
    public double cost() {
        return cost;
    }

    /**
     * Rows of the mini-batch.
     *
     * @return number of rows
     */
    public int rows() {
        return rows;
    }

    /**
     * dCost/dW and dCost/db, all layers; 0 for frozen ones. The trainer's own array, not a copy.
     *
     * @return gradients, laid out like {@link Network#parameters()}
     */
    public A parameters() {
        return parameters;
    }

    /**
     * Number of tensors that a pass computes: one for each layer that computes something, in order. The sum of a
     * residual block and a concatenation come after the layers within them.
     *
     * @return how many {@link #activation} and {@link #errorSignal} there are
     */
    public int tensors() {
        return network.graph().ports().size() - 1;
    }

    /**
     * A copy of an activation Aₗ.
     *
     * @param tensor from 1; l itself in a network of dense layers alone
     * @return rows x width, row-major
     * @throws IllegalArgumentException if there is no such tensor
     */
    public A activation(int tensor) {
        Tensors<A> tensors = tensors(tensor);
        return copy(tensors.a, tensors.port.width());
    }

    /**
     * A copy of an error signal Δₗ = dCost/dZₗ; for a sum or a dropout, dCost/dA.
     *
     * @param tensor from 1; l itself in a network of dense layers alone
     * @return rows x width, row-major
     * @throws IllegalArgumentException if there is no such tensor
     * @throws IllegalStateException if it was not computed, since only frozen layers would need it
     */
    public A errorSignal(int tensor) {
        Tensors<A> tensors = tensors(tensor);
        if (tensors.delta == null) {
            throw new IllegalStateException(
                    "tensor " + tensor + " has no error signal: all layers up to it are frozen");
        }
        return copy(tensors.delta, tensors.port.width());
    }

    /**
     * A copy of the gradient by the input, Δ₁ W₁ᵀ.
     *
     * @return rows x inputs, row-major
     * @throws IllegalStateException if the trainer was not built with {@link TrainerBuilder#inputGradient}
     */
    public A input() {
        Tensors<A> input = workspace.input();
        if (input.delta == null) {
            throw new IllegalStateException("the trainer was not built with inputGradient(true)");
        }
        return copy(input.delta, input.port.width());
    }

    Tensors<A> tensors(int tensor) {
        if (tensor < 1 || tensor > tensors()) {
            throw new IllegalArgumentException("tensor must be from 1 to " + tensors() + ", was " + tensor);
        }
        return workspace.tensors.get(tensor);
    }

    private A copy(A source, int width) {
        A copy = network.elements().allocate(rows * width);
        System.arraycopy(source, 0, copy, 0, rows * width);
        return copy;
    }
}
