// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import dev.hadamard.CounterRandom;

/**
 * The order of a partition's rows in a pass: Durstenfeld's shuffle by a stream of the seed, of the pass and of the
 * partition. That of partition 0 is the order of {@link dev.hadamard.Trainer#fit} with the same seed. Any pass can be
 * asked for at any time, so that nothing is lost with an executor.
 */
final class RowOrder {

    /** Keeps the streams of partitions apart: 2⁶⁴ divided by the golden ratio. */
    private static final long PARTITION_STRIDE = 0x9E3779B97F4A7C15L;

    private RowOrder() {}

    /**
     * Row numbers in the order of a pass.
     *
     * @param seed decides all orders
     * @param partition number of the partition
     * @param rows its rows
     * @param pass number of the pass, from 0
     */
    static int[] of(long seed, int partition, int rows, long pass) {
        int[] order = new int[rows];
        for (int i = 0; i < rows; i++) {
            order[i] = i;
        }
        CounterRandom random =
                new CounterRandom(seed + partition * PARTITION_STRIDE, CounterRandom.Purpose.SHUFFLE, pass);
        for (int i = rows - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }
}
