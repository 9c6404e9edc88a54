// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import dev.hadamard.compute.ActivationFunction;
import dev.hadamard.compute.ActivationKernels;
import dev.hadamard.compute.ProductKernels;
import java.util.Arrays;

/**
 * Products of {@code float[]} by our own SIMD kernels.
 *
 * <p>Bits: each element is one chain of fused multiply-adds in the order of the sum's index, begun with the bias
 * (forward), with 0, or with what is there already (accumulating backward to the input). They depend on neither tile,
 * batch split, threads, vector width nor cache sizes.
 */
final class FloatVectorProducts implements ProductKernels<float[]> {

    private final FloatBlockProduct product = new FloatBlockProduct();
    private final ActivationKernels<float[]> activations;

    FloatVectorProducts(ActivationKernels<float[]> activations) {
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
        for (int r = 0; r < rows; r++) {
            int row = tile + r * stride;
            if (b == null) {
                Arrays.fill(z, row, row + columns, 0);
            } else {
                System.arraycopy(b, bOffset + columnFrom, z, row, columns);
            }
        }
        product.multiply(
                x,
                xOffset + rowFrom * xStride,
                xStride,
                false,
                w,
                wOffset + columnFrom,
                wStride,
                false,
                z,
                tile,
                stride,
                rows,
                columns,
                inner);
        if (z != a || f.kind() != ActivationFunction.Kind.IDENTITY) {
            activations.forward(f, null, 0, z, a, tile, stride, rows, columns);
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
        if (!accumulate) {
            clear(d, tile, stride, rows, columns);
        }
        product.multiply(
                delta,
                deltaOffset + rowFrom * deltaStride,
                deltaStride,
                false,
                w,
                wOffset + columnFrom * wStride,
                wStride,
                true,
                d,
                tile,
                stride,
                rows,
                columns,
                inner);
        if (f.kind() != ActivationFunction.Kind.IDENTITY) {
            activations.backward(f, z, a, d, tile, stride, rows, columns);
        }
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
        int rows = rowTo - rowFrom;
        int columns = columnTo - columnFrom;
        int tile = dwOffset + rowFrom * dwStride + columnFrom;
        clear(dw, tile, dwStride, rows, columns);
        product.multiply(
                x,
                xOffset + rowFrom,
                xStride,
                true,
                delta,
                deltaOffset + columnFrom,
                deltaStride,
                false,
                dw,
                tile,
                dwStride,
                rows,
                columns,
                samples);
        if (db != null && rowFrom == 0) {
            Arrays.fill(db, dbOffset + columnFrom, dbOffset + columnTo, 0);
            for (int r = 0; r < samples; r++) {
                int row = deltaOffset + r * deltaStride + columnFrom;
                activations.add(db, dbOffset + columnFrom, 0, delta, row, 0, db, dbOffset + columnFrom, 0, 1, columns);
            }
        }
    }

    private static void clear(float[] c, int from, int stride, int rows, int columns) {
        for (int r = 0; r < rows; r++) {
            Arrays.fill(c, from + r * stride, from + r * stride + columns, 0);
        }
    }
}
