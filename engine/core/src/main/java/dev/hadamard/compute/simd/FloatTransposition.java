// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

/**
 * Transposes blocks by loops over eight rows at once, so that what is written is contiguous. Exchanging lanes of
 * eight-element vectors took two thirds of the time, but on JDK 17 a second vector shape beside
 * {@link FloatLanes#SPECIES} slows every kernel of the JVM tenfold.
 */
final class FloatTransposition {

    private FloatTransposition() {}

    /** target (j, i) = source (i, j); rows of both are contiguous. */
    static void transpose(
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
