// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.data.Dataset;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Describes a trainer.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class TrainerBuilder<A> {
    final Network<A> network;
    Loss loss;
    Optimizer optimizer = Optimizer.adam(0.001);
    Schedule schedule;
    boolean scheduleByEpoch;
    /** Weight of each class, or null. */
    double[] classWeights;

    Regularization regularization = Regularization.none();
    Clipping clipping;
    /** Factor of each layer's learning rate, from index 1; 0 for a frozen layer. */
    final double[] rateFactors;

    Stop stop = Stop.afterEpochs(10);
    int batch = 32;
    int threads = 1;
    boolean shuffle = true;
    boolean inputGradient;
    Long seed;
    Backend backend;
    Guard guard = Guard.COST;
    Consumer<? super FailedStep<A>> onNonFinite;
    boolean strict;

    TrainerBuilder(Network<A> network) {
        this.network = Objects.requireNonNull(network, "network");
        this.rateFactors = new double[network.graph().parameterLayers().size() + 1];
        Arrays.fill(rateFactors, 1);
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
     * Sets how the optimiser's rate changes, by the number of steps done.
     *
     * @param newSchedule the schedule
     * @return this
     */
    public TrainerBuilder<A> schedule(Schedule newSchedule) {
        this.schedule = Objects.requireNonNull(newSchedule, "schedule");
        this.scheduleByEpoch = false;
        return this;
    }

    /**
     * Sets how the optimiser's rate changes, by the number of epochs that {@link Trainer#fit} has done.
     *
     * @param newSchedule the schedule
     * @return this
     */
    public TrainerBuilder<A> scheduleByEpoch(Schedule newSchedule) {
        this.schedule = Objects.requireNonNull(newSchedule, "schedule");
        this.scheduleByEpoch = true;
        return this;
    }

    /**
     * Sets a layer's learning rate, relative to the optimiser's.
     *
     * @param layer number of the layer, from 1, as {@link ParameterRange#layer} has it
     * @param factor what the rate is multiplied by, positive
     * @return this
     * @throws IllegalArgumentException if there is no such layer or the factor is not positive
     */
    public TrainerBuilder<A> rateOfLayer(int layer, double factor) {
        Arguments.positive("factor", factor);
        rateFactors[checkedLayer(layer)] = factor;
        return this;
    }

    /**
     * Freezes layers: their parameters stay, and no product is spent on their gradients, which read as 0, nor on error
     * signals that only frozen layers would need.
     *
     * @param layers numbers of the layers, from 1, as {@link ParameterRange#layer} has it
     * @return this
     * @throws IllegalArgumentException if there is no such layer
     */
    public TrainerBuilder<A> freeze(int... layers) {
        for (int layer : layers) {
            rateFactors[checkedLayer(layer)] = 0;
        }
        return this;
    }

    private int checkedLayer(int layer) {
        if (layer < 1 || layer >= rateFactors.length) {
            throw new IllegalArgumentException(
                    "layer must be from 1 to " + (rateFactors.length - 1) + ", was " + layer);
        }
        return layer;
    }

    /**
     * Weighs rows by their class, as torch.nn.CrossEntropyLoss does by its weight and scikit-learn by class_weight:
     * {@link Dataset#balancedClassWeights()} makes all classes count alike. Targets then have to be classes.
     *
     * @param weights one a class, not negative, not all of them 0
     * @return this
     * @throws IllegalArgumentException if there are more or fewer than the network knows classes, or one is out of
     *     range
     */
    public TrainerBuilder<A> classWeights(double... weights) {
        int classes = Math.max(2, network.outputs());
        if (weights.length != classes) {
            throw new IllegalArgumentException(
                    "classWeights has " + weights.length + " elements, the network knows " + classes + " classes");
        }
        double sum = 0;
        for (double weight : weights) {
            Arguments.notNegative("classWeights", weight);
            sum += weight;
        }
        Arguments.positive("sum of classWeights", sum);
        this.classWeights = weights.clone();
        return this;
    }

    /**
     * Sets what keeps parameters small.
     *
     * @param newRegularization penalties, decay and limits
     * @return this
     */
    public TrainerBuilder<A> regularization(Regularization newRegularization) {
        this.regularization = Objects.requireNonNull(newRegularization, "regularization");
        return this;
    }

    /**
     * Clips gradients, penalties' included, before each update.
     *
     * @param newClipping what is limited
     * @return this
     */
    public TrainerBuilder<A> clipping(Clipping newClipping) {
        this.clipping = Objects.requireNonNull(newClipping, "clipping");
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

    /**
     * What the course of training depends on, as a checkpoint keeps it. Only what differs from its default is named: so
     * checkpoints stay readable when there are new settings.
     */
    String settings() {
        StringBuilder text = new StringBuilder()
                .append(optimizer + "; ")
                .append(loss.kind() + " " + loss.parameter() + ' ' + loss.reduction())
                .append("; batch " + batch)
                .append(shuffle ? "; shuffled by " + (seed == null ? network.seed() : seed) : "; in order");
        if (network.graph().hasDropout()) {
            text.append("; dropout by " + network.seed());
        }
        if (schedule != null) {
            text.append("; rate " + schedule + (scheduleByEpoch ? " by epoch" : ""));
        }
        if (Arrays.stream(rateFactors).anyMatch(factor -> factor != 1)) {
            text.append("; layers " + Arrays.toString(rateFactors));
        }
        if (!regularization.equals(Regularization.none())) {
            text.append("; " + regularization);
        }
        if (clipping != null) {
            text.append("; " + clipping);
        }
        if (classWeights != null) {
            text.append("; class weights " + Arrays.toString(classWeights));
        }
        if (stop.early() != null) {
            text.append("; " + stop.early());
        }
        return text.toString();
    }

    private void checkSuitsLbfgs() {
        boolean rates = Arrays.stream(rateFactors).anyMatch(factor -> factor != 0 && factor != 1);
        String dropout = network.graph().hasDropout() ? "dropout" : null;
        String unsuitable = clipping != null
                ? "clipping"
                : regularization.weightDecay() > 0
                        ? "weightDecay"
                        : regularization.maxNorm() > 0
                                ? "maxNorm"
                                : schedule != null ? "a schedule" : rates ? "rates of layers" : dropout;
        if (unsuitable != null) {
            throw new IllegalArgumentException("L-BFGS minimises the cost alone, and goes without " + unsuitable);
        }
    }

    UpdatePlan updatePlan() {
        boolean biases = optimizer instanceof Optimizer.AdamW adamW ? adamW.biases() : regularization.biases();
        boolean decays = optimizer instanceof Optimizer.AdamW || regularization.weightDecay() > 0;
        return new UpdatePlan(network.graph(), rateFactors, biases || !decays);
    }

    /**
     * Sets how closely to watch for NaN and infinity.
     *
     * @param newGuard the cost alone by default
     * @return this
     */
    public TrainerBuilder<A> guard(Guard newGuard) {
        this.guard = Objects.requireNonNull(newGuard, "guard");
        return this;
    }

    /**
     * Sets who is told of a step that met NaN or infinity, before it throws: to write it to a file, say
     * ({@code dev.hadamard.verify.Replay#dumpTo}). What the listener throws is added to the exception as suppressed.
     *
     * @param listener called by the thread that trains
     * @return this
     */
    public TrainerBuilder<A> onNonFinite(Consumer<? super FailedStep<A>> listener) {
        this.onNonFinite = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Strict mode: the same bits on every machine, CPU, JDK and number of threads. What computes is
     * {@link Backend#strict()}, unless {@link #backend} names one that gives these bits.
     *
     * @return this
     */
    public TrainerBuilder<A> strict() {
        this.strict = true;
        return this;
    }

    /** What computes. */
    Backend chosenBackend() {
        if (strict) {
            return backend == null ? Backend.strict() : backend.requireStrict();
        }
        return backend == null ? Backend.auto() : backend;
    }

    /**
     * Allocates everything.
     *
     * @return the trainer
     * @throws IllegalArgumentException if the batch is too large for Java's arrays, all layers are frozen, two settings
     *     exclude each other, or {@link #strict} was asked of a backend that does not promise it
     */
    public Trainer<A> build() {
        check();
        return new Trainer<>(this);
    }

    /**
     * Allocates what applies the optimiser to gradients that are computed elsewhere. What concerns rows, the loss and
     * {@link Trainer#fit}'s epochs says nothing to it.
     *
     * @return the updater
     * @throws IllegalArgumentException if all layers are frozen, two settings exclude each other, the schedule needs
     *     epochs, or the network has batch norms, whose statistics are moved with the rows
     */
    public Updater<A> buildUpdater() {
        check();
        if (scheduleByEpoch) {
            throw new IllegalArgumentException("an updater knows no epochs, the schedule goes by them: " + schedule);
        }
        if (network.ranges().stream().anyMatch(range -> range.kind() == ParameterRange.Kind.VARIANCE)) {
            throw new IllegalArgumentException("an updater sees no rows, and batch norms' statistics come of them");
        }
        return new Updater<>(this);
    }

    private void check() {
        if (optimizer instanceof Optimizer.AdamW && regularization.weightDecay() > 0) {
            throw new IllegalArgumentException("weightDecay of the regularization is " + regularization.weightDecay()
                    + ", but " + optimizer + " has its own");
        }
        if (optimizer instanceof Lbfgs) {
            checkSuitsLbfgs();
        }
    }
}
