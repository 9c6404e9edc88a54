// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import org.apache.spark.scheduler.SparkListenerEvent;

/**
 * A pass of a fit is done. Comes to every {@code SparkListener} of the context, through {@code onOtherEvent}.
 *
 * @param uid of the estimator
 * @param pass number of the pass, from 1
 * @param passes most passes of the fit
 * @param rounds jobs so far that computed on the table
 * @param cost mean cost of the pass' mini-batches before their updates, penalties included
 * @param validationCost mean cost of the rows to validate on, after the pass; NaN without such
 * @param seconds time since the table was converted
 */
public record TrainingProgress(
        String uid, long pass, long passes, long rounds, double cost, double validationCost, double seconds)
        implements SparkListenerEvent {

    /**
     * Kept out of event logs, which a history server without this class could not read.
     *
     * @return false
     */
    @Override
    public boolean logEvent() {
        return false;
    }
}
