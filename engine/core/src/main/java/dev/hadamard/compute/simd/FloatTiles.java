// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

/**
 * The register tile that fits this machine's vectors: 16 sums need 32 registers, which vectors of 512 bits come with.
 */
final class FloatTiles {

    private static final boolean WIDE = FloatLanes.SPECIES.vectorBitSize() == 512;

    /** Rows of a tile. */
    static final int ROWS = WIDE ? 8 : 4;

    /** Columns of a whole panel. */
    static final int COLUMNS = 2 * FloatLanes.LENGTH;

    private FloatTiles() {}

    /** C += A B, with C of {@link #ROWS} rows and, if wide, {@link #COLUMNS} columns, else half of them. */
    static void multiply(
            boolean wide, float[] a, int aFrom, float[] b, int bFrom, int depth, float[] c, int cFrom, int cStride) {
        if (WIDE) {
            if (wide) {
                FloatTile8.twoVectors(a, aFrom, b, bFrom, depth, c, cFrom, cStride);
            } else {
                FloatTile8.oneVector(a, aFrom, b, bFrom, depth, c, cFrom, cStride);
            }
        } else if (wide) {
            FloatTile4.twoVectors(a, aFrom, b, bFrom, depth, c, cFrom, cStride);
        } else {
            FloatTile4.oneVector(a, aFrom, b, bFrom, depth, c, cFrom, cStride);
        }
    }
}
