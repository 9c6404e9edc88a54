// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.netlib;

import java.util.function.Supplier;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Listens to what netlib logs while it starts: why a native library was not loaded (which it tells nowhere else), and
 * whether it started now, in this thread, or had been started before. Its announcement at INFO is kept from the
 * embedder's log.
 */
final class StartLog {

    private static final String LOGGER = "dev.ludovic.netlib.blas.InstanceBuilder";

    private boolean startedHere;
    private Throwable failure;

    /**
     * Runs what starts netlib. The logger's level and filter are afterwards what they were before.
     *
     * @param start what touches netlib for the first time
     * @return what it returns
     */
    <T> T listenDuring(Supplier<T> start) {
        Logger logger = Logger.getLogger(LOGGER); // a strong reference: settings of a collected logger are lost
        Level level = logger.getLevel();
        Filter filter = logger.getFilter();
        boolean wantsDetails = logger.isLoggable(Level.FINE);
        Thread starter = Thread.currentThread();
        logger.setFilter(message -> {
            if (Thread.currentThread() == starter) {
                note(message);
            }
            int severity = message.getLevel().intValue();
            boolean wanted = severity > Level.INFO.intValue() || severity < Level.INFO.intValue() && wantsDetails;
            return wanted && (filter == null || filter.isLoggable(message));
        });
        if (!wantsDetails) {
            logger.setLevel(Level.FINE);
        }
        try {
            return start.get();
        } finally {
            logger.setLevel(level);
            logger.setFilter(filter);
        }
    }

    private void note(LogRecord message) {
        startedHere |= message.getLevel().equals(Level.INFO);
        // The first failure is the native library's; the Vector API's may follow.
        if (failure == null) {
            failure = message.getThrown();
        }
    }

    /** Whether netlib started while this object listened, in the same thread. */
    boolean startedHere() {
        return startedHere;
    }

    /** Why netlib has no native implementation, or null. */
    Throwable failure() {
        return failure;
    }

    /** The innermost message of {@link #failure()}. */
    String failureMessage() {
        if (failure == null) {
            return "it did not say why";
        }
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
