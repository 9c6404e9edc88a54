// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of 4 rows on rows of A as they lie in memory: C = S + A B. Each element of C is one chain of fused
 * multiply-adds in the order of the depth, begun with S. The sums are named locals, since C2 keeps neither arrays nor
 * loops over them in registers; that is why these methods are long.
 *
 * <p>Row i of A starts at aFrom + i aStride, row k of B at bFrom + k bStep, rows of S and C likewise. Of a tile of less
 * height the last row is computed, and stored, several times.
 */
final class FloatRowTile4 {

    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int L = FloatLanes.LENGTH;

    private FloatRowTile4() {}

    /** 4 rows by two vectors of columns. */
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
        int a0 = aFrom;
        int a1 = a0 + (height > 1 ? aStride : 0);
        int a2 = a1 + (height > 2 ? aStride : 0);
        int a3 = a2 + (height > 3 ? aStride : 0);
        FloatVector c00 = FloatVector.fromArray(SPECIES, s, s0);
        FloatVector c01 = FloatVector.fromArray(SPECIES, s, s0 + L);
        FloatVector c10 = FloatVector.fromArray(SPECIES, s, s1);
        FloatVector c11 = FloatVector.fromArray(SPECIES, s, s1 + L);
        FloatVector c20 = FloatVector.fromArray(SPECIES, s, s2);
        FloatVector c21 = FloatVector.fromArray(SPECIES, s, s2 + L);
        FloatVector c30 = FloatVector.fromArray(SPECIES, s, s3);
        FloatVector c31 = FloatVector.fromArray(SPECIES, s, s3 + L);
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
        }
        int c1 = c0 + (height > 1 ? cStride : 0);
        int c2 = c1 + (height > 2 ? cStride : 0);
        int c3 = c2 + (height > 3 ? cStride : 0);
        c00.intoArray(c, c0);
        c01.intoArray(c, c0 + L);
        c10.intoArray(c, c1);
        c11.intoArray(c, c1 + L);
        c20.intoArray(c, c2);
        c21.intoArray(c, c2 + L);
        c30.intoArray(c, c3);
        c31.intoArray(c, c3 + L);
    }

    /** 4 rows by one vector of columns. */
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
        int a0 = aFrom;
        int a1 = a0 + (height > 1 ? aStride : 0);
        int a2 = a1 + (height > 2 ? aStride : 0);
        int a3 = a2 + (height > 3 ? aStride : 0);
        FloatVector c00 = FloatVector.fromArray(SPECIES, s, s0);
        FloatVector c10 = FloatVector.fromArray(SPECIES, s, s1);
        FloatVector c20 = FloatVector.fromArray(SPECIES, s, s2);
        FloatVector c30 = FloatVector.fromArray(SPECIES, s, s3);
        for (int k = 0; k < depth; k++) {
            int bt = bFrom + k * bStep;
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bt);
            c00 = FloatVector.broadcast(SPECIES, a[a0 + k]).fma(b0, c00);
            c10 = FloatVector.broadcast(SPECIES, a[a1 + k]).fma(b0, c10);
            c20 = FloatVector.broadcast(SPECIES, a[a2 + k]).fma(b0, c20);
            c30 = FloatVector.broadcast(SPECIES, a[a3 + k]).fma(b0, c30);
        }
        int c1 = c0 + (height > 1 ? cStride : 0);
        int c2 = c1 + (height > 2 ? cStride : 0);
        int c3 = c2 + (height > 3 ? cStride : 0);
        c00.intoArray(c, c0);
        c10.intoArray(c, c1);
        c20.intoArray(c, c2);
        c30.intoArray(c, c3);
    }

    /** 4 rows by four vectors of columns. B is two panels, the second bSecond elements after the first. */
    static void fourVectors(
            float[] a,
            int aFrom,
            int aStride,
            float[] b,
            int bFrom,
            int bSecond,
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
        int a0 = aFrom;
        int a1 = a0 + (height > 1 ? aStride : 0);
        int a2 = a1 + (height > 2 ? aStride : 0);
        int a3 = a2 + (height > 3 ? aStride : 0);
        FloatVector c00 = FloatVector.fromArray(SPECIES, s, s0);
        FloatVector c01 = FloatVector.fromArray(SPECIES, s, s0 + L);
        FloatVector c02 = FloatVector.fromArray(SPECIES, s, s0 + 2 * L);
        FloatVector c03 = FloatVector.fromArray(SPECIES, s, s0 + 3 * L);
        FloatVector c10 = FloatVector.fromArray(SPECIES, s, s1);
        FloatVector c11 = FloatVector.fromArray(SPECIES, s, s1 + L);
        FloatVector c12 = FloatVector.fromArray(SPECIES, s, s1 + 2 * L);
        FloatVector c13 = FloatVector.fromArray(SPECIES, s, s1 + 3 * L);
        FloatVector c20 = FloatVector.fromArray(SPECIES, s, s2);
        FloatVector c21 = FloatVector.fromArray(SPECIES, s, s2 + L);
        FloatVector c22 = FloatVector.fromArray(SPECIES, s, s2 + 2 * L);
        FloatVector c23 = FloatVector.fromArray(SPECIES, s, s2 + 3 * L);
        FloatVector c30 = FloatVector.fromArray(SPECIES, s, s3);
        FloatVector c31 = FloatVector.fromArray(SPECIES, s, s3 + L);
        FloatVector c32 = FloatVector.fromArray(SPECIES, s, s3 + 2 * L);
        FloatVector c33 = FloatVector.fromArray(SPECIES, s, s3 + 3 * L);
        for (int k = 0; k < depth; k++) {
            int bt = bFrom + k * bStep;
            int ct = bt + bSecond;
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bt);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bt + L);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, ct);
            FloatVector b3 = FloatVector.fromArray(SPECIES, b, ct + L);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + k]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            c02 = x0.fma(b2, c02);
            c03 = x0.fma(b3, c03);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + k]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            c12 = x1.fma(b2, c12);
            c13 = x1.fma(b3, c13);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + k]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            c22 = x2.fma(b2, c22);
            c23 = x2.fma(b3, c23);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + k]);
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
            c32 = x3.fma(b2, c32);
            c33 = x3.fma(b3, c33);
        }
        int c1 = c0 + (height > 1 ? cStride : 0);
        int c2 = c1 + (height > 2 ? cStride : 0);
        int c3 = c2 + (height > 3 ? cStride : 0);
        c00.intoArray(c, c0);
        c01.intoArray(c, c0 + L);
        c02.intoArray(c, c0 + 2 * L);
        c03.intoArray(c, c0 + 3 * L);
        c10.intoArray(c, c1);
        c11.intoArray(c, c1 + L);
        c12.intoArray(c, c1 + 2 * L);
        c13.intoArray(c, c1 + 3 * L);
        c20.intoArray(c, c2);
        c21.intoArray(c, c2 + L);
        c22.intoArray(c, c2 + 2 * L);
        c23.intoArray(c, c2 + 3 * L);
        c30.intoArray(c, c3);
        c31.intoArray(c, c3 + L);
        c32.intoArray(c, c3 + 2 * L);
        c33.intoArray(c, c3 + 3 * L);
    }
}
