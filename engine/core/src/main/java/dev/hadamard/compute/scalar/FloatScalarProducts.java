// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.scalar;

import dev.hadamard.compute.ActivationFunction;
import dev.hadamard.compute.ActivationKernels;
import dev.hadamard.compute.ProductKernels;

/**
 * The products of {@code float[]} in plain loops. The bits of an element depend on its inputs alone: every sum runs
 * over its terms in order, whichever loop computes it.
 *
 * <p>Activations are a pass over the tile after its product: at 128 x 512 x 784 a whole pass of ReLU takes 0.2 % of the
 * product's time, which is all that fusing could gain.
 */
public final class FloatScalarProducts implements ProductKernels<float[]> {

    /** Fewer columns than this don't fill vectors. */
    private static final int NARROW = 16;

    private final ActivationKernels<float[]> activations;
    private final FloatPanelProduct panels = new FloatPanelProduct();
    private final FloatOperand left = new FloatOperand();
    private final FloatOperand right = new FloatOperand();
    private final FloatOperand out = new FloatOperand();
    private final float[] one = {1};

    /**
     * Products with scratch memory of their own, confined to one thread at a time.
     *
     * @param activations what adds biases and applies f and f'
     */
    public FloatScalarProducts(ActivationKernels<float[]> activations) {
        this.activations = activations;
    }

    @Override
    public void forward(
            float[] x,
            int xOffset,
            int xStride,
            float[] w,
            int wOffset,
            int wStride,
            float[] b,
            int bOffset,
            float[] z,
            float[] a,
            int offset,
            int stride,
            int inner,
            int rowFrom,
            int rowTo,
            int columnFrom,
            int columnTo,
            ActivationFunction f) {
        int rows = rowTo - rowFrom;
        int columns = columnTo - columnFrom;
        int tile = offset + rowFrom * stride + columnFrom;
        left.set(x, xOffset + rowFrom * xStride, xStride, 1);
        right.set(w, wOffset + columnFrom, wStride, 1);
        out.set(z, tile, stride, 1);
        if (columns >= NARROW) {
            panels.multiply(left, right, b, bOffset + columnFrom, out, inner, rows, columns, false);
            activations.forward(f, null, 0, z, a, tile, stride, rows, columns);
        } else {
            multiply(inner, rows, columns, false);
            activations.forward(f, b, bOffset + columnFrom, z, a, tile, stride, rows, columns);
        }
    }

    @Override
    public void backwardInput(
            float[] delta,
            int deltaOffset,
            int deltaStride,
            float[] w,
            int wOffset,
            int wStride,
            float[] d,
            float[] z,
            float[] a,
            int offset,
            int stride,
            int inner,
            int rowFrom,
            int rowTo,
            int columnFrom,
            int columnTo,
            boolean accumulate,
            ActivationFunction f) {
        int rows = rowTo - rowFrom;
        int columns = columnTo - columnFrom;
        int tile = offset + rowFrom * stride + columnFrom;
        left.set(delta, deltaOffset + rowFrom * deltaStride, deltaStride, 1);
        right.set(w, wOffset + columnFrom * wStride, 1, wStride);
        out.set(d, tile, stride, 1);
        multiply(inner, rows, columns, accumulate);
        activations.backward(f, z, a, d, tile, stride, rows, columns);
    }

    @Override
    public void backwardParameters(
            float[] x,
            int xOffset,
            int xStride,
            float[] delta,
            int deltaOffset,
            int deltaStride,
            int samples,
            float[] dw,
            int dwOffset,
            int dwStride,
            float[] db,
            int dbOffset,
            int rowFrom,
            int rowTo,
            int columnFrom,
            int columnTo) {
        int columns = columnTo - columnFrom;
        left.set(x, xOffset + rowFrom, 1, xStride);
        right.set(delta, deltaOffset + columnFrom, deltaStride, 1);
        out.set(dw, dwOffset + rowFrom * dwStride + columnFrom, dwStride, 1);
        multiply(samples, rowTo - rowFrom, columns, false);
        if (db != null && rowFrom == 0) {
            left.set(one, 0, 0, 0);
            right.set(delta, deltaOffset + columnFrom, deltaStride, 1);
            out.set(db, dbOffset + columnFrom, columns, 1);
            multiply(samples, 1, columns, false);
        }
    }

    /** out = left · right, or the transposed equation where that has the longer rows. */
    private void multiply(int inner, int rows, int columns, boolean accumulate) {
        if (columns < NARROW && columns < rows) {
            out.transpose();
            multiply(right.transpose(), left.transpose(), inner, columns, rows, accumulate);
        } else {
            multiply(left, right, inner, rows, columns, accumulate);
        }
    }

    private void multiply(FloatOperand x, FloatOperand w, int inner, int rows, int columns, boolean accumulate) {
        boolean transposing = w.columnStep != 1;
        if (columns < NARROW || transposing && rows == 1) {
            FloatSmallProduct.multiply(x, w, out, inner, rows, columns, accumulate);
        } else {
            panels.multiply(x, w, null, 0, out, inner, rows, columns, accumulate);
        }
    }
}
