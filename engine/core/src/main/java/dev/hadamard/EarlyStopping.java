// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import java.util.Objects;

/**
 * Ends training when a figure has not improved for some epochs (Prechelt 1998). Immutable. The figure is taken after
 * each epoch, on the validation data given to {@link Trainer#fit}; {@link Metric#COST} does without and then watches
 * the training cost.
 *
 * @param metric what is watched
 * @param patience epochs without improvement after which training ends, at least 1
 * @param minChange what the figure has to change by, beyond its best, to have improved
 * @param restoresBest whether the parameters of the best epoch are put back when training has ended of itself
 */
public record EarlyStopping(Metric metric, int patience, double minChange, boolean restoresBest) {

    /**
     * Checks the numbers.
     *
     * @param metric what is watched
     * @param patience epochs without improvement after which training ends
     * @param minChange what the figure has to change by to have improved
     * @param restoresBest whether the parameters of the best epoch are put back
     */
    public EarlyStopping {
        Objects.requireNonNull(metric, "metric");
        Arguments.atLeast("patience", 1, patience);
        Arguments.notNegative("minChange", minChange);
    }

    /**
     * With the best parameters put back, and any change an improvement.
     *
     * @param metric what is watched
     * @param patience epochs without improvement after which training ends, at least 1
     * @return the condition
     */
    public static EarlyStopping of(Metric metric, int patience) {
        return new EarlyStopping(metric, patience, 0, true);
    }

    /**
     * This with another least change.
     *
     * @param change not negative
     * @return the condition
     */
    public EarlyStopping withMinChange(double change) {
        return new EarlyStopping(metric, patience, change, restoresBest);
    }
}
