// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.process;

/**
 * Ends this JVM when the JVM that started it is gone, even if that was killed and could not say so.
 *
 * <p>An orphan gets another parent at once, whereas the process id of a killed parent stays known until somebody
 * collects its exit code. So it is this process's parent that is looked at, not the other process.
 */
public final class ParentWatch {

    /** System property that holds the parent's process id. */
    static final String PROPERTY = "dev.hadamard.bench.parent";

    /** JVM option that sets the property, but for the process id. */
    static final String OPTION = "-D" + PROPERTY + "=";

    private static final long PERIOD_MILLISECONDS = 250;
    private static final int EXIT_CODE = 143; // as if told to terminate

    private ParentWatch() {}

    /** Begins to watch if this JVM is a child, else does nothing. */
    public static void start() {
        Long parent = Long.getLong(PROPERTY);
        if (parent != null) {
            Thread watch = new Thread(() -> waitForEndOf(parent), "parent-watch");
            watch.setDaemon(true);
            watch.start();
        }
    }

    private static void waitForEndOf(long parent) {
        try {
            while (ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(-1L) == parent) {
                Thread.sleep(PERIOD_MILLISECONDS);
            }
        } catch (InterruptedException e) {
            return; // nobody interrupts this thread but to end it
        }
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}
