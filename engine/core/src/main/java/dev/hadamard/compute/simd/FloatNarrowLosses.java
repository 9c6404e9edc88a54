// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import dev.hadamard.compute.FloatLaneSum;

/**
 * Softmax with cross-entropy of few classes: a row has a vector or two, all rows together have many, so that their
 * logarithms are computed together. The operations are those of {@link dev.hadamard.compute.scalar.FloatScalarLosses}
 * in the same order.
 */
final class FloatNarrowLosses {

    private static final int L = FloatLanes.LENGTH;
    private static final int BLOCK = FloatLanes.BLOCK;

    /** Σ e^(z − max) without the largest term, over the largest: what log1p makes the row's logarithm of. */
    private final float[] ratios = new float[BLOCK];

    /** max z less the label's z. */
    private final float[] margins = new float[BLOCK];

    /** Losses of rows; delta, unless null, becomes scale · (A − Y). */
    void ofClasses(
            float[] z,
            float[] a,
            int offset,
            int stride,
            int[] classes,
            int classesOffset,
            float[] delta,
            double[] rowLoss,
            int rowLossOffset,
            float scale,
            int rows,
            int columns) {
        for (int row = 0; row < rows; row += BLOCK) {
            int count = Math.min(BLOCK, rows - row);
            for (int r = 0; r < count; r++) {
                int at = offset + (row + r) * stride;
                int label = classes[classesOffset + row + r];
                measure(r, z, a, at, label, columns);
                if (delta != null) {
                    for (int i = at; i < at + columns; i++) {
                        delta[i] = scale * a[i];
                    }
                    delta[at + label] = scale * (a[at + label] - 1);
                }
            }
            FloatVectorMath.log1p(ratios, 0, ratios, 0, count + L - 1 & -L);
            for (int r = 0; r < count; r++) {
                rowLoss[rowLossOffset + row + r] = ratios[r] + margins[r];
            }
        }
    }

    private void measure(int r, float[] z, float[] a, int at, int label, int columns) {
        int largest = at;
        for (int i = at + 1; i < at + columns; i++) {
            if (z[i] > z[largest]) {
                largest = i;
            }
        }
        float activation = a[largest];
        a[largest] = 0; // its lane leaves it out
        float others = FloatLaneSum.ofFew(a, at, columns);
        a[largest] = activation;
        ratios[r] = others / activation;
        margins[r] = z[largest] - z[at + label];
    }
}
