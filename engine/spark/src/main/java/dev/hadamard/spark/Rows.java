// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import java.io.Serializable;

/**
 * Rows of a partition in flat arrays, as the engine takes them. A plain class, since Kryo makes no records.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Rows<A> implements Serializable {

    private static final long serialVersionUID = 1;

    /** Features, row-major. */
    @SuppressWarnings("serial") // an array of float or double
    final A x;

    /** Class of each row, or null for numbers. */
    final int[] classes;
    /** Number of each row, or null for classes. */
    @SuppressWarnings("serial") // an array of float or double
    final A numbers;

    /** Weight of each row, or null for 1 each. */
    final double[] weights;

    final int count;
    /** Sum of the weights. */
    final double totalWeight;

    Rows(A x, int[] classes, A numbers, double[] weights, int count) {
        this.x = x;
        this.classes = classes;
        this.numbers = numbers;
        this.weights = weights;
        this.count = count;
        this.totalWeight = weight(0, count);
    }

    /** Sum of some rows' weights, in their order. */
    double weight(int from, int to) {
        if (weights == null) {
            return to - from;
        }
        double sum = 0;
        for (int row = from; row < to; row++) {
            sum += weights[row];
        }
        return sum;
    }
}
