// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of 8 rows on rows of A as they lie in memory: C = S + A B. Each element of C is one chain of fused
 * multiply-adds in the order of the depth, begun with S. The sums are named locals, since C2 keeps neither arrays nor
 * loops over them in registers; that is why these methods are long.
 *
 * <p>Row i of A starts at aFrom + i aStride, row k of B at bFrom + k bStep, rows of S and C likewise. Of a tile of less
 * height the last row is computed, and stored, several times.
 */
final class FloatRowTile8 {

    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int L = FloatLanes.LENGTH;

    private FloatRowTile8() {}

    /** 8 rows by two vectors of columns. */
    static void twoVectors(
            float[] a,
            int aFrom,
            int aStride,
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
        int a0 = aFrom;
        int a1 = a0 + (height > 1 ? aStride : 0);
        int a2 = a1 + (height > 2 ? aStride : 0);
        int a3 = a2 + (height > 3 ? aStride : 0);
        int a4 = a3 + (height > 4 ? aStride : 0);
        int a5 = a4 + (height > 5 ? aStride : 0);
        int a6 = a5 + (height > 6 ? aStride : 0);
        int a7 = a6 + (height > 7 ? aStride : 0);
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
            int bt = bFrom + k * bStep;
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bt);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bt + L);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + k]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + k]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + k]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + k]);
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
            FloatVector x4 = FloatVector.broadcast(SPECIES, a[a4 + k]);
            c40 = x4.fma(b0, c40);
            c41 = x4.fma(b1, c41);
            FloatVector x5 = FloatVector.broadcast(SPECIES, a[a5 + k]);
            c50 = x5.fma(b0, c50);
            c51 = x5.fma(b1, c51);
            FloatVector x6 = FloatVector.broadcast(SPECIES, a[a6 + k]);
            c60 = x6.fma(b0, c60);
            c61 = x6.fma(b1, c61);
            FloatVector x7 = FloatVector.broadcast(SPECIES, a[a7 + k]);
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
        c00.intoArray(c, c0);
        c01.intoArray(c, c0 + L);
        c10.intoArray(c, c1);
        c11.intoArray(c, c1 + L);
        c20.intoArray(c, c2);
        c21.intoArray(c, c2 + L);
        c30.intoArray(c, c3);
        c31.intoArray(c, c3 + L);
        c40.intoArray(c, c4);
        c41.intoArray(c, c4 + L);
        c50.intoArray(c, c5);
        c51.intoArray(c, c5 + L);
        c60.intoArray(c, c6);
        c61.intoArray(c, c6 + L);
        c70.intoArray(c, c7);
        c71.intoArray(c, c7 + L);
    }

    /** 8 rows by one vector of columns. */
    static void oneVector(
            float[] a,
            int aFrom,
            int aStride,
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
        int a0 = aFrom;
        int a1 = a0 + (height > 1 ? aStride : 0);
        int a2 = a1 + (height > 2 ? aStride : 0);
        int a3 = a2 + (height > 3 ? aStride : 0);
        int a4 = a3 + (height > 4 ? aStride : 0);
        int a5 = a4 + (height > 5 ? aStride : 0);
        int a6 = a5 + (height > 6 ? aStride : 0);
        int a7 = a6 + (height > 7 ? aStride : 0);
        FloatVector c00 = FloatVector.fromArray(SPECIES, s, s0);
        FloatVector c10 = FloatVector.fromArray(SPECIES, s, s1);
        FloatVector c20 = FloatVector.fromArray(SPECIES, s, s2);
        FloatVector c30 = FloatVector.fromArray(SPECIES, s, s3);
        FloatVector c40 = FloatVector.fromArray(SPECIES, s, s4);
        FloatVector c50 = FloatVector.fromArray(SPECIES, s, s5);
        FloatVector c60 = FloatVector.fromArray(SPECIES, s, s6);
        FloatVector c70 = FloatVector.fromArray(SPECIES, s, s7);
        for (int k = 0; k < depth; k++) {
            int bt = bFrom + k * bStep;
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bt);
            c00 = FloatVector.broadcast(SPECIES, a[a0 + k]).fma(b0, c00);
            c10 = FloatVector.broadcast(SPECIES, a[a1 + k]).fma(b0, c10);
            c20 = FloatVector.broadcast(SPECIES, a[a2 + k]).fma(b0, c20);
            c30 = FloatVector.broadcast(SPECIES, a[a3 + k]).fma(b0, c30);
            c40 = FloatVector.broadcast(SPECIES, a[a4 + k]).fma(b0, c40);
            c50 = FloatVector.broadcast(SPECIES, a[a5 + k]).fma(b0, c50);
            c60 = FloatVector.broadcast(SPECIES, a[a6 + k]).fma(b0, c60);
            c70 = FloatVector.broadcast(SPECIES, a[a7 + k]).fma(b0, c70);
        }
        int c1 = c0 + (height > 1 ? cStride : 0);
        int c2 = c1 + (height > 2 ? cStride : 0);
        int c3 = c2 + (height > 3 ? cStride : 0);
        int c4 = c3 + (height > 4 ? cStride : 0);
        int c5 = c4 + (height > 5 ? cStride : 0);
        int c6 = c5 + (height > 6 ? cStride : 0);
        int c7 = c6 + (height > 7 ? cStride : 0);
        c00.intoArray(c, c0);
        c10.intoArray(c, c1);
        c20.intoArray(c, c2);
        c30.intoArray(c, c3);
        c40.intoArray(c, c4);
        c50.intoArray(c, c5);
        c60.intoArray(c, c6);
        c70.intoArray(c, c7);
    }
}
