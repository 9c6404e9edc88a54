// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.Workspace.Tensors;
import dev.hadamard.compute.ActivationKernels;
import dev.hadamard.compute.ParameterUpdate;
import java.util.ArrayList;
import java.util.List;

/**
 * Branches side by side: A = [X₁, X₂, …]; each takes its columns of Δ.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class ConcatPass<A> implements Pass<A> {

    private final List<Graph.Contribution> contributions;
    private final List<Tensors<A>> branches = new ArrayList<>();
    private final List<FinishPass<A>> finishes = new ArrayList<>();
    private final Tensors<A> out;
    private final ActivationKernels<A> kernels;

    ConcatPass(Operation.Concat concat, Workspace<A> workspace, ActivationKernels<A> kernels) {
        this.contributions = concat.inputs();
        this.out = workspace.tensors.get(concat.output());
        this.kernels = kernels;
        for (Graph.Contribution contribution : contributions) {
            Tensors<A> branch = workspace.tensors.get(contribution.port());
            branches.add(branch);
            finishes.add(new FinishPass<>(branch, workspace.elements, kernels));
        }
    }

    @Override
    public void forward(A parameters, int rows, long step) {
        int from = 0;
        for (int i = 0; i < branches.size(); i++) {
            Tensors<A> branch = branches.get(i);
            int width = branch.port.width();
            for (int row = 0; row < rows; row++) {
                int source = branch.offset + row * branch.stride;
                System.arraycopy(branch.a, source, out.a, row * out.port.width() + from, width);
            }
            from += width;
        }
    }

    @Override
    public void backward(A parameters, A gradients, int rows, ParameterUpdate<A> update) {
        int from = 0;
        for (int i = 0; i < branches.size(); i++) {
            int width = branches.get(i).port.width();
            contribute(i, from, width, rows);
            from += width;
        }
    }

    private void contribute(int i, int from, int width, int rows) {
        A delta = branches.get(i).delta;
        if (delta == null) {
            return; // nobody asked for its gradient
        }
        int all = out.port.width();
        if (contributions.get(i).accumulates()) {
            kernels.add(delta, 0, width, out.delta, from, all, delta, 0, width, rows, width);
        } else {
            for (int row = 0; row < rows; row++) {
                System.arraycopy(out.delta, row * all + from, delta, row * width, width);
            }
        }
        if (contributions.get(i).finishes()) {
            finishes.get(i).run(rows);
        }
    }
}
