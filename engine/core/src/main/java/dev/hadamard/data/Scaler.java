// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import java.util.Arrays;

/**
 * Scales columns, z = (x − shift) / scale, and back, x = z · scale + shift. Fit it on the training part and apply it to
 * every part; a model trained so needs its inputs scaled alike, and gives scaled outputs if its targets were.
 *
 * <ul>
 *   <li>{@link #standard}: shift is the mean and scale the population's standard deviation √(Σ(x − mean)² / rows),
 *       computed in double precision in two passes (scikit-learn's StandardScaler);
 *   <li>{@link #minMax}: shift is the least number and scale the way to the largest, so that all lie in [0, 1]
 *       (scikit-learn's MinMaxScaler).
 * </ul>
 *
 * <p>A column of equal numbers has scale 1, so it becomes 0.
 *
 * @param shift what becomes 0, for each column; copied
 * @param scale how much becomes 1, for each column, above 0; copied
 */
public record Scaler(double[] shift, double[] scale) {

    /**
     * Checks and copies.
     *
     * @param shift what becomes 0, for each column
     * @param scale how much becomes 1, for each column
     * @throws IllegalArgumentException if lengths differ or are 0, if a shift isn't finite or a scale isn't positive
     *     and finite
     */
    public Scaler {
        if (shift.length == 0 || shift.length != scale.length) {
            throw new IllegalArgumentException("shift has " + shift.length + " columns, scale has " + scale.length);
        }
        shift = shift.clone();
        scale = scale.clone();
        for (int c = 0; c < shift.length; c++) {
            if (!Double.isFinite(shift[c]) || !(scale[c] > 0 && Double.isFinite(scale[c]))) {
                throw new IllegalArgumentException("column " + c + ": shift must be finite, was " + shift[c]
                        + ", and scale positive and finite, was " + scale[c]);
            }
        }
    }

    /**
     * Standardises features: mean 0, standard deviation 1.
     *
     * @param data the training part
     * @return a scaler of as many columns as there are features
     * @throws IllegalArgumentException if a number isn't finite, or too large to square
     */
    public static Scaler standard(Dataset<?> data) {
        return features(data).standard();
    }

    /**
     * Standardises target rows, for regression: mean 0, standard deviation 1.
     *
     * @param data the training part
     * @return a scaler of as many columns as there are outputs
     * @throws IllegalArgumentException if a number isn't finite, or too large to square
     * @throws IllegalStateException if targets are classes
     */
    public static Scaler standardTargets(Dataset<?> data) {
        return targets(data).standard();
    }

    /**
     * Takes features to the range from 0 to 1.
     *
     * @param data the training part; other data may go beyond the range
     * @return a scaler of as many columns as there are features
     * @throws IllegalArgumentException if a number isn't finite, or a column's range
     */
    public static Scaler minMax(Dataset<?> data) {
        return features(data).minMax();
    }

    /**
     * Takes target rows to the range from 0 to 1, for regression.
     *
     * @param data the training part; other data may go beyond the range
     * @return a scaler of as many columns as there are outputs
     * @throws IllegalArgumentException if a number isn't finite, or a column's range
     * @throws IllegalStateException if targets are classes
     */
    public static Scaler minMaxTargets(Dataset<?> data) {
        return targets(data).minMax();
    }

    private static <A> ColumnStatistics features(Dataset<A> data) {
        return ColumnStatistics.of("x", data.type(), data.x(), data.features());
    }

    private static <A> ColumnStatistics targets(Dataset<A> data) {
        return ColumnStatistics.of("y", data.type(), data.y(), data.outputs());
    }

    /**
     * Scales features.
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
     * Scales target rows, for regression.
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
     * Scales rows.
     *
     * @param rows row-major, rows x columns
     * @return a new array
     * @throws IllegalArgumentException if the length isn't a multiple of the columns, or 0
     */
    public float[] apply(float[] rows) {
        Shapes.rows("rows", rows.length, "columns", shift.length);
        return applied(FloatArrays.INSTANCE, rows);
    }

    /**
     * Scales rows.
     *
     * @param rows row-major, rows x columns
     * @return a new array
     * @throws IllegalArgumentException if the length isn't a multiple of the columns, or 0
     */
    public double[] apply(double[] rows) {
        Shapes.rows("rows", rows.length, "columns", shift.length);
        return applied(DoubleArrays.INSTANCE, rows);
    }

    /**
     * The way back: z · scale + shift.
     *
     * @param rows scaled rows, such as a prediction, row-major, rows x columns
     * @return a new array
     * @throws IllegalArgumentException if the length isn't a multiple of the columns, or 0
     */
    public float[] invert(float[] rows) {
        Shapes.rows("rows", rows.length, "columns", shift.length);
        return inverted(FloatArrays.INSTANCE, rows);
    }

    /**
     * The way back: z · scale + shift.
     *
     * @param rows scaled rows, such as a prediction, row-major, rows x columns
     * @return a new array
     * @throws IllegalArgumentException if the length isn't a multiple of the columns, or 0
     */
    public double[] invert(double[] rows) {
        Shapes.rows("rows", rows.length, "columns", shift.length);
        return inverted(DoubleArrays.INSTANCE, rows);
    }

    private void checkColumns(String name, int columns) {
        if (columns != shift.length) {
            throw new IllegalArgumentException(
                    "data has " + columns + ' ' + name + ", the scaler has " + shift.length + " columns");
        }
    }

    /**
     * The number of columns.
     *
     * @return at least 1
     */
    public int columns() {
        return shift.length;
    }

    private <A> A applied(ArrayType<A> type, A rows) {
        int length = type.length(rows);
        A result = type.allocate(length);
        System.arraycopy(rows, 0, result, 0, length);
        scale(type, result, 0, length / shift.length);
        return result;
    }

    /** Scales rows where they are. */
    <A> void scale(ArrayType<A> type, A rows, int offset, int count) {
        for (int r = 0, i = offset; r < count; r++) {
            for (int c = 0; c < shift.length; c++, i++) {
                type.set(rows, i, (type.get(rows, i) - shift[c]) / scale[c]);
            }
        }
    }

    private <A> A inverted(ArrayType<A> type, A rows) {
        A result = type.allocate(type.length(rows));
        for (int i = 0; i < type.length(rows); i++) {
            int c = i % shift.length;
            type.set(result, i, type.get(rows, i) * scale[c] + shift[c]);
        }
        return result;
    }

    /**
     * What becomes 0.
     *
     * @return a copy
     */
    @Override
    public double[] shift() {
        return shift.clone();
    }

    /**
     * How much becomes 1.
     *
     * @return a copy
     */
    @Override
    public double[] scale() {
        return scale.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Scaler that && Arrays.equals(shift, that.shift) && Arrays.equals(scale, that.scale);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shift) + Arrays.hashCode(scale);
    }

    @Override
    public String toString() {
        return "Scaler[shift=" + Arrays.toString(shift) + ", scale=" + Arrays.toString(scale) + ']';
    }
}
