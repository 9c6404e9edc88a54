// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import dev.hadamard.compute.ActivationFunction;
import dev.hadamard.compute.ActivationKernels;
import dev.hadamard.compute.ParameterUpdate;
import dev.hadamard.compute.ProductKernels;
import dev.hadamard.compute.UpdateKernels;
import dev.hadamard.compute.UpdateRule;

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
    private final UpdateKernels<float[]> updates;

    FloatVectorProducts(ActivationKernels<float[]> activations, UpdateKernels<float[]> updates) {
        this.activations = activations;
        this.updates = updates;
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
        product.left.set(x, xOffset + rowFrom * xStride, xStride, 1);
        product.right.set(w, wOffset + columnFrom, wStride, 1);
        product.out.set(z, tile, stride, 1);
        product.multiply(b, bOffset + columnFrom, false, rows, columns, inner);
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
        product.left.set(delta, deltaOffset + rowFrom * deltaStride, deltaStride, 1);
        product.right.set(w, wOffset + columnFrom * wStride, 1, wStride);
        product.out.set(d, tile, stride, 1);
        product.multiply(null, 0, accumulate, rows, columns, inner);
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
        product.left.set(x, xOffset + rowFrom, 1, xStride);
        product.right.set(delta, deltaOffset + columnFrom, deltaStride, 1);
        product.out.set(dw, tile, dwStride, 1);
        product.multiply(null, 0, false, rows, columns, samples);
        if (db != null && rowFrom == 0) {
            FloatColumnSums.sum(
                    delta, deltaOffset + columnFrom, deltaStride, samples, columns, db, dbOffset + columnFrom);
        }
    }

    @Override
    public boolean fuses(UpdateRule.Kind kind) {
        return switch (kind) {
            case GRADIENT_DESCENT, MOMENTUM, NESTEROV -> true;
            default -> false;
        };
    }

    @Override
    public void updateParameters(
            float[] x,
            int xOffset,
            int xStride,
            float[] delta,
            int deltaOffset,
            int deltaStride,
            int samples,
            ParameterUpdate<float[]> update,
            int wOffset,
            int wStride,
            int bOffset,
            int rowFrom,
            int rowTo,
            int columnFrom,
            int columnTo) {
        if (!fuses(update.rule().kind)) {
            throw new UnsupportedOperationException("no fused update " + update.rule().kind);
        }
        int rows = rowTo - rowFrom;
        int columns = columnTo - columnFrom;
        int tile = wOffset + rowFrom * wStride + columnFrom;
        float[] gradients = update.gradients();
        if (samples == 1 && update.rule().kind == UpdateRule.Kind.GRADIENT_DESCENT) {
            FloatOuterProducts.descend(
                    (float) update.rule().rate,
                    x,
                    xOffset + rowFrom,
                    delta,
                    deltaOffset + columnFrom,
                    update.parameters(),
                    tile,
                    wStride,
                    rows,
                    columns);
        } else {
            product.left.set(x, xOffset + rowFrom, 1, xStride);
            product.right.set(delta, deltaOffset + columnFrom, deltaStride, 1);
            product.out.set(gradients, tile, wStride, 1);
            product.multiply(null, 0, false, rows, columns, samples);
            update(update, tile, wStride, rows, columns);
        }
        if (bOffset >= 0 && rowFrom == 0) {
            int b = bOffset + columnFrom;
            FloatColumnSums.sum(delta, deltaOffset + columnFrom, deltaStride, samples, columns, gradients, b);
            update(update, b, columns, 1, columns);
        }
    }

    private void update(ParameterUpdate<float[]> update, int from, int stride, int rows, int columns) {
        boolean dense = stride == columns;
        int ranges = dense ? 1 : rows;
        int length = dense ? rows * columns : columns;
        for (int r = 0; r < ranges; r++) {
            updates.update(
                    update.rule(),
                    update.parameters(),
                    update.gradients(),
                    update.first(),
                    null,
                    null,
                    from + r * stride,
                    length);
        }
    }
}
