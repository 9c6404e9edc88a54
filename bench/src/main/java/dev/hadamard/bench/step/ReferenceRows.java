// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.step;

import dev.hadamard.data.Dataset;
import dev.hadamard.reference.ReferenceTargets;
import java.util.Arrays;

/**
 * A data set as the reference takes it: an array a row.
 *
 * @param x inputs, rows x n0
 * @param y targets, rows x outputs; classes as rows of zeros and a one
 */
public record ReferenceRows(double[][] x, double[][] y) {

    /**
     * Copies a data set.
     *
     * @param data of either precision
     * @return its rows
     */
    public static ReferenceRows of(Dataset<?> data) {
        Dataset<double[]> doubles = data.toDoubles();
        return new ReferenceRows(
                rows(doubles.x(), doubles.features()),
                doubles.hasLabels()
                        ? ReferenceTargets.rows(doubles.labels(), doubles.outputs())
                        : rows(doubles.y(), doubles.outputs()));
    }

    private static double[][] rows(double[] flat, int width) {
        double[][] rows = new double[flat.length / width][];
        Arrays.setAll(rows, row -> Arrays.copyOfRange(flat, row * width, (row + 1) * width));
        return rows;
    }
}
