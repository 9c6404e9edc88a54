// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

/**
 * C = S + A B in blocks that fit the caches, after Goto and van de Geijn 2008: a block of B is packed into panels of a
 * tile's columns and stays in L2, a tile's rows of A stay in L1, and register tiles run along the panels.
 *
 * <p>Each element of C is one chain c = fma(aₖ, bₖ, c) in the order of k, begun with what S, which is the bias, 0 or C,
 * holds. How k is cut into blocks, which tile an element lies in, whether the product is computed transposed, and the
 * width of vectors change nothing in it.
 */
final class FloatBlockProduct {

    /** Longest block of k: 400 x 8 elements of A are 12.5 KB of L1. Blocks are balanced: 784 is 2 x 392. */
    private static final int DEPTH = 400;

    /** Widest block of B: 400 x 512 floats, or 400 x 256 doubles, are 800 KB of L2. */
    private static final int WIDTH = 2048 / Float.BYTES;

    /** With no more rows than this, packing B costs more than it gains. */
    private static final int FEW_ROWS = 32;

    /**
     * From so many panels on, packing contiguous rows of A pays, but not for tiles that read four rows where they lie.
     */
    private static final int MANY_PANELS = 5;

    private static final int ROWS = FloatTiles.ROWS;
    private static final int COLUMNS = FloatTiles.COLUMNS;
    private static final int L = FloatLanes.LENGTH;
    private static final int TILE_STRIDE = 2 * COLUMNS;
    private static final float[] ZEROS = new float[TILE_STRIDE];

    final FloatView left = new FloatView();
    final FloatView right = new FloatView();
    final FloatView out = new FloatView();

    private final float[] packedRows = new float[DEPTH * ROWS + L];
    private final float[] tile = new float[ROWS * TILE_STRIDE];
    /** Grows to the largest block that was needed. */
    private float[] packedPanels = new float[0];

    /** The rows of A of the current row of tiles. */
    private float[] a;

    private int aFrom;
    private int aStep;
    private boolean aRows;

    /**
     * out = left right, begun with the bias, 0 or what out holds.
     *
     * @param bias added to each row, or null
     * @param biasFrom its first element
     * @param accumulate whether the product is added to what out holds
     * @param rows rows of out
     * @param columns columns of out
     * @param depth length of the sums
     */
    void multiply(float[] bias, int biasFrom, boolean accumulate, int rows, int columns, int depth) {
        if (multiplySingle(bias, biasFrom, accumulate, rows, columns, depth)) {
            return;
        }
        if (bias == null && turning(rows, columns, depth)) {
            turn();
            multiplyAsIs(null, 0, accumulate, columns, rows, depth);
        } else {
            multiplyAsIs(bias, biasFrom, accumulate, rows, columns, depth);
        }
    }

    /** One row, or sums of one term. */
    private boolean multiplySingle(float[] bias, int biasFrom, boolean accumulate, int rows, int columns, int depth) {
        if (rows == 1 && left.columnStep == 1 && out.columnStep == 1) {
            if (right.columnStep != 1) {
                FloatSingleProducts.matrixTimesColumn(
                        right.array,
                        right.from,
                        right.columnStep,
                        left.array,
                        left.from,
                        out.array,
                        out.from,
                        1,
                        depth,
                        columns,
                        accumulate);
                return true;
            }
            if (bias != null) {
                FloatSingleProducts.rowTimesMatrix(
                        left.array,
                        left.from,
                        right.array,
                        right.from,
                        right.rowStep,
                        bias,
                        biasFrom,
                        out.array,
                        out.from,
                        depth,
                        columns,
                        tile);
                return true;
            }
        } else if (depth == 1 && bias == null && !accumulate && right.columnStep == 1) {
            FloatSingleProducts.columnTimesRow(
                    left.array,
                    left.from,
                    left.rowStep,
                    right.array,
                    right.from,
                    out.array,
                    out.from,
                    out.rowStep,
                    rows,
                    columns);
            return true;
        }
        return false;
    }

    /** Whether the transposed equation has less to transpose, or wastes less of its vectors. */
    private boolean turning(int rows, int columns, int depth) {
        if (right.columnStep != 1) {
            return rows < depth;
        }
        return left.columnStep != 1 && columns < L && rows > columns;
    }

    /** Cᵀ = Bᵀ Aᵀ. */
    private void turn() {
        float[] array = left.array;
        int from = left.from;
        int rowStep = left.rowStep;
        int columnStep = left.columnStep;
        left.set(right.array, right.from, right.columnStep, right.rowStep);
        right.set(array, from, columnStep, rowStep);
        out.transpose();
    }

    private void multiplyAsIs(float[] bias, int biasFrom, boolean accumulate, int rows, int columns, int depth) {
        int depthBlocks = Math.max(1, (depth + DEPTH - 1) / DEPTH);
        int depthBlock = (depth + depthBlocks - 1) / depthBlocks;
        boolean inPlace = right.columnStep == 1 && rows <= FEW_ROWS;
        for (int column = 0; column < columns; column += WIDTH) {
            int width = Math.min(WIDTH, columns - column);
            int k = 0;
            do {
                int length = Math.min(depthBlock, depth - k);
                pack(inPlace, k, column, length, width);
                boolean begun = accumulate || k > 0;
                for (int row = 0; row < rows; row += ROWS) {
                    int height = Math.min(ROWS, rows - row);
                    prepareRows(row, k, length, height, width);
                    multiplyPanels(inPlace, k, length, bias, biasFrom, begun, row, column, height, width);
                }
                k += depthBlock;
            } while (k < depth);
        }
    }

    private void pack(boolean inPlace, int k, int column, int depth, int width) {
        int from = inPlace ? width - width % COLUMNS : 0;
        int needed = depth * COLUMNS * ((width + COLUMNS - 1) / COLUMNS);
        if (from < width && packedPanels.length < needed) {
            packedPanels = new float[needed];
        }
        for (int j = from; j < width; j += COLUMNS) {
            int valid = Math.min(COLUMNS, width - j);
            int panel = valid > L ? COLUMNS : L;
            int source = right.index(k, column + j);
            if (right.columnStep == 1) {
                FloatPacking.packPanel(
                        right.array, source, right.rowStep, packedPanels, depth * j, depth, valid, panel);
            } else {
                FloatTransposition.transpose(
                        right.array, source, right.columnStep, packedPanels, depth * j, panel, valid, depth);
            }
        }
    }

    private void prepareRows(int row, int k, int depth, int height, int width) {
        int from = left.index(row, k);
        aRows = left.columnStep == 1;
        if (aRows && !FloatTiles.TALL && width >= MANY_PANELS * COLUMNS) {
            FloatPacking.packRows(left.array, from, left.rowStep, packedRows, depth, height);
        } else if (!aRows && (height < ROWS || width > COLUMNS)) {
            FloatPacking.packColumns(left.array, from, left.columnStep, packedRows, depth, height);
        } else {
            a = left.array;
            aFrom = from;
            aStep = aRows ? left.rowStep : left.columnStep;
            return;
        }
        a = packedRows;
        aFrom = 0;
        aStep = ROWS;
        aRows = false;
    }

    /** A tile's rows of C, panel after panel, or two panels at once. */
    private void multiplyPanels(
            boolean inPlace,
            int k,
            int depth,
            float[] bias,
            int biasFrom,
            boolean begun,
            int row,
            int column,
            int height,
            int width) {
        int valid;
        for (int j = 0; j < width; j += valid) {
            boolean two = FloatTiles.TALL && aRows && width - j >= 2 * COLUMNS;
            valid = two ? 2 * COLUMNS : Math.min(COLUMNS, width - j);
            boolean direct = inPlace && valid >= COLUMNS;
            float[] b = direct ? right.array : packedPanels;
            int bFrom = direct ? right.index(k, column + j) : depth * j;
            int bStep = direct ? right.rowStep : valid > L ? COLUMNS : L;
            int bSecond = direct ? COLUMNS : depth * COLUMNS;
            int to = out.index(row, column + j);
            if (out.columnStep == 1 && valid % L == 0) {
                float[] s = begun ? out.array : bias != null ? bias : ZEROS;
                int sFrom = begun ? to : bias != null ? biasFrom + column + j : 0;
                int sStride = begun ? out.rowStep : 0;
                multiplyTile(
                        two,
                        b,
                        bFrom,
                        bSecond,
                        bStep,
                        depth,
                        s,
                        sFrom,
                        sStride,
                        out.array,
                        to,
                        out.rowStep,
                        height,
                        valid);
            } else if (begun) {
                loadTile(to, height, valid);
                multiplyTile(
                        two,
                        b,
                        bFrom,
                        bSecond,
                        bStep,
                        depth,
                        tile,
                        0,
                        TILE_STRIDE,
                        tile,
                        0,
                        TILE_STRIDE,
                        height,
                        valid);
                storeTile(to, height, valid);
            } else {
                float[] s = ZEROS;
                if (bias != null) {
                    s = tile;
                    FloatTails.copy(bias, biasFrom + column + j, tile, 0, valid);
                }
                multiplyTile(two, b, bFrom, bSecond, bStep, depth, s, 0, 0, tile, 0, TILE_STRIDE, height, valid);
                storeTile(to, height, valid);
            }
        }
    }

    private void multiplyTile(
            boolean two,
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
            int height,
            int valid) {
        if (two) {
            FloatTiles.multiplyTwoPanels(
                    a, aFrom, aStep, b, bFrom, bSecond, bStep, depth, s, sFrom, sStride, c, cFrom, cStride, height);
        } else {
            FloatTiles.multiply(
                    a, aFrom, aStep, aRows, b, bFrom, bStep, depth, s, sFrom, sStride, c, cFrom, cStride, height,
                    valid);
        }
    }

    private void loadTile(int from, int height, int valid) {
        if (out.columnStep == 1) {
            FloatPacking.copy(out.array, from, out.rowStep, tile, 0, TILE_STRIDE, height, valid);
        } else {
            FloatTransposition.transpose(out.array, from, out.columnStep, tile, 0, TILE_STRIDE, valid, height);
        }
    }

    private void storeTile(int to, int height, int valid) {
        if (out.columnStep == 1) {
            FloatPacking.copy(tile, 0, TILE_STRIDE, out.array, to, out.rowStep, height, valid);
        } else {
            FloatTransposition.transpose(tile, 0, TILE_STRIDE, out.array, to, out.columnStep, height, valid);
        }
    }
}
