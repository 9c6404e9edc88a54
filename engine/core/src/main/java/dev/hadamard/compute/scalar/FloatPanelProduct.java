// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.scalar;

import java.util.Arrays;

/**
 * Matrix products in loops that C2 vectorises. JDK 17's does so only where it can prove that the arrays of a loop do
 * not overlap, which it can't for two of them at different variable offsets. Here it can: sums and the right factor
 * stand in scratch memory of our own, at offsets that are constants. A block of the right factor is packed into panels
 * of {@value #UNROLL} rows; two rows of sums then run along a panel, so that each loaded vector serves twice. More rows
 * or deeper panels exceed C2's limit for a loop body, and it vectorises nothing.
 *
 * <p>Every sum starts with 0, or with what the output holds, and runs over {@code inner} in order, a product rounded
 * and then added. Blocks change nothing of that, since a sum put down between two blocks is not rounded again. Not
 * {@code Math.fma}: where the CPU lacks the instruction it is computed with BigDecimal, and JDK 17 did not vectorise
 * this loop with it for AVX-512 (14 instead of 58 GFLOP/s within L1; elsewhere it gained up to 18 %).
 */
final class FloatPanelProduct {

    /** Inner indices that a loop takes at once. */
    private static final int UNROLL = 3;

    /** Columns of a block: long loops, since those before and after a vectorised loop are scalar. */
    private static final int MAX_COLUMNS = 512;

    /** Depth of a block, whose panels should fit into the L2 cache: 96 KB in float, 192 KB in double. */
    private static final int MAX_DEPTH = 16 * UNROLL;

    /** Widths of blocks are multiples of this, the floats of a 512-bit vector. */
    private static final int COLUMN_GRAIN = 16;

    /** Rows k, k + 1, k + 2 of the block side by side, each MAX_COLUMNS long. */
    private final float[][] panels = new float[MAX_DEPTH / UNROLL][UNROLL * MAX_COLUMNS];

    /** The rows that are left when the depth is no multiple of UNROLL. */
    private final float[][] singles = new float[UNROLL - 1][MAX_COLUMNS];

    private final float[] bias = new float[MAX_COLUMNS];

    /** Two rows of sums. */
    private final float[] sums = new float[2 * MAX_COLUMNS];

    /** The packed block: its rows, its columns, whether a sum starts or ends with it. */
    private int depth;

    private int width;
    private boolean first;
    private boolean biased;

    /**
     * out = left · right + 1 · b.
     *
     * @param left rows x inner
     * @param right inner x columns
     * @param b bias, added to a sum when it is complete, or null for none
     * @param bOffset its first element
     * @param out rows x columns
     * @param inner length of the sums
     * @param rows number of rows
     * @param columns number of columns
     * @param accumulate whether the sums start with what out holds, not with 0
     */
    void multiply(
            FloatOperand left,
            FloatOperand right,
            float[] b,
            int bOffset,
            FloatOperand out,
            int inner,
            int rows,
            int columns,
            boolean accumulate) {
        int step = blockWidth(columns);
        for (int j = 0; j < columns; j += step) {
            width = Math.min(step, columns - j);
            int k = 0;
            do {
                depth = Math.min(MAX_DEPTH, inner - k);
                first = k == 0 && !accumulate;
                biased = b != null && k + depth == inner;
                pack(right, k, j);
                if (biased) {
                    System.arraycopy(b, bOffset + j, bias, 0, width);
                }
                multiplyBlock(left, k, out, j, rows);
                k += depth;
            } while (k < inner);
        }
    }

    /** Columns shared evenly among the fewest blocks. */
    private static int blockWidth(int columns) {
        int blocks = (columns + MAX_COLUMNS - 1) / MAX_COLUMNS;
        int share = (columns + blocks - 1) / blocks;
        return (share + COLUMN_GRAIN - 1) / COLUMN_GRAIN * COLUMN_GRAIN;
    }

    private void pack(FloatOperand right, int k, int j) {
        int full = depth - depth % UNROLL;
        for (int i = 0; i < full; i += UNROLL) {
            if (right.columnStep == 1) {
                for (int u = 0; u < UNROLL; u++) {
                    System.arraycopy(right.array, right.at(k + i + u, j), panels[i / UNROLL], u * MAX_COLUMNS, width);
                }
            } else {
                gatherPanel(right, k + i, j, panels[i / UNROLL]);
            }
        }
        for (int i = full; i < depth; i++) {
            gather(right.array, right.at(k + i, j), right.columnStep, singles[i - full], 0, width);
        }
    }

    /** Three rows in one pass: they are neighbours in memory where right is a transposed row-major matrix. */
    private void gatherPanel(FloatOperand right, int k, int j, float[] panel) {
        float[] source = right.array;
        int step = right.columnStep;
        int row0 = right.at(k, j);
        int row1 = right.at(k + 1, j);
        int row2 = right.at(k + 2, j);
        for (int i = 0; i < width; i++) {
            panel[i] = source[row0 + i * step];
            panel[i + MAX_COLUMNS] = source[row1 + i * step];
            panel[i + 2 * MAX_COLUMNS] = source[row2 + i * step];
        }
    }

    private void multiplyBlock(FloatOperand left, int k, FloatOperand out, int j, int rows) {
        int pairs = rows - rows % 2;
        for (int i = 0; i < pairs; i += 2) {
            startSums(0, out, i, j);
            startSums(MAX_COLUMNS, out, i + 1, j);
            addToTwoRows(left.array, left.at(i, k), left.at(i + 1, k), left.columnStep);
            scatter(sums, 0, out.array, out.at(i, j), out.columnStep, width);
            scatter(sums, MAX_COLUMNS, out.array, out.at(i + 1, j), out.columnStep, width);
        }
        if (pairs < rows) {
            startSums(0, out, pairs, j);
            addToOneRow(left.array, left.at(pairs, k), left.columnStep);
            scatter(sums, 0, out.array, out.at(pairs, j), out.columnStep, width);
        }
    }

    private void startSums(int from, FloatOperand out, int i, int j) {
        if (first) {
            Arrays.fill(sums, from, from + width, 0);
        } else {
            gather(out.array, out.at(i, j), out.columnStep, sums, from, width);
        }
    }

    private void addToTwoRows(float[] left, int at0, int at1, int step) {
        int panelCount = depth / UNROLL;
        int x = at0;
        int y = at1;
        for (int p = 0; p < panelCount; p++) {
            addPanelTwice(
                    sums,
                    panels[p],
                    left[x],
                    left[x + step],
                    left[x + 2 * step],
                    left[y],
                    left[y + step],
                    left[y + 2 * step],
                    width);
            x += UNROLL * step;
            y += UNROLL * step;
        }
        for (int s = 0; s < depth % UNROLL; s++) {
            addRowTwice(sums, singles[s], left[x + s * step], left[y + s * step], width);
        }
        if (biased) {
            addRowTwice(sums, bias, 1, 1, width); // the weights of an input that is always 1
        }
    }

    private void addToOneRow(float[] left, int at, int step) {
        int panelCount = depth / UNROLL;
        int x = at;
        for (int p = 0; p < panelCount; p++) {
            addPanel(sums, panels[p], left[x], left[x + step], left[x + 2 * step], width);
            x += UNROLL * step;
        }
        for (int s = 0; s < depth % UNROLL; s++) {
            addRow(sums, singles[s], left[x + s * step], width);
        }
        if (biased) {
            addRow(sums, bias, 1, width);
        }
    }

    private static void addPanelTwice(
            float[] sums, float[] panel, float x0, float x1, float x2, float y0, float y1, float y2, int width) {
        for (int i = 0; i < width; i++) {
            float w0 = panel[i];
            float w1 = panel[i + MAX_COLUMNS];
            float w2 = panel[i + 2 * MAX_COLUMNS];
            float x = sums[i] + x0 * w0 + x1 * w1 + x2 * w2;
            float y = sums[i + MAX_COLUMNS] + y0 * w0 + y1 * w1 + y2 * w2;
            sums[i] = x;
            sums[i + MAX_COLUMNS] = y;
        }
    }

    private static void addPanel(float[] sums, float[] panel, float x0, float x1, float x2, int width) {
        for (int i = 0; i < width; i++) {
            sums[i] = sums[i] + x0 * panel[i] + x1 * panel[i + MAX_COLUMNS] + x2 * panel[i + 2 * MAX_COLUMNS];
        }
    }

    private static void addRowTwice(float[] sums, float[] row, float x0, float y0, int width) {
        for (int i = 0; i < width; i++) {
            float w = row[i];
            float x = sums[i] + x0 * w;
            float y = sums[i + MAX_COLUMNS] + y0 * w;
            sums[i] = x;
            sums[i + MAX_COLUMNS] = y;
        }
    }

    private static void addRow(float[] sums, float[] row, float x0, int width) {
        for (int i = 0; i < width; i++) {
            sums[i] = sums[i] + x0 * row[i];
        }
    }

    private static void gather(float[] source, int at, int step, float[] target, int targetAt, int count) {
        if (step == 1) {
            System.arraycopy(source, at, target, targetAt, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            target[targetAt + i] = source[at + i * step];
        }
    }

    private static void scatter(float[] source, int sourceAt, float[] target, int at, int step, int count) {
        if (step == 1) {
            System.arraycopy(source, sourceAt, target, at, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            target[at + i * step] = source[sourceAt + i];
        }
    }
}
