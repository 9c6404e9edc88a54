// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

/**
 * Which elements of a mini-batch a dropout layer keeps, and by what it scales them: inverted dropout, as
 * torch.nn.Dropout has it. Element i of step s is kept if a uniform number in [0, 1), a hash of the step's key, the
 * layer and i, is at least the rate; it is then multiplied by 1 / (1 − rate), and else by 0. So a mask depends neither
 * on threads nor on the strategy or the element type, and is computed again on the way back instead of being kept.
 *
 * <p>Confined to one thread, as long as {@link #start} is called.
 */
public final class DropoutMask {

    /** Uniform numbers are multiples of 2⁻⁵³, as those of java.util.random are. */
    private static final int UNUSED_BITS = 11;

    private final long first;
    private final long least;
    private final double scale;
    private long key;

    /**
     * A mask, before its first step.
     *
     * @param rate share of elements that are dropped on average, in [0, 1)
     * @param layer number of the dropout layer, not negative: layers of other numbers share no bits
     */
    public DropoutMask(double rate, int layer) {
        this.first = (long) layer << 32;
        // u·2⁻⁵³ ≥ rate is u ≥ rate·2⁵³, whose right side is exact.
        this.least = (long) Math.ceil(rate * 0x1p53);
        this.scale = 1 / (1 - rate);
    }

    /**
     * Begins a step.
     *
     * @param stepKey hash of seed and step
     */
    public void start(long stepKey) {
        this.key = stepKey;
    }

    /**
     * What an element is multiplied by.
     *
     * @param index row · width + column
     * @return 0 or 1 / (1 − rate)
     */
    public double factor(int index) {
        return SplitMix64.at(key, first + index) >>> UNUSED_BITS >= least ? scale : 0;
    }
}
