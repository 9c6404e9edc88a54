// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.Workspace.Tensors;
import dev.hadamard.compute.DenseKernels;
import dev.hadamard.compute.Norms;
import dev.hadamard.compute.ParameterUpdate;

/**
 * Layer normalisation in both directions: A = f(g ⊙ X̂ + b); dg = Σ Δ ⊙ X̂, db = Σ Δ; dX from Δ ⊙ g.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class LayerNormPass<A> implements Pass<A> {

    private final Operation.Normalize normalize;
    private final Tensors<A> in;
    private final Tensors<A> out;
    private final Norms<A> norms;
    private final NormOutput<A> output;
    private final FinishPass<A> finish;
    private final boolean frozen;
    /** X̂ of all rows, or of one where no backward pass will follow. */
    private final A normalized;

    private final int normalizedStride;
    private final double[] inverse;
    private final double[] sums;

    LayerNormPass(Operation.Normalize normalize, Workspace<A> workspace, DenseKernels<A> kernels, boolean frozen) {
        this.normalize = normalize;
        this.in = workspace.tensors.get(normalize.input().port());
        this.out = workspace.tensors.get(normalize.output());
        this.norms = workspace.elements.norms();
        this.output = new NormOutput<>(out, workspace, kernels);
        this.finish = new FinishPass<>(in, workspace.elements, kernels.activations());
        this.frozen = frozen;
        int width = out.port.width();
        boolean trains = out.delta != null;
        this.normalizedStride = trains ? width : 0;
        this.normalized = workspace.elements.allocate(trains ? workspace.maxRows * width : width);
        this.inverse = new double[workspace.maxRows];
        this.sums = new double[trains ? 2 * width : 0];
    }

    @Override
    public void forward(A parameters, int rows, long step) {
        int width = out.port.width();
        norms.normalizeRows(
                in.a,
                in.offset,
                in.stride,
                parameters,
                normalize.gain().offset(),
                normalize.bias().offset(),
                normalized,
                normalizedStride,
                inverse,
                out.z,
                rows,
                width,
                normalize.epsilon());
        output.activate(rows);
    }

    @Override
    public void backward(A parameters, A gradients, int rows, ParameterUpdate<A> update) {
        if (out.delta == null) {
            return; // nobody below is trained either
        }
        int width = out.port.width();
        int gain = normalize.gain().offset();
        // First what reads the gain, since the other may update it.
        if (in.delta != null) {
            boolean adds = normalize.input().accumulates();
            norms.rowsBackward(out.delta, normalized, inverse, parameters, gain, in.delta, adds, rows, width);
            if (normalize.input().finishes()) {
                finish.run(rows);
            }
        }
        if (frozen) {
            return;
        }
        A target = update == null ? gradients : update.gradients();
        int bias = normalize.bias().offset();
        norms.parameterGradients(out.delta, normalized, target, gain, bias, sums, rows, width);
        output.update(update, gain);
    }
}
