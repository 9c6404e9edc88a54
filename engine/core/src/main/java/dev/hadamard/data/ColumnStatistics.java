// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import java.util.Arrays;

/**
 * Mean, standard deviation, least and largest number of each column, over rows that come in any number of pieces, each
 * of them twice: {@link #add}, then {@link #addDeviations}. The result does not depend on the pieces. Confined to one
 * thread.
 */
final class ColumnStatistics {

    private final String name;
    private final int columns;
    private final double[] sum;
    private final double[] least;
    private final double[] largest;
    private final double[] deviations;
    private final double[] squares;
    private long rows;
    private long rowsAgain;
    private double[] mean;

    ColumnStatistics(String name, int columns) {
        this.name = name;
        this.columns = columns;
        this.sum = new double[columns];
        this.least = new double[columns];
        this.largest = new double[columns];
        this.deviations = new double[columns];
        this.squares = new double[columns];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        Arrays.fill(largest, Double.NEGATIVE_INFINITY);
    }

    /** Of an array that is there as a whole. */
    static <A> ColumnStatistics of(String name, ArrayType<A> type, A array, int columns) {
        ColumnStatistics statistics = new ColumnStatistics(name, columns);
        int rows = type.length(array) / columns;
        statistics.add(type, array, rows);
        statistics.addDeviations(type, array, rows);
        return statistics;
    }

    /**
     * Takes rows in.
     *
     * @throws IllegalArgumentException if a number isn't finite
     */
    <A> void add(ArrayType<A> type, A array, int count) {
        for (int r = 0, i = 0; r < count; r++) {
            for (int c = 0; c < columns; c++, i++) {
                double value = type.get(array, i);
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException(name + ": row " + (rows + r) + ", column " + c + " is " + value);
                }
                sum[c] += value;
                least[c] = Math.min(least[c], value);
                largest[c] = Math.max(largest[c], value);
            }
        }
        rows += count;
    }

    /** Takes the same rows in once more, after all were added. */
    <A> void addDeviations(ArrayType<A> type, A array, int count) {
        double[] center = mean();
        for (int r = 0, i = 0; r < count; r++) {
            for (int c = 0; c < columns; c++, i++) {
                double deviation = type.get(array, i) - center[c];
                deviations[c] += deviation;
                squares[c] += deviation * deviation;
            }
        }
        rowsAgain += count;
    }

    private double[] mean() {
        if (mean == null) {
            mean = Arrays.stream(sum).map(total -> total / rows).toArray();
        }
        return mean;
    }

    private boolean varies(int column) {
        return least[column] < largest[column];
    }

    /** (x − mean) / population's standard deviation; of a column of equal numbers x − mean. */
    Scaler standard() {
        if (rowsAgain != rows) {
            throw new IllegalStateException(rows + " rows were added, " + rowsAgain + " a second time");
        }
        double[] shift = new double[columns];
        double[] scale = new double[columns];
        for (int c = 0; c < columns; c++) {
            // What rounding left in the mean, Σ(x − mean) / rows, is put right in both.
            double correction = deviations[c] / rows;
            double deviation = Math.sqrt(Math.max(0, squares[c] / rows - correction * correction));
            shift[c] = varies(c) ? mean()[c] + correction : least[c];
            scale[c] = varies(c) && deviation > 0 ? deviation : 1;
        }
        return new Scaler(shift, scale);
    }

    /** (x − least) / (largest − least); of a column of equal numbers x − least. */
    Scaler minMax() {
        double[] scale = new double[columns];
        for (int c = 0; c < columns; c++) {
            scale[c] = varies(c) ? largest[c] - least[c] : 1;
        }
        return new Scaler(least, scale);
    }
}
