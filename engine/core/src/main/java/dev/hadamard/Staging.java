// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.Elements;
import dev.hadamard.data.Dataset;

/**
 * Room for one mini-batch in rows next to each other: shuffled rows are gathered here, and arrays of arrays are copied
 * here.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Staging<A> {

    private final Elements<A> elements;
    private final int inputs;
    private final int outputs;
    private final int maxRows;
    final A x;
    final A y;
    final int[] classes;
    final double[] weights;

    Staging(Network<A> network, int maxRows) {
        this.elements = network.elements();
        this.inputs = network.inputs();
        this.outputs = network.outputs();
        this.maxRows = maxRows;
        this.x = elements.allocate(maxRows * inputs);
        this.y = elements.allocate(maxRows * outputs);
        this.classes = new int[maxRows];
        this.weights = new double[maxRows];
    }

    /** Gathers rows of a data set into x and, by what it has, classes or y. */
    void gather(Dataset<A> data, int[] order, int from, int rows) {
        data.gatherFeatures(order, from, rows, x, 0, inputs);
        if (data.hasLabels()) {
            data.gatherLabels(order, from, rows, classes, 0);
        } else {
            data.gatherTargets(order, from, rows, y, 0, outputs);
        }
        if (data.hasWeights()) {
            double[] all = data.weights();
            for (int row = 0; row < rows; row++) {
                weights[row] = all[order[from + row]];
            }
        }
    }

    /** Moves the rows of a batch whose weight is not 0 together, here, and points the batch at them. */
    void keepWeighted(Batch<A> batch, double[] rowWeights) {
        int kept = 0;
        for (int row = 0; row < batch.rows; row++) {
            if (rowWeights[row] == 0) {
                continue;
            }
            System.arraycopy(batch.x, batch.xOffset + row * batch.xStride, x, kept * inputs, inputs);
            if (batch.classes == null) {
                System.arraycopy(batch.y, batch.yOffset + row * batch.yStride, y, kept * outputs, outputs);
            } else {
                classes[kept] = batch.classes[batch.classesOffset + row];
            }
            rowWeights[kept] = rowWeights[row];
            kept++;
        }
        if (batch.classes == null) {
            batch.pointToRows(x, 0, inputs, y, 0, outputs, kept);
        } else {
            batch.pointToClasses(x, 0, inputs, classes, 0, kept);
        }
    }

    void copyInputs(float[][] rows) {
        checkRows("x", rows.length);
        for (int row = 0; row < rows.length; row++) {
            checkWidth("x", row, inputs, rows[row].length);
            elements.fromFloats(rows[row], 0, x, row * inputs, inputs);
        }
    }

    void copyInputs(double[][] rows) {
        checkRows("x", rows.length);
        for (int row = 0; row < rows.length; row++) {
            checkWidth("x", row, inputs, rows[row].length);
            elements.fromDoubles(rows[row], 0, x, row * inputs, inputs);
        }
    }

    void copyTargets(float[][] rows, int expectedRows) {
        checkNumber("y", rows.length, expectedRows);
        for (int row = 0; row < rows.length; row++) {
            checkWidth("y", row, outputs, rows[row].length);
            elements.fromFloats(rows[row], 0, y, row * outputs, outputs);
        }
    }

    void copyTargets(double[][] rows, int expectedRows) {
        checkNumber("y", rows.length, expectedRows);
        for (int row = 0; row < rows.length; row++) {
            checkWidth("y", row, outputs, rows[row].length);
            elements.fromDoubles(rows[row], 0, y, row * outputs, outputs);
        }
    }

    private void checkRows(String name, int rows) {
        if (rows < 1 || rows > maxRows) {
            throw new IllegalArgumentException(
                    name + ": rows must be from 1 to the largest batch " + maxRows + ", was " + rows);
        }
    }

    /** Checks that there are as many targets as inputs. */
    static void checkNumber(String name, int rows, int expectedRows) {
        if (rows != expectedRows) {
            throw new IllegalArgumentException(name + " has " + rows + " rows, x has " + expectedRows);
        }
    }

    private static void checkWidth(String name, int row, int expected, int width) {
        if (width != expected) {
            throw new IllegalArgumentException(
                    name + ": row " + row + " has " + width + " elements, the network takes " + expected);
        }
    }
}
