// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

/**
 * The order of sums along a row or a range, the same for scalar loops and for vectors of 128, 256 and 512 bits, float
 * and double.
 *
 * <ol>
 *   <li>There are {@value #COUNT} lanes, which start with +0.
 *   <li>Lane l adds up the terms l, l + {@value #COUNT}, l + 2 · {@value #COUNT}, … of the row, in this order. A lane
 *       for which a last, partial round has no term stays as it is (rather than adding 0, which would turn −0 into +0).
 *   <li>The lanes are combined in halves: lane l adds lane l + 8 for l &lt; 8, then lane l + 4 for l &lt; 4, then l +
 *       2, then l + 1. Lane 0 is the sum.
 * </ol>
 *
 * <p>Largest values need no such order: {@code Math.max} gives the same in any.
 */
public final class VirtualLanes {

    /** Number of lanes. */
    public static final int COUNT = 16;

    /** Term i of a row belongs to lane {@code i & MASK}. */
    public static final int MASK = COUNT - 1;

    private VirtualLanes() {}
}
