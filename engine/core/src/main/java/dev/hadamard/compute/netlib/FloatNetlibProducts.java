// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.netlib;

import dev.hadamard.compute.ActivationFunction;
import dev.hadamard.compute.ActivationKernels;
import dev.hadamard.compute.ProductKernels;
import dev.ludovic.netlib.blas.BLAS;
import java.util.Arrays;

/**
 * Products of {@code float[]} by one call each, sgemm or for a single sample sgemv, followed by another strategy's
 * passes over the tile. The package description tells how row-major matrices become arguments of a column-major BLAS.
 */
final class FloatNetlibProducts implements ProductKernels<float[]> {

    private static final String AS_IS = "N";
    private static final String TRANSPOSED = "T";

    private final BLAS blas;
    private final ActivationKernels<float[]> activations;

    /**
     * Products without scratch memory.
     *
     * @param blas what multiplies
     * @param activations what adds biases and applies f and f'
     */
    FloatNetlibProducts(BLAS blas, ActivationKernels<float[]> activations) {
        this.blas = blas;
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
        multiply(
                AS_IS,
                AS_IS,
                columns,
                rows,
                inner,
                w,
                wOffset + columnFrom,
                wStride,
                x,
                xOffset + rowFrom * xStride,
                xStride,
                false,
                z,
                tile,
                stride);
        activations.forward(f, b, bOffset + columnFrom, z, a, tile, stride, rows, columns);
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
        multiply(
                TRANSPOSED,
                AS_IS,
                columns,
                rows,
                inner,
                w,
                wOffset + columnFrom * wStride,
                wStride,
                delta,
                deltaOffset + rowFrom * deltaStride,
                deltaStride,
                accumulate,
                d,
                tile,
                stride);
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
        int columns = columnTo - columnFrom;
        multiply(
                AS_IS,
                TRANSPOSED,
                columns,
                rowTo - rowFrom,
                samples,
                delta,
                deltaOffset + columnFrom,
                deltaStride,
                x,
                xOffset + rowFrom,
                xStride,
                false,
                dw,
                dwOffset + rowFrom * dwStride + columnFrom,
                dwStride);
        if (db != null && rowFrom == 0) {
            sumColumns(delta, deltaOffset + columnFrom, deltaStride, samples, columns, db, dbOffset + columnFrom);
        }
    }

    /** C' = op(A) op(B), or that added to C': in BLAS' own terms, where a dimension may be 0. */
    private void multiply(
            String transA,
            String transB,
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int lda,
            float[] b,
            int bOffset,
            int ldb,
            boolean accumulate,
            float[] c,
            int cOffset,
            int ldc) {
        if (m == 0 || n == 0) {
            return; // netlib rejects the stride 0 that an empty matrix may have
        }
        float beta = accumulate ? 1f : 0f;
        if (k == 0) {
            clearUnless(accumulate, m, n, c, cOffset, ldc); // netlib rejects operands without elements
        } else if (n == 1) {
            // One sample: gemm would rearrange all weights to use each of them once.
            boolean asIs = transA.equals(AS_IS);
            int stepOfB = transB.equals(AS_IS) ? 1 : ldb;
            blas.sgemv(
                    transA, asIs ? m : k, asIs ? k : m, 1f, a, aOffset, lda, b, bOffset, stepOfB, beta, c, cOffset, 1);
        } else {
            blas.sgemm(transA, transB, m, n, k, 1f, a, aOffset, lda, b, bOffset, ldb, beta, c, cOffset, ldc);
        }
    }

    /** What a product with sums of length 0 leaves behind. */
    private static void clearUnless(boolean accumulate, int m, int n, float[] c, int cOffset, int ldc) {
        for (int i = 0; !accumulate && i < n; i++) {
            Arrays.fill(c, cOffset + i * ldc, cOffset + i * ldc + m, 0f);
        }
    }

    /** db = 1ᵀ Δ in loops: BLAS would need a vector of ones. Four rows at a time touch db a fourth as often. */
    private static void sumColumns(
            float[] delta, int offset, int stride, int rows, int columns, float[] db, int dbOffset) {
        Arrays.fill(db, dbOffset, dbOffset + columns, 0f);
        int r = 0;
        for (; r + 4 <= rows; r += 4) {
            int first = offset + r * stride;
            int second = first + stride;
            int third = second + stride;
            int fourth = third + stride;
            for (int c = 0; c < columns; c++) {
                db[dbOffset + c] += (delta[first + c] + delta[second + c]) + (delta[third + c] + delta[fourth + c]);
            }
        }
        for (; r < rows; r++) {
            int row = offset + r * stride;
            for (int c = 0; c < columns; c++) {
                db[dbOffset + c] += delta[row + c];
            }
        }
    }
}
