// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.Workspace.Tensors;
import dev.hadamard.compute.ActivationFunction;
import dev.hadamard.compute.DenseKernels;
import dev.hadamard.compute.Norms;
import dev.hadamard.compute.ParameterUpdate;

/**
 * What layer and batch normalisation have in common: X and X̂, and behind Z = g ⊙ X̂ + b the activation and the update
 * of g and b, which stand side by side.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class NormTensors<A> {

    final Tensors<A> in;
    final Tensors<A> out;
    final int width;
    final Norms<A> norms;
    /** X̂ of all rows, or of one where no backward pass will follow. */
    final A normalized;

    final int normalizedStride;
    /** Σ Δ ⊙ X̂ of each column, then Σ Δ; empty where no backward pass will follow. */
    final double[] sums;

    private final Graph.Contribution contribution;
    private final DenseKernels<A> kernels;
    private final ActivationFunction f;
    private final RowwisePass<A> rowwise;
    private final FinishPass<A> finish;

    NormTensors(Graph.Contribution input, int output, Workspace<A> workspace, DenseKernels<A> kernels) {
        this.contribution = input;
        this.in = workspace.tensors.get(input.port());
        this.out = workspace.tensors.get(output);
        this.width = out.port.width();
        this.norms = workspace.elements.norms();
        boolean trains = out.delta != null;
        this.normalizedStride = trains ? width : 0;
        this.normalized = workspace.elements.allocate(trains ? workspace.maxRows * width : width);
        this.sums = new double[trains ? 2 * width : 0];
        this.kernels = kernels;
        this.f = Functions.elementwise(out.port.activation());
        this.rowwise = new RowwisePass<>(out, workspace.elements, kernels.activations());
        this.finish = new FinishPass<>(in, workspace.elements, kernels.activations());
    }

    /** A = f(Z). */
    void activate(int rows) {
        if (f.kind() != ActivationFunction.Kind.IDENTITY || out.z != out.a) {
            kernels.activations().forward(f, null, 0, out.z, out.a, 0, width, rows, width);
        }
        rowwise.forward(rows);
    }

    /** Whether dX adds to what another reader of X left. */
    boolean adds() {
        return contribution.accumulates();
    }

    /** Δ of X, now that dX has been added, if that was the last of it. */
    void finishInput(int rows) {
        if (contribution.finishes()) {
            finish.run(rows);
        }
    }

    /** Applies the update, if there is one, to g and b by the gradient that stands in its memory. */
    void update(ParameterUpdate<A> update, int gain) {
        if (update != null) {
            kernels.updates()
                    .update(
                            update.rule(),
                            update.parameters(),
                            update.gradients(),
                            update.first(),
                            null,
                            null,
                            gain,
                            2 * width);
        }
    }
}
