// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.step;

import dev.hadamard.Backend;

/** One way to compute training steps on a {@link StepSetup}. Confined to one thread. */
public interface TrainStep {

    /** The naive reference: textbook loops, one sample at a time, each error signal computed once. */
    String REFERENCE = "reference";

    /** The naive reference without memoization: the chain rule multiplied out anew for each layer. */
    String REFERENCE_UNSHARED = "reference-unshared";

    /**
     * The step of an implementation.
     *
     * @param implementation {@link #REFERENCE}, {@link #REFERENCE_UNSHARED} or a name of {@link Backend#named}
     * @param setup what to train on
     * @param threads number of threads, the caller included
     * @param <A> {@code float[]} or {@code double[]}
     * @return a step, at the setup's parameters
     * @throws IllegalArgumentException if there is no such implementation, or not with so many threads
     * @throws UnsupportedOperationException if this process can't use the backend; the message has the reason
     */
    static <A> TrainStep of(String implementation, StepSetup<A> setup, int threads) {
        if (implementation.equals(REFERENCE) || implementation.equals(REFERENCE_UNSHARED)) {
            if (threads != 1) {
                throw new IllegalArgumentException("the reference has one thread, threads was " + threads);
            }
            return new ReferenceStep(setup, implementation.equals(REFERENCE_UNSHARED));
        }
        return new EngineStep<>(setup, Backend.named(implementation), threads);
    }

    /**
     * One step on the next mini-batch: gradients, then the update.
     *
     * @return the cost before the update
     */
    double run();

    /**
     * Gradients of the first mini-batch at the present parameters, without an update.
     *
     * @return a copy, laid out as the network's parameters
     */
    double[] gradients();

    /** Back to the setup's parameters and the first mini-batch; an optimiser's state stays. */
    void reset();

    /**
     * What really computes.
     *
     * @return lines of text without a trailing line feed
     */
    String describe();
}
