// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

/** How a product is cut, and whether it is computed transposed: by its shape and its operands' steps alone. */
final class FloatBlocking {

    private static final int L = FloatLanes.LENGTH;

    /** Longest block of k: 400 x 8 elements of A are 12.5 KB of L1. Blocks are balanced: 784 is 2 x 392. */
    static final int DEPTH = 400;

    /** With no more rows than this, a panel of a transposed B is used too few times to come from L2. */
    private static final int FEW_USES = 16;

    /** Up to so many columns fill vectors so little that transposing rows of A pays. */
    private static final int FEW_COLUMNS = L / 2;

    /** Rows so many bytes apart share one set of the L1 cache, which holds fewer than a vector's worth of them. */
    private static final int CACHE_STEP = 4096 / Float.BYTES;

    /** With shorter sums the calls take as long as what they gain. */
    private static final int LEAST_DEPTH = 2 * FloatBlockTransposition.COLUMNS;

    /** The same for a single row. */
    private static final int LEAST_DEPTH_OF_ROW = 64;

    /** Longest block of k there: 128 x 32 elements of a panel are 16 KB of L1. */
    static final int SHALLOW = 128;

    private FloatBlocking() {}

    /** Whether the transposed equation has less to transpose, or wastes less of its vectors. */
    static boolean turns(FloatView left, FloatView right, int rows, int columns, int depth) {
        if (left.columnStep == 1
                && (columns <= FEW_COLUMNS || columns == FloatTiles.TEN && FloatTiles.TALL)
                && transposesBlocks(rows, depth, left.rowStep)) {
            return true;
        }
        if (right.columnStep != 1) {
            if (rows <= FEW_USES && transposesBlocks(columns, depth, right.columnStep)) {
                return false;
            }
            // Turned, A is packed by transposition, and C is stored, and with further blocks of k loaded, transposed.
            long turned = (long) rows * depth + (2L * blocks(depth, DEPTH) - 1) * rows * columns;
            return turned < (long) depth * columns;
        }
        return left.columnStep != 1 && columns < L && rows > columns;
    }

    /** Whether rows of a matrix are transposed in registers, and from L1. */
    private static boolean transposesBlocks(int rows, int columns, int stride) {
        return FloatBlockTransposition.AVAILABLE && rows >= L && columns >= LEAST_DEPTH && stride % CACHE_STEP != 0;
    }

    /** Whether a single row times a transposed matrix is better off with panels of it. */
    static boolean packsForRow(FloatView right, int columns, int depth) {
        return depth >= LEAST_DEPTH_OF_ROW && transposesBlocks(columns, depth, right.columnStep);
    }

    /** Whether panels of a transposed B are used so few times that they are packed one by one, into L1. */
    static boolean isShallow(FloatView right, int rows) {
        return right.columnStep != 1 && rows <= FEW_USES;
    }

    /** Number of blocks that k is cut into. */
    static int blocks(int depth, int longest) {
        return Math.max(1, (depth + longest - 1) / longest);
    }
}
