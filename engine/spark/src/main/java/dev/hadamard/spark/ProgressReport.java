// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import java.util.Locale;
import org.apache.spark.SparkContext;

/**
 * Tells how a fit goes on: to Spark's listeners, to the log, and by the description of its jobs to Spark's web page.
 * Confined to one thread, whose job group and description it leaves as they were.
 */
final class ProgressReport implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger("dev.hadamard.spark");
    private static final String DESCRIPTION = "spark.job.description";

    private final SparkContext context;
    private final String uid;
    private final long passes;
    private final long start = System.nanoTime();
    private final String description;

    ProgressReport(SparkContext context, String uid, long passes) {
        this.context = context;
        this.uid = uid;
        this.passes = passes;
        this.description = context.getLocalProperty(DESCRIPTION);
    }

    /** Before a pass, numbered from 0. */
    void begin(long pass) {
        context.setLocalProperty(DESCRIPTION, uid + ": pass " + (pass + 1) + " of at most " + passes);
    }

    /** After a pass, numbered from 0. */
    void done(long pass, long rounds, double cost, double validationCost) {
        TrainingProgress progress =
                new TrainingProgress(uid, pass + 1, passes, rounds, cost, validationCost, seconds());
        context.listenerBus().post(progress);
        LOGGER.log(System.Logger.Level.DEBUG, progress::toString);
    }

    /** When training has ended. */
    void ended(String reason, long passesDone, long rounds, double cost) {
        LOGGER.log(
                System.Logger.Level.INFO,
                () -> String.format(
                        Locale.ROOT,
                        "%s: %d passes in %d rounds and %.1f s, cost %.6g: %s",
                        uid,
                        passesDone,
                        rounds,
                        seconds(),
                        cost,
                        reason));
    }

    private double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    @Override
    public void close() {
        context.setLocalProperty(DESCRIPTION, description);
    }
}
