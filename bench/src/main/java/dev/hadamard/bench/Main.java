// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench;

import dev.hadamard.bench.cli.HadamardCommand;
import dev.hadamard.bench.process.ParentWatch;
import dev.hadamard.bench.process.Restart;

/** The executable jar: restarts itself with the JVM options that it needs, then runs the command line. */
public final class Main {

    private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

    private Main() {}

    /**
     * Runs a command and exits with its code: 0 for success, 1 for a failure while running, 2 for input that can't be
     * used.
     *
     * @param args the command and its options
     */
    public static void main(String[] args) {
        ParentWatch.start();
        if (System.getProperty(LOG_FORMAT) == null) {
            System.setProperty(LOG_FORMAT, "%4$s: %5$s%n"); // one line a message, without time and method
        }
        System.exit(Restart.isNeeded() ? Restart.run(args) : HadamardCommand.execute(args));
    }
}
