// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of 4 rows: C += A B on packed operands, each element of C one chain of fused multiply-adds in the
 * order of the depth. The sums are named locals, since C2 keeps neither arrays nor loops over them in registers; that
 * is why these methods are long.
 */
final class FloatTile4 {

    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int L = FloatLanes.LENGTH;
    private static final int PANEL = 2 * L;

    private FloatTile4() {}

    /**
     * 4 rows by two vectors of columns.
     *
     * @param a packed rows, [depth][4]
     * @param b packed columns, [depth][2 L]
     */
    static void twoVectors(float[] a, int aFrom, float[] b, int bFrom, int depth, float[] c, int cFrom, int cStride) {
        int c1 = cFrom + cStride;
        int c2 = c1 + cStride;
        int c3 = c2 + cStride;
        FloatVector s00 = FloatVector.fromArray(SPECIES, c, cFrom);
        FloatVector s01 = FloatVector.fromArray(SPECIES, c, cFrom + L);
        FloatVector s10 = FloatVector.fromArray(SPECIES, c, c1);
        FloatVector s11 = FloatVector.fromArray(SPECIES, c, c1 + L);
        FloatVector s20 = FloatVector.fromArray(SPECIES, c, c2);
        FloatVector s21 = FloatVector.fromArray(SPECIES, c, c2 + L);
        FloatVector s30 = FloatVector.fromArray(SPECIES, c, c3);
        FloatVector s31 = FloatVector.fromArray(SPECIES, c, c3 + L);
        for (int k = 0; k < depth; k++) {
            int at = aFrom + k * 4;
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
        }
        s00.intoArray(c, cFrom);
        s01.intoArray(c, cFrom + L);
        s10.intoArray(c, c1);
        s11.intoArray(c, c1 + L);
        s20.intoArray(c, c2);
        s21.intoArray(c, c2 + L);
        s30.intoArray(c, c3);
        s31.intoArray(c, c3 + L);
    }

    /**
     * 4 rows by one vector of columns.
     *
     * @param a packed rows, [depth][4]
     * @param b packed columns, [depth][L]
     */
    static void oneVector(float[] a, int aFrom, float[] b, int bFrom, int depth, float[] c, int cFrom, int cStride) {
        int c1 = cFrom + cStride;
        int c2 = c1 + cStride;
        int c3 = c2 + cStride;
        FloatVector s00 = FloatVector.fromArray(SPECIES, c, cFrom);
        FloatVector s10 = FloatVector.fromArray(SPECIES, c, c1);
        FloatVector s20 = FloatVector.fromArray(SPECIES, c, c2);
        FloatVector s30 = FloatVector.fromArray(SPECIES, c, c3);
        for (int k = 0; k < depth; k++) {
            int at = aFrom + k * 4;
            int bt = bFrom + k * L;
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bt);
            s00 = FloatVector.broadcast(SPECIES, a[at]).fma(b0, s00);
            s10 = FloatVector.broadcast(SPECIES, a[at + 1]).fma(b0, s10);
            s20 = FloatVector.broadcast(SPECIES, a[at + 2]).fma(b0, s20);
            s30 = FloatVector.broadcast(SPECIES, a[at + 3]).fma(b0, s30);
        }
        s00.intoArray(c, cFrom);
        s10.intoArray(c, c1);
        s20.intoArray(c, c2);
        s30.intoArray(c, c3);
    }
}
