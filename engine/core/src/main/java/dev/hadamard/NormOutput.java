// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.Workspace.Tensors;
import dev.hadamard.compute.ActivationFunction;
import dev.hadamard.compute.DenseKernels;
import dev.hadamard.compute.ParameterUpdate;

/**
 * What layer and batch normalisation have in common behind Z = g ⊙ X̂ + b: the activation, and the update of g and b,
 * which stand side by side.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class NormOutput<A> {

    private final Tensors<A> out;
    private final DenseKernels<A> kernels;
    private final ActivationFunction f;
    private final RowwisePass<A> rowwise;

    NormOutput(Tensors<A> out, Workspace<A> workspace, DenseKernels<A> kernels) {
        this.out = out;
        this.kernels = kernels;
        this.f = Functions.elementwise(out.port.activation());
        this.rowwise = new RowwisePass<>(out, workspace.elements, kernels.activations());
    }

    /** A = f(Z). */
    void activate(int rows) {
        int width = out.port.width();
        if (f.kind() != ActivationFunction.Kind.IDENTITY || out.z != out.a) {
            kernels.activations().forward(f, null, 0, out.z, out.a, 0, width, rows, width);
        }
        rowwise.forward(rows);
    }

    /** Applies the update, if there is one, to g and b by the gradient that stands in its memory. */
    void update(ParameterUpdate<A> update, int gain) {
        if (update != null) {
            int length = 2 * out.port.width();
            kernels.updates()
                    .update(
                            update.rule(),
                            update.parameters(),
                            update.gradients(),
                            update.first(),
                            null,
                            null,
                            gain,
                            length);
        }
    }
}
