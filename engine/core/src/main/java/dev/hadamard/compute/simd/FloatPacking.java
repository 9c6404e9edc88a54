// SPDX-License-Identifier: Apache-2.0
// twin: double
package dev.hadamard.compute.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Copies operands into the order in which register tiles read them. What pads a panel to whole vectors is any value: lanes
 * do not mix, and those lanes are never stored to a result.
 */
final class FloatPacking {

    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int L = FloatLanes.LENGTH;
    private static final int ROWS = FloatTiles.ROWS;

    private FloatPacking() {}

    /** Packs a tile's rows of A, contiguous in memory, as [depth][ROWS]; the last row is repeated up to ROWS. */
    static void packRows(float[] a, int from, int stride, float[] packed, int depth, int height) {
        int r = 0;
        for (; r < ROWS; r += 4) {
            int a0 = from + Math.min(r, height - 1) * stride;
            int a1 = from + Math.min(r + 1, height - 1) * stride;
            int a2 = from + Math.min(r + 2, height - 1) * stride;
            int a3 = from + Math.min(r + 3, height - 1) * stride;
            for (int k = 0; k < depth; k++) {
                packed[k * ROWS + r] = a[a0 + k];
                packed[k * ROWS + r + 1] = a[a1 + k];
                packed[k * ROWS + r + 2] = a[a2 + k];
                packed[k * ROWS + r + 3] = a[a3 + k];
            }
        }
    }

    /** Packs a tile's rows of A, whose columns are contiguous, as [depth][ROWS]; the last row is repeated up to ROWS. */
    static void packColumns(float[] a, int from, int step, float[] packed, int depth, int height) {
        for (int r = 0; r < ROWS; r++) {
            int source = from + Math.min(r, height - 1);
            for (int k = 0; k < depth; k++) {
                packed[k * ROWS + r] = a[source];
                source += step;
            }
        }
    }

    /** Packs a panel of B, whose rows are contiguous, as [depth][vectors L]. */
    static void packPanel(
            float[] b, int from, int stride, float[] packed, int target, int depth, int valid, int panel) {
        int safe = depth;
        while (safe > 0 && from + (safe - 1) * stride + panel > b.length) {
            safe--;
        }
        if (panel == 2 * L) {
            copyTwo(b, from, stride, packed, target, safe);
        } else {
            copyOne(b, from, stride, packed, target, safe);
        }
        for (int k = safe; k < depth; k++) {
            for (int i = 0; i < valid; i++) {
                packed[target + k * panel + i] = b[from + k * stride + i];
            }
        }
    }

    private static void copyTwo(float[] b, int from, int stride, float[] packed, int target, int depth) {
        int source = from;
        for (int k = 0; k < depth; k++) {
            FloatVector.fromArray(SPECIES, b, source).intoArray(packed, target + k * (2 * L));
            FloatVector.fromArray(SPECIES, b, source + L).intoArray(packed, target + k * (2 * L) + L);
            source += stride;
        }
    }

    private static void copyOne(float[] b, int from, int stride, float[] packed, int target, int depth) {
        int source = from;
        for (int k = 0; k < depth; k++) {
            FloatVector.fromArray(SPECIES, b, source).intoArray(packed, target + k * L);
            source += stride;
        }
    }

    /** Packs a panel of B, whose columns are contiguous, as [depth][panel]. */
    static void packTransposedPanel(
            float[] b, int from, int step, float[] packed, int target, int depth, int valid, int panel) {
        int i = 0;
        for (; i <= valid - 4; i += 4) {
            int b0 = from + i * step;
            int b1 = b0 + step;
            int b2 = b1 + step;
            int b3 = b2 + step;
            for (int k = 0; k < depth; k++) {
                int t = target + k * panel + i;
                packed[t] = b[b0 + k];
                packed[t + 1] = b[b1 + k];
                packed[t + 2] = b[b2 + k];
                packed[t + 3] = b[b3 + k];
            }
        }
        for (; i < valid; i++) {
            int source = from + i * step;
            for (int k = 0; k < depth; k++) {
                packed[target + k * panel + i] = b[source + k];
            }
        }
    }

    /** Copies a block between any two orders, the target's steps being those of the inner loop. */
    static void copy(
            float[] source,
            int from,
            int rowStep,
            int columnStep,
            float[] target,
            int to,
            int targetRowStep,
            int targetColumnStep,
            int rows,
            int columns) {
        if (targetRowStep == 1 && rows == 8) {
            for (int i = 0; i < columns; i++) {
                int s = from + i;
                int t = to + i * targetColumnStep;
                float x0 = source[s];
                float x1 = source[s + rowStep];
                float x2 = source[s + 2 * rowStep];
                float x3 = source[s + 3 * rowStep];
                float x4 = source[s + 4 * rowStep];
                float x5 = source[s + 5 * rowStep];
                float x6 = source[s + 6 * rowStep];
                float x7 = source[s + 7 * rowStep];
                target[t] = x0;
                target[t + 1] = x1;
                target[t + 2] = x2;
                target[t + 3] = x3;
                target[t + 4] = x4;
                target[t + 5] = x5;
                target[t + 6] = x6;
                target[t + 7] = x7;
            }
        } else if (rowStep == 1 || targetRowStep == 1) {
            for (int i = 0; i < columns; i++) {
                int s = from + i * columnStep;
                int t = to + i * targetColumnStep;
                for (int r = 0; r < rows; r++) {
                    target[t] = source[s];
                    s += rowStep;
                    t += targetRowStep;
                }
            }
        } else {
            for (int r = 0; r < rows; r++) {
                for (int i = 0; i < columns; i++) {
                    target[to + r * targetRowStep + i] = source[from + r * rowStep + i];
                }
            }
        }
    }
}
