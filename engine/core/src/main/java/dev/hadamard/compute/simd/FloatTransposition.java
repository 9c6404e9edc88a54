// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

/**
 * Transposes blocks: in registers where there is a vector's worth of rows, else by loops over eight rows at once, so
 * that what is written is contiguous.
 */
final class FloatTransposition {

    private static final int L = FloatLanes.LENGTH;

    private FloatTransposition() {}

    /** target (j, i) = source (i, j); rows of both are contiguous. */
    static void transpose(
            float[] source, int from, int stride, float[] target, int to, int targetStride, int rows, int columns) {
        if (FloatBlockTransposition.AVAILABLE && rows >= L && columns >= FloatBlockTransposition.COLUMNS) {
            for (int i = 0; i < rows; i += L) {
                int r = Math.min(i, rows - L);
                FloatBlockTransposition.transpose(
                        source, from + r * stride, stride, target, to + r, targetStride, L, columns);
            }
        } else {
            transposeByLoops(source, from, stride, target, to, targetStride, rows, columns);
        }
    }

    /** The same where rows of the target have room for a whole vector: what pads them is any value. */
    static void transposePadded(
            float[] source, int from, int stride, float[] target, int to, int targetStride, int rows, int columns) {
        if (FloatBlockTransposition.AVAILABLE
                && rows < L
                && rows >= FloatBlockTransposition.LEAST_ROWS
                && columns >= FloatBlockTransposition.COLUMNS) {
            FloatBlockTransposition.transpose(source, from, stride, target, to, targetStride, rows, columns);
        } else {
            transpose(source, from, stride, target, to, targetStride, rows, columns);
        }
    }

    private static void transposeByLoops(
            float[] source, int from, int stride, float[] target, int to, int targetStride, int rows, int columns) {
        int i = 0;
        for (; i <= rows - 8; i += 8) {
            eightRows(source, from + i * stride, stride, target, to + i, targetStride, columns);
        }
        for (; i <= rows - 4; i += 4) {
            fourRows(source, from + i * stride, stride, target, to + i, targetStride, columns);
        }
        for (; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                target[to + j * targetStride + i] = source[from + i * stride + j];
            }
        }
    }

    /** The same for few columns, by loops over eight columns at once, so that what is read is contiguous. */
    static void transposeTall(
            float[] source, int from, int stride, float[] target, int to, int targetStride, int rows, int columns) {
        int j = 0;
        for (; j <= columns - 8; j += 8) {
            eightColumns(source, from + j, stride, target, to + j * targetStride, targetStride, rows);
        }
        for (; j < columns; j++) {
            int t = to + j * targetStride;
            for (int i = 0; i < rows; i++) {
                target[t + i] = source[from + j + i * stride];
            }
        }
    }

    private static void eightColumns(
            float[] source, int from, int stride, float[] target, int to, int targetStride, int rows) {
        int t1 = to + targetStride;
        int t2 = t1 + targetStride;
        int t3 = t2 + targetStride;
        int t4 = t3 + targetStride;
        int t5 = t4 + targetStride;
        int t6 = t5 + targetStride;
        int t7 = t6 + targetStride;
        for (int i = 0; i < rows; i++) {
            int s = from + i * stride;
            target[to + i] = source[s];
            target[t1 + i] = source[s + 1];
            target[t2 + i] = source[s + 2];
            target[t3 + i] = source[s + 3];
            target[t4 + i] = source[s + 4];
            target[t5 + i] = source[s + 5];
            target[t6 + i] = source[s + 6];
            target[t7 + i] = source[s + 7];
        }
    }

    private static void eightRows(
            float[] source, int from, int stride, float[] target, int to, int targetStride, int columns) {
        for (int j = 0; j < columns; j++) {
            int s = from + j;
            int t = to + j * targetStride;
            float x0 = source[s];
            float x1 = source[s + stride];
            float x2 = source[s + 2 * stride];
            float x3 = source[s + 3 * stride];
            float x4 = source[s + 4 * stride];
            float x5 = source[s + 5 * stride];
            float x6 = source[s + 6 * stride];
            float x7 = source[s + 7 * stride];
            target[t] = x0;
            target[t + 1] = x1;
            target[t + 2] = x2;
            target[t + 3] = x3;
            target[t + 4] = x4;
            target[t + 5] = x5;
            target[t + 6] = x6;
            target[t + 7] = x7;
        }
    }

    private static void fourRows(
            float[] source, int from, int stride, float[] target, int to, int targetStride, int columns) {
        for (int j = 0; j < columns; j++) {
            int s = from + j;
            int t = to + j * targetStride;
            float x0 = source[s];
            float x1 = source[s + stride];
            float x2 = source[s + 2 * stride];
            float x3 = source[s + 3 * stride];
            target[t] = x0;
            target[t + 1] = x1;
            target[t + 2] = x2;
            target[t + 3] = x3;
        }
    }
}
