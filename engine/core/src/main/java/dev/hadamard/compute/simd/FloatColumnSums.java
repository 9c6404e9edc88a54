// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Sums of columns, each in the order of the rows and begun with 0. */
final class FloatColumnSums {

    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int L = FloatLanes.LENGTH;

    private FloatColumnSums() {}

    static void sum(float[] x, int from, int stride, int rows, int columns, float[] sums, int to) {
        int j = 0;
        for (; j <= columns - 4 * L; j += 4 * L) {
            sumFour(x, from + j, stride, rows, sums, to + j);
        }
        for (; j <= columns - L; j += L) {
            sumOne(x, from + j, stride, rows, sums, to + j);
        }
        if (j < columns) {
            sumFew(x, from + j, stride, rows, columns - j, sums, to + j);
        }
    }

    private static void sumFour(float[] x, int from, int stride, int rows, float[] sums, int to) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector s2 = FloatVector.zero(SPECIES);
        FloatVector s3 = FloatVector.zero(SPECIES);
        int at = from;
        for (int r = 0; r < rows; r++) {
            s0 = s0.add(FloatVector.fromArray(SPECIES, x, at));
            s1 = s1.add(FloatVector.fromArray(SPECIES, x, at + L));
            s2 = s2.add(FloatVector.fromArray(SPECIES, x, at + 2 * L));
            s3 = s3.add(FloatVector.fromArray(SPECIES, x, at + 3 * L));
            at += stride;
        }
        s0.intoArray(sums, to);
        s1.intoArray(sums, to + L);
        s2.intoArray(sums, to + 2 * L);
        s3.intoArray(sums, to + 3 * L);
    }

    private static void sumOne(float[] x, int from, int stride, int rows, float[] sums, int to) {
        FloatVector s = FloatVector.zero(SPECIES);
        int at = from;
        for (int r = 0; r < rows; r++) {
            s = s.add(FloatVector.fromArray(SPECIES, x, at));
            at += stride;
        }
        s.intoArray(sums, to);
    }

    /** Fewer columns than a vector has: four at a time, whose sums don't wait for each other. */
    private static void sumFew(float[] x, int from, int stride, int rows, int columns, float[] sums, int to) {
        int j = 0;
        for (; j <= columns - 4; j += 4) {
            float s0 = 0;
            float s1 = 0;
            float s2 = 0;
            float s3 = 0;
            int at = from + j;
            for (int r = 0; r < rows; r++) {
                s0 += x[at];
                s1 += x[at + 1];
                s2 += x[at + 2];
                s3 += x[at + 3];
                at += stride;
            }
            sums[to + j] = s0;
            sums[to + j + 1] = s1;
            sums[to + j + 2] = s2;
            sums[to + j + 3] = s3;
        }
        for (; j < columns; j++) {
            float s = 0;
            int at = from + j;
            for (int r = 0; r < rows; r++) {
                s += x[at];
                at += stride;
            }
            sums[to + j] = s;
        }
    }
}
