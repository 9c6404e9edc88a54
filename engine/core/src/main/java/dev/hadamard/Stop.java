// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import java.time.Duration;
import java.util.Objects;

/**
 * When {@link Trainer#fit} ends: after a number of epochs, or sooner when every derivative is small, a figure has not
 * improved, or time is up. Immutable. A listener or another thread can also end it by {@link Trainer#requestStop()}.
 *
 * @param epochs most epochs, at least 0
 * @param derivativeThreshold training ends after an epoch whose whole gradient has no element of this absolute value or
 *     more; 0 for no such test
 * @param early when it ends for want of improvement, or null
 * @param budget time that a call of fit may take, or null
 */
public record Stop(long epochs, double derivativeThreshold, EarlyStopping early, Duration budget) {

    /**
     * Checks the numbers.
     *
     * @param epochs most epochs, at least 0
     * @param derivativeThreshold training ends after an epoch whose whole gradient has no element of this absolute
     *     value or more; 0 for no such test
     * @param early when it ends for want of improvement, or null
     * @param budget time that a call of fit may take, or null
     */
    public Stop {
        Arguments.atLeast("epochs", 0, epochs);
        Arguments.notNegative("derivativeThreshold", derivativeThreshold);
        if (budget != null && (budget.isNegative() || budget.isZero())) {
            throw new IllegalArgumentException("budget must be positive, was " + budget);
        }
    }

    /**
     * After so many epochs.
     *
     * @param epochs at least 0
     * @return the condition
     */
    public static Stop afterEpochs(long epochs) {
        return new Stop(epochs, 0, null, null);
    }

    /**
     * Also when all derivatives of the cost are below a threshold. The gradient is that of the whole epoch: the
     * mini-batches' gradients, each by its share of the epoch's rows for a mean cost, summed for a sum. Costs one pass
     * over the parameters a step, and keeps the update apart from the gradient.
     *
     * @param threshold positive
     * @return the condition
     */
    public Stop orDerivativesBelow(double threshold) {
        Arguments.positive("threshold", threshold);
        return new Stop(epochs, threshold, early, budget);
    }

    /**
     * Also when a figure has not improved for some epochs.
     *
     * @param condition which figure, and how long
     * @return the condition
     */
    public Stop orWithoutImprovement(EarlyStopping condition) {
        return new Stop(epochs, derivativeThreshold, Objects.requireNonNull(condition, "condition"), budget);
    }

    /**
     * Also after the first step at whose end a call of fit has taken so long; the next call trains the rest.
     *
     * @param time positive
     * @return the condition
     */
    public Stop orAfter(Duration time) {
        return new Stop(epochs, derivativeThreshold, early, Objects.requireNonNull(time, "time"));
    }
}
