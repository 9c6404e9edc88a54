// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.DenseKernels;
import dev.hadamard.compute.Elements;
import dev.hadamard.compute.ParameterUpdate;

/**
 * Batch normalisation in both directions: A = f(g ⊙ X̂ + b), X̂ by the statistics of the mini-batch's columns in
 * training, by the running ones in prediction and where the layer is frozen.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class BatchNormPass<A> implements Pass<A> {

    private final Operation.BatchNormalize normalize;
    private final NormTensors<A> norm;
    private final Elements<A> elements;
    private final boolean frozen;
    private final double[] mean;
    private final double[] variance;
    private final double[] inverse;
    /** Of the last forward pass in training; 0 if that was none of training. */
    private int batchRows;

    BatchNormPass(Operation.BatchNormalize normalize, Workspace<A> workspace, DenseKernels<A> kernels, boolean frozen) {
        this.normalize = normalize;
        this.norm = new NormTensors<>(normalize.input(), normalize.output(), workspace, kernels);
        this.elements = workspace.elements;
        this.frozen = frozen;
        this.mean = new double[norm.width];
        this.variance = new double[norm.width];
        this.inverse = new double[norm.width];
    }

    @Override
    public void forward(A parameters, int rows, long step) {
        if (step == PREDICTION || frozen) {
            batchRows = 0;
            elements.toDoubles(parameters, normalize.mean().offset(), mean, 0, mean.length);
            elements.toDoubles(parameters, normalize.variance().offset(), variance, 0, variance.length);
        } else {
            batchRows = rows;
            norm.norms.columnStatistics(norm.in.a, norm.in.offset, norm.in.stride, mean, variance, rows, norm.width);
        }
        for (int i = 0; i < inverse.length; i++) {
            inverse[i] = 1 / Math.sqrt(variance[i] + normalize.epsilon());
        }
        norm.norms.normalizeColumns(
                norm.in.a,
                norm.in.offset,
                norm.in.stride,
                mean,
                inverse,
                parameters,
                normalize.gain().offset(),
                normalize.bias().offset(),
                norm.normalized,
                norm.normalizedStride,
                norm.out.z,
                rows,
                norm.width);
        norm.activate(rows);
    }

    @Override
    public void backward(A parameters, A gradients, int rows, ParameterUpdate<A> update) {
        A delta = norm.out.delta;
        if (delta == null) {
            return; // nobody below is trained either
        }
        int gain = normalize.gain().offset();
        int bias = normalize.bias().offset();
        A target = frozen ? null : update == null ? gradients : update.gradients();
        norm.norms.parameterGradients(delta, norm.normalized, target, gain, bias, norm.sums, rows, norm.width);
        // First what reads the gain, since the update changes it.
        if (norm.in.delta != null) {
            double[] moving = batchRows > 0 ? norm.sums : null;
            norm.norms.columnsBackward(
                    delta,
                    norm.normalized,
                    inverse,
                    moving,
                    parameters,
                    gain,
                    norm.in.delta,
                    norm.adds(),
                    rows,
                    norm.width);
            norm.finishInput(rows);
        }
        if (!frozen) {
            norm.update(update, gain);
        }
    }

    /** Moves the running statistics towards those of the last mini-batch, whose variance counts without bias. */
    void moveStatistics(A parameters) {
        if (batchRows == 0) {
            return;
        }
        double unbiased = (double) batchRows / Math.max(1, batchRows - 1);
        for (int i = 0; i < mean.length; i++) {
            move(parameters, normalize.mean().offset() + i, mean[i]);
            move(parameters, normalize.variance().offset() + i, variance[i] * unbiased);
        }
    }

    private void move(A parameters, int index, double value) {
        double old = elements.get(parameters, index);
        elements.set(parameters, index, (1 - normalize.momentum()) * old + normalize.momentum() * value);
    }
}
