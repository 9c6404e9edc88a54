// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.scalar;

import dev.hadamard.compute.ActivationFunction;
import dev.hadamard.compute.ActivationKernels;
import dev.hadamard.compute.ProductKernels;
import java.util.Arrays;

/**
 * The products of {@code float[]} by the contract of the strategy simd: an element is one chain c = fma(aₖ, bₖ, c) in
 * the order of k, begun with the bias, with 0, or with what is there. Neither tiled nor fused with anything.
 */
public final class FloatChainProducts implements ProductKernels<float[]> {

    private final ActivationKernels<float[]> activations;

    /**
     * Products, confined to one thread at a time.
     *
     * @param activations what applies f and f'
     */
    public FloatChainProducts(ActivationKernels<float[]> activations) {
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
        int columns = columnTo - columnFrom;
        for (int row = rowFrom; row < rowTo; row++) {
            int out = offset + row * stride + columnFrom;
            if (b == null) {
                Arrays.fill(z, out, out + columns, 0);
            } else {
                System.arraycopy(b, bOffset + columnFrom, z, out, columns);
            }
            for (int k = 0; k < inner; k++) {
                addScaled(x[xOffset + row * xStride + k], w, wOffset + k * wStride + columnFrom, z, out, columns);
            }
        }
        activations.forward(f, null, 0, z, a, offset + rowFrom * stride + columnFrom, stride, rowTo - rowFrom, columns);
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
        for (int row = rowFrom; row < rowTo; row++) {
            int left = deltaOffset + row * deltaStride;
            for (int column = columnFrom; column < columnTo; column++) {
                int right = wOffset + column * wStride;
                int out = offset + row * stride + column;
                float chain = accumulate ? d[out] : 0;
                for (int k = 0; k < inner; k++) {
                    chain = Math.fma(delta[left + k], w[right + k], chain);
                }
                d[out] = chain;
            }
        }
        int tile = offset + rowFrom * stride + columnFrom;
        activations.backward(f, z, a, d, tile, stride, rowTo - rowFrom, columnTo - columnFrom);
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
        for (int row = rowFrom; row < rowTo; row++) {
            int out = dwOffset + row * dwStride + columnFrom;
            Arrays.fill(dw, out, out + columns, 0);
            for (int k = 0; k < samples; k++) {
                int right = deltaOffset + k * deltaStride + columnFrom;
                addScaled(x[xOffset + k * xStride + row], delta, right, dw, out, columns);
            }
        }
        if (db != null && rowFrom == 0) {
            int out = dbOffset + columnFrom;
            Arrays.fill(db, out, out + columns, 0);
            for (int k = 0; k < samples; k++) {
                addScaled(1, delta, deltaOffset + k * deltaStride + columnFrom, db, out, columns);
            }
        }
    }

    /** One link of a row of chains: out += factor · x, fused. */
    private static void addScaled(float factor, float[] x, int from, float[] out, int to, int length) {
        for (int i = 0; i < length; i++) {
            out[to + i] = Math.fma(factor, x[from + i], out[to + i]);
        }
    }
}
