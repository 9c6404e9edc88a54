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
    private final TrainingStep<A> training;
    private final Descent<A> descent;

    /** What the objective is evaluated on. */
    private Batch<A> batchAtHand;

    private final A epochGradient;

    /** The optimiser's update where products apply it, or null where the whole gradient comes first. */
    private final ParameterUpdate<A> fusedUpdate;

    /** Null unless the caller asked for it. */
    private final Consumer<? super FailedStep<A>> onNonFinite;

    private final State wholeState;
    private boolean keepsGradients;
    private boolean gradientsAreThere;

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
        this.training = new TrainingStep<>(builder, plan, kernels, workers);
        this.descent =
                new Descent<>(builder, plan, kernels, workers, training.gradients, () -> gradients(batchAtHand).cost);
        this.epochGradient =
                builder.stop.derivativeThreshold() > 0 ? network.elements().allocate(network.parameterCount()) : null;
        this.onNonFinite = builder.onNonFinite;
        this.wholeState = wholeState;
        boolean separate = descent.needsFullBatch()
                || epochGradient != null
                || descent.guard != null
                || descent.regularizer.comesBeforeUpdates();
        this.fusedUpdate = separate
                ? null
                : descent.optimizer.fused(this.kernels.products(), network.parameters(), training.gradients);
    }

    /** Gradients, then the update at the rate of the step and the epoch; the cost before it. */
    double step(Batch<A> batch, long epochs) {
        try {
            return updated(batch, epochs);
        } catch (NonFiniteException e) {
            throw reported(descent.guard == null ? e : descent.guard.explain(e), batch);
        }
    }

    private double updated(Batch<A> batch, long epochs) {
        double cost;
        gradientsAreThere = false;
        batchAtHand = batch;
        if (fusedUpdate != null && !keepsGradients) {
            descent.optimizer.prepareFused(descent.rate(epochs));
            cost = training.update(batch, steps() + 1, fusedUpdate);
            descent.optimizer.countFused();
            descent.stepDone();
        } else {
            cost = descent.step(epochs);
        }
        training.stepDone();
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
        return descent.rate(epochs);
    }

    /** Takes note of an epoch's figure, for the schedule. */
    void epochDone(double value, boolean higherIsBetter) {
        descent.epochDone(value, higherIsBetter);
    }

    /** Gradients, penalties included, without an update. */
    Gradients<A> gradients(Batch<A> batch) {
        training.gradients(batch, steps() + 1);
        gradientsAreThere = true;
        training.view.cost += descent.addPenalty();
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
        return training.cost(batch) + descent.regularizer.penalty();
    }

    /** The cost alone, without penalties. */
    double dataCost(Batch<A> batch) {
        return training.cost(batch);
    }

    /** Whether a step has to see all rows. */
    boolean needsFullBatch() {
        return descent.needsFullBatch();
    }

    /** Updates since it was made or restored. */
    long steps() {
        return descent.steps();
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
        descent.save(sink);
        if (epochGradient != null) {
            sink.putArray("epochGradient", epochGradient);
        }
    }

    @Override
    public void restore(Source source) {
        descent.restore(source);
        if (epochGradient != null) {
            source.getArray("epochGradient", epochGradient);
        }
    }
}
