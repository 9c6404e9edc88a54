// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import java.io.Serializable;

/**
 * What all partitions of a fit have in common.
 *
 * @param topology the network's shape
 * @param learning what is minimised and how
 * @param course how training goes through the table
 * @param <A> {@code float[]} or {@code double[]}
 */
record WorkPlan<A>(Topology<A> topology, Learning learning, Course course) implements Serializable {

    /** Rows of a mini-batch of a partition that makes steps of its own, unless the user chose. */
    private static final int LOCAL_BATCH = 128;

    /** For partitions of at most so many rows: workers need not be made for more. */
    WorkPlan<A> withBlocksUpTo(int rows) {
        return new WorkPlan<>(topology, learning, course.withBlocksUpTo(rows));
    }

    int localBatch() {
        return course.batchRows() > 0 ? course.batchRows() : LOCAL_BATCH;
    }
}
