// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.Elements;
import java.util.Arrays;

/**
 * The mini-batch at hand: where its rows lie in the caller's arrays. One object lives as long as its trainer and is
 * pointed at each batch after its checks, so that a step allocates nothing.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Batch<A> {

    private final Network<A> network;
    private final Elements<A> elements;
    private final int maxRows;

    A x;
    int xOffset;
    int xStride;
    int rows;
    /** Target rows, or null where classes are given. */
    A y;

    int yOffset;
    int yStride;
    /** Class indices, or null where rows are given. */
    int[] classes;

    int classesOffset;
    /** Weight of each row, its class's included, or null where all are 1. */
    double[] weights;
    /** Their sum; the number of rows where all are 1. */
    double totalWeight;

    private final double[] classWeights;
    private final double[] rowWeights;

    Batch(Network<A> network, int maxRows, double[] classWeights) {
        this.classWeights = classWeights;
        this.rowWeights = new double[maxRows];
        this.network = network;
        this.elements = network.elements();
        this.maxRows = maxRows;
    }

    void pointToRows(A x, int xOffset, int xStride, A y, int yOffset, int yStride, int rows) {
        checkInput(x, xOffset, xStride, rows);
        Arguments.block("y", elements.length(y), yOffset, yStride, rows, network.outputs());
        setInput(x, xOffset, xStride, rows);
        this.y = y;
        this.yOffset = yOffset;
        this.yStride = yStride;
        this.classes = null;
    }

    void pointToClasses(A x, int xOffset, int xStride, int[] classes, int classesOffset, int rows) {
        checkInput(x, xOffset, xStride, rows);
        Arguments.block("classes", classes.length, classesOffset, 1, rows, 1);
        int bound = network.outputs() == 1 ? 2 : network.outputs();
        for (int row = 0; row < rows; row++) {
            int label = classes[classesOffset + row];
            if (label < 0 || label >= bound) {
                throw new IllegalArgumentException(
                        "classes: row " + row + " has class " + label + ", the network knows 0 to " + (bound - 1));
            }
        }
        setInput(x, xOffset, xStride, rows);
        this.y = null;
        this.classes = classes;
        this.classesOffset = classesOffset;
    }

    /**
     * Weighs the rows that it points to, and leaves out those of weight 0: the others are then moved together, in the
     * staging area.
     *
     * @param given a weight a row, or null if all are 1
     * @param offset the first row's
     * @param staging room for the rows that are left
     */
    void weigh(double[] given, int offset, Staging<A> staging) {
        weights = null;
        totalWeight = rows;
        if (given == null && classWeights == null) {
            return;
        }
        if (given != null) {
            Arguments.block("weights", given.length, offset, 1, rows, 1);
        }
        double sum = 0;
        boolean zeros = false;
        for (int row = 0; row < rows; row++) {
            double weight = given == null ? 1 : given[offset + row];
            if (!(weight >= 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException(
                        "weights: row " + row + " has " + weight + ", expected a finite number not below 0");
            }
            rowWeights[row] = weight * classWeight(row);
            zeros |= rowWeights[row] == 0;
            sum += rowWeights[row];
        }
        if (!(sum > 0) || Double.isInfinite(sum)) {
            throw new IllegalArgumentException(
                    "weights: those of the " + rows + " rows add up to " + sum + ", which must be positive and finite");
        }
        if (zeros) {
            staging.keepWeighted(this, rowWeights);
        }
        weights = rowWeights;
        totalWeight = sum;
    }

    private double classWeight(int row) {
        if (classWeights == null) {
            return 1;
        }
        if (classes == null) {
            throw new IllegalArgumentException(
                    "y: the trainer has class weights, so targets must be classes, not rows");
        }
        return classWeights[classes[classesOffset + row]];
    }

    private void checkInput(A input, int offset, int stride, int count) {
        if (count < 1 || count > maxRows) {
            throw new IllegalArgumentException(
                    "rows must be from 1 to the largest batch " + maxRows + ", was " + count);
        }
        Arguments.block("x", elements.length(input), offset, stride, count, network.inputs());
    }

    private void setInput(A input, int offset, int stride, int count) {
        this.x = input;
        this.xOffset = offset;
        this.xStride = stride;
        this.rows = count;
    }

    /** The step that this batch failed in, with a copy of its rows. */
    FailedStep<A> failed(NonFiniteException failure, State state) {
        return new FailedStep<>(
                failure,
                network,
                state,
                dense(x, xOffset, xStride, network.inputs()),
                y == null ? null : dense(y, yOffset, yStride, network.outputs()),
                classes == null ? null : Arrays.copyOfRange(classes, classesOffset, classesOffset + rows),
                rows);
    }

    private A dense(A source, int offset, int stride, int width) {
        A copy = elements.allocate(rows * width);
        for (int row = 0; row < rows; row++) {
            System.arraycopy(source, offset + row * stride, copy, row * width, width);
        }
        return copy;
    }
}
