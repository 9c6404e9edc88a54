// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.DenseKernels;
import dev.hadamard.compute.ParameterUpdate;

/**
 * Layer normalisation in both directions: A = f(g ⊙ X̂ + b); dg = Σ Δ ⊙ X̂, db = Σ Δ; dX from Δ ⊙ g.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class LayerNormPass<A> implements Pass<A> {

    private final Operation.Normalize normalize;
    private final NormTensors<A> norm;
    private final boolean frozen;
    private final double[] inverse;

    LayerNormPass(Operation.Normalize normalize, Workspace<A> workspace, DenseKernels<A> kernels, boolean frozen) {
        this.normalize = normalize;
        this.norm = new NormTensors<>(normalize.input(), normalize.output(), workspace, kernels);
        this.frozen = frozen;
        this.inverse = new double[workspace.maxRows];
    }

    @Override
    public void forward(A parameters, int rows, long step) {
        norm.norms.normalizeRows(
                norm.in.a,
                norm.in.offset,
                norm.in.stride,
                parameters,
                normalize.gain().offset(),
                normalize.bias().offset(),
                norm.normalized,
                norm.normalizedStride,
                inverse,
                norm.out.z,
                rows,
                norm.width,
                normalize.epsilon());
        norm.activate(rows);
    }

    @Override
    public void backward(A parameters, A gradients, int rows, ParameterUpdate<A> update) {
        A delta = norm.out.delta;
        if (delta == null) {
            return; // nobody below is trained either
        }
        int gain = normalize.gain().offset();
        // First what reads the gain, since the other may update it.
        if (norm.in.delta != null) {
            norm.norms.rowsBackward(
                    delta, norm.normalized, inverse, parameters, gain, norm.in.delta, norm.adds(), rows, norm.width);
            norm.finishInput(rows);
        }
        if (frozen) {
            return;
        }
        A target = update == null ? gradients : update.gradients();
        int bias = normalize.bias().offset();
        norm.norms.parameterGradients(delta, norm.normalized, target, gain, bias, norm.sums, rows, norm.width);
        norm.update(update, gain);
    }
}
