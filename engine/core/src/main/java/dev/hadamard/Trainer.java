// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.Workers;
import dev.hadamard.data.Dataset;
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
public final class Trainer<A> implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger("dev.hadamard");

    private final Network<A> network;
    private final Loss loss;
    private final Stop stop;
    private final int maxRows;
    private final Backend backend;
    private final Workers workers;
    private final Learner<A> learner;
    private final Batch<A> batch;
    private final Staging<A> staging;
    private final DataPosition position;
    private final List<String> warnings;
    private final String settings;
    private boolean closed;
    private volatile boolean stopRequested;

    Trainer(TrainerBuilder<A> builder) {
        this.network = builder.network;
        this.loss = builder.loss;
        this.stop = builder.stop;
        this.maxRows = builder.batch;
        this.backend = builder.chosenBackend();
        Workspace.checkSizes(network.graph(), maxRows);
        UpdatePlan plan = builder.updatePlan();
        this.workers = new Workers(builder.threads);
        this.learner =
                new Learner<>(builder, plan, backend.newKernels(network.elements(), workers.count()), workers, state());
        this.batch = new Batch<>(network, maxRows);
        this.staging = new Staging<>(network, maxRows);
        this.position = new DataPosition(builder.seed == null ? network.seed() : builder.seed, builder.shuffle);
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
     * One step: gradients of a mini-batch, then the update.
     *
     * @param x inputs, row-major
     * @param xOffset first element of the first row
     * @param xStride elements from one row to the next, at least the network's inputs
     * @param y targets, row-major
     * @param yOffset first element of the first row
     * @param yStride elements from one row to the next, at least the network's outputs
     * @param rows rows of the mini-batch, from 1 to the largest batch
     * @return the cost before the update
     * @throws IllegalArgumentException if the rows don't lie inside the arrays; nothing has changed
     * @throws NonFiniteException if the cost is not finite; no parameter has changed
     */
    public double step(A x, int xOffset, int xStride, A y, int yOffset, int yStride, int rows) {
        checkOpen();
        batch.pointToRows(x, xOffset, xStride, y, yOffset, yStride, rows);
        return step();
    }

    /**
     * One step on classes.
     *
     * @param x inputs, row-major
     * @param xOffset first element of the first row
     * @param xStride elements from one row to the next, at least the network's inputs
     * @param classes class of each row, from 0; for a network of one output 0 or 1
     * @param classesOffset the first row's
     * @param rows rows of the mini-batch, from 1 to the largest batch
     * @return the cost before the update
     * @throws IllegalArgumentException if the rows don't lie inside the arrays or a class is out of range
     * @throws NonFiniteException if the cost is not finite; no parameter has changed
     */
    public double step(A x, int xOffset, int xStride, int[] classes, int classesOffset, int rows) {
        checkOpen();
        batch.pointToClasses(x, xOffset, xStride, classes, classesOffset, rows);
        return step();
    }

    /**
     * One step on copies of rows.
     *
     * @param x inputs, a row each
     * @param y targets, a row each
     * @return the cost before the update
     * @throws IllegalArgumentException if numbers of rows or elements don't fit
     * @throws NonFiniteException if the cost is not finite; no parameter has changed
     */
    public double step(double[][] x, double[][] y) {
        checkOpen();
        stage(x, y);
        return step();
    }

    /**
     * One step on copies of rows.
     *
     * @param x inputs, a row each
     * @param y targets, a row each
     * @return the cost before the update
     * @throws IllegalArgumentException if numbers of rows or elements don't fit
     * @throws NonFiniteException if the cost is not finite; no parameter has changed
     */
    public double step(float[][] x, float[][] y) {
        checkOpen();
        staging.copyInputs(x);
        staging.copyTargets(y, x.length);
        pointToStagedRows(x.length);
        return step();
    }

    /**
     * One step on copies of rows, on classes.
     *
     * @param x inputs, a row each
     * @param classes class of each row
     * @return the cost before the update
     * @throws IllegalArgumentException if numbers of rows or elements don't fit or a class is out of range
     * @throws NonFiniteException if the cost is not finite; no parameter has changed
     */
    public double step(double[][] x, int[] classes) {
        checkOpen();
        staging.copyInputs(x);
        Staging.checkNumber("classes", classes.length, x.length);
        batch.pointToClasses(staging.x, 0, network.inputs(), classes, 0, x.length);
        return step();
    }

    /**
     * One step on copies of rows, on classes.
     *
     * @param x inputs, a row each
     * @param classes class of each row
     * @return the cost before the update
     * @throws IllegalArgumentException if numbers of rows or elements don't fit or a class is out of range
     * @throws NonFiniteException if the cost is not finite; no parameter has changed
     */
    public double step(float[][] x, int[] classes) {
        checkOpen();
        staging.copyInputs(x);
        Staging.checkNumber("classes", classes.length, x.length);
        batch.pointToClasses(staging.x, 0, network.inputs(), classes, 0, x.length);
        return step();
    }

    /**
     * Gradients of a mini-batch, without an update; with them activations, error signals and, if the trainer was built
     * for it, the gradient by the input.
     *
     * @param x inputs, row-major
     * @param xOffset first element of the first row
     * @param xStride elements from one row to the next
     * @param y targets, row-major
     * @param yOffset first element of the first row
     * @param yStride elements from one row to the next
     * @param rows rows of the mini-batch
     * @return a view of the trainer's buffers, valid until its next call
     * @throws IllegalArgumentException if the rows don't lie inside the arrays
     * @throws NonFiniteException if the cost is not finite
     */
    public Gradients<A> gradients(A x, int xOffset, int xStride, A y, int yOffset, int yStride, int rows) {
        checkOpen();
        batch.pointToRows(x, xOffset, xStride, y, yOffset, yStride, rows);
        return learner.gradients(batch);
    }

    /**
     * Gradients of a mini-batch of classes, without an update.
     *
     * @param x inputs, row-major
     * @param xOffset first element of the first row
     * @param xStride elements from one row to the next
     * @param classes class of each row
     * @param classesOffset the first row's
     * @param rows rows of the mini-batch
     * @return a view of the trainer's buffers, valid until its next call
     * @throws IllegalArgumentException if the rows don't lie inside the arrays or a class is out of range
     * @throws NonFiniteException if the cost is not finite
     */
    public Gradients<A> gradients(A x, int xOffset, int xStride, int[] classes, int classesOffset, int rows) {
        checkOpen();
        batch.pointToClasses(x, xOffset, xStride, classes, classesOffset, rows);
        return learner.gradients(batch);
    }

    /**
     * Gradients of copied rows, without an update.
     *
     * @param x inputs, a row each
     * @param y targets, a row each
     * @return a view of the trainer's buffers, valid until its next call
     * @throws IllegalArgumentException if numbers of rows or elements don't fit
     * @throws NonFiniteException if the cost is not finite
     */
    public Gradients<A> gradients(double[][] x, double[][] y) {
        checkOpen();
        stage(x, y);
        return learner.gradients(batch);
    }

    /**
     * Cost of a mini-batch, without gradients. May be NaN or infinite.
     *
     * @param x inputs, row-major
     * @param xOffset first element of the first row
     * @param xStride elements from one row to the next
     * @param y targets, row-major
     * @param yOffset first element of the first row
     * @param yStride elements from one row to the next
     * @param rows rows of the mini-batch
     * @return the cost
     * @throws IllegalArgumentException if the rows don't lie inside the arrays
     */
    public double cost(A x, int xOffset, int xStride, A y, int yOffset, int yStride, int rows) {
        checkOpen();
        batch.pointToRows(x, xOffset, xStride, y, yOffset, yStride, rows);
        return learner.cost(batch);
    }

    /**
     * Cost of a mini-batch of classes, without gradients. May be NaN or infinite.
     *
     * @param x inputs, row-major
     * @param xOffset first element of the first row
     * @param xStride elements from one row to the next
     * @param classes class of each row
     * @param classesOffset the first row's
     * @param rows rows of the mini-batch
     * @return the cost
     * @throws IllegalArgumentException if the rows don't lie inside the arrays or a class is out of range
     */
    public double cost(A x, int xOffset, int xStride, int[] classes, int classesOffset, int rows) {
        checkOpen();
        batch.pointToClasses(x, xOffset, xStride, classes, classesOffset, rows);
        return learner.cost(batch);
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
        checkOpen();
        if (data.features() != network.inputs() || data.outputs() != network.outputs() && !isBinary(data)) {
            throw new IllegalArgumentException("data has " + data.features() + " features and " + data.outputs()
                    + " outputs or classes, the network " + network.inputs() + " inputs and " + network.outputs()
                    + " outputs");
        }
        stopRequested = false;
        learner.keepGradients(Arrays.stream(listeners).anyMatch(TrainingListener::readsGradients));
        try {
            return new FitLoop<>(this, data, listeners).run();
        } finally {
            learner.keepGradients(false);
        }
    }

    private boolean isBinary(Dataset<A> data) {
        return data.hasLabels() && data.outputs() == 2 && network.outputs() == 1;
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
            }

            @Override
            public void restore(Source source) {
                learner.restore(source);
                position.restore(State.prefixed("data", source));
            }
        };
    }

    /** Ends the trainer's use and its threads; the network stays. A second call does nothing. */
    @Override
    public void close() {
        closed = true;
        workers.close();
    }

    private double step() {
        return learner.step(batch, position.epoch);
    }

    /** One step on rows of a data set, for {@link FitLoop}. */
    double stepOn(Dataset<A> data, int[] order, int from, int rows) {
        staging.gather(data, order, from, rows);
        if (data.hasLabels()) {
            batch.pointToClasses(staging.x, 0, network.inputs(), staging.classes, 0, rows);
        } else {
            pointToStagedRows(rows);
        }
        return step();
    }

    private void stage(double[][] x, double[][] y) {
        staging.copyInputs(x);
        staging.copyTargets(y, x.length);
        pointToStagedRows(x.length);
    }

    private void pointToStagedRows(int rows) {
        batch.pointToRows(staging.x, 0, network.inputs(), staging.y, 0, network.outputs(), rows);
    }

    private void checkOpen() {
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
}
