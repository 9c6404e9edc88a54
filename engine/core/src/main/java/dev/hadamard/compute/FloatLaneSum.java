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
}
