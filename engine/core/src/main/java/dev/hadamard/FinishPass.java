// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.Workspace.Tensors;
import dev.hadamard.compute.ActivationFunction;
import dev.hadamard.compute.ActivationKernels;
import dev.hadamard.compute.Elements;

/**
 * Turns a port's dCost/dA into Δ = dCost/dZ, where no product does it on the way.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class FinishPass<A> {

    private final Tensors<A> tensors;
    private final ActivationKernels<A> kernels;
    private final ActivationFunction f;
    private final RowwisePass<A> rowwise;

    FinishPass(Tensors<A> tensors, Elements<A> elements, ActivationKernels<A> kernels) {
        this.tensors = tensors;
        this.kernels = kernels;
        this.f = Functions.elementwise(tensors.port.activation());
        this.rowwise = new RowwisePass<>(tensors, elements, kernels);
    }

    void run(int rows) {
        int width = tensors.port.width();
        if (f.kind() != ActivationFunction.Kind.IDENTITY) {
            kernels.backward(f, tensors.z, tensors.a, tensors.delta, 0, width, rows, width);
        }
        rowwise.backward(rows);
    }
}
