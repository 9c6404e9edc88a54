// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import java.io.Serializable;

/**
 * A partition as executors keep it: its rows, and the order that they were asked for last. A plain class, since Kryo
 * makes no records.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class PartitionTable<A> implements Serializable {

    private static final long serialVersionUID = 1;

    final int index;
    final Rows<A> training;
    final Rows<A> validation;
    private final long rowsRead;
    private final TableFault fault;
    private transient int[] order;
    private transient long orderedPass;

    PartitionTable(int index, Rows<A> training, Rows<A> validation, long rowsRead, TableFault fault) {
        this.index = index;
        this.training = training;
        this.validation = validation;
        this.rowsRead = rowsRead;
        this.fault = fault;
    }

    /** What the driver has to know. */
    PartitionSummary summary() {
        return new PartitionSummary(rowsRead, training.count, validation.count, fault);
    }

    /**
     * Numbers of the rows to train on, in the order of a pass. May be asked by several threads: a task that nobody
     * waits for any more runs on beside its successor.
     *
     * @param seed decides all orders
     * @param pass number of the pass, from 0
     * @return never changed
     */
    synchronized int[] order(long seed, long pass) {
        if (order == null || orderedPass != pass) {
            order = RowOrder.of(seed, index, training.count, pass);
            orderedPass = pass;
        }
        return order;
    }
}
