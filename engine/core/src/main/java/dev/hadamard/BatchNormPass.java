// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.Workspace.Tensors;
import dev.hadamard.compute.DenseKernels;
import dev.hadamard.compute.Elements;
import dev.hadamard.compute.Norms;
import dev.hadamard.compute.ParameterUpdate;

/**
 * Batch normalisation in both directions: A = f(g ⊙ X̂ + b), X̂ by the statistics of the mini-batch's columns in
 * training, by the running ones in prediction and where the layer is frozen.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class BatchNormPass<A> implements Pass<A> {

    private final Operation.BatchNormalize normalize;
    private final Tensors<A> in;
    private final Tensors<A> out;
    private final Elements<A> elements;
    private final Norms<A> norms;
    private final NormOutput<A> output;
    private final FinishPass<A> finish;
    private final boolean frozen;
    /** X̂ of all rows, or of one where no backward pass will follow. */
    private final A normalized;

    private final int normalizedStride;
    private final double[] mean;
    private final double[] variance;
    private final double[] inverse;
    private final double[] sums;
    /** Of the last forward pass in training; 0 if that was none of training. */
    private int batchRows;

    BatchNormPass(Operation.BatchNormalize normalize, Workspace<A> workspace, DenseKernels<A> kernels, boolean frozen) {
        this.normalize = normalize;
        this.in = workspace.tensors.get(normalize.input().port());
        this.out = workspace.tensors.get(normalize.output());
        this.elements = workspace.elements;
        this.norms = elements.norms();
        this.output = new NormOutput<>(out, workspace, kernels);
        this.finish = new FinishPass<>(in, elements, kernels.activations());
        this.frozen = frozen;
        int width = out.port.width();
        boolean trains = out.delta != null;
        this.normalizedStride = trains ? width : 0;
        this.normalized = elements.allocate(trains ? workspace.maxRows * width : width);
        this.mean = new double[width];
        this.variance = new double[width];
        this.inverse = new double[width];
        this.sums = new double[trains ? 2 * width : 0];
    }

    @Override
    public void forward(A parameters, int rows, long step) {
        int width = out.port.width();
        if (step == PREDICTION || frozen) {
            batchRows = 0;
            elements.toDoubles(parameters, normalize.mean().offset(), mean, 0, width);
            elements.toDoubles(parameters, normalize.variance().offset(), variance, 0, width);
        } else {
            batchRows = rows;
            norms.columnStatistics(in.a, in.offset, in.stride, mean, variance, rows, width);
        }
        for (int i = 0; i < width; i++) {
            inverse[i] = 1 / Math.sqrt(variance[i] + normalize.epsilon());
        }
        norms.normalizeColumns(
                in.a,
                in.offset,
                in.stride,
                mean,
                inverse,
                parameters,
                normalize.gain().offset(),
                normalize.bias().offset(),
                normalized,
                normalizedStride,
                out.z,
                rows,
                width);
        output.activate(rows);
    }

    @Override
    public void backward(A parameters, A gradients, int rows, ParameterUpdate<A> update) {
        if (out.delta == null) {
            return; // nobody below is trained either
        }
        int width = out.port.width();
        int gain = normalize.gain().offset();
        int bias = normalize.bias().offset();
        A target = frozen ? null : update == null ? gradients : update.gradients();
        norms.parameterGradients(out.delta, normalized, target, gain, bias, sums, rows, width);
        // First what reads the gain, since the update changes it.
        if (in.delta != null) {
            boolean adds = normalize.input().accumulates();
            double[] moving = batchRows > 0 ? sums : null;
            norms.columnsBackward(
                    out.delta, normalized, inverse, moving, parameters, gain, in.delta, adds, rows, width);
            if (normalize.input().finishes()) {
                finish.run(rows);
            }
        }
        if (!frozen) {
            output.update(update, gain);
        }
    }

    /** Moves the running statistics towards those of the last mini-batch, whose variance counts without bias. */
    @Override
    public void stepDone(A parameters) {
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
