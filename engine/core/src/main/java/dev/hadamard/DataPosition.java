// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import java.util.function.LongFunction;

/**
 * Where training stands in its data: the epoch, and how many of its rows are done. The epoch's order is not kept: it is
 * computed again from the seed.
 */
final class DataPosition implements State {

    private final long seed;
    private final boolean shuffles;
    private int[] order = new int[0];
    private long orderedEpoch = -1;

    /** Epochs completed. */
    long epoch;
    /** Rows of the current epoch that are done. */
    int row;
    /** Sum of the current epoch's costs so far, each by its rows where the loss takes a mean. */
    double cost;
    /** Sum of the weights of the current epoch's rows so far. */
    double weight;
    /** Training ends before this epoch; equal to the current one where nothing is left of an earlier call. */
    long lastEpoch;

    DataPosition(long seed, boolean shuffles) {
        this.seed = seed;
        this.shuffles = shuffles;
    }

    /** Generators that shuffle, by number, such as that of an epoch; null if nothing is shuffled. */
    LongFunction<CounterRandom> streams() {
        return shuffles ? number -> new CounterRandom(seed, CounterRandom.Purpose.SHUFFLE, number) : null;
    }

    /**
     * The order of a data set's rows in the current epoch: Durstenfeld's shuffle of 0, 1, … by the epoch's own stream.
     */
    int[] order(int rows) {
        if (order.length == rows && (orderedEpoch == epoch || !shuffles)) {
            return order;
        }
        if (order.length != rows) {
            order = new int[rows];
        }
        for (int i = 0; i < rows; i++) {
            order[i] = i;
        }
        if (shuffles) {
            CounterRandom random = new CounterRandom(seed, CounterRandom.Purpose.SHUFFLE, epoch);
            for (int i = rows - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int swapped = order[i];
                order[i] = order[j];
                order[j] = swapped;
            }
        }
        orderedEpoch = epoch;
        return order;
    }

    /**
     * Begins a run of epochs, unless an earlier one was stopped before its end: then the rest of that is left to do.
     */
    void start(long epochs, int rows) {
        if (row > rows) {
            throw new IllegalArgumentException(
                    "data has " + rows + " rows, training stopped after " + row + " rows of an epoch of other data");
        }
        if (epoch == lastEpoch) {
            lastEpoch = epoch + Math.min(epochs, Long.MAX_VALUE - epoch);
        }
    }

    void nextEpoch() {
        epoch++;
        row = 0;
        cost = 0;
        weight = 0;
    }

    @Override
    public void save(Sink sink) {
        sink.put("epoch", epoch);
        sink.put("row", row);
        sink.put("cost", Double.doubleToRawLongBits(cost));
        sink.put("weight", Double.doubleToRawLongBits(weight));
        sink.put("lastEpoch", lastEpoch);
    }

    @Override
    public void restore(Source source) {
        epoch = Arguments.count("epoch", source);
        long rows = Arguments.count("row", source);
        lastEpoch = source.getLong("lastEpoch");
        if (lastEpoch < epoch || rows > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("lastEpoch must be at least epoch " + epoch + ", was " + lastEpoch
                    + "; row must be below 2^31, was " + rows);
        }
        row = (int) rows;
        cost = finite("cost", source);
        weight = finite("weight", source);
        orderedEpoch = -1;
    }

    private static double finite(String name, Source source) {
        long bits = source.getLong(name);
        double value = Double.longBitsToDouble(bits);
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " must be finite, was " + value + ", bits " + bits);
        }
        return value;
    }
}
