// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

/**
 * The register tile that fits this machine's vectors: 16 sums need 32 registers, which vectors of 512 bits come with.
 */
final class FloatTiles {

    /** Whether tiles have 8 rows. */
    static final boolean TALL = FloatLanes.SPECIES.vectorBitSize() == 512;

    /** Rows of a tile. */
    static final int ROWS = TALL ? 8 : 4;

    private static final int L = FloatLanes.LENGTH;

    /** Columns of a whole panel. */
    static final int COLUMNS = 2 * L;

    private FloatTiles() {}

    /** Rows of the tile that some outputs end with, see {@link FloatTile10}. */
    static final int TEN = 10;

    /** Elements of a column of A that the tiles for so many rows read, one vector wide or two. */
    static int readFor(int height, int columns) {
        if (height > ROWS) {
            return columns > L ? TEN : 12;
        }
        return TALL && height > 4 ? 8 : 4;
    }

    /**
     * C = S + A B on a tile.
     *
     * @param a A
     * @param aFrom its first element
     * @param aStep elements from row to row if aRows, else from column to column; the other step is 1
     * @param aRows whether rows of A are contiguous, else its columns are, padded with any values up to a tile's rows
     * @param b B
     * @param bFrom its first element
     * @param bStep elements from row to row
     * @param depth length of the sums
     * @param s what the sums begin with
     * @param sFrom its first element
     * @param sStride elements from row to row, 0 if all rows begin alike
     * @param c C
     * @param cFrom its first element
     * @param cStride elements from row to row
     * @param height rows of the tile, 1 to {@link #ROWS}, or {@link #TEN} with columns of A and 32 registers
     * @param columns columns of the tile: it has one vector or two
     */
    static void multiply(
            float[] a,
            int aFrom,
            int aStep,
            boolean aRows,
            float[] b,
            int bFrom,
            int bStep,
            int depth,
            float[] s,
            int sFrom,
            int sStride,
            float[] c,
            int cFrom,
            int cStride,
            int height,
            int columns) {
        boolean tall = TALL && height > 4;
        if (aRows && height == 1) {
            FloatSingleProducts.rowTimesPanel(a, aFrom, b, bFrom, bStep, s, sFrom, c, cFrom, depth, columns > L);
        } else if (aRows) {
            if (columns > L) {
                if (tall) {
                    FloatRowTile8.twoVectors(
                            a, aFrom, aStep, b, bFrom, bStep, depth, s, sFrom, sStride, c, cFrom, cStride, height);
                } else {
                    FloatRowTile4.twoVectors(
                            a, aFrom, aStep, b, bFrom, bStep, depth, s, sFrom, sStride, c, cFrom, cStride, height);
                }
            } else if (tall) {
                FloatRowTile8.oneVector(
                        a, aFrom, aStep, b, bFrom, bStep, depth, s, sFrom, sStride, c, cFrom, cStride, height);
            } else {
                FloatRowTile4.oneVector(
                        a, aFrom, aStep, b, bFrom, bStep, depth, s, sFrom, sStride, c, cFrom, cStride, height);
            }
        } else if (height == TEN) {
            multiplyTen(a, aFrom, aStep, b, bFrom, bStep, depth, s, sFrom, sStride, c, cFrom, cStride, columns);
        } else if (columns > L) {
            if (tall) {
                FloatTile8.twoVectors(
                        a, aFrom, aStep, b, bFrom, bStep, depth, s, sFrom, sStride, c, cFrom, cStride, height);
            } else if (!TALL && aStep == 4 && bStep == COLUMNS) {
                FloatTile4.packedTwoVectors(a, aFrom, b, bFrom, depth, s, sFrom, sStride, c, cFrom, cStride, height);
            } else {
                FloatTile4.twoVectors(
                        a, aFrom, aStep, b, bFrom, bStep, depth, s, sFrom, sStride, c, cFrom, cStride, height);
            }
        } else if (tall) {
            FloatTile8.oneVector(a, aFrom, aStep, b, bFrom, bStep, depth, s, sFrom, sStride, c, cFrom, cStride, height);
        } else {
            FloatTile4.oneVector(a, aFrom, aStep, b, bFrom, bStep, depth, s, sFrom, sStride, c, cFrom, cStride, height);
        }
    }

    private static void multiplyTen(
            float[] a,
            int aFrom,
            int aStep,
            float[] b,
            int bFrom,
            int bStep,
            int depth,
            float[] s,
            int sFrom,
            int sStride,
            float[] c,
            int cFrom,
            int cStride,
            int columns) {
        if (columns > L) {
            FloatTile10.twoVectors(a, aFrom, aStep, b, bFrom, bStep, depth, s, sFrom, sStride, c, cFrom, cStride);
        } else {
            FloatTile8.oneVector(a, aFrom, aStep, b, bFrom, bStep, depth, s, sFrom, sStride, c, cFrom, cStride, 8);
            int s8 = sFrom + 8 * sStride;
            int c8 = cFrom + 8 * cStride;
            FloatTile4.oneVector(a, aFrom + 8, aStep, b, bFrom, bStep, depth, s, s8, sStride, c, c8, cStride, 2);
        }
    }

    /**
     * C = S + A B on a tile of two panels, with contiguous rows of A: 4 rows by four vectors, twice, need fewer
     * registers for the places of rows than 8 rows by two.
     */
    static void multiplyTwoPanels(
            float[] a,
            int aFrom,
            int aStride,
            float[] b,
            int bFrom,
            int bSecond,
            int bStep,
            int depth,
            float[] s,
            int sFrom,
            int sStride,
            float[] c,
            int cFrom,
            int cStride,
            int height) {
        FloatRowTile4.fourVectors(
                a, aFrom, aStride, b, bFrom, bSecond, bStep, depth, s, sFrom, sStride, c, cFrom, cStride, height);
        if (height > 4) {
            FloatRowTile4.fourVectors(
                    a,
                    aFrom + 4 * aStride,
                    aStride,
                    b,
                    bFrom,
                    bSecond,
                    bStep,
                    depth,
                    s,
                    sFrom + 4 * sStride,
                    sStride,
                    c,
                    cFrom + 4 * cStride,
                    cStride,
                    height - 4);
        }
    }
}
