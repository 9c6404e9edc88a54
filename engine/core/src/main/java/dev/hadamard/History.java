// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import java.util.List;

/**
 * What {@link Trainer#fit} did. Immutable.
 *
 * @param epochs the epochs in order; the last one may be incomplete if training was told to stop
 * @param reason why it ended
 */
public record History(List<Epoch> epochs, Reason reason) {

    /** Why training ended. */
    public enum Reason {
        /** The number of epochs was reached. */
        EPOCHS,
        /** All derivatives were below the threshold. */
        DERIVATIVES,
        /** {@link Trainer#requestStop()} was called. */
        REQUEST,
        /** The calling thread was interrupted; its interrupt flag is still set. */
        INTERRUPT
    }

    /**
     * One epoch.
     *
     * @param number from 1
     * @param cost mean of the rows' losses over the epoch (sum, for a loss that sums), each taken before its batch's
     *     update
     * @param rows rows trained on
     * @param nanoseconds time taken
     * @param largestDerivative largest absolute derivative of the epoch's whole gradient, NaN if no threshold asked for
     *     it
     */
    public record Epoch(long number, double cost, long rows, long nanoseconds, double largestDerivative) {

        /**
         * Speed.
         *
         * @return rows a second
         */
        public double rowsPerSecond() {
            return rows * 1e9 / nanoseconds;
        }
    }

    /**
     * Copies the list.
     *
     * @param epochs the epochs in order; the last one may be incomplete if training was told to stop
     * @param reason why it ended
     */
    public History {
        epochs = List.copyOf(epochs);
    }

    /**
     * The last epoch's cost.
     *
     * @return its cost
     * @throws IllegalStateException if there was no epoch
     */
    public double finalCost() {
        if (epochs.isEmpty()) {
            throw new IllegalStateException("no epoch was trained");
        }
        return epochs.get(epochs.size() - 1).cost();
    }
}
