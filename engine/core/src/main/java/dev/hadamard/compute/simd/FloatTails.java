// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** What is left of a range after its whole vectors, and largest values. */
final class FloatTails {

    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int L = FloatLanes.LENGTH;

    private FloatTails() {}

    /** Copies fewer elements than a vector has: a loop beats the call of an array copy. */
    static void copy(float[] source, int sourceFrom, float[] target, int targetFrom, int length) {
        for (int i = 0; i < length; i++) {
            target[targetFrom + i] = source[sourceFrom + i];
        }
    }

    /**
     * Copies what the last vector of a range covers, so that one more vector can be computed beside the whole ones: its
     * last elements where it has a vector's worth, which overlaps the whole vectors, else all there are.
     */
    static void load(float[] x, int from, int length, float[] tail) {
        if (length >= L) {
            FloatVector.fromArray(SPECIES, x, from + length - L).intoArray(tail, 0);
        } else {
            copy(x, from, tail, 0, length);
        }
    }

    /** The way back; where it overlaps, it writes again what is there. */
    static void store(float[] tail, float[] x, int from, int length) {
        if (length >= L) {
            FloatVector.fromArray(SPECIES, tail, 0).intoArray(x, from + length - L);
        } else {
            copy(tail, 0, x, from, length);
        }
    }

    /** The largest value, −∞ of an empty range, NaN if one is. The order does not matter to a maximum. */
    static float max(float[] x, int from, int length) {
        float max = Float.NEGATIVE_INFINITY;
        int i = 0;
        if (length >= 2 * L) {
            FloatVector maxima = FloatVector.fromArray(SPECIES, x, from);
            for (i = L; i <= length - L; i += L) {
                maxima = maxima.max(FloatVector.fromArray(SPECIES, x, from + i));
            }
            max = maxima.reduceLanes(VectorOperators.MAX);
        }
        for (; i < length; i++) {
            max = Math.max(max, x[from + i]);
        }
        return max;
    }
}
