// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

/** Class indices as rows of targets. */
public final class ReferenceTargets {

    private ReferenceTargets() {}

    /**
     * {@code y_i = 1 for i = label, else 0}; for a single output {@code y_0 = label}, which is 0 or 1.
     *
     * @param label class index from 0
     * @param outputs width of the network's output
     * @return a new row of that width
     * @throws IllegalArgumentException if label is not in 0 … outputs − 1, for a single output not in 0 … 1
     */
    public static double[] row(int label, int outputs) {
        if (outputs <= 0) {
            throw new IllegalArgumentException("outputs must be positive, was " + outputs);
        }
        int classes = outputs == 1 ? 2 : outputs;
        if (label < 0 || label >= classes) {
            throw new IllegalArgumentException("label must be from 0 to " + (classes - 1) + ", was " + label);
        }
        double[] row = new double[outputs];
        if (outputs == 1) {
            row[0] = label;
        } else {
            row[label] = 1;
        }
        return row;
    }

    /**
     * {@link #row} for each label.
     *
     * @param labels class indices from 0
     * @param outputs width of the network's output
     * @return a new array, labels.length x outputs
     * @throws IllegalArgumentException if a label is out of range
     */
    public static double[][] rows(int[] labels, int outputs) {
        double[][] rows = new double[labels.length][];
        for (int i = 0; i < labels.length; i++) {
            rows[i] = row(labels[i], outputs);
        }
        return rows;
    }

    /**
     * {@code y_i ← (1 − ε) y_i + ε/K}: label smoothing (Szegedy and others 2016); K is the width of a row, 2 for a
     * single output.
     *
     * @param rows targets
     * @param epsilon ε
     * @return new rows
     */
    public static double[][] smoothed(double[][] rows, double epsilon) {
        double[][] smoothed = new double[rows.length][];
        for (int r = 0; r < rows.length; r++) {
            int width = rows[r].length;
            smoothed[r] = new double[width];
            for (int i = 0; i < width; i++) {
                smoothed[r][i] = (1 - epsilon) * rows[r][i] + epsilon / (width == 1 ? 2 : width);
            }
        }
        return smoothed;
    }
}
