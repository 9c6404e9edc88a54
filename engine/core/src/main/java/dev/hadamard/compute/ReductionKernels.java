// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

/**
 * Sums, norms and tests over ranges.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface ReductionKernels<A> {

    /**
     * Largest absolute value.
     *
     * @param x the array
     * @param offset first element
     * @param length number of elements
     * @return max |xᵢ|; 0 for an empty range, NaN if any element is NaN
     */
    double maxAbs(A x, int offset, int length);

    /**
     * Sum of squares, accumulated in double.
     *
     * @param x the array
     * @param offset first element
     * @param length number of elements
     * @return Σ xᵢ²
     */
    double sumOfSquares(A x, int offset, int length);

    /**
     * Sum of squares in the element type, quickly: neither order nor bits are promised. NaN or infinite if any element
     * is, and where squares overflow.
     *
     * @param x the array
     * @param offset first element
     * @param length number of elements
     * @return about Σ xᵢ²
     */
    double roughSumOfSquares(A x, int offset, int length);

    /**
     * First element that is NaN or infinite.
     *
     * @param x the array
     * @param offset first element
     * @param length number of elements
     * @return its index relative to offset, or −1 if all are finite
     */
    int indexOfNonFinite(A x, int offset, int length);

    /**
     * y += α x.
     *
     * @param alpha factor
     * @param x addend
     * @param xOffset its first element
     * @param y sum
     * @param yOffset its first element
     * @param length number of elements
     */
    void addScaled(double alpha, A x, int xOffset, A y, int yOffset, int length);
}
