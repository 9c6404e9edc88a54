// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.verify;

import dev.hadamard.Network;
import java.util.Arrays;

/** Samples as the checks need them: rectangular, of the network's widths, with values that its element type holds. */
final class Rows {

    private Rows() {}

    /**
     * Checks a batch.
     *
     * @throws IllegalArgumentException if there are no rows, x and y differ in their number, or a row has another width
     */
    static void check(Network<?> network, double[][] x, double[][] y) {
        if (x.length == 0) {
            throw new IllegalArgumentException("x must have at least one row, has 0");
        }
        if (x.length != y.length) {
            throw new IllegalArgumentException("x has " + x.length + " rows, y has " + y.length);
        }
        for (int row = 0; row < x.length; row++) {
            checkWidth("x", row, x[row].length, network.inputs());
            checkWidth("y", row, y[row].length, network.outputs());
        }
    }

    private static void checkWidth(String name, int row, int width, int expected) {
        if (width != expected) {
            throw new IllegalArgumentException(
                    name + ": row " + row + " has " + width + " elements, the network's have " + expected);
        }
    }

    /** Rows that hold what the network's element type makes of them. */
    static double[][] rounded(Network<?> network, double[][] rows) {
        boolean single = network.precision().equals("float");
        double[][] copy = new double[rows.length][];
        for (int row = 0; row < rows.length; row++) {
            copy[row] = rows[row].clone();
            for (int i = 0; single && i < copy[row].length; i++) {
                copy[row][i] = (float) copy[row][i];
            }
        }
        return copy;
    }

    /** Target rows of class indices: one-hot, or for a network of one output the class itself. */
    static double[][] ofClasses(Network<?> network, int[] classes) {
        int outputs = network.outputs();
        int bound = Math.max(2, outputs);
        double[][] rows = new double[classes.length][outputs];
        for (int row = 0; row < classes.length; row++) {
            int label = classes[row];
            if (label < 0 || label >= bound) {
                throw new IllegalArgumentException(
                        "classes: row " + row + " has class " + label + ", the network knows 0 to " + (bound - 1));
            }
            rows[row][outputs == 1 ? 0 : label] = outputs == 1 ? label : 1;
        }
        return rows;
    }

    static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    /** Any element array, widened. */
    static double[] doubles(Object array) {
        if (array instanceof double[] doubles) {
            return doubles.clone();
        }
        float[] floats = (float[]) array;
        double[] widened = new double[floats.length];
        for (int i = 0; i < floats.length; i++) {
            widened[i] = floats[i];
        }
        return widened;
    }

    /** Distance from 1 to the next larger number of a network's element type. */
    static double epsilon(Network<?> network) {
        return network.precision().equals("float") ? Math.ulp(1f) : Math.ulp(1.0);
    }
}
