// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import java.util.Objects;

/**
 * A step that met NaN or infinity, with all that it takes to repeat it: nothing has changed since it began. See
 * {@link TrainerBuilder#onNonFinite}. What it holds is the trainer's own, or the caller's, and valid only during the
 * call that hands it out.
 *
 * @param failure what is about to be thrown
 * @param network the network, with the parameters before the step
 * @param state optimiser, number of steps and position in the data, to be saved
 * @param inputs the mini-batch, rows x inputs, dense
 * @param targets rows x outputs, dense, or null where classes were given
 * @param classes class of each row, or null where targets were given
 * @param rows rows of the mini-batch
 * @param <A> {@code float[]} or {@code double[]}
 */
public record FailedStep<A>(
        NonFiniteException failure, Network<A> network, State state, A inputs, A targets, int[] classes, int rows) {

    /**
     * Checks that nothing is missing.
     *
     * @param failure what is about to be thrown
     * @param network the network
     * @param state the trainer's state
     * @param inputs the mini-batch
     * @param targets rows x outputs or null
     * @param classes class of each row or null
     * @param rows rows of the mini-batch
     */
    public FailedStep {
        Objects.requireNonNull(failure, "failure");
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(inputs, "inputs");
        if ((targets == null) == (classes == null)) {
            throw new IllegalArgumentException("there must be either targets or classes");
        }
    }
}
