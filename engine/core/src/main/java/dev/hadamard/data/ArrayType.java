// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

/**
 * What generic code of this package needs to know about {@code float[]} and {@code double[]}. Stateless.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
sealed interface ArrayType<A> permits FloatArrays, DoubleArrays {

    /** The element type's name. */
    String elementName();

    /** A new array of zeros. */
    A allocate(int length);

    /** The number of elements. */
    int length(A array);

    /** One element, widened. */
    double get(A array, int index);

    /** Sets one element, rounded to the element type. */
    void set(A array, int index, double value);

    /**
     * Copies the rows {@code order[from]}, …, {@code order[from + count - 1]} of a dense source (rows x columns), in
     * that order, to {@code target[offset + r * stride]}. The caller has checked all ranges.
     *
     * <p>A method of each element type, since {@code System.arraycopy} of arrays whose type the compiler doesn't know
     * takes a slower way: 6 against 3 ns for a row of four.
     */
    void copyRows(A source, int columns, int[] order, int from, int count, A target, int offset, int stride);
}
