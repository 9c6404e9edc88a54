// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import java.io.Serializable;
import java.util.List;

/**
 * What a partition, or several, adds to a mean: gradient or parameters, with the cost they belong to. A plain class,
 * since Kryo makes no records.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Contribution<A> implements Serializable {

    private static final long serialVersionUID = 1;

    /** Place among its like: of a partition, or of a group of them. */
    final int index;
    /** Weight of the rows behind it; 0 for none. */
    final double weight;
    /** Weighted mean over these rows; not finite where it failed. */
    final double cost;
    /** Weighted mean over these rows, packed; null where there are none, or it failed, or only costs were asked for. */
    private final byte[] packed;

    /** Why it failed, or null. */
    final String failure;

    private Contribution(int index, double weight, double cost, byte[] packed, String failure) {
        this.index = index;
        this.weight = weight;
        this.cost = cost;
        this.packed = packed;
        this.failure = failure;
    }

    /** Of rows: values may be null. */
    static <A> Contribution<A> of(ElementType<A> type, int index, double weight, double cost, A values) {
        return new Contribution<>(index, weight, cost, values == null ? null : type.pack(values), null);
    }

    /** Of rows whose cost is not finite. */
    static <A> Contribution<A> failed(int index, double weight, String failure) {
        return new Contribution<>(index, weight, Double.NaN, null, failure);
    }

    /** A new array of the values, or null where there are none. */
    A values(ElementType<A> type) {
        return packed == null ? null : type.unpack(packed);
    }

    /** Of no rows. */
    static <A> Contribution<A> none(int index) {
        return new Contribution<>(index, 0, 0, null, null);
    }

    /**
     * The weighted mean of contributions, added up in the order given. Of one contribution with rows it has the bits.
     *
     * @param index place of the mean among its like
     */
    static <A> Contribution<A> mean(ElementType<A> type, int index, List<Contribution<A>> parts) {
        double weight = 0;
        for (Contribution<A> part : parts) {
            weight += part.weight;
        }
        WeightedMean<A> mean = new WeightedMean<>(type, weight);
        for (Contribution<A> part : parts) {
            if (part.failure != null) {
                return failed(index, weight, part.failure);
            }
            if (part.weight > 0) {
                mean.add(part.weight, part.cost, part.values(type));
            }
        }
        return of(type, index, weight, mean.cost(), mean.values());
    }
}
