// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

/**
 * The three products of a dense layer, each on a tile of its output (rows rowFrom to rowTo, columns columnFrom to
 * columnTo, both ends exclusive), with the element-wise work that belongs to it.
 *
 * <p>Every method writes all elements of its tile and nothing else; what the tile held before does not matter (NaN
 * included) unless the method accumulates. Offsets address row 0, column 0 of the whole matrix, not of the tile.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface ProductKernels<A> {

    /**
     * Forward: Z = X W + b, A = f(Z).
     *
     * @param x inputs, rows x inner
     * @param xOffset where X starts
     * @param xStride elements from one row of X to the next
     * @param w weights, inner x columns
     * @param wOffset where W starts
     * @param wStride elements from one row of W to the next
     * @param b bias, columns, or null for none
     * @param bOffset where b starts
     * @param z pre-activation, rows x columns; may be {@code a} itself where f does not need Z later
     * @param a activation, rows x columns, same offset and stride as z
     * @param offset where Z and A start
     * @param stride elements from one row of Z and A to the next
     * @param inner length of the sums: the layer's inputs
     * @param rowFrom first row of the tile
     * @param rowTo row after the tile's last
     * @param columnFrom first column of the tile
     * @param columnTo column after the tile's last
     * @param f the activation; identity leaves Z in z, and copies it to a if that is another array
     */
    void forward(
            A x,
            int xOffset,
            int xStride,
            A w,
            int wOffset,
            int wStride,
            A b,
            int bOffset,
            A z,
            A a,
            int offset,
            int stride,
            int inner,
            int rowFrom,
            int rowTo,
            int columnFrom,
            int columnTo,
            ActivationFunction f);

    /**
     * Backward to the input: D = (Δ Wᵀ [+ D]) ⊙ f'(Z), where Z and A are those of the layer below.
     *
     * @param delta error signal of this layer, rows x inner
     * @param deltaOffset where Δ starts
     * @param deltaStride elements from one row of Δ to the next
     * @param w weights, columns x inner: the layer's inputs x units
     * @param wOffset where W starts
     * @param wStride elements from one row of W to the next
     * @param d the result, rows x columns: the layer's inputs are its columns
     * @param z pre-activation of the layer below, rows x columns
     * @param a activation of the layer below, rows x columns
     * @param offset where D, Z and A start
     * @param stride elements from one row of D, Z and A to the next
     * @param inner length of the sums: the layer's units
     * @param rowFrom first row of the tile
     * @param rowTo row after the tile's last
     * @param columnFrom first column of the tile
     * @param columnTo column after the tile's last
     * @param accumulate whether the product is added to what D holds
     * @param f whose derivative multiplies the sum; identity leaves it, and then z and a are not read
     */
    void backwardInput(
            A delta,
            int deltaOffset,
            int deltaStride,
            A w,
            int wOffset,
            int wStride,
            A d,
            A z,
            A a,
            int offset,
            int stride,
            int inner,
            int rowFrom,
            int rowTo,
            int columnFrom,
            int columnTo,
            boolean accumulate,
            ActivationFunction f);

    /**
     * Backward to the parameters: dW = Xᵀ Δ, db = 1ᵀ Δ. The tile that starts at row 0 also writes db, for its columns.
     *
     * @param x inputs of the layer, samples x inputs
     * @param xOffset where X starts
     * @param xStride elements from one row of X to the next
     * @param delta error signal of the layer, samples x units
     * @param deltaOffset where Δ starts
     * @param deltaStride elements from one row of Δ to the next
     * @param samples length of the sums
     * @param dw weight gradient, inputs x units
     * @param dwOffset where dW starts
     * @param dwStride elements from one row of dW to the next
     * @param db bias gradient, units, or null for none
     * @param dbOffset where db starts
     * @param rowFrom first row of the tile of dW
     * @param rowTo row after the tile's last
     * @param columnFrom first column of the tile of dW
     * @param columnTo column after the tile's last
     */
    void backwardParameters(
            A x,
            int xOffset,
            int xStride,
            A delta,
            int deltaOffset,
            int deltaStride,
            int samples,
            A dw,
            int dwOffset,
            int dwStride,
            A db,
            int dbOffset,
            int rowFrom,
            int rowTo,
            int columnFrom,
            int columnTo);

    /**
     * Whether {@link #updateParameters} is there for an optimiser's formula: whether an update gains from following the
     * gradient of its own parameters at once.
     *
     * @param kind the formula
     * @return whether
     */
    default boolean fuses(UpdateRule.Kind kind) {
        return false;
    }

    /**
     * Backward to the parameters, with their update: W and b change as if by {@link #backwardParameters} and then
     * {@link UpdateKernels#update}, with the same bits. The tile that starts at row 0 also updates b, for its columns.
     *
     * @param x inputs of the layer, samples x inputs
     * @param xOffset where X starts
     * @param xStride elements from one row of X to the next
     * @param delta error signal of the layer, samples x units
     * @param deltaOffset where Δ starts
     * @param deltaStride elements from one row of Δ to the next
     * @param samples length of the sums
     * @param update what to do with the gradient
     * @param wOffset where W starts, in the parameters and in all arrays that go with them
     * @param wStride elements from one row of W to the next
     * @param bOffset where b starts; less than 0 for none
     * @param rowFrom first row of the tile of W
     * @param rowTo row after the tile's last
     * @param columnFrom first column of the tile of W
     * @param columnTo column after the tile's last
     * @throws UnsupportedOperationException unless these products {@link #fuses} the formula
     */
    default void updateParameters(
            A x,
            int xOffset,
            int xStride,
            A delta,
            int deltaOffset,
            int deltaStride,
            int samples,
            ParameterUpdate<A> update,
            int wOffset,
            int wStride,
            int bOffset,
            int rowFrom,
            int rowTo,
            int columnFrom,
            int columnTo) {
        throw new UnsupportedOperationException("no fused update");
    }
}
