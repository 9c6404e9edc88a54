// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of 8 rows: C += A B on packed operands, each element of C one chain of fused multiply-adds in the
 * order of the depth. The sums are named locals, since C2 keeps neither arrays nor loops over them in registers; that
 * is why these methods are long.
 */
final class FloatTile8 {

    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int L = FloatLanes.LENGTH;
    private static final int PANEL = 2 * L;

    private FloatTile8() {}

    /**
     * 8 rows by two vectors of columns.
     *
     * @param a packed rows, [depth][8]
     * @param b packed columns, [depth][2 L]
     */
    static void twoVectors(float[] a, int aFrom, float[] b, int bFrom, int depth, float[] c, int cFrom, int cStride) {
        int c1 = cFrom + cStride;
        int c2 = c1 + cStride;
        int c3 = c2 + cStride;
        int c4 = c3 + cStride;
        int c5 = c4 + cStride;
        int c6 = c5 + cStride;
        int c7 = c6 + cStride;
        FloatVector s00 = FloatVector.fromArray(SPECIES, c, cFrom);
        FloatVector s01 = FloatVector.fromArray(SPECIES, c, cFrom + L);
        FloatVector s10 = FloatVector.fromArray(SPECIES, c, c1);
        FloatVector s11 = FloatVector.fromArray(SPECIES, c, c1 + L);
        FloatVector s20 = FloatVector.fromArray(SPECIES, c, c2);
        FloatVector s21 = FloatVector.fromArray(SPECIES, c, c2 + L);
        FloatVector s30 = FloatVector.fromArray(SPECIES, c, c3);
        FloatVector s31 = FloatVector.fromArray(SPECIES, c, c3 + L);
        FloatVector s40 = FloatVector.fromArray(SPECIES, c, c4);
        FloatVector s41 = FloatVector.fromArray(SPECIES, c, c4 + L);
        FloatVector s50 = FloatVector.fromArray(SPECIES, c, c5);
        FloatVector s51 = FloatVector.fromArray(SPECIES, c, c5 + L);
        FloatVector s60 = FloatVector.fromArray(SPECIES, c, c6);
        FloatVector s61 = FloatVector.fromArray(SPECIES, c, c6 + L);
        FloatVector s70 = FloatVector.fromArray(SPECIES, c, c7);
        FloatVector s71 = FloatVector.fromArray(SPECIES, c, c7 + L);
        for (int k = 0; k < depth; k++) {
            int at = aFrom + k * 8;
            int bt = bFrom + k * PANEL;
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bt);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bt + L);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[at]);
            s00 = a0.fma(b0, s00);
            s01 = a0.fma(b1, s01);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[at + 1]);
            s10 = a1.fma(b0, s10);
            s11 = a1.fma(b1, s11);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[at + 2]);
            s20 = a2.fma(b0, s20);
            s21 = a2.fma(b1, s21);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[at + 3]);
            s30 = a3.fma(b0, s30);
            s31 = a3.fma(b1, s31);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[at + 4]);
            s40 = a4.fma(b0, s40);
            s41 = a4.fma(b1, s41);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[at + 5]);
            s50 = a5.fma(b0, s50);
            s51 = a5.fma(b1, s51);
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[at + 6]);
            s60 = a6.fma(b0, s60);
            s61 = a6.fma(b1, s61);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[at + 7]);
            s70 = a7.fma(b0, s70);
            s71 = a7.fma(b1, s71);
        }
        s00.intoArray(c, cFrom);
        s01.intoArray(c, cFrom + L);
        s10.intoArray(c, c1);
        s11.intoArray(c, c1 + L);
        s20.intoArray(c, c2);
        s21.intoArray(c, c2 + L);
        s30.intoArray(c, c3);
        s31.intoArray(c, c3 + L);
        s40.intoArray(c, c4);
        s41.intoArray(c, c4 + L);
        s50.intoArray(c, c5);
        s51.intoArray(c, c5 + L);
        s60.intoArray(c, c6);
        s61.intoArray(c, c6 + L);
        s70.intoArray(c, c7);
        s71.intoArray(c, c7 + L);
    }

    /**
     * 8 rows by one vector of columns.
     *
     * @param a packed rows, [depth][8]
     * @param b packed columns, [depth][L]
     */
    static void oneVector(float[] a, int aFrom, float[] b, int bFrom, int depth, float[] c, int cFrom, int cStride) {
        int c1 = cFrom + cStride;
        int c2 = c1 + cStride;
        int c3 = c2 + cStride;
        int c4 = c3 + cStride;
        int c5 = c4 + cStride;
        int c6 = c5 + cStride;
        int c7 = c6 + cStride;
        FloatVector s00 = FloatVector.fromArray(SPECIES, c, cFrom);
        FloatVector s10 = FloatVector.fromArray(SPECIES, c, c1);
        FloatVector s20 = FloatVector.fromArray(SPECIES, c, c2);
        FloatVector s30 = FloatVector.fromArray(SPECIES, c, c3);
        FloatVector s40 = FloatVector.fromArray(SPECIES, c, c4);
        FloatVector s50 = FloatVector.fromArray(SPECIES, c, c5);
        FloatVector s60 = FloatVector.fromArray(SPECIES, c, c6);
        FloatVector s70 = FloatVector.fromArray(SPECIES, c, c7);
        for (int k = 0; k < depth; k++) {
            int at = aFrom + k * 8;
            int bt = bFrom + k * L;
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bt);
            s00 = FloatVector.broadcast(SPECIES, a[at]).fma(b0, s00);
            s10 = FloatVector.broadcast(SPECIES, a[at + 1]).fma(b0, s10);
            s20 = FloatVector.broadcast(SPECIES, a[at + 2]).fma(b0, s20);
            s30 = FloatVector.broadcast(SPECIES, a[at + 3]).fma(b0, s30);
            s40 = FloatVector.broadcast(SPECIES, a[at + 4]).fma(b0, s40);
            s50 = FloatVector.broadcast(SPECIES, a[at + 5]).fma(b0, s50);
            s60 = FloatVector.broadcast(SPECIES, a[at + 6]).fma(b0, s60);
            s70 = FloatVector.broadcast(SPECIES, a[at + 7]).fma(b0, s70);
        }
        s00.intoArray(c, cFrom);
        s10.intoArray(c, c1);
        s20.intoArray(c, c2);
        s30.intoArray(c, c3);
        s40.intoArray(c, c4);
        s50.intoArray(c, c5);
        s60.intoArray(c, c6);
        s70.intoArray(c, c7);
    }
}
