// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

/**
 * SplitMix64's hash of a key and a position (Steele, Lea and Flood 2014, with Stafford's mixer 13): the numbers of a
 * counter-based generator, each of which can be computed without those before it. Stateless.
 */
public final class SplitMix64 {

    /** The golden-ratio increment from position to position. */
    public static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private SplitMix64() {}

    /**
     * Stafford's mixer 13.
     *
     * @param z any number
     * @return 64 bits that all depend on all of z
     */
    public static long mix(long z) {
        long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        return x ^ (x >>> 31);
    }

    /**
     * A number of a stream.
     *
     * @param key where the stream starts
     * @param position 0 for its first number
     * @return 64 random bits
     */
    public static long at(long key, long position) {
        return mix(key + (position + 1) * GOLDEN);
    }
}
