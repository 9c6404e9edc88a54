// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.simd;

import java.util.SplittableRandom;

/** The bits of products of all kinds, checked and folded into a number, for comparison between JVMs. */
final class VectorProductBits {

    /** What a line begins with; a JVM may print warnings beside these. */
    static final String LANES = "lanes ";

    static final String BITS = "bits ";

    /** Samples, inputs, units. */
    private static final int[][] SHAPES = {
        {1, 40, 30},
        {1, 401, 10},
        {4, 3, 5},
        {7, 17, 16},
        {32, 4, 16},
        {32, 16, 3},
        {33, 130, 40},
        {70, 65, 10},
        {130, 40, 70},
        {17, 803, 33},
        {3, 30, 520}
    };

    private VectorProductBits() {}

    /**
     * Prints the lanes of a vector, then the number, once a round.
     *
     * @param args how many rounds
     */
    public static void main(String[] args) {
        System.out.println(LANES + FloatLanes.LENGTH);
        for (int round = Integer.parseInt(args[0]); round > 0; round--) {
            System.out.println(BITS + hash());
        }
    }

    static long hash() {
        FloatVectorProducts floats = new FloatVectorProducts(new FloatVectorActivations(), new FloatVectorUpdates());
        DoubleVectorProducts doubles =
                new DoubleVectorProducts(new DoubleVectorActivations(), new DoubleVectorUpdates());
        SplittableRandom random = new SplittableRandom(13);
        long hash = 0;
        for (int[] s : SHAPES) {
            hash = 31 * hash + new FloatProductCase(random, s[0], s[1], s[2], new float[0]).check(floats);
            hash = 31 * hash + new DoubleProductCase(random, s[0], s[1], s[2], new double[0]).check(doubles);
        }
        return hash;
    }
}
