// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.data.Dataset;

/**
 * The part of a {@link Trainer} that is about where rows lie: steps, gradients and costs of a mini-batch, in the
 * layouts that callers have.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
abstract sealed class BatchCalls<A> permits Trainer {

    private final Network<A> network;
    private final Batch<A> batch;
    private final Staging<A> staging;

    BatchCalls(Network<A> network, int maxRows, double[] classWeights) {
        Workspace.checkSizes(network.graph(), maxRows);
        this.network = network;
        this.batch = new Batch<>(network, maxRows, classWeights);
        this.staging = new Staging<>(network, maxRows);
    }

    /** Gradients, then the update. */
    abstract double stepOn(Batch<A> rows);

    abstract Gradients<A> gradientsOf(Batch<A> rows);

    abstract double costOf(Batch<A> rows);

    abstract void checkOpen();

    /**
     * One step: gradients of a mini-batch, then the update.
     *
     * @param x inputs, row-major
     * @param xOffset first element of the first row
     * @param xStride elements from one row to the next, at least the network's inputs
     * @param y targets, row-major
     * @param yOffset first element of the first row
     * @param yStride elements from one row to the next, at least the network's outputs
     * @param rows rows of the mini-batch, from 1 to the largest batch
     * @return the cost before the update
     * @throws IllegalArgumentException if the rows don't lie inside the arrays; nothing has changed
     * @throws NonFiniteException if the cost is not finite; no parameter has changed
     */
    public double step(A x, int xOffset, int xStride, A y, int yOffset, int yStride, int rows) {
        checkOpen();
        batch.pointToRows(x, xOffset, xStride, y, yOffset, yStride, rows);
        batch.weigh(null, 0, staging);
        return stepOn(batch);
    }

    /**
     * One step on classes.
     *
     * @param x inputs, row-major
     * @param xOffset first element of the first row
     * @param xStride elements from one row to the next, at least the network's inputs
     * @param classes class of each row, from 0; for a network of one output 0 or 1
     * @param classesOffset the first row's
     * @param rows rows of the mini-batch, from 1 to the largest batch
     * @return the cost before the update
     * @throws IllegalArgumentException if the rows don't lie inside the arrays or a class is out of range
     * @throws NonFiniteException if the cost is not finite; no parameter has changed
     */
    public double step(A x, int xOffset, int xStride, int[] classes, int classesOffset, int rows) {
        checkOpen();
        batch.pointToClasses(x, xOffset, xStride, classes, classesOffset, rows);
        batch.weigh(null, 0, staging);
        return stepOn(batch);
    }

    /**
     * One step on copies of rows.
     *
     * @param x inputs, a row each
     * @param y targets, a row each
     * @return the cost before the update
     * @throws IllegalArgumentException if numbers of rows or elements don't fit
     * @throws NonFiniteException if the cost is not finite; no parameter has changed
     */
    public double step(double[][] x, double[][] y) {
        checkOpen();
        stage(x, y);
        return stepOn(batch);
    }

    /**
     * One step on copies of rows.
     *
     * @param x inputs, a row each
     * @param y targets, a row each
     * @return the cost before the update
     * @throws IllegalArgumentException if numbers of rows or elements don't fit
     * @throws NonFiniteException if the cost is not finite; no parameter has changed
     */
    public double step(float[][] x, float[][] y) {
        checkOpen();
        staging.copyInputs(x);
        staging.copyTargets(y, x.length);
        pointToStagedRows(x.length);
        return stepOn(batch);
    }

    /**
     * One step on copies of rows, on classes.
     *
     * @param x inputs, a row each
     * @param classes class of each row
     * @return the cost before the update
     * @throws IllegalArgumentException if numbers of rows or elements don't fit or a class is out of range
     * @throws NonFiniteException if the cost is not finite; no parameter has changed
     */
    public double step(double[][] x, int[] classes) {
        checkOpen();
        staging.copyInputs(x);
        Staging.checkNumber("classes", classes.length, x.length);
        batch.pointToClasses(staging.x, 0, network.inputs(), classes, 0, x.length);
        batch.weigh(null, 0, staging);
        return stepOn(batch);
    }

    /**
     * One step on copies of rows, on classes.
     *
     * @param x inputs, a row each
     * @param classes class of each row
     * @return the cost before the update
     * @throws IllegalArgumentException if numbers of rows or elements don't fit or a class is out of range
     * @throws NonFiniteException if the cost is not finite; no parameter has changed
     */
    public double step(float[][] x, int[] classes) {
        checkOpen();
        staging.copyInputs(x);
        Staging.checkNumber("classes", classes.length, x.length);
        batch.pointToClasses(staging.x, 0, network.inputs(), classes, 0, x.length);
        batch.weigh(null, 0, staging);
        return stepOn(batch);
    }

    /**
     * One step on weighted rows: the cost is Σ w l / Σ w for a mean, Σ w l for a sum. A row of weight 0 is as good as
     * absent, to the bit.
     *
     * @param x inputs, row-major
     * @param xOffset first element of the first row
     * @param xStride elements from one row to the next, at least the network's inputs
     * @param y targets, row-major
     * @param yOffset first element of the first row
     * @param yStride elements from one row to the next, at least the network's outputs
     * @param weights weight of each row, not negative, not all of them 0
     * @param weightsOffset the first row's
     * @param rows rows of the mini-batch, from 1 to the largest batch
     * @return the cost before the update
     * @throws IllegalArgumentException if the rows don't lie inside the arrays or a weight is out of range
     * @throws NonFiniteException if the cost is not finite; no parameter has changed
     */
    public double step(
            A x,
            int xOffset,
            int xStride,
            A y,
            int yOffset,
            int yStride,
            double[] weights,
            int weightsOffset,
            int rows) {
        checkOpen();
        batch.pointToRows(x, xOffset, xStride, y, yOffset, yStride, rows);
        batch.weigh(weights, weightsOffset, staging);
        return stepOn(batch);
    }

    /**
     * One step on weighted rows of classes. A row's weight is multiplied by its class's, if the trainer has such.
     *
     * @param x inputs, row-major
     * @param xOffset first element of the first row
     * @param xStride elements from one row to the next, at least the network's inputs
     * @param classes class of each row, from 0; for a network of one output 0 or 1
     * @param classesOffset the first row's
     * @param weights weight of each row, not negative, not all of them 0
     * @param weightsOffset the first row's
     * @param rows rows of the mini-batch, from 1 to the largest batch
     * @return the cost before the update
     * @throws IllegalArgumentException if the rows don't lie inside the arrays or a class or weight is out of range
     * @throws NonFiniteException if the cost is not finite; no parameter has changed
     */
    public double step(
            A x,
            int xOffset,
            int xStride,
            int[] classes,
            int classesOffset,
            double[] weights,
            int weightsOffset,
            int rows) {
        checkOpen();
        batch.pointToClasses(x, xOffset, xStride, classes, classesOffset, rows);
        batch.weigh(weights, weightsOffset, staging);
        return stepOn(batch);
    }

    /**
     * Gradients of a mini-batch, without an update; with them activations, error signals and, if the trainer was built
     * for it, the gradient by the input.
     *
     * @param x inputs, row-major
     * @param xOffset first element of the first row
     * @param xStride elements from one row to the next
     * @param y targets, row-major
     * @param yOffset first element of the first row
     * @param yStride elements from one row to the next
     * @param rows rows of the mini-batch
     * @return a view of the trainer's buffers, valid until its next call
     * @throws IllegalArgumentException if the rows don't lie inside the arrays
     * @throws NonFiniteException if the cost is not finite
     */
    public Gradients<A> gradients(A x, int xOffset, int xStride, A y, int yOffset, int yStride, int rows) {
        checkOpen();
        batch.pointToRows(x, xOffset, xStride, y, yOffset, yStride, rows);
        batch.weigh(null, 0, staging);
        return gradientsOf(batch);
    }

    /**
     * Gradients of a mini-batch of classes, without an update.
     *
     * @param x inputs, row-major
     * @param xOffset first element of the first row
     * @param xStride elements from one row to the next
     * @param classes class of each row
     * @param classesOffset the first row's
     * @param rows rows of the mini-batch
     * @return a view of the trainer's buffers, valid until its next call
     * @throws IllegalArgumentException if the rows don't lie inside the arrays or a class is out of range
     * @throws NonFiniteException if the cost is not finite
     */
    public Gradients<A> gradients(A x, int xOffset, int xStride, int[] classes, int classesOffset, int rows) {
        checkOpen();
        batch.pointToClasses(x, xOffset, xStride, classes, classesOffset, rows);
        batch.weigh(null, 0, staging);
        return gradientsOf(batch);
    }

    /**
     * Gradients of weighted rows, without an update: the cost is Σ w l / Σ w for a mean, Σ w l for a sum.
     *
     * @param x inputs, row-major
     * @param xOffset first element of the first row
     * @param xStride elements from one row to the next
     * @param y targets, row-major
     * @param yOffset first element of the first row
     * @param yStride elements from one row to the next
     * @param weights weight of each row, not negative, not all of them 0; null for 1 each
     * @param weightsOffset the first row's
     * @param rows rows of the mini-batch
     * @return a view of the trainer's buffers, valid until its next call
     * @throws IllegalArgumentException if the rows don't lie inside the arrays or a weight is out of range
     * @throws NonFiniteException if the cost is not finite
     */
    public Gradients<A> gradients(
            A x,
            int xOffset,
            int xStride,
            A y,
            int yOffset,
            int yStride,
            double[] weights,
            int weightsOffset,
            int rows) {
        checkOpen();
        batch.pointToRows(x, xOffset, xStride, y, yOffset, yStride, rows);
        batch.weigh(weights, weightsOffset, staging);
        return gradientsOf(batch);
    }

    /**
     * Gradients of weighted rows of classes, without an update.
     *
     * @param x inputs, row-major
     * @param xOffset first element of the first row
     * @param xStride elements from one row to the next
     * @param classes class of each row
     * @param classesOffset the first row's
     * @param weights weight of each row, not negative, not all of them 0; null for 1 each
     * @param weightsOffset the first row's
     * @param rows rows of the mini-batch
     * @return a view of the trainer's buffers, valid until its next call
     * @throws IllegalArgumentException if the rows don't lie inside the arrays or a class or weight is out of range
     * @throws NonFiniteException if the cost is not finite
     */
    public Gradients<A> gradients(
            A x,
            int xOffset,
            int xStride,
            int[] classes,
            int classesOffset,
            double[] weights,
            int weightsOffset,
            int rows) {
        checkOpen();
        batch.pointToClasses(x, xOffset, xStride, classes, classesOffset, rows);
        batch.weigh(weights, weightsOffset, staging);
        return gradientsOf(batch);
    }

    /**
     * Gradients of copied rows, without an update.
     *
     * @param x inputs, a row each
     * @param y targets, a row each
     * @return a view of the trainer's buffers, valid until its next call
     * @throws IllegalArgumentException if numbers of rows or elements don't fit
     * @throws NonFiniteException if the cost is not finite
     */
    public Gradients<A> gradients(double[][] x, double[][] y) {
        checkOpen();
        stage(x, y);
        return gradientsOf(batch);
    }

    /**
     * Cost of a mini-batch, without gradients and as in prediction: nothing is dropped. May be NaN or infinite.
     *
     * @param x inputs, row-major
     * @param xOffset first element of the first row
     * @param xStride elements from one row to the next
     * @param y targets, row-major
     * @param yOffset first element of the first row
     * @param yStride elements from one row to the next
     * @param rows rows of the mini-batch
     * @return the cost
     * @throws IllegalArgumentException if the rows don't lie inside the arrays
     */
    public double cost(A x, int xOffset, int xStride, A y, int yOffset, int yStride, int rows) {
        checkOpen();
        batch.pointToRows(x, xOffset, xStride, y, yOffset, yStride, rows);
        batch.weigh(null, 0, staging);
        return costOf(batch);
    }

    /**
     * Cost of a mini-batch of classes, without gradients and as in prediction: nothing is dropped. May be NaN or
     * infinite.
     *
     * @param x inputs, row-major
     * @param xOffset first element of the first row
     * @param xStride elements from one row to the next
     * @param classes class of each row
     * @param classesOffset the first row's
     * @param rows rows of the mini-batch
     * @return the cost
     * @throws IllegalArgumentException if the rows don't lie inside the arrays or a class is out of range
     */
    public double cost(A x, int xOffset, int xStride, int[] classes, int classesOffset, int rows) {
        checkOpen();
        batch.pointToClasses(x, xOffset, xStride, classes, classesOffset, rows);
        batch.weigh(null, 0, staging);
        return costOf(batch);
    }

    /** Points the batch at rows of a data set, gathered. */
    final Batch<A> gathered(Dataset<A> data, int[] order, int from, int rows) {
        staging.gather(data, order, from, rows);
        if (data.hasLabels()) {
            pointTo(staging.classes, 0, rows);
        } else {
            pointToStagedRows(rows);
        }
        if (data.hasWeights()) {
            batch.weigh(staging.weights, 0, staging);
        }
        return batch;
    }

    private void stage(double[][] x, double[][] y) {
        staging.copyInputs(x);
        staging.copyTargets(y, x.length);
        pointToStagedRows(x.length);
    }

    private void pointToStagedRows(int rows) {
        batch.pointToRows(staging.x, 0, network.inputs(), staging.y, 0, network.outputs(), rows);
        batch.weigh(null, 0, staging);
    }

    private void pointTo(int[] classes, int offset, int rows) {
        batch.pointToClasses(staging.x, 0, network.inputs(), classes, offset, rows);
        batch.weigh(null, 0, staging);
    }
}
