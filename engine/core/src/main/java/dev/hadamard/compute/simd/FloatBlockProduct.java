// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

/**
 * C += op(A) op(B) in blocks that fit the caches, after Goto and van de Geijn 2008: a block of B is packed into panels
 * of a tile's columns and stays in L2, a tile's rows of A are packed and stay in L1, and register tiles run along the
 * panels.
 *
 * <p>Each element of C is one chain c = fma(aₖ, bₖ, c) in the order of k, begun with what C holds. How k is cut into
 * blocks, which tile an element lies in, and the width of vectors change nothing in it.
 */
final class FloatBlockProduct {

    /** Longest block of k: 400 x 8 elements of A are 12.5 KB of L1. Blocks are balanced: 784 is 2 x 392. */
    private static final int DEPTH = 400;

    /** Widest block of B: 400 x 512 floats are 800 KB of L2. */
    private static final int WIDTH = 512;

    private static final int ROWS = FloatTiles.ROWS;
    private static final int COLUMNS = FloatTiles.COLUMNS;

    private final FloatPacking packing = new FloatPacking();
    private final float[] tileOfA = new float[DEPTH * ROWS];
    private final float[] tileOfC = new float[ROWS * COLUMNS];
    /** Grows to the largest block that was needed. */
    private float[] blockOfB = new float[0];

    /**
     * C += op(A) op(B).
     *
     * @param a A if rows of C are rows of A, else its transpose
     * @param aFrom first element that is used
     * @param aStride elements from row to row of the array
     * @param aTransposed whether rows of C are columns of the array
     * @param b B if columns of C are columns of B, else its transpose
     * @param bFrom first element that is used
     * @param bStride elements from row to row of the array
     * @param bTransposed whether columns of C are rows of the array
     * @param c C
     * @param cFrom first element of C
     * @param cStride elements from row to row of C
     * @param rows rows of C
     * @param columns columns of C
     * @param depth length of the sums
     */
    void multiply(
            float[] a,
            int aFrom,
            int aStride,
            boolean aTransposed,
            float[] b,
            int bFrom,
            int bStride,
            boolean bTransposed,
            float[] c,
            int cFrom,
            int cStride,
            int rows,
            int columns,
            int depth) {
        int depthBlocks = (depth + DEPTH - 1) / DEPTH;
        int depthBlock = depthBlocks == 0 ? 0 : (depth + depthBlocks - 1) / depthBlocks;
        for (int column = 0; column < columns; column += WIDTH) {
            int width = Math.min(WIDTH, columns - column);
            for (int k = 0; k < depth; k += depthBlock) {
                int length = Math.min(depthBlock, depth - k);
                reserve(length, width);
                int bBlock = bFrom + (bTransposed ? column * bStride + k : k * bStride + column);
                packing.packColumns(b, bBlock, bStride, bTransposed, blockOfB, length, width);
                for (int row = 0; row < rows; row += ROWS) {
                    int height = Math.min(ROWS, rows - row);
                    int aTile = aFrom + (aTransposed ? k * aStride + row : row * aStride + k);
                    packing.packRows(a, aTile, aStride, aTransposed, tileOfA, length, height);
                    multiplyPanels(length, c, cFrom + row * cStride + column, cStride, height, width);
                }
            }
        }
    }

    private void reserve(int depth, int width) {
        int panels = (width + COLUMNS - 1) / COLUMNS;
        int needed = depth * panels * COLUMNS;
        if (blockOfB.length < needed) {
            blockOfB = new float[needed];
        }
    }

    /** A tile's rows of C, panel after panel. */
    private void multiplyPanels(int depth, float[] c, int cFrom, int cStride, int height, int width) {
        int bFrom = 0;
        for (int column = 0; column < width; column += COLUMNS) {
            int valid = Math.min(COLUMNS, width - column);
            boolean wide = valid > COLUMNS / 2;
            int panel = wide ? COLUMNS : COLUMNS / 2;
            if (height == ROWS && valid == panel) {
                FloatTiles.multiply(wide, tileOfA, 0, blockOfB, bFrom, depth, c, cFrom + column, cStride);
            } else {
                copy(c, cFrom + column, cStride, tileOfC, 0, COLUMNS, height, valid);
                FloatTiles.multiply(wide, tileOfA, 0, blockOfB, bFrom, depth, tileOfC, 0, COLUMNS);
                copy(tileOfC, 0, COLUMNS, c, cFrom + column, cStride, height, valid);
            }
            bFrom += depth * panel;
        }
    }

    private static void copy(
            float[] source, int from, int stride, float[] target, int to, int targetStride, int rows, int columns) {
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < columns; i++) {
                target[to + r * targetStride + i] = source[from + r * stride + i];
            }
        }
    }
}
