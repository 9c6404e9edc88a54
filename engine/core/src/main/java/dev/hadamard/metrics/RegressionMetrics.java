// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.metrics;

/**
 * How well numbers are predicted. Add each row's outputs and its targets; ask for figures at any time. Figures of
 * several outputs are averaged with equal weights, as scikit-learn does by default. Confined to one thread.
 */
public final class RegressionMetrics {

    private final int outputs;
    private final double[] squares;
    private final double[] mean;
    /** Σ (y − ȳ)² so far, by Welford 1962. */
    private final double[] deviations;

    private double absolute;
    private long rows;

    /**
     * Without rows.
     *
     * @param outputs width of a row, at least 1
     * @throws IllegalArgumentException if outputs is below 1
     */
    public RegressionMetrics(int outputs) {
        if (outputs < 1) {
            throw new IllegalArgumentException("outputs must be at least 1, was " + outputs);
        }
        this.outputs = outputs;
        this.squares = new double[outputs];
        this.mean = new double[outputs];
        this.deviations = new double[outputs];
    }

    /**
     * Adds a row.
     *
     * @param a outputs
     * @param y targets
     * @throws IllegalArgumentException if one has another width
     */
    public void add(double[] a, double[] y) {
        if (a.length != outputs || y.length != outputs) {
            throw new IllegalArgumentException(
                    "a and y must have " + outputs + " elements, have " + a.length + " and " + y.length);
        }
        rows++;
        for (int j = 0; j < outputs; j++) {
            double error = y[j] - a[j];
            squares[j] += error * error;
            absolute += Math.abs(error);
            double before = y[j] - mean[j];
            mean[j] += before / rows;
            deviations[j] += before * (y[j] - mean[j]);
        }
    }

    /**
     * Rows added.
     *
     * @return how many
     */
    public long rows() {
        return rows;
    }

    /**
     * Coefficient of determination, 1 − Σ(y − a)² / Σ(y − ȳ)² ({@code r2_score}).
     *
     * @return at most 1; NaN where a target is constant, for which scikit-learn would answer 0 or 1
     */
    public double r2() {
        double sum = 0;
        for (int j = 0; j < outputs; j++) {
            sum += deviations[j] > 0 ? 1 - squares[j] / deviations[j] : Double.NaN;
        }
        return sum / outputs;
    }

    /**
     * Mean absolute error ({@code mean_absolute_error}).
     *
     * @return in the targets' unit, NaN without rows
     */
    public double mae() {
        return absolute / ((double) rows * outputs);
    }

    /**
     * Root of the mean squared error over rows and outputs: the root of {@code mean_squared_error}.
     *
     * @return in the targets' unit, NaN without rows
     */
    public double rmse() {
        double sum = 0;
        for (double square : squares) {
            sum += square;
        }
        return Math.sqrt(sum / ((double) rows * outputs));
    }
}
