// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Transposes a vector's worth of rows in registers, eight columns at a time.
 *
 * <p>Element (i, j) of eight rows by eight columns goes to lane i ^ j of register i by one permutation; then each
 * lane's elements go to the registers of their columns by three rounds of blends, in each of which two registers
 * exchange the lanes that have a bit set; then one more permutation by i ^ j puts row i into lane i. That is 38
 * operations on eight registers, where exchanging by permutations of pairs takes 48.
 *
 * <p>The lanes are moved as whole numbers. JDK 17 checks the indices of a permutation of floating-point lanes at each
 * use, and makes each mask anew: so it would take twice as long. That is why this class and its twin for {@code float}
 * are written by hand: their numbers have different widths.
 */
final class DoubleBlockTransposition {

    private static final VectorSpecies<Double> SPECIES = DoubleLanes.SPECIES;
    private static final VectorSpecies<Long> BITS = SPECIES.vectorShape().withLanes(long.class);
    private static final int L = DoubleLanes.LENGTH;

    /** Whether a vector has the lanes for it. */
    static final boolean AVAILABLE = L >= 8;

    /** Fewest rows. */
    static final int LEAST_ROWS = 1;

    /** Columns of a block. */
    static final int COLUMNS = 8;

    private static final LongVector BIT_0 = lanesWith(1);
    private static final LongVector BIT_1 = lanesWith(2);
    private static final LongVector BIT_2 = lanesWith(4);

    private static final VectorShuffle<Long> XOR_1 = exchange(1);
    private static final VectorShuffle<Long> XOR_2 = exchange(2);
    private static final VectorShuffle<Long> XOR_3 = exchange(3);
    private static final VectorShuffle<Long> XOR_4 = exchange(4);
    private static final VectorShuffle<Long> XOR_5 = exchange(5);
    private static final VectorShuffle<Long> XOR_6 = exchange(6);
    private static final VectorShuffle<Long> XOR_7 = exchange(7);

    private DoubleBlockTransposition() {}

    private static LongVector lanesWith(int bit) {
        long[] lanes = new long[L];
        for (int l = 0; l < L; l++) {
            lanes[l] = (l & bit) != 0 ? -1 : 0;
        }
        return LongVector.fromArray(BITS, lanes, 0);
    }

    private static VectorShuffle<Long> exchange(int bits) {
        return VectorShuffle.fromOp(BITS, lane -> (lane ^ bits) & (L - 1));
    }

    /**
     * target (j, i) = source (i, j) for all of at least eight columns and at most a vector's worth of rows. Whole
     * vectors are stored: in the lanes of rows that are lacking stands the last row.
     *
     * @param rows at least {@link #LEAST_ROWS}
     * @param columns at least {@link #COLUMNS}
     */
    static void transpose(
            double[] source, int from, int stride, double[] target, int to, int targetStride, int rows, int columns) {
        int whole = columns & -COLUMNS;
        transposeWhole(source, from, stride, target, to, targetStride, rows, whole);
        if (whole < columns) {
            int last = columns - COLUMNS;
            transposeWhole(source, from + last, stride, target, to + last * targetStride, targetStride, rows, COLUMNS);
        }
    }

    private static void transposeWhole(
            double[] source, int from, int stride, double[] target, int to, int targetStride, int rows, int columns) {
        int last = rows - 1;
        int r0 = from + Math.min(0, last) * stride;
        int r1 = from + Math.min(1, last) * stride;
        int r2 = from + Math.min(2, last) * stride;
        int r3 = from + Math.min(3, last) * stride;
        int r4 = from + Math.min(4, last) * stride;
        int r5 = from + Math.min(5, last) * stride;
        int r6 = from + Math.min(6, last) * stride;
        int r7 = from + Math.min(7, last) * stride;
        for (int j = 0; j < columns; j += COLUMNS) {
            LongVector a0 = DoubleVector.fromArray(SPECIES, source, r0 + j).reinterpretAsLongs();
            LongVector a1 = DoubleVector.fromArray(SPECIES, source, r1 + j).reinterpretAsLongs();
            LongVector a2 = DoubleVector.fromArray(SPECIES, source, r2 + j).reinterpretAsLongs();
            LongVector a3 = DoubleVector.fromArray(SPECIES, source, r3 + j).reinterpretAsLongs();
            LongVector a4 = DoubleVector.fromArray(SPECIES, source, r4 + j).reinterpretAsLongs();
            LongVector a5 = DoubleVector.fromArray(SPECIES, source, r5 + j).reinterpretAsLongs();
            LongVector a6 = DoubleVector.fromArray(SPECIES, source, r6 + j).reinterpretAsLongs();
            LongVector a7 = DoubleVector.fromArray(SPECIES, source, r7 + j).reinterpretAsLongs();
            a1 = a1.rearrange(XOR_1);
            a2 = a2.rearrange(XOR_2);
            a3 = a3.rearrange(XOR_3);
            a4 = a4.rearrange(XOR_4);
            a5 = a5.rearrange(XOR_5);
            a6 = a6.rearrange(XOR_6);
            a7 = a7.rearrange(XOR_7);
            LongVector b0 = a0.lanewise(VectorOperators.BITWISE_BLEND, a4, BIT_2);
            LongVector b1 = a1.lanewise(VectorOperators.BITWISE_BLEND, a5, BIT_2);
            LongVector b2 = a2.lanewise(VectorOperators.BITWISE_BLEND, a6, BIT_2);
            LongVector b3 = a3.lanewise(VectorOperators.BITWISE_BLEND, a7, BIT_2);
            LongVector b4 = a4.lanewise(VectorOperators.BITWISE_BLEND, a0, BIT_2);
            LongVector b5 = a5.lanewise(VectorOperators.BITWISE_BLEND, a1, BIT_2);
            LongVector b6 = a6.lanewise(VectorOperators.BITWISE_BLEND, a2, BIT_2);
            LongVector b7 = a7.lanewise(VectorOperators.BITWISE_BLEND, a3, BIT_2);
            LongVector c0 = b0.lanewise(VectorOperators.BITWISE_BLEND, b2, BIT_1);
            LongVector c1 = b1.lanewise(VectorOperators.BITWISE_BLEND, b3, BIT_1);
            LongVector c2 = b2.lanewise(VectorOperators.BITWISE_BLEND, b0, BIT_1);
            LongVector c3 = b3.lanewise(VectorOperators.BITWISE_BLEND, b1, BIT_1);
            LongVector c4 = b4.lanewise(VectorOperators.BITWISE_BLEND, b6, BIT_1);
            LongVector c5 = b5.lanewise(VectorOperators.BITWISE_BLEND, b7, BIT_1);
            LongVector c6 = b6.lanewise(VectorOperators.BITWISE_BLEND, b4, BIT_1);
            LongVector c7 = b7.lanewise(VectorOperators.BITWISE_BLEND, b5, BIT_1);
            LongVector d0 = c0.lanewise(VectorOperators.BITWISE_BLEND, c1, BIT_0);
            LongVector d1 = c1.lanewise(VectorOperators.BITWISE_BLEND, c0, BIT_0);
            LongVector d2 = c2.lanewise(VectorOperators.BITWISE_BLEND, c3, BIT_0);
            LongVector d3 = c3.lanewise(VectorOperators.BITWISE_BLEND, c2, BIT_0);
            LongVector d4 = c4.lanewise(VectorOperators.BITWISE_BLEND, c5, BIT_0);
            LongVector d5 = c5.lanewise(VectorOperators.BITWISE_BLEND, c4, BIT_0);
            LongVector d6 = c6.lanewise(VectorOperators.BITWISE_BLEND, c7, BIT_0);
            LongVector d7 = c7.lanewise(VectorOperators.BITWISE_BLEND, c6, BIT_0);
            int t = to + j * targetStride;
            d0.reinterpretAsDoubles().intoArray(target, t);
            d1.rearrange(XOR_1).reinterpretAsDoubles().intoArray(target, t + targetStride);
            d2.rearrange(XOR_2).reinterpretAsDoubles().intoArray(target, t + 2 * targetStride);
            d3.rearrange(XOR_3).reinterpretAsDoubles().intoArray(target, t + 3 * targetStride);
            d4.rearrange(XOR_4).reinterpretAsDoubles().intoArray(target, t + 4 * targetStride);
            d5.rearrange(XOR_5).reinterpretAsDoubles().intoArray(target, t + 5 * targetStride);
            d6.rearrange(XOR_6).reinterpretAsDoubles().intoArray(target, t + 6 * targetStride);
            d7.rearrange(XOR_7).reinterpretAsDoubles().intoArray(target, t + 7 * targetStride);
        }
    }
}
