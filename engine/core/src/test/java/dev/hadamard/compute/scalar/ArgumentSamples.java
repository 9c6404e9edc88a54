// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.scalar;

import java.util.SplittableRandom;

/** The arguments at which the elementary functions are measured, a block at a time. */
public final class ArgumentSamples {

    /** Arguments in a block. */
    public static final int BLOCK = 1 << 14;

    /** From one float to the next that is tried; all floats when 1. */
    public static final int FLOAT_STEP = 257;

    /** Floats that are tried, of all signs and kinds. */
    public static final int FLOAT_COUNT = (int) (((1L << 32) + FLOAT_STEP - 1) / FLOAT_STEP);

    /** Doubles that are tried. */
    public static final int DOUBLE_COUNT = 10_000_000;

    private static final long SEED = 0x5eed;

    private ArgumentSamples() {}

    /** Blocks that {@code count} arguments fill, the last perhaps in part. */
    public static int blocks(int count) {
        return (count + BLOCK - 1) / BLOCK;
    }

    /** Every 257th float bit pattern. */
    public static float[] floats(int block) {
        int first = block * BLOCK;
        float[] x = new float[Math.min(BLOCK, FLOAT_COUNT - first)];
        for (int i = 0; i < x.length; i++) {
            x[i] = Float.intBitsToFloat((int) ((long) (first + i) * FLOAT_STEP));
        }
        return x;
    }

    /**
     * Random doubles: an eighth of any bit pattern, half uniform where the function is interesting, and the rest small:
     * of any magnitude, about 0 and about 1.
     */
    public static double[] doubles(ElementaryFunction function, int block) {
        SplittableRandom random = new SplittableRandom(SEED + ((long) function.ordinal() << 32) + block);
        double[] interval = function.interval();
        double[] x = new double[Math.min(BLOCK, DOUBLE_COUNT - block * BLOCK)];
        for (int i = 0; i < x.length; i++) {
            x[i] = switch (i & 7) {
                case 0 -> Double.longBitsToDouble(random.nextLong());
                case 1, 2, 3, 4 -> uniform(random, interval[0], interval[1]);
                case 5 -> Math.scalb(uniform(random, -2, 2), (int) (random.nextLong() >>> 58) - 54);
                case 6 -> uniform(random, -1, 1);
                default -> uniform(random, 0.9, 1.1);
            };
        }
        return x;
    }

    /** Not the JDK's, whose rounding is not the same in every version. */
    private static double uniform(SplittableRandom random, double from, double to) {
        return from + (to - from) * ((random.nextLong() >>> 11) * 0x1p-53);
    }
}
