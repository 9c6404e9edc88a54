// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products for a single sample, which no packing could pay for: row times matrix, matrix times column. Each element is
 * the same chain of fused multiply-adds as in any other product.
 */
final class FloatSingleProducts {

    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int L = FloatLanes.LENGTH;

    private FloatSingleProducts() {}

    /**
     * A product of one row, or of sums of one term.
     *
     * @return false if it is none, or better packed
     */
    static boolean multiply(
            FloatView left,
            FloatView right,
            FloatView out,
            float[] bias,
            int biasFrom,
            boolean accumulate,
            int rows,
            int columns,
            int depth,
            float[] scratch) {
        if (rows == 1 && left.columnStep == 1 && out.columnStep == 1) {
            if (right.columnStep != 1 && FloatBlocking.packsForRow(right, columns, depth)) {
                return false;
            }
            if (right.columnStep != 1) {
                matrixTimesColumn(
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
            if (bias == null && !accumulate) {
                Arrays.fill(out.array, out.from, out.from + columns, 0);
            }
            rowTimesMatrix(
                    left.array,
                    left.from,
                    right.array,
                    right.from,
                    right.rowStep,
                    bias == null ? out.array : bias,
                    bias == null ? out.from : biasFrom,
                    out.array,
                    out.from,
                    depth,
                    columns,
                    scratch);
            return true;
        } else if (depth == 1 && bias == null && !accumulate && right.columnStep == 1) {
            FloatOuterProducts.columnTimesRow(
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

    /** c = s + x B, with eight vectors of columns at a time. */
    private static void rowTimesMatrix(
            float[] x,
            int xFrom,
            float[] b,
            int bFrom,
            int bStride,
            float[] s,
            int sFrom,
            float[] c,
            int cFrom,
            int depth,
            int columns,
            float[] scratch) {
        int j = 0;
        for (; j <= columns - 8 * L; j += 8 * L) {
            eightVectors(x, xFrom, b, bFrom + j, bStride, s, sFrom + j, c, cFrom + j, depth);
        }
        for (; j <= columns - 2 * L; j += 2 * L) {
            twoVectors(x, xFrom, b, bFrom + j, bStride, s, sFrom + j, c, cFrom + j, depth);
        }
        for (; j <= columns - L; j += L) {
            oneVector(x, xFrom, b, bFrom + j, bStride, s, sFrom + j, c, cFrom + j, depth);
        }
        if (j < columns) {
            fewColumns(x, xFrom, b, bFrom + j, bStride, s, sFrom + j, c, cFrom + j, depth, columns - j, scratch);
        }
    }

    /** Fewer columns than a vector has. It reads beyond them wherever B does not end there. */
    private static void fewColumns(
            float[] x,
            int xFrom,
            float[] b,
            int bFrom,
            int bStride,
            float[] s,
            int sFrom,
            float[] c,
            int cFrom,
            int depth,
            int columns,
            float[] scratch) {
        int safe = depth;
        while (safe > 0 && bFrom + (safe - 1) * bStride + L > b.length) {
            safe--;
        }
        FloatTails.copy(s, sFrom, scratch, 0, columns);
        oneVector(x, xFrom, b, bFrom, bStride, scratch, 0, scratch, 0, safe);
        for (int j = 0; j < columns; j++) {
            float sum = scratch[j];
            for (int k = safe; k < depth; k++) {
                sum = Math.fma(x[xFrom + k], b[bFrom + j + k * bStride], sum);
            }
            c[cFrom + j] = sum;
        }
    }

    /** c = s + x B, with one or two whole vectors of columns. */
    static void rowTimesPanel(
            float[] x,
            int xFrom,
            float[] b,
            int bFrom,
            int bStep,
            float[] s,
            int sFrom,
            float[] c,
            int cFrom,
            int depth,
            boolean two) {
        if (two) {
            twoVectors(x, xFrom, b, bFrom, bStep, s, sFrom, c, cFrom, depth);
        } else {
            oneVector(x, xFrom, b, bFrom, bStep, s, sFrom, c, cFrom, depth);
        }
    }

    private static void eightVectors(
            float[] x,
            int xFrom,
            float[] b,
            int bFrom,
            int bStride,
            float[] s,
            int sFrom,
            float[] c,
            int cFrom,
            int depth) {
        FloatVector c0 = FloatVector.fromArray(SPECIES, s, sFrom);
        FloatVector c1 = FloatVector.fromArray(SPECIES, s, sFrom + L);
        FloatVector c2 = FloatVector.fromArray(SPECIES, s, sFrom + 2 * L);
        FloatVector c3 = FloatVector.fromArray(SPECIES, s, sFrom + 3 * L);
        FloatVector c4 = FloatVector.fromArray(SPECIES, s, sFrom + 4 * L);
        FloatVector c5 = FloatVector.fromArray(SPECIES, s, sFrom + 5 * L);
        FloatVector c6 = FloatVector.fromArray(SPECIES, s, sFrom + 6 * L);
        FloatVector c7 = FloatVector.fromArray(SPECIES, s, sFrom + 7 * L);
        for (int k = 0; k < depth; k++) {
            int bt = bFrom + k * bStride;
            FloatVector xk = FloatVector.broadcast(SPECIES, x[xFrom + k]);
            c0 = xk.fma(FloatVector.fromArray(SPECIES, b, bt), c0);
            c1 = xk.fma(FloatVector.fromArray(SPECIES, b, bt + L), c1);
            c2 = xk.fma(FloatVector.fromArray(SPECIES, b, bt + 2 * L), c2);
            c3 = xk.fma(FloatVector.fromArray(SPECIES, b, bt + 3 * L), c3);
            c4 = xk.fma(FloatVector.fromArray(SPECIES, b, bt + 4 * L), c4);
            c5 = xk.fma(FloatVector.fromArray(SPECIES, b, bt + 5 * L), c5);
            c6 = xk.fma(FloatVector.fromArray(SPECIES, b, bt + 6 * L), c6);
            c7 = xk.fma(FloatVector.fromArray(SPECIES, b, bt + 7 * L), c7);
        }
        c0.intoArray(c, cFrom);
        c1.intoArray(c, cFrom + L);
        c2.intoArray(c, cFrom + 2 * L);
        c3.intoArray(c, cFrom + 3 * L);
        c4.intoArray(c, cFrom + 4 * L);
        c5.intoArray(c, cFrom + 5 * L);
        c6.intoArray(c, cFrom + 6 * L);
        c7.intoArray(c, cFrom + 7 * L);
    }

    private static void twoVectors(
            float[] x,
            int xFrom,
            float[] b,
            int bFrom,
            int bStride,
            float[] s,
            int sFrom,
            float[] c,
            int cFrom,
            int depth) {
        FloatVector c0 = FloatVector.fromArray(SPECIES, s, sFrom);
        FloatVector c1 = FloatVector.fromArray(SPECIES, s, sFrom + L);
        for (int k = 0; k < depth; k++) {
            int bt = bFrom + k * bStride;
            FloatVector xk = FloatVector.broadcast(SPECIES, x[xFrom + k]);
            c0 = xk.fma(FloatVector.fromArray(SPECIES, b, bt), c0);
            c1 = xk.fma(FloatVector.fromArray(SPECIES, b, bt + L), c1);
        }
        c0.intoArray(c, cFrom);
        c1.intoArray(c, cFrom + L);
    }

    private static void oneVector(
            float[] x,
            int xFrom,
            float[] b,
            int bFrom,
            int bStride,
            float[] s,
            int sFrom,
            float[] c,
            int cFrom,
            int depth) {
        FloatVector c0 = FloatVector.fromArray(SPECIES, s, sFrom);
        for (int k = 0; k < depth; k++) {
            int bt = bFrom + k * bStride;
            c0 = FloatVector.broadcast(SPECIES, x[xFrom + k]).fma(FloatVector.fromArray(SPECIES, b, bt), c0);
        }
        c0.intoArray(c, cFrom);
    }

    /** c = [c +] B x, B's rows contiguous: eight scalar chains at a time, which hide each other's latency. */
    private static void matrixTimesColumn(
            float[] b,
            int bFrom,
            int bStride,
            float[] x,
            int xFrom,
            float[] c,
            int cFrom,
            int cStep,
            int depth,
            int rows,
            boolean accumulate) {
        int i = 0;
        for (; i <= rows - 8; i += 8) {
            eightRows(b, bFrom + i * bStride, bStride, x, xFrom, c, cFrom + i * cStep, cStep, depth, accumulate);
        }
        for (; i < rows; i++) {
            int row = bFrom + i * bStride;
            float sum = accumulate ? c[cFrom + i * cStep] : 0;
            for (int k = 0; k < depth; k++) {
                sum = Math.fma(b[row + k], x[xFrom + k], sum);
            }
            c[cFrom + i * cStep] = sum;
        }
    }

    private static void eightRows(
            float[] b,
            int b0,
            int bStride,
            float[] x,
            int xFrom,
            float[] c,
            int cFrom,
            int cStep,
            int depth,
            boolean accumulate) {
        int b1 = b0 + bStride;
        int b2 = b1 + bStride;
        int b3 = b2 + bStride;
        int b4 = b3 + bStride;
        int b5 = b4 + bStride;
        int b6 = b5 + bStride;
        int b7 = b6 + bStride;
        float c0 = accumulate ? c[cFrom] : 0;
        float c1 = accumulate ? c[cFrom + cStep] : 0;
        float c2 = accumulate ? c[cFrom + 2 * cStep] : 0;
        float c3 = accumulate ? c[cFrom + 3 * cStep] : 0;
        float c4 = accumulate ? c[cFrom + 4 * cStep] : 0;
        float c5 = accumulate ? c[cFrom + 5 * cStep] : 0;
        float c6 = accumulate ? c[cFrom + 6 * cStep] : 0;
        float c7 = accumulate ? c[cFrom + 7 * cStep] : 0;
        for (int k = 0; k < depth; k++) {
            float xk = x[xFrom + k];
            c0 = Math.fma(b[b0 + k], xk, c0);
            c1 = Math.fma(b[b1 + k], xk, c1);
            c2 = Math.fma(b[b2 + k], xk, c2);
            c3 = Math.fma(b[b3 + k], xk, c3);
            c4 = Math.fma(b[b4 + k], xk, c4);
            c5 = Math.fma(b[b5 + k], xk, c5);
            c6 = Math.fma(b[b6 + k], xk, c6);
            c7 = Math.fma(b[b7 + k], xk, c7);
        }
        c[cFrom] = c0;
        c[cFrom + cStep] = c1;
        c[cFrom + 2 * cStep] = c2;
        c[cFrom + 3 * cStep] = c3;
        c[cFrom + 4 * cStep] = c4;
        c[cFrom + 5 * cStep] = c5;
        c[cFrom + 6 * cStep] = c6;
        c[cFrom + 7 * cStep] = c7;
    }
}
