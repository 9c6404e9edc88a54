// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.Workers;
import dev.hadamard.data.Dataset;
import dev.hadamard.data.RowFile;
import dev.hadamard.io.HadamardIOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/**
 * Trains a network by backpropagation on mini-batches.
 *
 * <p>All buffers are allocated when it is built, for its largest batch; a step allocates nothing. Confined to one
 * caller at a time, but for {@link #requestStop()}. While it runs, predictors of the same network see undefined
 * weights.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Trainer<A> extends BatchCalls<A> implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger("dev.hadamard");

    private final Network<A> network;
    private final Loss loss;
    private final Stop stop;
    private final int maxRows;
    private final Backend backend;
    private final Workers workers;
    private final Learner<A> learner;
    private final DataPosition position;
    private final double[] classWeights;
    /** What early stopping watches, or null. */
    private final Monitor<A> monitor;

    private final List<String> warnings;
    private final String settings;
    private boolean closed;
    private volatile boolean stopRequested;

    Trainer(TrainerBuilder<A> builder) {
        super(builder.network, builder.batch, builder.classWeights);
        this.network = builder.network;
        this.loss = builder.loss;
        this.stop = builder.stop;
        this.maxRows = builder.batch;
        this.backend = builder.chosenBackend();
        UpdatePlan plan = builder.updatePlan();
        this.workers = new Workers(builder.threads);
        this.learner =
                new Learner<>(builder, plan, backend.newKernels(network.elements(), workers.count()), workers, state());
        this.position = new DataPosition(builder.seed == null ? network.seed() : builder.seed, builder.shuffle);
        this.classWeights = builder.classWeights;
        this.monitor = stop.early() == null ? null : new Monitor<>(stop.early(), network);
        this.settings = builder.settings();
        this.warnings = SymmetricUnits.warnings(network);
        for (String warning : warnings) {
            LOGGER.log(System.Logger.Level.WARNING, warning);
        }
    }

    /**
     * Starts to describe a trainer.
     *
     * @param <A> {@code float[]} or {@code double[]}
     * @param network what to train
     * @return a builder with defaults: cross-entropy behind softmax, binary cross-entropy behind sigmoid, else half the
     *     squared error; Adam at 0.001; batches of 32, shuffled by the network's seed; 10 epochs
     */
    public static <A> TrainerBuilder<A> of(Network<A> network) {
        return new TrainerBuilder<>(network);
    }

    /**
     * Trains until the {@link Stop} condition holds, {@link #requestStop()} is called or the thread is interrupted;
     * both take effect after the current step, and the next call then trains the rest of what was left. An epoch's
     * last, smaller batch is used.
     *
     * @param data training data, of the network's inputs and outputs
     * @param listeners told after each step and epoch
     * @return what happened
     * @throws IllegalArgumentException if the data doesn't fit the network
     * @throws NonFiniteException if a cost is not finite; the parameters are those before that step
     */
    public History fit(Dataset<A> data, TrainingListener... listeners) {
        checkWatchesCost();
        return fit(data, (Validation<A>) null, listeners);
    }

    /**
     * As {@link #fit(Dataset, TrainingListener...)}, with data that is not trained on: after each epoch the figure that
     * early stopping watches, or without such the cost, is taken of it.
     *
     * @param data training data, of the network's inputs and outputs
     * @param validation data of the same shape
     * @param listeners told after each step and epoch
     * @return what happened
     * @throws IllegalArgumentException if the data doesn't fit the network, or the figure not the data
     * @throws NonFiniteException if a cost is not finite; the parameters are those before that step
     */
    public History fit(Dataset<A> data, Dataset<A> validation, TrainingListener... listeners) {
        checkFits("validation", validation);
        Validation<A> watched =
                new Validation<>(this, RowsInMemory.weighted(validation, classWeights), watchedMetric());
        return fit(data, watched, listeners);
    }

    private History fit(Dataset<A> data, Validation<A> validation, TrainingListener[] listeners) {
        checkOpen();
        checkFits("data", data);
        return fit(new RowsInMemory<>(this, data, classWeights), validation, listeners);
    }

    /**
     * As {@link #fit(Dataset, TrainingListener...)}, with rows of a file that is read piece by piece, by a thread ahead
     * of the training. What {@link RowFile} says of order and memory is the only difference: a file that fits into one
     * window gives the same bits as its data set.
     *
     * @param data training data, of the network's inputs and outputs
     * @param listeners told after each step and epoch
     * @return what happened
     * @throws HadamardIOException if reading fails; steps before that were done
     * @throws IllegalArgumentException if the data doesn't fit the network, or the trainer has weights of classes
     * @throws NonFiniteException if a cost is not finite; the parameters are those before that step
     */
    public History fit(RowFile<A> data, TrainingListener... listeners) throws HadamardIOException {
        checkWatchesCost();
        return fit(data, (Validation<A>) null, listeners);
    }

    /**
     * As {@link #fit(RowFile, TrainingListener...)}, with data that is not trained on, in memory.
     *
     * @param data training data, of the network's inputs and outputs
     * @param validation data of the same shape
     * @param listeners told after each step and epoch
     * @return what happened
     * @throws HadamardIOException if reading fails; steps before that were done
     * @throws IllegalArgumentException if the data doesn't fit the network, or the trainer has weights of classes
     * @throws NonFiniteException if a cost is not finite; the parameters are those before that step
     */
    public History fit(RowFile<A> data, Dataset<A> validation, TrainingListener... listeners)
            throws HadamardIOException {
        checkFits("validation", validation);
        return fit(data, new Validation<>(this, validation, watchedMetric()), listeners);
    }

    private History fit(RowFile<A> data, Validation<A> validation, TrainingListener[] listeners)
            throws HadamardIOException {
        checkOpen();
        checkShape("data", data.features(), data.outputs(), data.hasLabels());
        if (classWeights != null) {
            throw new IllegalArgumentException("a trainer with weights of classes takes data in memory only");
        }
        try (RowsOfFile<A> rows = new RowsOfFile<>(this, data)) {
            return fit(rows, validation, listeners);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof HadamardIOException reading) {
                throw reading;
            }
            throw e;
        }
    }

    private History fit(TrainingRows<A> rows, Validation<A> validation, TrainingListener[] listeners) {
        if (learner.needsFullBatch() && rows.rows() > maxRows) {
            throw new IllegalArgumentException("L-BFGS takes all rows at once: batch must be at least the data's "
                    + rows.rows() + ", is " + maxRows);
        }
        stopRequested = false;
        learner.keepGradients(Arrays.stream(listeners).anyMatch(TrainingListener::readsGradients));
        try {
            return new FitLoop<>(this, rows, validation, listeners).run();
        } finally {
            learner.keepGradients(false);
        }
    }

    private void checkWatchesCost() {
        if (watchedMetric() != Metric.COST) {
            throw new IllegalArgumentException(
                    "early stopping watches " + monitor.metric() + " of validation data," + " and fit was given none");
        }
    }

    private Metric watchedMetric() {
        return monitor == null ? Metric.COST : monitor.metric();
    }

    private void checkFits(String name, Dataset<A> data) {
        checkShape(name, data.features(), data.outputs(), data.hasLabels());
        if (classWeights != null && !data.hasLabels()) {
            throw new IllegalArgumentException(name + " has target rows, and the trainer weights of classes");
        }
    }

    private void checkShape(String name, int features, int outputs, boolean classes) {
        boolean binary = classes && outputs == 2 && network.outputs() == 1;
        if (features != network.inputs() || outputs != network.outputs() && !binary) {
            throw new IllegalArgumentException(name + " has " + features + " features and " + outputs
                    + " outputs or classes, the network " + network.inputs() + " inputs and " + network.outputs()
                    + " outputs");
        }
    }

    /**
     * Ends {@link #fit} after its current step. Callable from any thread and from listeners; a later fit starts anew.
     */
    public void requestStop() {
        stopRequested = true;
    }

    /**
     * What the network's shape and parameters made worth a warning when the trainer was built; also logged.
     *
     * @return warnings, empty if there is none
     */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * What computes.
     *
     * @return the backend
     */
    public Backend backend() {
        return backend;
    }

    /**
     * What the last step computed on its way, its gradients and activations; for listeners that
     * {@link TrainingListener#readsGradients() read gradients}.
     *
     * @return a view of the trainer's buffers, valid until its next call
     * @throws IllegalStateException before the first step, or if the step applied its gradients where they arose
     */
    public Gradients<A> lastGradients() {
        checkOpen();
        return learner.lastGradients();
    }

    /**
     * Steps done.
     *
     * @return number of updates since it was built or restored
     */
    public long steps() {
        return learner.steps();
    }

    /**
     * What it trains.
     *
     * @return the network
     */
    public Network<A> network() {
        return network;
    }

    /**
     * Whether {@link #fit} was stopped before its end, here or before a state was {@linkplain #state() restored}: then
     * its next call trains the rest.
     *
     * @return true if there is a rest
     */
    public boolean isUnfinished() {
        return position.epoch < position.lastEpoch;
    }

    /**
     * Everything but the parameters that the next step depends on: with both, and the same data, training goes on
     * exactly as if it had not stopped.
     *
     * @return optimiser, number of steps and position in the data; to be used between steps, by the trainer's caller
     */
    public State state() {
        return new State() {
            @Override
            public void save(Sink sink) {
                learner.save(sink);
                position.save(State.prefixed("data", sink));
                if (monitor != null) {
                    monitor.save(State.prefixed("early", sink));
                }
            }

            @Override
            public void restore(Source source) {
                learner.restore(source);
                position.restore(State.prefixed("data", source));
                if (monitor != null) {
                    monitor.restore(State.prefixed("early", source));
                }
            }
        };
    }

    /** Ends the trainer's use and its threads; the network stays. A second call does nothing. */
    @Override
    public void close() {
        closed = true;
        workers.close();
    }

    @Override
    double stepOn(Batch<A> rows) {
        return learner.step(rows, position.epoch);
    }

    @Override
    Gradients<A> gradientsOf(Batch<A> rows) {
        return learner.gradients(rows);
    }

    @Override
    double costOf(Batch<A> rows) {
        return learner.cost(rows);
    }

    @Override
    void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the trainer is closed");
        }
    }

    /** All that the course of training depends on, besides the network, for comparison with that of a checkpoint. */
    String settings() {
        return settings;
    }

    Stop stop() {
        return stop;
    }

    Loss loss() {
        return loss;
    }

    int maxRows() {
        return maxRows;
    }

    DataPosition position() {
        return position;
    }

    boolean stopRequested() {
        return stopRequested;
    }

    Learner<A> learner() {
        return learner;
    }

    Monitor<A> monitor() {
        return monitor;
    }
}
