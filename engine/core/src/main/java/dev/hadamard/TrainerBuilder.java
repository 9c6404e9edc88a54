// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import java.util.Objects;

/**
 * Describes a trainer.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class TrainerBuilder<A> {
    final Network<A> network;
    Loss loss;
    Optimizer optimizer = Optimizer.adam(0.001);
    Stop stop = Stop.afterEpochs(10);
    int batch = 32;
    int threads = 1;
    boolean shuffle = true;
    boolean inputGradient;
    Long seed;
    Backend backend;

    TrainerBuilder(Network<A> network) {
        this.network = Objects.requireNonNull(network, "network");
        Activation output = network.graph().output().activation();
        this.loss = output == Activation.SOFTMAX
                ? Loss.crossEntropy()
                : output == Activation.SIGMOID ? Loss.binaryCrossEntropy() : Loss.halfSquaredError();
    }

    /**
     * Sets the loss.
     *
     * @param newLoss loss and its reduction over rows
     * @return this
     */
    public TrainerBuilder<A> loss(Loss newLoss) {
        this.loss = Objects.requireNonNull(newLoss, "loss");
        return this;
    }

    /**
     * Sets the optimiser.
     *
     * @param newOptimizer optimiser and its numbers
     * @return this
     */
    public TrainerBuilder<A> optimizer(Optimizer newOptimizer) {
        this.optimizer = Objects.requireNonNull(newOptimizer, "optimizer");
        return this;
    }

    /**
     * Sets when {@link Trainer#fit} ends.
     *
     * @param newStop the condition
     * @return this
     */
    public TrainerBuilder<A> stop(Stop newStop) {
        this.stop = Objects.requireNonNull(newStop, "stop");
        return this;
    }

    /**
     * Sets the size of the mini-batches of {@link Trainer#fit}, which is also the largest batch of a step.
     *
     * @param rows at least 1
     * @return this
     * @throws IllegalArgumentException if rows is below 1
     */
    public TrainerBuilder<A> batch(int rows) {
        Arguments.atLeast("batch", 1, rows);
        this.batch = rows;
        return this;
    }

    /**
     * Sets whether {@link Trainer#fit} shuffles the rows anew in each epoch.
     *
     * @param newShuffle true by default
     * @return this
     */
    public TrainerBuilder<A> shuffle(boolean newShuffle) {
        this.shuffle = newShuffle;
        return this;
    }

    /**
     * Sets the seed of the shuffling; by default the network's.
     *
     * @param newSeed the seed
     * @return this
     */
    public TrainerBuilder<A> seed(long newSeed) {
        this.seed = newSeed;
        return this;
    }

    /**
     * Sets whether the gradient by the input is computed too: one more product a step.
     *
     * @param wanted false by default
     * @return this
     */
    public TrainerBuilder<A> inputGradient(boolean wanted) {
        this.inputGradient = wanted;
        return this;
    }

    /**
     * Sets the number of threads that compute a step, the caller included.
     *
     * @param newThreads at least 1, the default; then no thread is started
     * @return this
     * @throws IllegalArgumentException if threads is below 1
     */
    public TrainerBuilder<A> threads(int newThreads) {
        Arguments.atLeast("threads", 1, newThreads);
        this.threads = newThreads;
        return this;
    }

    /**
     * Sets what computes; by default {@link Backend#auto()}.
     *
     * @param newBackend the backend
     * @return this
     */
    public TrainerBuilder<A> backend(Backend newBackend) {
        this.backend = Objects.requireNonNull(newBackend, "backend");
        return this;
    }

    String settings() {
        return optimizer + "; " + loss.kind() + ' ' + loss.parameter() + ' ' + loss.reduction() + "; batch " + batch
                + "; " + (shuffle ? "shuffled by " + (seed == null ? network.seed() : seed) : "in order");
    }

    /**
     * Allocates everything.
     *
     * @return the trainer
     * @throws IllegalArgumentException if the batch is too large for Java's arrays
     */
    public Trainer<A> build() {
        return new Trainer<>(this);
    }
}
