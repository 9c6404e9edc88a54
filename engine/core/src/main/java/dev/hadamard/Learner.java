// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.DenseKernels;
import dev.hadamard.compute.ParameterUpdate;
import dev.hadamard.compute.Workers;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a {@link Trainer} does with the mini-batch at hand: cost, gradients, update. Knows nothing of where the rows
 * came from. Confined to one caller.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Learner<A> implements State {

    private final Network<A> network;
    private final DenseKernels<A> kernels;
    private final SharedUpdates<A> updates;
    private final TrainingStep<A> training;
    private final Regularizer<A> regularizer;
    private final RateControl rate;
    /** Null for L-BFGS. */
    private final OptimizerState<A> optimizer;

    /** Null but for L-BFGS. */
    private final QuasiNewton<A> quasiNewton;

    /** What L-BFGS evaluates its objective on. */
    private Batch<A> fullBatch;

    private final A epochGradient;

    /** The optimiser's update where products apply it, or null where the whole gradient comes first. */
    private final ParameterUpdate<A> fusedUpdate;

    /** Null unless the caller asked for it. */
    private final GradientGuard<A> guard;

    /** Null unless the caller asked for it. */
    private final Consumer<? super FailedStep<A>> onNonFinite;

    private final State wholeState;
    private boolean keepsGradients;
    private boolean gradientsAreThere;

    private long steps;

    /**
     * Allocates.
     *
     * @param wholeState the trainer's, this learner's own included
     */
    Learner(
            TrainerBuilder<A> builder,
            UpdatePlan plan,
            List<DenseKernels<A>> kernels,
            Workers workers,
            State wholeState) {
        this.network = builder.network;
        this.kernels = kernels.get(0);
        this.updates = new SharedUpdates<>(kernels, workers);
        this.training = new TrainingStep<>(builder, plan, kernels, workers);
        A gradients = training.gradients;
        this.regularizer = new Regularizer<>(
                builder.regularization, builder.clipping, plan, this.kernels, network.parameters(), gradients);
        this.rate = new RateControl(builder.optimizer.rate(), builder.schedule, builder.scheduleByEpoch);
        if (builder.optimizer instanceof Lbfgs lbfgs) {
            this.optimizer = null;
            this.quasiNewton = new QuasiNewton<>(
                    lbfgs, network.elements(), network.parameters(), gradients, () -> gradients(fullBatch).cost);
        } else {
            this.optimizer =
                    new OptimizerState<>(builder.optimizer, plan, network.elements(), network.parameterCount());
            this.quasiNewton = null;
        }
        this.epochGradient =
                builder.stop.derivativeThreshold() > 0 ? network.elements().allocate(network.parameterCount()) : null;
        this.guard =
                builder.guard == Guard.FULL ? new GradientGuard<>(network, this.kernels.reductions(), gradients) : null;
        this.onNonFinite = builder.onNonFinite;
        this.wholeState = wholeState;
        this.fusedUpdate =
                optimizer == null || epochGradient != null || guard != null || regularizer.comesBeforeUpdates()
                        ? null
                        : optimizer.fused(this.kernels.products(), network.parameters(), gradients);
    }

    /** Gradients, then the update at the rate of the step and the epoch; the cost before it. */
    double step(Batch<A> batch, long epochs) {
        try {
            return updated(batch, epochs);
        } catch (NonFiniteException e) {
            throw reported(guard == null ? e : guard.explain(e), batch);
        }
    }

    private double updated(Batch<A> batch, long epochs) {
        double stepRate = rate.rate(steps, epochs);
        double cost;
        gradientsAreThere = false;
        if (quasiNewton != null) {
            fullBatch = batch;
            cost = quasiNewton.step();
        } else if (fusedUpdate != null && !keepsGradients) {
            optimizer.prepareFused(stepRate);
            cost = training.update(batch, steps + 1, fusedUpdate);
            optimizer.countFused();
        } else {
            cost = gradients(batch).cost;
            if (guard != null) {
                guard.check(steps + 1);
            }
            regularizer.clip();
            regularizer.decay(stepRate);
            optimizer.begin(stepRate);
            optimizer.apply(updates, network.parameters(), training.gradients);
        }
        regularizer.limitNorms();
        training.stepDone();
        steps++;
        return cost;
    }

    /** Tells the caller's listener, whose own failure must not hide what it was told. */
    private NonFiniteException reported(NonFiniteException failure, Batch<A> batch) {
        if (onNonFinite != null) {
            try {
                onNonFinite.accept(batch.failed(failure, wholeState));
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
        }
        return failure;
    }

    /** The learning rate of the next step. */
    double rate(long epochs) {
        return rate.rate(steps, epochs);
    }

    /** Takes note of an epoch's figure, for the schedule. */
    void epochDone(double value, boolean higherIsBetter) {
        rate.epochDone(value, higherIsBetter);
    }

    /** Gradients, penalties included, without an update. */
    Gradients<A> gradients(Batch<A> batch) {
        training.gradients(batch, steps + 1);
        gradientsAreThere = true;
        training.view.cost += regularizer.penalty();
        regularizer.addPenaltyGradient();
        return training.view;
    }

    /** Whether steps leave their gradients behind, with the same bits, or may apply them where they arise. */
    void keepGradients(boolean keep) {
        keepsGradients = keep;
    }

    /** What the last step or call of {@link #gradients} left behind. */
    Gradients<A> lastGradients() {
        if (!gradientsAreThere) {
            throw new IllegalStateException(
                    "no gradients are there: before the first step, or the step applied them where they arose;"
                            + " a listener that readsGradients() or guard(Guard.FULL) makes it keep them");
        }
        return training.view;
    }

    /** The cost alone, penalties included. */
    double cost(Batch<A> batch) {
        return training.cost(batch) + regularizer.penalty();
    }

    /** The cost alone, without penalties. */
    double dataCost(Batch<A> batch) {
        return training.cost(batch);
    }

    /** Whether a step has to see all rows. */
    boolean needsFullBatch() {
        return quasiNewton != null;
    }

    /** Updates since it was made or restored. */
    long steps() {
        return steps;
    }

    /** Whether somebody asked for the gradient of whole epochs. */
    boolean sumsEpochGradient() {
        return epochGradient != null;
    }

    /** Adds the last step's gradients to the epoch's. */
    void addToEpochGradient(double share) {
        kernels.reductions().addScaled(share, training.gradients, 0, epochGradient, 0, network.parameterCount());
    }

    /** Largest absolute value of the epoch's gradient, which is then cleared. */
    double takeLargestDerivative() {
        double largest = kernels.reductions().maxAbs(epochGradient, 0, network.parameterCount());
        network.elements().fill(epochGradient, 0, network.parameterCount(), 0);
        return largest;
    }

    @Override
    public void save(Sink sink) {
        sink.put("steps", steps);
        (optimizer != null ? optimizer : quasiNewton).save(State.prefixed("optimizer", sink));
        rate.save(State.prefixed("rate", sink));
        if (epochGradient != null) {
            sink.putArray("epochGradient", epochGradient);
        }
    }

    @Override
    public void restore(Source source) {
        steps = Arguments.count("steps", source);
        (optimizer != null ? optimizer : quasiNewton).restore(State.prefixed("optimizer", source));
        rate.restore(State.prefixed("rate", source));
        if (epochGradient != null) {
            source.getArray("epochGradient", epochGradient);
        }
    }
}
