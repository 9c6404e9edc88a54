// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The idle workers of an executor: as many as it has had tasks at once, whatever the number of partitions. It is
 * broadcast empty, so that the tasks of a JVM meet in one. Thread-safe.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class WorkerPool<A> implements Serializable {

    private static final long serialVersionUID = 1;

    private transient Deque<PartitionWorker<A>> idle;

    /**
     * Takes a worker, or makes one, with the parameters of a round.
     *
     * @param plan what all partitions have in common
     * @param parameters the round's, packed
     * @param threads threads that compute, the task's own included
     */
    PartitionWorker<A> take(WorkPlan<A> plan, byte[] parameters, int threads) {
        PartitionWorker<A> worker = poll();
        if (worker == null) {
            return new PartitionWorker<>(plan, parameters, threads);
        }
        worker.begin(parameters);
        return worker;
    }

    private synchronized PartitionWorker<A> poll() {
        return idle == null ? null : idle.poll();
    }

    /** For the next task; not after a failure. */
    synchronized void giveBack(PartitionWorker<A> worker) {
        if (idle == null) {
            idle = new ArrayDeque<>();
        }
        idle.push(worker);
    }
}
