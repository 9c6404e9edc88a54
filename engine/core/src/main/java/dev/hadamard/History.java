// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import java.util.List;

/**
 * What {@link Trainer#fit} did. Immutable.
 *
 * @param epochs the epochs in order; the last one may be incomplete if training was told to stop
 * @param reason why it ended
 * @param bestEpoch number of the epoch whose watched figure was the best; 0 if none was watched
 */
public record History(List<Epoch> epochs, Reason reason, long bestEpoch) {

    /** Why training ended. */
    public enum Reason {
        /** The number of epochs was reached. */
        EPOCHS,
        /** All derivatives were below the threshold. */
        DERIVATIVES,
        /** The watched figure had not improved for as long as patience went. */
        NO_IMPROVEMENT,
        /** Time was up. */
        TIME,
        /** {@link Trainer#requestStop()} was called. */
        REQUEST,
        /** The calling thread was interrupted; its interrupt flag is still set. */
        INTERRUPT
    }

    /**
     * One epoch.
     *
     * @param number from 1
     * @param cost weighted mean of the rows' losses over the epoch (sum, for a loss that sums), each taken before its
     *     batch's update
     * @param rows rows trained on
     * @param nanoseconds time taken
     * @param largestDerivative largest absolute derivative of the epoch's whole gradient, NaN if no threshold asked for
     *     it
     * @param watched the watched figure after the epoch, NaN if there is none or the epoch is not complete
     */
    public record Epoch(
            long number, double cost, long rows, long nanoseconds, double largestDerivative, double watched) {

        /**
         * An epoch without a watched figure.
         *
         * @param number from 1
         * @param cost mean of the rows' losses
         * @param rows rows trained on
         * @param nanoseconds time taken
         * @param largestDerivative largest absolute derivative, or NaN
         */
        public Epoch(long number, double cost, long rows, long nanoseconds, double largestDerivative) {
            this(number, cost, rows, nanoseconds, largestDerivative, Double.NaN);
        }

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
     * @param bestEpoch number of the best epoch, or 0
     */
    public History {
        epochs = List.copyOf(epochs);
    }

    /**
     * Without a watched figure.
     *
     * @param epochs the epochs in order
     * @param reason why it ended
     */
    public History(List<Epoch> epochs, Reason reason) {
        this(epochs, reason, 0);
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
