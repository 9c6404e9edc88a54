// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

/**
 * What generic code may do with an array whose element type it does not know: make it, copy it, convert it. Stateless.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface Elements<A> {

    /**
     * The element type's name.
     *
     * @return "float" or "double"
     */
    String typeName();

    /**
     * Distance from 1 to the next larger number of the type.
     *
     * @return 2⁻²³ or 2⁻⁵²
     */
    double epsilon();

    /**
     * A new array of zeros.
     *
     * @param length number of elements
     * @return the array
     */
    A allocate(int length);

    /**
     * Number of elements.
     *
     * @param array the array
     * @return its length
     */
    int length(A array);

    /**
     * One element, widened.
     *
     * @param array the array
     * @param index which
     * @return its value
     */
    double get(A array, int index);

    /**
     * Sets one element, rounding to the element type.
     *
     * @param array the array
     * @param index which
     * @param value the new value
     */
    void set(A array, int index, double value);

    /**
     * Sets a range to one value.
     *
     * @param array the array
     * @param offset first element
     * @param length number of elements
     * @param value the new value, rounded to the element type
     */
    void fill(A array, int offset, int length, double value);

    /**
     * Widens a range.
     *
     * @param source from where
     * @param sourceOffset its first element
     * @param target to where
     * @param targetOffset its first element
     * @param length number of elements
     */
    void toDoubles(A source, int sourceOffset, double[] target, int targetOffset, int length);

    /**
     * Rounds a range of doubles to the element type.
     *
     * @param source from where
     * @param sourceOffset its first element
     * @param target to where
     * @param targetOffset its first element
     * @param length number of elements
     */
    void fromDoubles(double[] source, int sourceOffset, A target, int targetOffset, int length);

    /**
     * Converts a range of floats to the element type, exactly.
     *
     * @param source from where
     * @param sourceOffset its first element
     * @param target to where
     * @param targetOffset its first element
     * @param length number of elements
     */
    void fromFloats(float[] source, int sourceOffset, A target, int targetOffset, int length);

    /**
     * Copies a matrix transposed, bit for bit.
     *
     * @param source row-major, rows x columns
     * @param sourceOffset its first element
     * @param target row-major, columns x rows
     * @param targetOffset its first element
     * @param rows rows of the source
     * @param columns columns of the source
     */
    void transpose(A source, int sourceOffset, A target, int targetOffset, int rows, int columns);

    /**
     * Multiplies a block by a dropout mask of the step that it was started for, {@code y = x ⊙ m} or {@code y += x ⊙
     * m}: the same bits whatever the strategy. NaN stays NaN where it is dropped, and infinity becomes NaN.
     *
     * @param x rows x columns
     * @param xOffset first element of the first row
     * @param xStride elements from row to row
     * @param mask m, rows x columns
     * @param y rows x columns, dense from its first element on
     * @param adds whether to add to what is there
     * @param rows number of rows
     * @param columns number of columns
     */
    void dropOut(A x, int xOffset, int xStride, DropoutMask mask, A y, boolean adds, int rows, int columns);

    /**
     * The loops of layer normalisation.
     *
     * @return loops for this element type
     */
    Norms<A> norms();

    /**
     * This element type's kernels of a strategy.
     *
     * @param strategy which strategy
     * @return new kernels, confined to one thread at a time
     */
    DenseKernels<A> newKernels(Strategy strategy);
}
