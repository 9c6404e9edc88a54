// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

/**
 * Activations and what else works element by element or row by row on rows x columns blocks. Offsets address the
 * block's first element; all arrays of one call share the stride unless they have their own.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface ActivationKernels<A> {

    /**
     * Adds the bias to every row and applies the activation: Z += b, A = f(Z). In-place (z == a) is allowed.
     *
     * @param f the activation
     * @param b bias, columns, or null for none
     * @param bOffset where the bias of the block's first column stands
     * @param z pre-activation without bias, becomes the pre-activation
     * @param a activation, written; may be z itself, which then holds A afterwards
     * @param offset first element of the block in z and a
     * @param stride elements from one row to the next
     * @param rows number of rows
     * @param columns number of columns
     */
    void forward(ActivationFunction f, A b, int bOffset, A z, A a, int offset, int stride, int rows, int columns);

    /**
     * Δ = Δ ⊙ f'(Z), in place.
     *
     * @param f the activation
     * @param z pre-activation; may be the array a where f does not need Z
     * @param a activation
     * @param delta dCost/dA, becomes dCost/dZ
     * @param offset first element of the block in all three
     * @param stride elements from one row to the next in all three
     * @param rows number of rows
     * @param columns number of columns
     */
    void backward(ActivationFunction f, A z, A a, A delta, int offset, int stride, int rows, int columns);

    /**
     * Row-wise softmax, shifted by the row's maximum: aᵢ = e^(zᵢ − max z) / Σⱼ e^(zⱼ − max z). In-place is allowed.
     *
     * @param z pre-activation
     * @param a activation, written
     * @param offset first element of the block in both
     * @param stride elements from one row to the next in both
     * @param rows number of rows
     * @param columns number of columns
     */
    void softmax(A z, A a, int offset, int stride, int rows, int columns);

    /**
     * Softmax's vector-Jacobian product, in place: δᵢ = aᵢ (δᵢ − Σⱼ δⱼ aⱼ).
     *
     * @param a activation
     * @param delta dCost/dA, becomes dCost/dZ
     * @param offset first element of the block in both
     * @param stride elements from one row to the next in both
     * @param rows number of rows
     * @param columns number of columns
     */
    void softmaxBackward(A a, A delta, int offset, int stride, int rows, int columns);

    /**
     * Sum of two blocks: out = x + y. out may be x or y.
     *
     * @param x first block
     * @param xOffset its first element
     * @param xStride its stride
     * @param y second block
     * @param yOffset its first element
     * @param yStride its stride
     * @param out the sum
     * @param offset its first element
     * @param stride its stride
     * @param rows number of rows
     * @param columns number of columns
     */
    void add(
            A x,
            int xOffset,
            int xStride,
            A y,
            int yOffset,
            int yStride,
            A out,
            int offset,
            int stride,
            int rows,
            int columns);
}
