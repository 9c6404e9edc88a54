// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.Workspace.Tensors;
import dev.hadamard.compute.ActivationKernels;
import dev.hadamard.compute.Elements;
import dev.hadamard.compute.ParameterUpdate;

/**
 * Some neighbouring columns of X; their Δ goes back to them, and 0 to all others.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class SlicePass<A> implements Pass<A> {

    private final Operation.Slice slice;
    private final Tensors<A> in;
    private final Tensors<A> out;
    private final Elements<A> elements;
    private final ActivationKernels<A> kernels;
    private final FinishPass<A> finish;

    SlicePass(Operation.Slice slice, Workspace<A> workspace, ActivationKernels<A> kernels) {
        this.slice = slice;
        this.in = workspace.tensors.get(slice.input().port());
        this.out = workspace.tensors.get(slice.output());
        this.elements = workspace.elements;
        this.kernels = kernels;
        this.finish = new FinishPass<>(in, elements, kernels);
    }

    @Override
    public void forward(A parameters, int rows, long step) {
        int width = out.port.width();
        for (int row = 0; row < rows; row++) {
            System.arraycopy(in.a, in.offset + row * in.stride + slice.from(), out.a, row * width, width);
        }
    }

    @Override
    public void backward(A parameters, A gradients, int rows, ParameterUpdate<A> update) {
        if (in.delta == null) {
            return; // nobody asked for its gradient
        }
        int width = out.port.width();
        int all = in.port.width();
        if (!slice.input().accumulates()) {
            elements.fill(in.delta, 0, rows * all, 0);
        }
        kernels.add(in.delta, slice.from(), all, out.delta, 0, width, in.delta, slice.from(), all, rows, width);
        if (slice.input().finishes()) {
            finish.run(rows);
        }
    }
}
