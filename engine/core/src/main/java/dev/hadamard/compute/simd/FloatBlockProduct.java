// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import java.util.Arrays;

/**
 * C = S + A B in blocks that fit the caches, after Goto and van de Geijn 2008: a block of B is packed into panels of a
 * tile's columns and stays in L2, a tile's rows of A stay in L1, and register tiles run along the panels.
 *
 * <p>Each element of C is one chain c = fma(aₖ, bₖ, c) in the order of k, begun with what S, which is the bias, 0 or C,
 * holds. How k is cut into blocks, which tile an element lies in, whether the product is computed transposed, and the
 * width of vectors change nothing in it.
 */
final class FloatBlockProduct {

    private static final int L = FloatLanes.LENGTH;

    /** Widest block of B: 400 x 512 floats, or 400 x 256 doubles, are 800 KB of L2. */
    private static final int WIDTH = 2048 / Float.BYTES;

    /** With no more rows than this, packing B costs more than it gains. */
    private static final int FEW_ROWS = 32;

    /**
     * From so many panels on, packing contiguous rows of A pays, but not for tiles that read four rows where they lie.
     */
    private static final int MANY_PANELS = 5;

    /** With longer sums, two half tiles take longer than the copies of a whole one. */
    private static final int SHORT_DEPTH = 64;

    /**
     * Blocks of k in the first products, whose tiles may not be compiled yet. The JVM counts calls: with short blocks
     * it compiles a tile after a few percent of the first product instead of half of it.
     */
    private static final int YOUNG_DEPTH = 16;

    /** How many products that is: three of each of the layers of a usual network. */
    private static final int YOUNG_PRODUCTS = 9;

    private static final int ROWS = FloatTiles.ROWS;
    private static final int COLUMNS = FloatTiles.COLUMNS;
    private static final int TILE_STRIDE = 2 * COLUMNS;
    private static final float[] ZEROS = new float[TILE_STRIDE];

    final FloatView left = new FloatView();
    final FloatView right = new FloatView();
    final FloatView out = new FloatView();

    /** What the sums begin with: the bias, zeros or C. */
    private final FloatView start = new FloatView();

    /** Rows of the bias when the product is computed transposed: each holds one element of it. */
    private final float[] biasRows = new float[FloatTiles.TEN * TILE_STRIDE];

    private final float[] packedRows = new float[FloatBlocking.DEPTH * ROWS + L];
    /** A tile of C whose columns are no whole vectors, with a vector's worth of memory before its first row. */
    private final float[] tile = new float[L + FloatTiles.TEN * TILE_STRIDE];

    /** Grows to the largest block that was needed. */
    private float[] packedPanels = new float[0];

    /** First products still to come; they have short blocks of k. */
    private int young = YOUNG_PRODUCTS;

    /** Whether panels of B that are whole vectors are read where they lie. */
    private boolean inPlace;

    /** Whether columns may be computed twice: when they are written once, and by rows. */
    private boolean overlapping;

    /** Whether a single panel of more than one vector is computed as two, which overlap. */
    private boolean halving;

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
        if (FloatSingleProducts.multiply(left, right, out, bias, biasFrom, accumulate, rows, columns, depth, tile)) {
            return;
        }
        if (FloatBlocking.turns(left, right, rows, columns, depth)) {
            turn();
            if (bias == null) {
                start.set(ZEROS, 0, 0, 0);
            } else {
                for (int i = 0; i < columns; i++) {
                    Arrays.fill(biasRows, i * TILE_STRIDE, i * TILE_STRIDE + COLUMNS, bias[biasFrom + i]);
                }
                start.set(biasRows, 0, TILE_STRIDE, 0);
            }
            multiplyAsIs(accumulate, columns, rows, depth);
        } else {
            if (bias == null) {
                start.set(ZEROS, 0, 0, 0);
            } else {
                start.set(bias, biasFrom, 0, 1);
            }
            multiplyAsIs(accumulate, rows, columns, depth);
        }
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

    private void multiplyAsIs(boolean accumulate, int rows, int columns, int depth) {
        boolean shallow = FloatBlocking.isShallow(right, rows);
        int widthBlock = shallow ? COLUMNS : WIDTH;
        int blocks = FloatBlocking.blocks(depth, shallow ? FloatBlocking.SHALLOW : FloatBlocking.DEPTH);
        int depthBlock = (depth + blocks - 1) / blocks;
        if (young > 0 && depth > YOUNG_DEPTH) {
            young--;
            depthBlock = YOUNG_DEPTH;
            blocks = (depth + YOUNG_DEPTH - 1) / YOUNG_DEPTH;
        }
        inPlace = right.columnStep == 1 && rows <= FEW_ROWS;
        overlapping = blocks == 1 && !accumulate && out.columnStep == 1;
        halving = overlapping && (depth <= SHORT_DEPTH || rows <= ROWS);
        for (int column = 0; column < columns; column += widthBlock) {
            int width = Math.min(widthBlock, columns - column);
            int k = 0;
            do {
                int length = Math.min(depthBlock, depth - k);
                pack(k, column, length, width);
                boolean begun = accumulate || k > 0;
                int height;
                for (int row = 0; row < rows; row += height) {
                    height = nextHeight(rows - row, left.index(row, k), length, width);
                    prepareRows(row, k, length, height, width);
                    multiplyPanels(k, length, begun, row, column, height, width);
                }
                k += depthBlock;
            } while (k < depth);
        }
    }

    /** Columns that the panel at j takes over from those before it. */
    private int columnsAt(int j, int width) {
        int rest = width - j;
        return halving && j == 0 && L < rest && rest < COLUMNS ? L : Math.min(COLUMNS, rest);
    }

    /**
     * By how many columns a panel that is no whole vectors starts earlier, so that it is: what it computes again has
     * the same bits.
     */
    private int shiftAt(int j, int valid) {
        int shift = (valid > L ? COLUMNS : L) - valid;
        return overlapping && shift <= j ? shift : 0;
    }

    private boolean isDirect(int columns) {
        return inPlace && columns % L == 0;
    }

    private void pack(int k, int column, int depth, int width) {
        int valid;
        for (int j = 0; j < width; j += valid) {
            valid = columnsAt(j, width);
            int shift = shiftAt(j, valid);
            int columns = valid + shift;
            if (isDirect(columns)) {
                continue;
            }
            int panel = columns > L ? COLUMNS : L;
            int needed = depth * (j + panel);
            if (packedPanels.length < needed) {
                packedPanels = Arrays.copyOf(packedPanels, depth * ((width + COLUMNS - 1) / COLUMNS * COLUMNS));
            }
            int source = right.index(k, column + j - shift);
            if (right.columnStep == 1) {
                FloatPacking.packPanel(
                        right.array, source, right.rowStep, packedPanels, depth * j, depth, columns, panel);
            } else {
                FloatTransposition.transposePadded(
                        right.array, source, right.columnStep, packedPanels, depth * j, panel, columns, depth);
            }
        }
    }

    /** Rows of the next tile. */
    private int nextHeight(int rows, int from, int depth, int width) {
        if (rows == FloatTiles.TEN && FloatTiles.TALL && left.columnStep != 1) {
            // What is left of whole panels may be computed by single vectors.
            int columns = width % COLUMNS == 0 ? COLUMNS : L;
            if (isReadable(from, depth, FloatTiles.readFor(rows, columns))) {
                return rows;
            }
        }
        return Math.min(ROWS, rows);
    }

    private void prepareRows(int row, int k, int depth, int height, int width) {
        int from = left.index(row, k);
        aRows = left.columnStep == 1;
        if (aRows && !FloatTiles.TALL && width >= MANY_PANELS * COLUMNS) {
            FloatPacking.packRows(left.array, from, left.rowStep, packedRows, depth, height);
        } else if (!aRows
                && height <= ROWS
                && (width > COLUMNS || !isReadable(from, depth, FloatTiles.readFor(height, L)))) {
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

    /** Whether so many elements of each column of A lie within its array. */
    private boolean isReadable(int from, int depth, int elements) {
        return from + (depth - 1) * left.columnStep + elements <= left.array.length;
    }

    /** A tile's rows of C, panel after panel, or two panels at once. */
    private void multiplyPanels(int k, int depth, boolean begun, int row, int column, int height, int width) {
        int taken;
        for (int j = 0; j < width; j += taken) {
            boolean two = FloatTiles.TALL && aRows && width - j >= 2 * COLUMNS;
            taken = two ? 2 * COLUMNS : columnsAt(j, width);
            int shift = two ? 0 : shiftAt(j, taken);
            int first = column + j - shift;
            int valid = taken + shift;
            boolean direct = isDirect(valid);
            float[] b = direct ? right.array : packedPanels;
            int bFrom = direct ? right.index(k, first) : depth * j;
            int bStep = direct ? right.rowStep : valid > L ? COLUMNS : L;
            int bSecond = direct ? COLUMNS : depth * COLUMNS;
            int to = out.index(row, first);
            if (out.columnStep == 1 && valid % L == 0) {
                float[] s = begun ? out.array : start.array;
                int sFrom = begun ? to : start.index(row, first);
                int sStride = begun ? out.rowStep : start.rowStep;
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
                        L,
                        TILE_STRIDE,
                        tile,
                        L,
                        TILE_STRIDE,
                        height,
                        valid);
                storeTile(to, height, valid, first);
            } else {
                float[] s = start.array;
                int sFrom = start.index(row, first);
                if (start.columnStep == 1) {
                    FloatPacking.load(s, sFrom, 0, tile, L, 0, 1, valid);
                    s = tile;
                    sFrom = L;
                }
                multiplyTile(
                        two,
                        b,
                        bFrom,
                        bSecond,
                        bStep,
                        depth,
                        s,
                        sFrom,
                        start.rowStep,
                        tile,
                        L,
                        TILE_STRIDE,
                        height,
                        valid);
                storeTile(to, height, valid, first);
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
            FloatPacking.load(out.array, from, out.rowStep, tile, L, TILE_STRIDE, height, valid);
        } else {
            FloatTransposition.transpose(out.array, from, out.columnStep, tile, L, TILE_STRIDE, valid, height);
        }
    }

    /** The tile goes to its place in C, which has so many columns before it. */
    private void storeTile(int to, int height, int valid, int before) {
        if (out.columnStep == 1) {
            FloatPacking.store(tile, L, TILE_STRIDE, out.array, to, out.rowStep, height, valid, before);
        } else {
            FloatTransposition.transpose(tile, L, TILE_STRIDE, out.array, to, out.columnStep, height, valid);
        }
    }
}
