// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import java.util.Arrays;

/**
 * Standardises columns, z = (x − mean) / std, and back, x = z · std + mean. Fit it on the training part and apply it to
 * every part; a model trained so needs its inputs standardised alike, and gives standardised outputs if its targets
 * were.
 *
 * <p>std is the population's standard deviation √(Σ(x − mean)² / rows), computed in double precision in two passes. A
 * column of equal numbers has std 1, so it becomes 0.
 *
 * @param mean mean of each column; copied
 * @param std standard deviation of each column, above 0; copied
 */
public record Standardizer(double[] mean, double[] std) {

    /**
     * Checks and copies.
     *
     * @param mean mean of each column
     * @param std standard deviation of each column
     * @throws IllegalArgumentException if lengths differ or are 0, if a mean isn't finite or a std isn't positive and
     *     finite
     */
    public Standardizer {
        if (mean.length == 0 || mean.length != std.length) {
            throw new IllegalArgumentException("mean has " + mean.length + " columns, std has " + std.length);
        }
        mean = mean.clone();
        std = std.clone();
        for (int c = 0; c < mean.length; c++) {
            if (!Double.isFinite(mean[c]) || !(std[c] > 0 && Double.isFinite(std[c]))) {
                throw new IllegalArgumentException("column " + c + ": mean must be finite, was " + mean[c]
                        + ", and std positive and finite, was " + std[c]);
            }
        }
    }

    /**
     * Fits features.
     *
     * @param data the training part
     * @return a standardizer of as many columns as there are features
     * @throws IllegalArgumentException if a number isn't finite, or too large to square
     */
    public static Standardizer fit(Dataset<?> data) {
        return fitX(data);
    }

    /**
     * Fits target rows, for regression.
     *
     * @param data the training part
     * @return a standardizer of as many columns as there are outputs
     * @throws IllegalArgumentException if a number isn't finite, or too large to square
     * @throws IllegalStateException if targets are classes
     */
    public static Standardizer fitTargets(Dataset<?> data) {
        return fitY(data);
    }

    private static <A> Standardizer fitX(Dataset<A> data) {
        return fit("x", data.type(), data.x(), data.features());
    }

    private static <A> Standardizer fitY(Dataset<A> data) {
        return fit("y", data.type(), data.y(), data.outputs());
    }

    private static <A> Standardizer fit(String name, ArrayType<A> type, A array, int columns) {
        int rows = type.length(array) / columns;
        double[] mean = means(name, type, array, rows, columns);
        double[] deviations = new double[columns];
        double[] squares = new double[columns];
        boolean[] varies = new boolean[columns];
        for (int r = 0, i = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++, i++) {
                double value = type.get(array, i);
                double deviation = value - mean[c];
                deviations[c] += deviation;
                squares[c] += deviation * deviation;
                varies[c] |= value != type.get(array, c);
            }
        }
        double[] std = new double[columns];
        for (int c = 0; c < columns; c++) {
            // What rounding left in the mean, Σ(x − mean) / rows, is put right in both.
            double correction = deviations[c] / rows;
            double deviation = Math.sqrt(Math.max(0, squares[c] / rows - correction * correction));
            mean[c] = varies[c] ? mean[c] + correction : type.get(array, c);
            std[c] = varies[c] && deviation > 0 ? deviation : 1;
        }
        return new Standardizer(mean, std);
    }

    private static <A> double[] means(String name, ArrayType<A> type, A array, int rows, int columns) {
        double[] mean = new double[columns];
        for (int r = 0, i = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++, i++) {
                double value = type.get(array, i);
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException(name + ": row " + r + ", column " + c + " is " + value);
                }
                mean[c] += value / rows;
            }
        }
        return mean;
    }

    /**
     * Standardises features.
     *
     * @param data of as many features as columns were fitted
     * @param <A> {@code float[]} or {@code double[]}
     * @return new features, rounded to the element type, with the same targets (shared)
     * @throws IllegalArgumentException if the number of features differs
     */
    public <A> Dataset<A> apply(Dataset<A> data) {
        checkColumns("features", data.features());
        return data.withX(applied(data.type(), data.x()));
    }

    /**
     * Standardises target rows, for regression.
     *
     * @param data of as many outputs as columns were fitted
     * @param <A> {@code float[]} or {@code double[]}
     * @return new targets, rounded to the element type, with the same features (shared)
     * @throws IllegalArgumentException if the number of outputs differs
     * @throws IllegalStateException if targets are classes
     */
    public <A> Dataset<A> applyToTargets(Dataset<A> data) {
        A y = data.y();
        checkColumns("outputs", data.outputs());
        return data.withY(applied(data.type(), y));
    }

    /**
     * Standardises rows.
     *
     * @param rows row-major, rows x columns
     * @return a new array
     * @throws IllegalArgumentException if the length isn't a multiple of the columns, or 0
     */
    public float[] apply(float[] rows) {
        Shapes.rows("rows", rows.length, "columns", mean.length);
        return applied(FloatArrays.INSTANCE, rows);
    }

    /**
     * Standardises rows.
     *
     * @param rows row-major, rows x columns
     * @return a new array
     * @throws IllegalArgumentException if the length isn't a multiple of the columns, or 0
     */
    public double[] apply(double[] rows) {
        Shapes.rows("rows", rows.length, "columns", mean.length);
        return applied(DoubleArrays.INSTANCE, rows);
    }

    /**
     * The way back: z · std + mean.
     *
     * @param rows standardised rows, such as a prediction, row-major, rows x columns
     * @return a new array
     * @throws IllegalArgumentException if the length isn't a multiple of the columns, or 0
     */
    public float[] invert(float[] rows) {
        Shapes.rows("rows", rows.length, "columns", mean.length);
        return inverted(FloatArrays.INSTANCE, rows);
    }

    /**
     * The way back: z · std + mean.
     *
     * @param rows standardised rows, such as a prediction, row-major, rows x columns
     * @return a new array
     * @throws IllegalArgumentException if the length isn't a multiple of the columns, or 0
     */
    public double[] invert(double[] rows) {
        Shapes.rows("rows", rows.length, "columns", mean.length);
        return inverted(DoubleArrays.INSTANCE, rows);
    }

    private void checkColumns(String name, int columns) {
        if (columns != mean.length) {
            throw new IllegalArgumentException(
                    "data has " + columns + ' ' + name + ", the standardizer has " + mean.length + " columns");
        }
    }

    private <A> A applied(ArrayType<A> type, A rows) {
        A result = type.allocate(type.length(rows));
        for (int i = 0; i < type.length(rows); i++) {
            int c = i % mean.length;
            type.set(result, i, (type.get(rows, i) - mean[c]) / std[c]);
        }
        return result;
    }

    private <A> A inverted(ArrayType<A> type, A rows) {
        A result = type.allocate(type.length(rows));
        for (int i = 0; i < type.length(rows); i++) {
            int c = i % mean.length;
            type.set(result, i, type.get(rows, i) * std[c] + mean[c]);
        }
        return result;
    }

    /**
     * The means.
     *
     * @return a copy
     */
    @Override
    public double[] mean() {
        return mean.clone();
    }

    /**
     * The standard deviations.
     *
     * @return a copy
     */
    @Override
    public double[] std() {
        return std.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Standardizer that && Arrays.equals(mean, that.mean) && Arrays.equals(std, that.std);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(mean) + Arrays.hashCode(std);
    }

    @Override
    public String toString() {
        return "Standardizer[mean=" + Arrays.toString(mean) + ", std=" + Arrays.toString(std) + ']';
    }
}
