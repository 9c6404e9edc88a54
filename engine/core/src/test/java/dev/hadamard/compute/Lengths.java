// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Lengths of rows and ranges that kernels are tested with. */
final class Lengths {

    /**
     * Nothing, one element, and L − 1, L, L + 1, 4L ± 1 for every number L of lanes that a vector may have, from 2
     * doubles to 16 floats, then a few that no unrolling divides.
     */
    static final int[] ALL = {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 207, 1023, 1025};

    /** {@link #ALL}, and one of the long ranges for which some kernels have another loop, from 65,536 on. */
    static final int[] RANGES =
            IntStream.concat(Arrays.stream(ALL), IntStream.of((1 << 16) + 7)).toArray();

    private Lengths() {}
}
