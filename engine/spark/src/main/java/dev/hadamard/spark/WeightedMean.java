// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

/**
 * A weighted mean of costs and arrays whose total weight is known: Σ (wᵢ / W) vᵢ, in the order in which they are added.
 * One that has all the weight is copied, to the bit. Confined to one thread.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class WeightedMean<A> {

    private final ElementType<A> type;
    private final double totalWeight;
    private A values;
    private double cost;
    private boolean started;

    WeightedMean(ElementType<A> type, double totalWeight) {
        this.type = type;
        this.totalWeight = totalWeight;
    }

    /**
     * Adds a part.
     *
     * @param weight positive
     * @param partCost its mean cost
     * @param part its mean values, read and not kept; null if there are costs only
     */
    void add(double weight, double partCost, A part) {
        double share = weight / totalWeight;
        cost = started ? cost + share * partCost : share * partCost;
        if (part != null && values == null) {
            values = type.allocate(type.length(part));
            type.scale(share, part, values);
        } else if (part != null) {
            type.addScaled(share, part, values);
        }
        started = true;
    }

    double cost() {
        return cost;
    }

    /** The mean of the values, or null if there were none. */
    A values() {
        return values;
    }
}
