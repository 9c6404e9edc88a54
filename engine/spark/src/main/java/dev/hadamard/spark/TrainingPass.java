// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

/**
 * Passes over a table, in one of the two ways. Confined to the driver's thread that trains.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
interface TrainingPass<A> extends AutoCloseable {

    /**
     * Trains for a pass.
     *
     * @param pass its number, from 0
     * @return mean cost of its mini-batches before their updates
     * @throws ArithmeticException if the cost is not finite
     */
    double run(long pass);

    /** The parameters as they are, not a copy. */
    A parameters();

    @Override
    void close();
}
