// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.Workspace.Tensors;
import dev.hadamard.compute.ActivationKernels;
import dev.hadamard.compute.DropoutMask;
import dev.hadamard.compute.Elements;
import dev.hadamard.compute.ParameterUpdate;

/**
 * Inverted dropout: A = X ⊙ M in training, M being 0 or 1 / (1 − rate), and dX = dA ⊙ M; A = X in prediction.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class DropoutPass<A> implements Pass<A> {

    private final Graph.Contribution contribution;
    private final long seed;
    private final Tensors<A> in;
    private final Tensors<A> out;
    private final Elements<A> elements;
    private final DropoutMask mask;
    private final FinishPass<A> finish;

    DropoutPass(Operation.Drop drop, long seed, Workspace<A> workspace, ActivationKernels<A> kernels) {
        this.contribution = drop.input();
        this.seed = seed;
        this.in = workspace.tensors.get(contribution.port());
        this.out = workspace.tensors.get(drop.output());
        this.elements = workspace.elements;
        this.mask = new DropoutMask(drop.rate(), drop.number());
        this.finish = new FinishPass<>(in, elements, kernels);
    }

    @Override
    public void forward(A parameters, int rows, long step) {
        int width = out.port.width();
        if (step != PREDICTION) {
            mask.start(CounterRandom.key(seed, CounterRandom.Purpose.DROPOUT, step));
            elements.dropOut(in.a, in.offset, in.stride, mask, out.a, false, rows, width);
            return;
        }
        for (int row = 0; row < rows; row++) {
            System.arraycopy(in.a, in.offset + row * in.stride, out.a, row * width, width);
        }
    }

    /** By the mask of the last forward pass. */
    @Override
    public void backward(A parameters, A gradients, int rows, ParameterUpdate<A> update) {
        if (in.delta == null) {
            return; // nobody asked for its gradient
        }
        int width = out.port.width();
        elements.dropOut(out.delta, 0, width, mask, in.delta, contribution.accumulates(), rows, width);
        if (contribution.finishes()) {
            finish.run(rows);
        }
    }
}
