// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

/** Is told how {@link Trainer#fit} goes on, by the thread that trains. Exceptions it throws end the training. */
public interface TrainingListener {

    /**
     * Whether {@link #stepDone} will ask for {@link Trainer#lastGradients}. If so, updates follow the whole gradient
     * instead of being applied where parts of it arise: the same bits, some percent slower.
     *
     * @return false by default
     */
    default boolean readsGradients() {
        return false;
    }

    /**
     * After each step.
     *
     * @param trainer may be told to {@linkplain Trainer#requestStop() stop}
     * @param step steps done so far, from 1
     * @param rows rows of the mini-batch
     * @param cost cost of the mini-batch before its update
     */
    default void stepDone(Trainer<?> trainer, long step, int rows, double cost) {}

    /**
     * After each epoch.
     *
     * @param trainer may be told to {@linkplain Trainer#requestStop() stop}
     * @param epoch what happened
     */
    default void epochDone(Trainer<?> trainer, History.Epoch epoch) {}
}
