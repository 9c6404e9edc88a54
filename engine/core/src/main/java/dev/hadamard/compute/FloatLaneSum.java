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
