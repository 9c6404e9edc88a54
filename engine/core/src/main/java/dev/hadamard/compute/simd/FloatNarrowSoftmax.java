// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import dev.hadamard.compute.VirtualLanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Softmax of rows that are no longer than {@link VirtualLanes}, as those of a classifier's output: a block of rows is
 * transposed, so that a vector holds one column of many rows, and maxima, sums and divisions need no lanes to be
 * exchanged. A row's operations are those of the strategy scalar in the same order.
 */
final class FloatNarrowSoftmax {

    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int L = FloatLanes.LENGTH;

    /** Rows of a block: 64 x 16 floats are 4 KB of L1. */
    private static final int BLOCK = 64;

    /** With fewer rows the transpositions cost more than they gain. */
    static final int LEAST_ROWS = L;

    private final float[] block = new float[VirtualLanes.COUNT * BLOCK];
    private final float[] sums = new float[VirtualLanes.COUNT / 2 * BLOCK];

    /** A = softmax(Z) row by row, rows dense in memory. */
    void apply(float[] z, float[] a, int offset, int rows, int columns) {
        for (int row = 0; row < rows; row += BLOCK) {
            int count = Math.min(BLOCK, rows - row);
            int from = offset + row * columns;
            int stride = count + L - 1 & -L;
            FloatTransposition.transposeTall(z, from, columns, block, 0, stride, count, columns);
            subtractMaxima(block, stride, columns);
            FloatVectorMath.exp(block, 0, block, 0, columns * stride);
            fold(block, sums, stride, columns);
            divide(block, sums, stride, columns);
            FloatTransposition.transpose(block, 0, stride, a, from, columns, columns, count);
        }
    }

    private static void subtractMaxima(float[] x, int stride, int columns) {
        for (int i = 0; i < stride; i += L) {
            FloatVector max = FloatVector.fromArray(SPECIES, x, i);
            for (int j = i + stride; j < columns * stride; j += stride) {
                max = max.max(FloatVector.fromArray(SPECIES, x, j));
            }
            for (int j = i; j < columns * stride; j += stride) {
                FloatVector.fromArray(SPECIES, x, j).sub(max).intoArray(x, j);
            }
        }
    }

    /**
     * Sums over columns in the order of {@link VirtualLanes}: the upper half is added to the lower one until one is
     * left. Columns that are not there are 0 and change nothing, since no exponential is −0.
     */
    private static void fold(float[] x, float[] s, int stride, int columns) {
        int half = VirtualLanes.COUNT / 2;
        int paired = Math.max(0, columns - half) * stride;
        for (int i = 0; i < paired; i += L) {
            FloatVector.fromArray(SPECIES, x, i)
                    .add(FloatVector.fromArray(SPECIES, x, i + half * stride))
                    .intoArray(s, i);
        }
        for (int i = paired; i < Math.min(half, columns) * stride; i += L) {
            FloatVector.fromArray(SPECIES, x, i).intoArray(s, i);
        }
        for (int left = half / 2; left > 0; left /= 2) {
            int present = Math.min(2 * left, columns) - left;
            for (int i = 0; i < present * stride; i += L) {
                FloatVector.fromArray(SPECIES, s, i)
                        .add(FloatVector.fromArray(SPECIES, s, i + left * stride))
                        .intoArray(s, i);
            }
        }
    }

    private static void divide(float[] x, float[] s, int stride, int columns) {
        for (int i = 0; i < stride; i += L) {
            FloatVector sum = FloatVector.fromArray(SPECIES, s, i);
            for (int j = i; j < columns * stride; j += stride) {
                FloatVector.fromArray(SPECIES, x, j).div(sum).intoArray(x, j);
            }
        }
    }
}
