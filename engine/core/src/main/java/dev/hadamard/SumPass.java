// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.Workspace.Tensors;
import dev.hadamard.compute.ActivationKernels;
import dev.hadamard.compute.ParameterUpdate;

/**
 * The sum at the end of a residual block: A = X + Y; Δ flows to both unchanged.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class SumPass<A> implements Pass<A> {

    private final Operation.Sum sum;
    private final Tensors<A> skip;
    private final Tensors<A> branch;
    private final Tensors<A> out;
    private final ActivationKernels<A> kernels;
    private final FinishPass<A> finishSkip;
    private final FinishPass<A> finishBranch;

    SumPass(Operation.Sum sum, Workspace<A> workspace, ActivationKernels<A> kernels) {
        this.sum = sum;
        this.skip = workspace.tensors.get(sum.skip().port());
        this.branch = workspace.tensors.get(sum.branch().port());
        this.out = workspace.tensors.get(sum.output());
        this.kernels = kernels;
        this.finishSkip = new FinishPass<>(skip, workspace.elements, kernels);
        this.finishBranch = new FinishPass<>(branch, workspace.elements, kernels);
    }

    @Override
    public void forward(A parameters, int rows, long step) {
        int width = out.port.width();
        kernels.add(
                skip.a, skip.offset, skip.stride, branch.a, branch.offset, branch.stride, out.a, 0, width, rows, width);
    }

    @Override
    public void backward(A parameters, A gradients, int rows, ParameterUpdate<A> update) {
        contribute(sum.branch(), branch, finishBranch, rows);
        contribute(sum.skip(), skip, finishSkip, rows);
    }

    private void contribute(Graph.Contribution contribution, Tensors<A> in, FinishPass<A> finish, int rows) {
        if (in.delta == null) {
            return; // nobody asked for its gradient
        }
        int width = out.port.width();
        if (contribution.accumulates()) {
            kernels.add(in.delta, 0, width, out.delta, 0, width, in.delta, 0, width, rows, width);
        } else {
            System.arraycopy(out.delta, 0, in.delta, 0, rows * width);
        }
        if (contribution.finishes()) {
            finish.run(rows);
        }
    }
}
