// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Copies operands into the order in which register tiles read them. What pads a panel to whole vectors is any value:
 * lanes do not mix, and those lanes are never stored to a result.
 */
final class FloatPacking {

    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int L = FloatLanes.LENGTH;
    private static final int ROWS = FloatTiles.ROWS;

    private FloatPacking() {}

    /** Packs a tile's rows of A, contiguous in memory, as [depth][ROWS]; the last row is repeated up to ROWS. */
    static void packRows(float[] a, int from, int stride, float[] packed, int depth, int height) {
        if (height == ROWS) {
            FloatTransposition.transpose(a, from, stride, packed, 0, ROWS, ROWS, depth);
            return;
        }
        for (int r = 0; r < ROWS; r += 4) {
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

    /**
     * Packs a tile's rows of A, whose columns are contiguous, as [depth][ROWS]; the last row is repeated up to ROWS.
     */
    static void packColumns(float[] a, int from, int step, float[] packed, int depth, int height) {
        if (height == ROWS && L >= ROWS) {
            packWholeColumns(a, from, step, packed, depth);
            return;
        }
        for (int r = 0; r < ROWS; r++) {
            int source = from + Math.min(r, height - 1);
            for (int k = 0; k < depth; k++) {
                packed[k * ROWS + r] = a[source];
                source += step;
            }
        }
    }

    /** What a vector stores beyond a column, the next one's overwrites. */
    private static void packWholeColumns(float[] a, int from, int step, float[] packed, int depth) {
        int safe = depth;
        while (safe > 0 && from + (safe - 1) * step + L > a.length) {
            safe--;
        }
        for (int k = 0; k < safe; k++) {
            FloatVector.fromArray(SPECIES, a, from + k * step).intoArray(packed, k * ROWS);
        }
        for (int k = safe; k < depth; k++) {
            for (int r = 0; r < ROWS; r++) {
                packed[k * ROWS + r] = a[from + k * step + r];
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
        for (int k = 0; k < depth; k++) {
            int source = from + k * stride;
            FloatVector.fromArray(SPECIES, b, source).intoArray(packed, target + k * (2 * L));
            FloatVector.fromArray(SPECIES, b, source + L).intoArray(packed, target + k * (2 * L) + L);
        }
    }

    private static void copyOne(float[] b, int from, int stride, float[] packed, int target, int depth) {
        for (int k = 0; k < depth; k++) {
            int source = from + k * stride;
            FloatVector.fromArray(SPECIES, b, source).intoArray(packed, target + k * L);
        }
    }

    /** Copies rows, by whole vectors as far as they go. */
    static void copy(
            float[] source, int from, int stride, float[] target, int to, int targetStride, int rows, int columns) {
        int first = 0;
        if (columns < L && targetStride == columns && stride >= L) {
            // What a vector writes beyond its row, the next row's overwrites; the last ones must stay within the block.
            first = Math.max(0, rows - (L - 1) / columns);
            for (int r = 0; r < first; r++) {
                FloatVector.fromArray(SPECIES, source, from + r * stride).intoArray(target, to + r * columns);
            }
        }
        for (int r = first; r < rows; r++) {
            int s = from + r * stride;
            int t = to + r * targetStride;
            int i = 0;
            for (; i <= columns - L; i += L) {
                FloatVector.fromArray(SPECIES, source, s + i).intoArray(target, t + i);
            }
            for (; i < columns; i++) {
                target[t + i] = source[s + i];
            }
        }
    }
}
