// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** The vector shape that every {@code double} kernel uses. */
final class DoubleLanes {

    /** The widest that the machine prefers. */
    static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

    /** Elements of a vector: 2, 4 or 8. */
    static final int LENGTH = SPECIES.length();

    /**
     * Elements that a kernel of several passes works on at a time, so that what one pass writes is in the L1 cache for
     * the next: a multiple of every vector's length and of {@link dev.hadamard.compute.VirtualLanes#COUNT}.
     */
    static final int BLOCK = 512;

    /** The same of {@code double}: C2 does not vectorise those derivatives, so never. */
    static final int SHORT = 0;

    private DoubleLanes() {}
}
