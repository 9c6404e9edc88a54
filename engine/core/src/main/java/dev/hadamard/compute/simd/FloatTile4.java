// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of 4 rows on columns of A, each contiguous: C = S + A B. Each element of C is one chain of fused
 * multiply-adds in the order of the depth, begun with S. The sums are named locals, since C2 keeps neither arrays nor
 * loops over them in registers; that is why these methods are long.
 *
 * <p>Column k of A starts at aFrom + k aStep, row k of B at bFrom + k bStep. The rows that a tile of less height lacks
 * are computed from whatever stands in A, stored in place of the last row, and then overwritten by it.
 */
final class FloatTile4 {

    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int L = FloatLanes.LENGTH;

    private FloatTile4() {}

    /** 4 rows by two vectors of columns. */
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
        FloatVector c00 = FloatVector.fromArray(SPECIES, s, s0);
        FloatVector c01 = FloatVector.fromArray(SPECIES, s, s0 + L);
        FloatVector c10 = FloatVector.fromArray(SPECIES, s, s1);
        FloatVector c11 = FloatVector.fromArray(SPECIES, s, s1 + L);
        FloatVector c20 = FloatVector.fromArray(SPECIES, s, s2);
        FloatVector c21 = FloatVector.fromArray(SPECIES, s, s2 + L);
        FloatVector c30 = FloatVector.fromArray(SPECIES, s, s3);
        FloatVector c31 = FloatVector.fromArray(SPECIES, s, s3 + L);
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
        }
        int c1 = c0 + (height > 1 ? cStride : 0);
        int c2 = c1 + (height > 2 ? cStride : 0);
        int c3 = c2 + (height > 3 ? cStride : 0);
        // The last row of a lower tile comes last, over what the rows that it lacks have left there.
        c30.intoArray(c, c3);
        c31.intoArray(c, c3 + L);
        c20.intoArray(c, c2);
        c21.intoArray(c, c2 + L);
        c10.intoArray(c, c1);
        c11.intoArray(c, c1 + L);
        c00.intoArray(c, c0);
        c01.intoArray(c, c0 + L);
    }

    /** 4 rows by one vector of columns. */
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
        FloatVector c00 = FloatVector.fromArray(SPECIES, s, s0);
        FloatVector c10 = FloatVector.fromArray(SPECIES, s, s1);
        FloatVector c20 = FloatVector.fromArray(SPECIES, s, s2);
        FloatVector c30 = FloatVector.fromArray(SPECIES, s, s3);
        for (int k = 0; k < depth; k++) {
            int at = aFrom + k * aStep;
            int bt = bFrom + k * bStep;
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bt);
            c00 = FloatVector.broadcast(SPECIES, a[at]).fma(b0, c00);
            c10 = FloatVector.broadcast(SPECIES, a[at + 1]).fma(b0, c10);
            c20 = FloatVector.broadcast(SPECIES, a[at + 2]).fma(b0, c20);
            c30 = FloatVector.broadcast(SPECIES, a[at + 3]).fma(b0, c30);
        }
        int c1 = c0 + (height > 1 ? cStride : 0);
        int c2 = c1 + (height > 2 ? cStride : 0);
        int c3 = c2 + (height > 3 ? cStride : 0);
        // The last row of a lower tile comes last, over what the rows that it lacks have left there.
        c30.intoArray(c, c3);
        c20.intoArray(c, c2);
        c10.intoArray(c, c1);
        c00.intoArray(c, c0);
    }

    /**
     * The same with A packed as [depth][4] and B as [depth][2 L]: constant steps let C2 check indices before the loop.
     */
    static void packedTwoVectors(
            float[] a,
            int aFrom,
            float[] b,
            int bFrom,
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
        FloatVector c00 = FloatVector.fromArray(SPECIES, s, s0);
        FloatVector c01 = FloatVector.fromArray(SPECIES, s, s0 + L);
        FloatVector c10 = FloatVector.fromArray(SPECIES, s, s1);
        FloatVector c11 = FloatVector.fromArray(SPECIES, s, s1 + L);
        FloatVector c20 = FloatVector.fromArray(SPECIES, s, s2);
        FloatVector c21 = FloatVector.fromArray(SPECIES, s, s2 + L);
        FloatVector c30 = FloatVector.fromArray(SPECIES, s, s3);
        FloatVector c31 = FloatVector.fromArray(SPECIES, s, s3 + L);
        for (int k = 0; k < depth; k++) {
            int at = aFrom + k * 4;
            int bt = bFrom + k * (2 * L);
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
        }
        int c1 = c0 + (height > 1 ? cStride : 0);
        int c2 = c1 + (height > 2 ? cStride : 0);
        int c3 = c2 + (height > 3 ? cStride : 0);
        // The last row of a lower tile comes last, over what the rows that it lacks have left there.
        c30.intoArray(c, c3);
        c31.intoArray(c, c3 + L);
        c20.intoArray(c, c2);
        c21.intoArray(c, c2 + L);
        c10.intoArray(c, c1);
        c11.intoArray(c, c1 + L);
        c00.intoArray(c, c0);
        c01.intoArray(c, c0 + L);
    }
}
