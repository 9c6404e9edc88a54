// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.Workspace.Tensors;
import dev.hadamard.compute.DenseKernels;
import dev.hadamard.compute.Elements;
import dev.hadamard.compute.LossFunction;

/**
 * The cost of a mini-batch and its gradient by the network's output. Confined to one thread.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class CostFunction<A> {

    private final Loss loss;
    private final int outputs;
    private final Elements<A> elements;
    private final DenseKernels<A> kernels;
    /** Null for a user's loss. */
    private final LossFunction function;

    private final double[] rowLoss;
    /**
     * Classes written out as rows, or smoothed targets, for the losses that don't take them as they are; null for those
     * that do.
     */
    private final A expanded;

    private final double[] rowA;
    private final double[] rowY;
    private final double[] rowDelta;

    CostFunction(Loss loss, Network<?> network, Elements<A> elements, DenseKernels<A> kernels, int maxRows) {
        this.loss = loss;
        this.outputs = network.outputs();
        this.elements = elements;
        this.kernels = kernels;
        this.function = Functions.loss(loss, network.graph().output().activation(), outputs);
        this.rowLoss = new double[maxRows];
        this.expanded = takesClasses() ? null : elements.allocate(maxRows * outputs);
        int scratch = function == null ? outputs : 0;
        this.rowA = new double[scratch];
        this.rowY = new double[scratch];
        this.rowDelta = new double[scratch];
    }

    /** Whether a loss behind an output activation reads logits, which the workspace then has to keep. */
    static boolean readsLogits(Loss loss, Network<?> network) {
        LossFunction function = Functions.loss(loss, network.graph().output().activation(), network.outputs());
        return function != null && function.isFused();
    }

    private boolean takesClasses() {
        // One output stands for two classes: the class is the target itself. Smoothed targets are no classes.
        return loss.smoothing() == 0 && function != null && function.takesClasses() && outputs > 1;
    }

    /** Whether the gradient that {@link #evaluate} writes is dCost/dZ already. */
    boolean isFused() {
        return function != null && function.isFused();
    }

    /**
     * Computes the cost and, where withGradient, the output's delta.
     *
     * @return weighted mean or sum of the rows' losses, added up in the order of the rows
     */
    double evaluate(Batch<A> batch, Tensors<A> output, boolean withGradient) {
        double scale = loss.reduction() == Loss.Reduction.MEAN ? 1 / batch.totalWeight : 1;
        A delta = withGradient ? output.delta : null;
        if (batch.classes != null && takesClasses()) {
            kernels.losses()
                    .lossOfClasses(
                            function,
                            output.z,
                            output.a,
                            0,
                            outputs,
                            batch.classes,
                            batch.classesOffset,
                            delta,
                            rowLoss,
                            0,
                            scale,
                            batch.rows,
                            outputs);
        } else {
            evaluateRows(batch, output, delta, scale);
        }
        return weightedSum(batch, delta) * scale;
    }

    /** The rows' losses added up in their order; what their weights make of the gradient. */
    private double weightedSum(Batch<A> batch, A delta) {
        double sum = 0;
        if (batch.weights == null) {
            for (int row = 0; row < batch.rows; row++) {
                sum += rowLoss[row];
            }
            return sum;
        }
        for (int row = 0; row < batch.rows; row++) {
            sum += batch.weights[row] * rowLoss[row];
        }
        if (delta != null) {
            kernels.parameters().scaleRows(batch.weights, delta, batch.rows, outputs);
        }
        return sum;
    }

    private void evaluateRows(Batch<A> batch, Tensors<A> output, A delta, double scale) {
        A y = batch.y;
        int yOffset = batch.yOffset;
        int yStride = batch.yStride;
        if (batch.classes != null || loss.smoothing() > 0) {
            expand(batch);
            smooth(batch.rows * outputs);
            y = expanded;
            yOffset = 0;
            yStride = outputs;
        }
        if (function == null) {
            evaluateCustom(output, y, yOffset, yStride, delta, scale, batch.rows);
        } else {
            kernels.losses()
                    .loss(
                            function,
                            output.z,
                            output.a,
                            0,
                            outputs,
                            y,
                            yOffset,
                            yStride,
                            delta,
                            rowLoss,
                            0,
                            scale,
                            batch.rows,
                            outputs);
        }
    }

    /** y = (1 − ε) y + ε / K. */
    private void smooth(int length) {
        double epsilon = loss.smoothing();
        if (epsilon > 0) {
            double share = epsilon / (outputs == 1 ? 2 : outputs);
            for (int i = 0; i < length; i++) {
                elements.set(expanded, i, (1 - epsilon) * elements.get(expanded, i) + share);
            }
        }
    }

    private void expand(Batch<A> batch) {
        if (batch.classes == null) {
            for (int row = 0; row < batch.rows; row++) {
                System.arraycopy(batch.y, batch.yOffset + row * batch.yStride, expanded, row * outputs, outputs);
            }
            return;
        }
        elements.fill(expanded, 0, batch.rows * outputs, 0);
        for (int row = 0; row < batch.rows; row++) {
            int label = batch.classes[batch.classesOffset + row];
            if (outputs == 1) {
                elements.set(expanded, row, label);
            } else {
                elements.set(expanded, row * outputs + label, 1);
            }
        }
    }

    private void evaluateCustom(Tensors<A> output, A y, int yOffset, int yStride, A delta, double scale, int rows) {
        for (int row = 0; row < rows; row++) {
            elements.toDoubles(output.a, row * outputs, rowA, 0, outputs);
            elements.toDoubles(y, yOffset + row * yStride, rowY, 0, outputs);
            rowLoss[row] = loss.custom().value(rowA, rowY);
            if (delta != null) {
                loss.custom().gradient(rowA, rowY, rowDelta);
                for (int j = 0; j < outputs; j++) {
                    rowDelta[j] *= scale;
                }
                elements.fromDoubles(rowDelta, 0, delta, row * outputs, outputs);
            }
        }
    }
}
