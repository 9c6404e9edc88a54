// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The vector shape that every {@code float} kernel uses. */
final class FloatLanes {

    /** The widest that the machine prefers. */
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /** Elements of a vector: 4, 8 or 16. */
    static final int LENGTH = SPECIES.length();

    /**
     * Elements that a kernel of several passes works on at a time, so that what one pass writes is in the L1 cache for
     * the next: a multiple of every vector's length and of {@link dev.hadamard.compute.VirtualLanes#COUNT}.
     */
    static final int BLOCK = 512;

    /**
     * Up to so many elements the loops that C2 vectorises by itself (which have no blocks and tails) are the faster
     * ones for the derivatives of softplus and GELU.
     */
    static final int SHORT = 128;

    private FloatLanes() {}
}
