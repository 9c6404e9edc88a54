// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.Trainer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, or another polite signal, during training: training ends after the step at hand, what was promised is
 * written, and only then the process ends, with the signal's exit code: 130 for Ctrl-C.
 */
final class Interruption implements AutoCloseable {

    private static final long MOST_SECONDS = 60;
    private static final long PERIOD_MILLISECONDS = 20;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "interruption");
    private volatile Trainer<?> trainer;
    private volatile boolean wanted;

    private Interruption() {}

    /** Listens to signals from now on, until it is closed. */
    static Interruption begin() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** Whether somebody wants the end. */
    boolean isWanted() {
        return wanted;
    }

    /** What to stop. */
    void watch(Trainer<?> training) {
        trainer = training;
    }

    /** The JVM goes on ending when this returns. Asks again and again, since a training that begins forgets it. */
    private void stop() {
        wanted = true;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        try {
            do {
                Trainer<?> running = trainer;
                if (running != null) {
                    running.requestStop();
                }
            } while (!done.await(PERIOD_MILLISECONDS, TimeUnit.MILLISECONDS) && System.nanoTime() < deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was promised is written. */
    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // it is running
        }
    }
}
