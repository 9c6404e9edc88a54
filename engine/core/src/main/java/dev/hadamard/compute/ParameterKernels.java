// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

/**
 * What is done to parameters and gradients beside an optimiser's update: penalties, clipping, limits, weights of rows.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface ParameterKernels<A> {

    /**
     * Sum of absolute values, accumulated in double.
     *
     * @param x the array
     * @param offset first element
     * @param length number of elements
     * @return Σ |xᵢ|
     */
    double sumOfAbs(A x, int offset, int length);

    /**
     * y += α sign(x); sign(0) is 0.
     *
     * @param alpha factor
     * @param x whose signs
     * @param y sum, addressed as x is
     * @param offset first element
     * @param length number of elements
     */
    void addSigns(double alpha, A x, A y, int offset, int length);

    /**
     * x = α x.
     *
     * @param alpha factor
     * @param x the array
     * @param offset first element
     * @param length number of elements
     */
    void scale(double alpha, A x, int offset, int length);

    /**
     * x = max(−limit, min(limit, x)); NaN stays.
     *
     * @param limit positive
     * @param x the array
     * @param offset first element
     * @param length number of elements
     */
    void clamp(double limit, A x, int offset, int length);

    /**
     * Multiplies each column of a matrix whose Euclidean norm exceeds a limit by limit / norm.
     *
     * @param limit positive
     * @param x row-major, without gaps
     * @param offset first element
     * @param rows rows of the matrix
     * @param columns columns of the matrix
     * @param factors scratch of at least so many columns
     */
    void limitColumnNorms(double limit, A x, int offset, int rows, int columns, double[] factors);

    /**
     * Multiplies each row of a matrix by a factor of its own, rounded to the element type.
     *
     * @param factors one a row, from index 0
     * @param x row-major, without gaps, from index 0
     * @param rows rows of the matrix
     * @param columns columns of the matrix
     */
    void scaleRows(double[] factors, A x, int rows, int columns);
}
