// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import java.util.Arrays;

/**
 * Puts numbers in the place of missing ones, which are NaN, column by column (scikit-learn's SimpleImputer). Fit it on
 * the training part, apply it to every part before {@linkplain Scaler scaling}, and keep it with the model.
 *
 * @param values what stands in for a missing number of each column, finite; copied
 */
public record Imputer(double[] values) {

    /**
     * Checks and copies.
     *
     * @param values what stands in for a missing number of each column
     * @throws IllegalArgumentException if there is no column or a value isn't finite
     */
    public Imputer {
        values = values.clone();
        if (values.length == 0 || Arrays.stream(values).anyMatch(value -> !Double.isFinite(value))) {
            throw new IllegalArgumentException("values must be one or more finite numbers, were "
                    + Arrays.toString(Arrays.copyOf(values, Math.min(values.length, 20))));
        }
    }

    /**
     * The mean of each feature's numbers that are not missing.
     *
     * @param data the training part
     * @return an imputer of as many columns as there are features
     * @throws IllegalArgumentException if a feature has no number at all, or an infinite one
     */
    public static Imputer mean(Dataset<?> data) {
        return meanOf(data);
    }

    private static <A> Imputer meanOf(Dataset<A> data) {
        Means means = new Means(data.features());
        double[] row = new double[data.features()];
        for (int r = 0; r < data.rows(); r++) {
            for (int c = 0; c < row.length; c++) {
                row[c] = data.type().get(data.x(), r * row.length + c);
            }
            means.accept(row);
        }
        return means.imputer();
    }

    /** Finds the mean of each feature in rows that come one by one. Confined to one thread. */
    public static final class Means implements RowConsumer {

        private final double[] sum;
        private final long[] count;
        private long rows;

        /**
         * Without rows.
         *
         * @param columns number of features, at least 1
         * @throws IllegalArgumentException if columns is below 1
         */
        public Means(int columns) {
            if (columns < 1) {
                throw new IllegalArgumentException("columns must be at least 1, was " + columns);
            }
            this.sum = new double[columns];
            this.count = new long[columns];
        }

        /**
         * Adds a row.
         *
         * @param features its features, NaN for those that are missing
         * @throws IllegalArgumentException if their number differs
         */
        @Override
        public void accept(double[] features) {
            if (features.length != sum.length) {
                throw new IllegalArgumentException(
                        "features: " + features.length + " of row " + rows + ", expected " + sum.length);
            }
            for (int c = 0; c < sum.length; c++) {
                if (!Double.isNaN(features[c])) {
                    sum[c] += features[c];
                    count[c]++;
                }
            }
            rows++;
        }

        /**
         * The means of the rows so far.
         *
         * @return puts them in the place of missing numbers
         * @throws IllegalArgumentException if a feature has no number at all, or an infinite one
         */
        public Imputer imputer() {
            double[] means = new double[sum.length];
            for (int c = 0; c < sum.length; c++) {
                if (count[c] == 0) {
                    throw new IllegalArgumentException("x: column " + c + " has no number in any of " + rows + " rows");
                }
                means[c] = sum[c] / count[c];
            }
            return new Imputer(means);
        }
    }

    /**
     * The same number everywhere.
     *
     * @param columns number of columns, at least 1
     * @param value what stands in for a missing number, finite
     * @return an imputer
     * @throws IllegalArgumentException if columns is below 1 or the value isn't finite
     */
    public static Imputer constant(int columns, double value) {
        if (columns < 1) {
            throw new IllegalArgumentException("columns must be at least 1, was " + columns);
        }
        double[] values = new double[columns];
        Arrays.fill(values, value);
        return new Imputer(values);
    }

    /**
     * Fills features.
     *
     * @param data of as many features as there are columns
     * @param <A> {@code float[]} or {@code double[]}
     * @return features without NaN, in a copy if there was one, with the same targets (shared)
     * @throws IllegalArgumentException if the number of features differs
     */
    public <A> Dataset<A> apply(Dataset<A> data) {
        if (data.features() != values.length) {
            throw new IllegalArgumentException(
                    "data has " + data.features() + " features, the imputer has " + values.length + " columns");
        }
        return data.withX(applied(data.type(), data.x()));
    }

    /**
     * Fills rows.
     *
     * @param rows row-major, rows x columns
     * @return rows without NaN, in a copy if there was one
     * @throws IllegalArgumentException if the length isn't a multiple of the columns, or 0
     */
    public double[] apply(double[] rows) {
        Shapes.rows("rows", rows.length, "columns", values.length);
        return applied(DoubleArrays.INSTANCE, rows);
    }

    private <A> A applied(ArrayType<A> type, A rows) {
        int length = type.length(rows);
        A result = rows;
        for (int i = 0; i < length; i++) {
            if (Double.isNaN(type.get(rows, i))) {
                if (result == rows) {
                    result = type.allocate(length);
                    System.arraycopy(rows, 0, result, 0, length);
                }
                type.set(result, i, values[i % values.length]);
            }
        }
        return result;
    }

    /**
     * What stands in for missing numbers.
     *
     * @return a copy
     */
    @Override
    public double[] values() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Imputer that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Imputer" + Arrays.toString(values);
    }
}
