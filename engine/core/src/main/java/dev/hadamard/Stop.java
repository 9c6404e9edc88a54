// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

/**
 * When {@link Trainer#fit} ends: after a number of epochs, or sooner when every derivative is small. Immutable. A
 * listener or another thread can also end it by {@link Trainer#requestStop()}.
 *
 * @param epochs most epochs, at least 0
 * @param derivativeThreshold training ends after an epoch whose whole gradient has no element of this absolute value or
 *     more; 0 for no such test
 */
public record Stop(long epochs, double derivativeThreshold) {

    /**
     * Checks the numbers.
     *
     * @param epochs most epochs, at least 0
     * @param derivativeThreshold training ends after an epoch whose whole gradient has no element of this absolute
     *     value or more; 0 for no such test
     */
    public Stop {
        Arguments.atLeast("epochs", 0, epochs);
        Arguments.notNegative("derivativeThreshold", derivativeThreshold);
    }

    /**
     * After so many epochs.
     *
     * @param epochs at least 0
     * @return the condition
     */
    public static Stop afterEpochs(long epochs) {
        return new Stop(epochs, 0);
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
        return new Stop(epochs, threshold);
    }
}
