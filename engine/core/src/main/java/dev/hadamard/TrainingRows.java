// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

/**
 * Where the rows that are trained on come from. Confined to the trainer's caller.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
interface TrainingRows<A> {

    /** Rows of an epoch. */
    int rows();

    /** Sum of their weights. */
    double totalWeight();

    /** Gets ready for the rows of an epoch. */
    void begin(DataPosition position);

    /** The rows {@code row}, {@code row + 1}, … of that epoch's order. */
    Batch<A> batch(int row, int count);
}
