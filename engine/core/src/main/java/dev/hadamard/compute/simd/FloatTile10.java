// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A register tile of 10 rows by two vectors, on columns of A that are contiguous: C = S + A B. Ten is what networks
 * that tell ten classes apart end in; as 8 rows and a tile of 4 that lacks 2, their products would take a fifth longer.
 * Needs 32 registers; otherwise like {@link FloatTile8}.
 */
final class FloatTile10 {

    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int L = FloatLanes.LENGTH;

    private FloatTile10() {}

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
            int cFrom,
            int cStride) {
        FloatVector c00 = FloatVector.fromArray(SPECIES, s, sFrom);
        FloatVector c01 = FloatVector.fromArray(SPECIES, s, sFrom + L);
        FloatVector c10 = FloatVector.fromArray(SPECIES, s, sFrom + sStride);
        FloatVector c11 = FloatVector.fromArray(SPECIES, s, sFrom + sStride + L);
        FloatVector c20 = FloatVector.fromArray(SPECIES, s, sFrom + 2 * sStride);
        FloatVector c21 = FloatVector.fromArray(SPECIES, s, sFrom + 2 * sStride + L);
        FloatVector c30 = FloatVector.fromArray(SPECIES, s, sFrom + 3 * sStride);
        FloatVector c31 = FloatVector.fromArray(SPECIES, s, sFrom + 3 * sStride + L);
        FloatVector c40 = FloatVector.fromArray(SPECIES, s, sFrom + 4 * sStride);
        FloatVector c41 = FloatVector.fromArray(SPECIES, s, sFrom + 4 * sStride + L);
        FloatVector c50 = FloatVector.fromArray(SPECIES, s, sFrom + 5 * sStride);
        FloatVector c51 = FloatVector.fromArray(SPECIES, s, sFrom + 5 * sStride + L);
        FloatVector c60 = FloatVector.fromArray(SPECIES, s, sFrom + 6 * sStride);
        FloatVector c61 = FloatVector.fromArray(SPECIES, s, sFrom + 6 * sStride + L);
        FloatVector c70 = FloatVector.fromArray(SPECIES, s, sFrom + 7 * sStride);
        FloatVector c71 = FloatVector.fromArray(SPECIES, s, sFrom + 7 * sStride + L);
        FloatVector c80 = FloatVector.fromArray(SPECIES, s, sFrom + 8 * sStride);
        FloatVector c81 = FloatVector.fromArray(SPECIES, s, sFrom + 8 * sStride + L);
        FloatVector c90 = FloatVector.fromArray(SPECIES, s, sFrom + 9 * sStride);
        FloatVector c91 = FloatVector.fromArray(SPECIES, s, sFrom + 9 * sStride + L);
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
            FloatVector x8 = FloatVector.broadcast(SPECIES, a[at + 8]);
            c80 = x8.fma(b0, c80);
            c81 = x8.fma(b1, c81);
            FloatVector x9 = FloatVector.broadcast(SPECIES, a[at + 9]);
            c90 = x9.fma(b0, c90);
            c91 = x9.fma(b1, c91);
        }
        c00.intoArray(c, cFrom);
        c01.intoArray(c, cFrom + L);
        c10.intoArray(c, cFrom + cStride);
        c11.intoArray(c, cFrom + cStride + L);
        c20.intoArray(c, cFrom + 2 * cStride);
        c21.intoArray(c, cFrom + 2 * cStride + L);
        c30.intoArray(c, cFrom + 3 * cStride);
        c31.intoArray(c, cFrom + 3 * cStride + L);
        c40.intoArray(c, cFrom + 4 * cStride);
        c41.intoArray(c, cFrom + 4 * cStride + L);
        c50.intoArray(c, cFrom + 5 * cStride);
        c51.intoArray(c, cFrom + 5 * cStride + L);
        c60.intoArray(c, cFrom + 6 * cStride);
        c61.intoArray(c, cFrom + 6 * cStride + L);
        c70.intoArray(c, cFrom + 7 * cStride);
        c71.intoArray(c, cFrom + 7 * cStride + L);
        c80.intoArray(c, cFrom + 8 * cStride);
        c81.intoArray(c, cFrom + 8 * cStride + L);
        c90.intoArray(c, cFrom + 9 * cStride);
        c91.intoArray(c, cFrom + 9 * cStride + L);
    }
}
