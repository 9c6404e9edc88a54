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
     * Packs a tile's rows of A, whose columns are contiguous, as [depth][ROWS]. What a vector stores beyond a column,
     * the next one's overwrites; rows beyond height are any values.
     */
    static void packColumns(float[] a, int from, int step, float[] packed, int depth, int height) {
        int safe = L >= ROWS ? depth : 0;
        while (safe > 0 && from + (safe - 1) * step + L > a.length) {
            safe--;
        }
        for (int k = 0; k < safe; k++) {
            FloatVector.fromArray(SPECIES, a, from + k * step).intoArray(packed, k * ROWS);
        }
        for (int k = safe; k < depth; k++) {
            for (int r = 0; r < height; r++) {
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

    /** Loads rows for a tile, by vectors as far as the array goes: what they load beyond the columns pads the tile. */
    static void load(float[] c, int from, int stride, float[] tile, int to, int tileStride, int rows, int columns) {
        for (int r = 0; r < rows; r++) {
            int s = from + r * stride;
            int t = to + r * tileStride;
            int i = 0;
            for (; i < columns && s + i + L <= c.length; i += L) {
                FloatVector.fromArray(SPECIES, c, s + i).intoArray(tile, t + i);
            }
            for (; i < columns; i++) {
                tile[t + i] = c[s + i];
            }
        }
    }

    /**
     * Stores a tile's rows, by vectors wherever a vector stays within what the product writes: over columns that were
     * stored already, here or before the tile's first, or over rows that are still to come.
     *
     * @param tile the tile; L elements before each row are overwritten
     * @param from its first element
     * @param tileStride elements from row to row
     * @param c where it goes
     * @param to place of its first element
     * @param stride elements from row to row
     * @param rows its rows
     * @param columns its columns
     * @param before columns of the product to the left of it
     */
    static void store(
            float[] tile, int from, int tileStride, float[] c, int to, int stride, int rows, int columns, int before) {
        if (columns >= L) {
            storeWide(tile, from, tileStride, c, to, stride, rows, columns);
        } else if (before >= L) {
            storeNarrow(tile, from, tileStride, c, to, stride, rows, columns);
        } else {
            int first = stride == columns ? Math.max(0, rows - (L - 1) / columns) : 0;
            for (int r = 0; r < first; r++) {
                FloatVector.fromArray(SPECIES, tile, from + r * tileStride).intoArray(c, to + r * stride);
            }
            for (int r = first; r < rows; r++) {
                FloatTails.copy(tile, from + r * tileStride, c, to + r * stride, columns);
            }
        }
    }

    private static void storeWide(
            float[] tile, int from, int tileStride, float[] c, int to, int stride, int rows, int columns) {
        for (int r = 0; r < rows; r++) {
            int s = from + r * tileStride;
            int t = to + r * stride;
            for (int i = 0; i <= columns - L; i += L) {
                FloatVector.fromArray(SPECIES, tile, s + i).intoArray(c, t + i);
            }
            FloatVector.fromArray(SPECIES, tile, s + columns - L).intoArray(c, t + columns - L);
        }
    }

    private static void storeNarrow(
            float[] tile, int from, int tileStride, float[] c, int to, int stride, int rows, int columns) {
        for (int r = 0; r < rows; r++) {
            FloatVector.fromArray(SPECIES, c, to + r * stride - L).intoArray(tile, from + r * tileStride - L);
        }
        for (int r = 0; r < rows; r++) {
            FloatVector.fromArray(SPECIES, tile, from + r * tileStride + columns - L)
                    .intoArray(c, to + r * stride + columns - L);
        }
    }
}
