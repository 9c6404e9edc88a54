// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

/**
 * The loops of layer and batch normalisation, the same for every strategy. Sums are taken in double and in a fixed
 * order, so that bits don't depend on JVM or CPU. Stateless.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface Norms<A> {

    /**
     * {@code X̂ = (X − μ) / √(σ² + ε), Z = g ⊙ X̂ + b}, with mean μ and variance σ² of each row, both divided by
     * columns.
     *
     * @param x X, rows x columns
     * @param xOffset first element of the first row
     * @param xStride elements from row to row
     * @param parameters where g and b stand
     * @param gain first element of g
     * @param bias first element of b
     * @param normalized receives X̂, dense
     * @param normalizedStride elements from row to row of X̂: columns, or 0 where nobody needs it afterwards
     * @param inverse receives 1 / √(σ² + ε), one a row
     * @param z receives Z, dense
     * @param rows number of rows
     * @param columns number of columns
     * @param epsilon ε
     */
    void normalizeRows(
            A x,
            int xOffset,
            int xStride,
            A parameters,
            int gain,
            int bias,
            A normalized,
            int normalizedStride,
            double[] inverse,
            A z,
            int rows,
            int columns,
            double epsilon);

    /**
     * {@code dg = Σ_rows Δ ⊙ X̂, db = Σ_rows Δ}.
     *
     * @param delta Δ = dCost/dZ, rows x columns, dense
     * @param normalized X̂, rows x columns, dense
     * @param gradients receives dg and db; null where only the sums are wanted
     * @param gain first element of dg
     * @param bias first element of db
     * @param sums receives dg, then db, in double
     * @param rows number of rows
     * @param columns number of columns
     */
    void parameterGradients(
            A delta, A normalized, A gradients, int gain, int bias, double[] sums, int rows, int columns);

    /**
     * With {@code U = Δ ⊙ g}, {@code dX = (U − mean(U) − X̂ ⊙ mean(U ⊙ X̂)) / √(σ² + ε)}, means by rows.
     *
     * @param delta Δ = dCost/dZ, rows x columns, dense
     * @param normalized X̂, rows x columns, dense
     * @param inverse 1 / √(σ² + ε), one a row
     * @param parameters where g stands
     * @param gain first element of g
     * @param dX receives dX, dense
     * @param adds whether to add to what is there
     * @param rows number of rows
     * @param columns number of columns
     */
    void rowsBackward(
            A delta, A normalized, double[] inverse, A parameters, int gain, A dX, boolean adds, int rows, int columns);

    /**
     * Mean and variance of each column, both divided by rows.
     *
     * @param x rows x columns
     * @param xOffset first element of the first row
     * @param xStride elements from row to row
     * @param mean receives μ, one a column
     * @param variance receives σ², one a column
     * @param rows number of rows, at least 1
     * @param columns number of columns
     */
    void columnStatistics(A x, int xOffset, int xStride, double[] mean, double[] variance, int rows, int columns);

    /**
     * {@code X̂ = (X − μ) ⊙ s, Z = g ⊙ X̂ + b}, with μ and s of each column.
     *
     * @param x X, rows x columns
     * @param xOffset first element of the first row
     * @param xStride elements from row to row
     * @param mean μ, one a column
     * @param inverse s, one a column
     * @param parameters where g and b stand
     * @param gain first element of g
     * @param bias first element of b
     * @param normalized receives X̂, dense
     * @param normalizedStride elements from row to row of X̂: columns, or 0 where nobody needs it afterwards
     * @param z receives Z, dense
     * @param rows number of rows
     * @param columns number of columns
     */
    void normalizeColumns(
            A x,
            int xOffset,
            int xStride,
            double[] mean,
            double[] inverse,
            A parameters,
            int gain,
            int bias,
            A normalized,
            int normalizedStride,
            A z,
            int rows,
            int columns);

    /**
     * {@code dX = g ⊙ s ⊙ (Δ − mean(Δ) − X̂ ⊙ mean(Δ ⊙ X̂))}, means by columns; they are left out where μ and s are not
     * those of the rows.
     *
     * @param delta Δ = dCost/dZ, rows x columns, dense
     * @param normalized X̂, rows x columns, dense
     * @param inverse s, one a column
     * @param sums Σ Δ ⊙ X̂ of each column, then Σ Δ, as {@link #parameterGradients} leaves them; null where μ and s are
     *     not those of the rows
     * @param parameters where g stands
     * @param gain first element of g
     * @param dX receives dX, dense
     * @param adds whether to add to what is there
     * @param rows number of rows
     * @param columns number of columns
     */
    void columnsBackward(
            A delta,
            A normalized,
            double[] inverse,
            double[] sums,
            A parameters,
            int gain,
            A dX,
            boolean adds,
            int rows,
            int columns);
}
