// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute;

import java.util.Arrays;

/**
 * A sum of {@code float} terms in the order of {@link VirtualLanes}. Reused from sum to sum, by one thread at a time.
 */
public final class FloatLaneSum {

    private final float[] lanes = new float[VirtualLanes.COUNT];

    /** The lanes of a sum. */
    public FloatLaneSum() {}

    /**
     * Starts a sum.
     *
     * @return the lanes, all 0; term i of the row is to be added to lane {@code i & VirtualLanes.MASK}
     */
    public float[] start() {
        Arrays.fill(lanes, 0);
        return lanes;
    }

    /**
     * Adds a row, or a part of it that begins at a multiple of the number of lanes. All lanes stand in registers: their
     * chains of additions hide each other's latency, so that vectors would gain nothing.
     *
     * @param x terms
     * @param from the first
     * @param length how many
     */
    public void addAll(float[] x, int from, int length) {
        int whole = length & -VirtualLanes.COUNT;
        if (whole > 0) {
            addWhole(x, from, whole);
        }
        for (int i = whole; i < length; i++) {
            lanes[i & VirtualLanes.MASK] += x[from + i];
        }
    }

    /**
     * Adds the products of two rows.
     *
     * @param x factors
     * @param xFrom the first
     * @param y other factors
     * @param yFrom the first
     * @param length how many
     */
    public void addProducts(float[] x, int xFrom, float[] y, int yFrom, int length) {
        int whole = length & -VirtualLanes.COUNT;
        if (whole > 0) {
            addWholeProducts(x, xFrom, y, yFrom, whole);
        }
        for (int i = whole; i < length; i++) {
            lanes[i & VirtualLanes.MASK] += x[xFrom + i] * y[yFrom + i];
        }
    }

    private void addWhole(float[] x, int from, int length) {
        float s0 = lanes[0];
        float s1 = lanes[1];
        float s2 = lanes[2];
        float s3 = lanes[3];
        float s4 = lanes[4];
        float s5 = lanes[5];
        float s6 = lanes[6];
        float s7 = lanes[7];
        float s8 = lanes[8];
        float s9 = lanes[9];
        float s10 = lanes[10];
        float s11 = lanes[11];
        float s12 = lanes[12];
        float s13 = lanes[13];
        float s14 = lanes[14];
        float s15 = lanes[15];
        for (int i = 0; i < length; i += VirtualLanes.COUNT) {
            s0 += x[from + i];
            s1 += x[from + i + 1];
            s2 += x[from + i + 2];
            s3 += x[from + i + 3];
            s4 += x[from + i + 4];
            s5 += x[from + i + 5];
            s6 += x[from + i + 6];
            s7 += x[from + i + 7];
            s8 += x[from + i + 8];
            s9 += x[from + i + 9];
            s10 += x[from + i + 10];
            s11 += x[from + i + 11];
            s12 += x[from + i + 12];
            s13 += x[from + i + 13];
            s14 += x[from + i + 14];
            s15 += x[from + i + 15];
        }
        lanes[0] = s0;
        lanes[1] = s1;
        lanes[2] = s2;
        lanes[3] = s3;
        lanes[4] = s4;
        lanes[5] = s5;
        lanes[6] = s6;
        lanes[7] = s7;
        lanes[8] = s8;
        lanes[9] = s9;
        lanes[10] = s10;
        lanes[11] = s11;
        lanes[12] = s12;
        lanes[13] = s13;
        lanes[14] = s14;
        lanes[15] = s15;
    }

    private void addWholeProducts(float[] x, int xFrom, float[] y, int yFrom, int length) {
        float s0 = lanes[0];
        float s1 = lanes[1];
        float s2 = lanes[2];
        float s3 = lanes[3];
        float s4 = lanes[4];
        float s5 = lanes[5];
        float s6 = lanes[6];
        float s7 = lanes[7];
        float s8 = lanes[8];
        float s9 = lanes[9];
        float s10 = lanes[10];
        float s11 = lanes[11];
        float s12 = lanes[12];
        float s13 = lanes[13];
        float s14 = lanes[14];
        float s15 = lanes[15];
        for (int i = 0; i < length; i += VirtualLanes.COUNT) {
            s0 += x[xFrom + i] * y[yFrom + i];
            s1 += x[xFrom + i + 1] * y[yFrom + i + 1];
            s2 += x[xFrom + i + 2] * y[yFrom + i + 2];
            s3 += x[xFrom + i + 3] * y[yFrom + i + 3];
            s4 += x[xFrom + i + 4] * y[yFrom + i + 4];
            s5 += x[xFrom + i + 5] * y[yFrom + i + 5];
            s6 += x[xFrom + i + 6] * y[yFrom + i + 6];
            s7 += x[xFrom + i + 7] * y[yFrom + i + 7];
            s8 += x[xFrom + i + 8] * y[yFrom + i + 8];
            s9 += x[xFrom + i + 9] * y[yFrom + i + 9];
            s10 += x[xFrom + i + 10] * y[yFrom + i + 10];
            s11 += x[xFrom + i + 11] * y[yFrom + i + 11];
            s12 += x[xFrom + i + 12] * y[yFrom + i + 12];
            s13 += x[xFrom + i + 13] * y[yFrom + i + 13];
            s14 += x[xFrom + i + 14] * y[yFrom + i + 14];
            s15 += x[xFrom + i + 15] * y[yFrom + i + 15];
        }
        lanes[0] = s0;
        lanes[1] = s1;
        lanes[2] = s2;
        lanes[3] = s3;
        lanes[4] = s4;
        lanes[5] = s5;
        lanes[6] = s6;
        lanes[7] = s7;
        lanes[8] = s8;
        lanes[9] = s9;
        lanes[10] = s10;
        lanes[11] = s11;
        lanes[12] = s12;
        lanes[13] = s13;
        lanes[14] = s14;
        lanes[15] = s15;
    }

    /**
     * Ends the sum.
     *
     * @return the sum of the lanes, which are used up
     */
    public float total() {
        for (int half = VirtualLanes.COUNT / 2; half > 0; half /= 2) {
            for (int lane = 0; lane < half; lane++) {
                lanes[lane] += lanes[lane + half];
            }
        }
        return lanes[0];
    }

    /**
     * The sum of a short row, without the detour through memory: absent terms are +0, which changes no lane, since no
     * lane is −0.
     *
     * @param x terms
     * @param from the first
     * @param length how many, at most {@link VirtualLanes#COUNT}
     * @return the sum in the order of {@link VirtualLanes}
     */
    public static float ofFew(float[] x, int from, int length) {
        if (length <= 4) {
            return (term(x, from, 0, length) + term(x, from, 2, length))
                    + (term(x, from, 1, length) + term(x, from, 3, length));
        }
        return (quarter(x, from, 0, length) + quarter(x, from, 2, length))
                + (quarter(x, from, 1, length) + quarter(x, from, 3, length));
    }

    /** Lanes l, l + 4, l + 8 and l + 12. */
    private static float quarter(float[] x, int from, int lane, int length) {
        return (term(x, from, lane, length) + term(x, from, lane + 8, length))
                + (term(x, from, lane + 4, length) + term(x, from, lane + 12, length));
    }

    private static float term(float[] x, int from, int lane, int length) {
        return lane < length ? 0 + x[from + lane] : 0;
    }
}
