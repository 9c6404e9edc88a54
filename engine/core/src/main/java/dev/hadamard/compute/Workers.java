// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads of one trainer or predictor: the caller, and n − 1 daemon threads that wait for it. Made for pieces of
 * work of a few microseconds: who waits spins for a moment and then parks, so that threads inside somebody's service
 * don't burn cores while it does something else.
 *
 * <p>Work is split by the elements of the result, never within a sum, so that who computes what decides no bits.
 *
 * <p>Confined to one caller at a time, which may be a virtual thread. An interrupt of the caller is left for the caller
 * to see: it never cuts a piece of work short. {@link #close()} ends the threads.
 */
public final class Workers implements AutoCloseable {

    /** A piece of work that can be done in parts. */
    @FunctionalInterface
    public interface Task {

        /**
         * Does a part. Parts are disjoint and may run at the same time.
         *
         * @param worker who does it: 0 is the caller
         * @param from first element of the part
         * @param to element after the part's last
         */
        void run(int worker, int from, int to);
    }

    /**
     * Looks at a shared variable before a thread gives its core away: some tens of microseconds, longer than a serial
     * part of a step.
     */
    private static final int SPINS = 2_000;

    private static final AtomicInteger POOLS = new AtomicInteger();

    private final Thread[] threads;
    /**
     * 1 where a worker parks or is about to. It is set before a last look at the round, and read after the round was
     * raised.
     */
    private final AtomicIntegerArray parked;
    /** Few where there are more threads than cores: who waits then holds up whom it waits for. */
    private final int spins;

    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    // Written by the caller before it publishes a new round, read by workers after they saw it.
    private Task task;
    private int length;
    private int chunk;

    private volatile int round;
    private volatile boolean closed;

    /**
     * Starts the threads.
     *
     * @param threads how many in all, the caller included; with 1 there is no other thread
     */
    public Workers(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, was " + threads);
        }
        this.threads = new Thread[threads - 1];
        this.parked = new AtomicIntegerArray(threads - 1);
        this.spins = threads > Runtime.getRuntime().availableProcessors() ? 1 : SPINS;
        int pool = threads > 1 ? POOLS.incrementAndGet() : 0;
        for (int i = 0; i < this.threads.length; i++) {
            int worker = i + 1;
            Thread thread = new Thread(() -> work(worker), "hadamard-" + pool + "-" + worker);
            thread.setDaemon(true);
            this.threads[i] = thread;
            thread.start();
        }
    }

    /**
     * Number of threads.
     *
     * @return threads, the caller included
     */
    public int count() {
        return threads.length + 1;
    }

    /**
     * Does a piece of work in as many parts as there are threads, at most; returns when all are done.
     *
     * @param work the work
     * @param elements the extent that is split
     * @param grain every part but the last is a multiple of this
     */
    public void run(Task work, int elements, int grain) {
        int grains = (elements + grain - 1) / grain;
        int parts = Math.min(count(), grains);
        if (parts <= 1) {
            work.run(0, 0, elements);
            return;
        }
        task = work;
        length = elements;
        chunk = (grains + parts - 1) / parts * grain;
        pending.set(threads.length);
        publish();
        try {
            runPart(0);
        } finally {
            awaitOthers();
        }
        Throwable thrown = failure.getAndSet(null);
        if (thrown != null) {
            throw new IllegalStateException("a worker failed: " + thrown, thrown);
        }
    }

    /** Ends the threads; work that runs is finished. A second call does nothing. */
    @Override
    public void close() {
        closed = true;
        publish();
    }

    private void publish() {
        int next = round + 1; // only the caller writes it
        round = next;
        for (int i = 0; i < threads.length; i++) {
            if (parked.get(i) == 1) {
                LockSupport.unpark(threads[i]);
            }
        }
    }

    private void runPart(int worker) {
        int from = worker * chunk;
        if (from < length) {
            task.run(worker, from, Math.min(length, from + chunk));
        }
    }

    private void awaitOthers() {
        int looks = 0;
        while (pending.get() != 0) {
            if (++looks < spins) {
                Thread.onSpinWait();
            } else {
                Thread.yield(); // a worker lost its core: give it this one
            }
        }
        task = null;
    }

    /** A worker's life. */
    private void work(int worker) {
        int seen = 0;
        while (true) {
            seen = awaitRound(worker - 1, seen);
            if (closed) {
                return;
            }
            try {
                runPart(worker);
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            } finally {
                pending.decrementAndGet();
            }
        }
    }

    private int awaitRound(int index, int seen) {
        for (int looks = 0; looks < spins; looks++) {
            if (round != seen) {
                return round;
            }
            Thread.onSpinWait();
        }
        parked.set(index, 1);
        while (round == seen) {
            LockSupport.park(this);
        }
        parked.set(index, 0);
        return round;
    }
}
