// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of 8 rows on columns of A, each contiguous: C = S + A B. Each element of C is one chain of fused
 * multiply-adds in the order of the depth, begun with S. The sums are named locals, since C2 keeps neither arrays nor
 * loops over them in registers; that is why these methods are long.
 *
 * <p>Column k of A starts at aFrom + k aStep, row k of B at bFrom + k bStep. The rows that a tile of less height lacks
 * are computed from whatever stands in A, stored in place of the last row, and then overwritten by it.
 */
final class FloatTile8 {

    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int L = FloatLanes.LENGTH;

    private FloatTile8() {}

    /** 8 rows by two vectors of columns. */
    static void twoVectors(
            float[] a,
            int aFrom,
            int aStep,
            float[] b,
            int bFrom,
            int bStep,
            int depth,
            float[] s,
            int sFrom,
            int sStride,
            float[] c,
            int c0,
            int cStride,
            int height) {
        int s0 = sFrom;
        int s1 = s0 + (height > 1 ? sStride : 0);
        int s2 = s1 + (height > 2 ? sStride : 0);
        int s3 = s2 + (height > 3 ? sStride : 0);
        int s4 = s3 + (height > 4 ? sStride : 0);
        int s5 = s4 + (height > 5 ? sStride : 0);
        int s6 = s5 + (height > 6 ? sStride : 0);
        int s7 = s6 + (height > 7 ? sStride : 0);
        FloatVector c00 = FloatVector.fromArray(SPECIES, s, s0);
        FloatVector c01 = FloatVector.fromArray(SPECIES, s, s0 + L);
        FloatVector c10 = FloatVector.fromArray(SPECIES, s, s1);
        FloatVector c11 = FloatVector.fromArray(SPECIES, s, s1 + L);
        FloatVector c20 = FloatVector.fromArray(SPECIES, s, s2);
        FloatVector c21 = FloatVector.fromArray(SPECIES, s, s2 + L);
        FloatVector c30 = FloatVector.fromArray(SPECIES, s, s3);
        FloatVector c31 = FloatVector.fromArray(SPECIES, s, s3 + L);
        FloatVector c40 = FloatVector.fromArray(SPECIES, s, s4);
        FloatVector c41 = FloatVector.fromArray(SPECIES, s, s4 + L);
        FloatVector c50 = FloatVector.fromArray(SPECIES, s, s5);
        FloatVector c51 = FloatVector.fromArray(SPECIES, s, s5 + L);
        FloatVector c60 = FloatVector.fromArray(SPECIES, s, s6);
        FloatVector c61 = FloatVector.fromArray(SPECIES, s, s6 + L);
        FloatVector c70 = FloatVector.fromArray(SPECIES, s, s7);
        FloatVector c71 = FloatVector.fromArray(SPECIES, s, s7 + L);
        for (int k = 0; k < depth; k++) {
            int at = aFrom + k * aStep;
            int bt = bFrom + k * bStep;
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bt);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bt + L);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[at]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[at + 1]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[at + 2]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[at + 3]);
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
            FloatVector x4 = FloatVector.broadcast(SPECIES, a[at + 4]);
            c40 = x4.fma(b0, c40);
            c41 = x4.fma(b1, c41);
            FloatVector x5 = FloatVector.broadcast(SPECIES, a[at + 5]);
            c50 = x5.fma(b0, c50);
            c51 = x5.fma(b1, c51);
            FloatVector x6 = FloatVector.broadcast(SPECIES, a[at + 6]);
            c60 = x6.fma(b0, c60);
            c61 = x6.fma(b1, c61);
            FloatVector x7 = FloatVector.broadcast(SPECIES, a[at + 7]);
            c70 = x7.fma(b0, c70);
            c71 = x7.fma(b1, c71);
        }
        int c1 = c0 + (height > 1 ? cStride : 0);
        int c2 = c1 + (height > 2 ? cStride : 0);
        int c3 = c2 + (height > 3 ? cStride : 0);
        int c4 = c3 + (height > 4 ? cStride : 0);
        int c5 = c4 + (height > 5 ? cStride : 0);
        int c6 = c5 + (height > 6 ? cStride : 0);
        int c7 = c6 + (height > 7 ? cStride : 0);
        // The last row of a lower tile comes last, over what the rows that it lacks have left there.
        c70.intoArray(c, c7);
        c71.intoArray(c, c7 + L);
        c60.intoArray(c, c6);
        c61.intoArray(c, c6 + L);
        c50.intoArray(c, c5);
        c51.intoArray(c, c5 + L);
        c40.intoArray(c, c4);
        c41.intoArray(c, c4 + L);
        c30.intoArray(c, c3);
        c31.intoArray(c, c3 + L);
        c20.intoArray(c, c2);
        c21.intoArray(c, c2 + L);
        c10.intoArray(c, c1);
        c11.intoArray(c, c1 + L);
        c00.intoArray(c, c0);
        c01.intoArray(c, c0 + L);
    }

    /** 8 rows by one vector of columns. */
    static void oneVector(
            float[] a,
            int aFrom,
            int aStep,
            float[] b,
            int bFrom,
            int bStep,
            int depth,
            float[] s,
            int sFrom,
            int sStride,
            float[] c,
            int c0,
            int cStride,
            int height) {
        int s0 = sFrom;
        int s1 = s0 + (height > 1 ? sStride : 0);
        int s2 = s1 + (height > 2 ? sStride : 0);
        int s3 = s2 + (height > 3 ? sStride : 0);
        int s4 = s3 + (height > 4 ? sStride : 0);
        int s5 = s4 + (height > 5 ? sStride : 0);
        int s6 = s5 + (height > 6 ? sStride : 0);
        int s7 = s6 + (height > 7 ? sStride : 0);
        FloatVector c00 = FloatVector.fromArray(SPECIES, s, s0);
        FloatVector c10 = FloatVector.fromArray(SPECIES, s, s1);
        FloatVector c20 = FloatVector.fromArray(SPECIES, s, s2);
        FloatVector c30 = FloatVector.fromArray(SPECIES, s, s3);
        FloatVector c40 = FloatVector.fromArray(SPECIES, s, s4);
        FloatVector c50 = FloatVector.fromArray(SPECIES, s, s5);
        FloatVector c60 = FloatVector.fromArray(SPECIES, s, s6);
        FloatVector c70 = FloatVector.fromArray(SPECIES, s, s7);
        for (int k = 0; k < depth; k++) {
            int at = aFrom + k * aStep;
            int bt = bFrom + k * bStep;
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bt);
            c00 = FloatVector.broadcast(SPECIES, a[at]).fma(b0, c00);
            c10 = FloatVector.broadcast(SPECIES, a[at + 1]).fma(b0, c10);
            c20 = FloatVector.broadcast(SPECIES, a[at + 2]).fma(b0, c20);
            c30 = FloatVector.broadcast(SPECIES, a[at + 3]).fma(b0, c30);
            c40 = FloatVector.broadcast(SPECIES, a[at + 4]).fma(b0, c40);
            c50 = FloatVector.broadcast(SPECIES, a[at + 5]).fma(b0, c50);
            c60 = FloatVector.broadcast(SPECIES, a[at + 6]).fma(b0, c60);
            c70 = FloatVector.broadcast(SPECIES, a[at + 7]).fma(b0, c70);
        }
        int c1 = c0 + (height > 1 ? cStride : 0);
        int c2 = c1 + (height > 2 ? cStride : 0);
        int c3 = c2 + (height > 3 ? cStride : 0);
        int c4 = c3 + (height > 4 ? cStride : 0);
        int c5 = c4 + (height > 5 ? cStride : 0);
        int c6 = c5 + (height > 6 ? cStride : 0);
        int c7 = c6 + (height > 7 ? cStride : 0);
        // The last row of a lower tile comes last, over what the rows that it lacks have left there.
        c70.intoArray(c, c7);
        c60.intoArray(c, c6);
        c50.intoArray(c, c5);
        c40.intoArray(c, c4);
        c30.intoArray(c, c3);
        c20.intoArray(c, c2);
        c10.intoArray(c, c1);
        c00.intoArray(c, c0);
    }
}
