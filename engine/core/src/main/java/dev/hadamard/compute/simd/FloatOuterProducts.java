// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Column times row, which is a layer's gradient by a single sample: stored, or at once subtracted from the parameters.
 * Each element is one fused multiply-add on 0, which, other than a product, has no −0.
 *
 * <p>Eight vectors of columns at a time, whose row stays in registers; what is written is bound by its way to L2.
 * Columns that are left over go by a vector that overlaps those before where that changes nothing.
 */
final class FloatOuterProducts {

    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int L = FloatLanes.LENGTH;

    private FloatOuterProducts() {}

    /** C = x y. */
    static void columnTimesRow(
            float[] x,
            int xFrom,
            int xStep,
            float[] y,
            int yFrom,
            float[] c,
            int cFrom,
            int cStride,
            int rows,
            int columns) {
        if (columns == 8 * L) {
            eightVectors(x, xFrom, xStep, y, yFrom, c, cFrom, cStride, rows);
        } else if (columns >= L) {
            for (int i = 0; i < rows; i++) {
                scaledRow(x[xFrom + i * xStep], y, yFrom, c, cFrom + i * cStride, columns);
            }
        } else {
            for (int i = 0; i < rows; i++) {
                fewColumns(x[xFrom + i * xStep], y, yFrom, c, cFrom + i * cStride, columns);
            }
        }
    }

    private static void eightVectors(
            float[] x, int xFrom, int xStep, float[] y, int yFrom, float[] c, int cFrom, int cStride, int rows) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector y0 = FloatVector.fromArray(SPECIES, y, yFrom);
        FloatVector y1 = FloatVector.fromArray(SPECIES, y, yFrom + L);
        FloatVector y2 = FloatVector.fromArray(SPECIES, y, yFrom + 2 * L);
        FloatVector y3 = FloatVector.fromArray(SPECIES, y, yFrom + 3 * L);
        FloatVector y4 = FloatVector.fromArray(SPECIES, y, yFrom + 4 * L);
        FloatVector y5 = FloatVector.fromArray(SPECIES, y, yFrom + 5 * L);
        FloatVector y6 = FloatVector.fromArray(SPECIES, y, yFrom + 6 * L);
        FloatVector y7 = FloatVector.fromArray(SPECIES, y, yFrom + 7 * L);
        for (int i = 0; i < rows; i++) {
            FloatVector v = FloatVector.broadcast(SPECIES, x[xFrom + i * xStep]);
            int to = cFrom + i * cStride;
            v.fma(y0, zero).intoArray(c, to);
            v.fma(y1, zero).intoArray(c, to + L);
            v.fma(y2, zero).intoArray(c, to + 2 * L);
            v.fma(y3, zero).intoArray(c, to + 3 * L);
            v.fma(y4, zero).intoArray(c, to + 4 * L);
            v.fma(y5, zero).intoArray(c, to + 5 * L);
            v.fma(y6, zero).intoArray(c, to + 6 * L);
            v.fma(y7, zero).intoArray(c, to + 7 * L);
        }
    }

    private static void scaledRow(float xi, float[] y, int yFrom, float[] c, int cFrom, int columns) {
        FloatVector v = FloatVector.broadcast(SPECIES, xi);
        FloatVector zero = FloatVector.zero(SPECIES);
        int whole = SPECIES.loopBound(columns);
        for (int j = 0; j < whole; j += L) {
            v.fma(FloatVector.fromArray(SPECIES, y, yFrom + j), zero).intoArray(c, cFrom + j);
        }
        if (whole < columns) {
            int last = columns - L;
            v.fma(FloatVector.fromArray(SPECIES, y, yFrom + last), zero).intoArray(c, cFrom + last);
        }
    }

    private static void fewColumns(float xi, float[] y, int yFrom, float[] c, int cFrom, int columns) {
        for (int j = 0; j < columns; j++) {
            c[cFrom + j] = Math.fma(xi, y[yFrom + j], 0);
        }
    }

    /** W = W − rate x y, in one pass over W: gradient descent by one sample. */
    static void descend(
            float rate,
            float[] x,
            int xFrom,
            float[] y,
            int yFrom,
            float[] w,
            int wFrom,
            int wStride,
            int rows,
            int columns) {
        if (columns == 8 * L) {
            descendEightVectors(rate, x, xFrom, y, yFrom, w, wFrom, wStride, rows);
            return;
        }
        FloatVector rates = FloatVector.broadcast(SPECIES, rate);
        FloatVector zero = FloatVector.zero(SPECIES);
        int pairs = columns & -2 * L;
        for (int r = 0; r < rows; r++) {
            float xr = x[xFrom + r];
            FloatVector v = FloatVector.broadcast(SPECIES, xr);
            int p = wFrom + r * wStride;
            for (int j = 0; j < pairs; j += 2 * L) {
                FloatVector g0 = v.fma(FloatVector.fromArray(SPECIES, y, yFrom + j), zero);
                FloatVector g1 = v.fma(FloatVector.fromArray(SPECIES, y, yFrom + j + L), zero);
                FloatVector w0 = FloatVector.fromArray(SPECIES, w, p + j).sub(rates.mul(g0));
                FloatVector w1 = FloatVector.fromArray(SPECIES, w, p + j + L).sub(rates.mul(g1));
                w0.intoArray(w, p + j);
                w1.intoArray(w, p + j + L);
            }
            for (int j = pairs; j < columns; j++) {
                w[p + j] = w[p + j] - rate * Math.fma(xr, y[yFrom + j], 0);
            }
        }
    }

    private static void descendEightVectors(
            float rate, float[] x, int xFrom, float[] y, int yFrom, float[] w, int wFrom, int wStride, int rows) {
        FloatVector rates = FloatVector.broadcast(SPECIES, rate);
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector y0 = FloatVector.fromArray(SPECIES, y, yFrom);
        FloatVector y1 = FloatVector.fromArray(SPECIES, y, yFrom + L);
        FloatVector y2 = FloatVector.fromArray(SPECIES, y, yFrom + 2 * L);
        FloatVector y3 = FloatVector.fromArray(SPECIES, y, yFrom + 3 * L);
        FloatVector y4 = FloatVector.fromArray(SPECIES, y, yFrom + 4 * L);
        FloatVector y5 = FloatVector.fromArray(SPECIES, y, yFrom + 5 * L);
        FloatVector y6 = FloatVector.fromArray(SPECIES, y, yFrom + 6 * L);
        FloatVector y7 = FloatVector.fromArray(SPECIES, y, yFrom + 7 * L);
        for (int r = 0; r < rows; r++) {
            FloatVector v = FloatVector.broadcast(SPECIES, x[xFrom + r]);
            int p = wFrom + r * wStride;
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, p).sub(rates.mul(v.fma(y0, zero)));
            FloatVector w1 = FloatVector.fromArray(SPECIES, w, p + L).sub(rates.mul(v.fma(y1, zero)));
            FloatVector w2 = FloatVector.fromArray(SPECIES, w, p + 2 * L).sub(rates.mul(v.fma(y2, zero)));
            FloatVector w3 = FloatVector.fromArray(SPECIES, w, p + 3 * L).sub(rates.mul(v.fma(y3, zero)));
            FloatVector w4 = FloatVector.fromArray(SPECIES, w, p + 4 * L).sub(rates.mul(v.fma(y4, zero)));
            FloatVector w5 = FloatVector.fromArray(SPECIES, w, p + 5 * L).sub(rates.mul(v.fma(y5, zero)));
            FloatVector w6 = FloatVector.fromArray(SPECIES, w, p + 6 * L).sub(rates.mul(v.fma(y6, zero)));
            FloatVector w7 = FloatVector.fromArray(SPECIES, w, p + 7 * L).sub(rates.mul(v.fma(y7, zero)));
            w0.intoArray(w, p);
            w1.intoArray(w, p + L);
            w2.intoArray(w, p + 2 * L);
            w3.intoArray(w, p + 3 * L);
            w4.intoArray(w, p + 4 * L);
            w5.intoArray(w, p + 5 * L);
            w6.intoArray(w, p + 6 * L);
            w7.intoArray(w, p + 7 * L);
        }
    }
}
