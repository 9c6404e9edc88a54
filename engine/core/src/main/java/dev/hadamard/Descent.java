// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.DenseKernels;
import dev.hadamard.compute.Workers;
import java.util.List;

/**
 * What makes a step of cost and gradient: the rate at hand, guard, clipping, decay, the optimiser's update or L-BFGS'
 * iteration, the limit of norms. Where cost and gradient come from is the objective's to know. Confined to one caller.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Descent<A> implements State {

    private final Network<A> network;
    private final A gradients;
    private final QuasiNewton.Objective objective;
    private final SharedUpdates<A> updates;
    private final RateControl rate;
    final Regularizer<A> regularizer;
    /** Null for L-BFGS. */
    final OptimizerState<A> optimizer;

    /** Null but for L-BFGS. */
    private final QuasiNewton<A> quasiNewton;

    /** Null unless the caller asked for it. */
    final GradientGuard<A> guard;

    private long steps;

    /**
     * Allocates.
     *
     * @param objective leaves the gradient, penalties included, in {@code gradients}
     */
    Descent(
            TrainerBuilder<A> builder,
            UpdatePlan plan,
            List<DenseKernels<A>> kernels,
            Workers workers,
            A gradients,
            QuasiNewton.Objective objective) {
        this.network = builder.network;
        this.gradients = gradients;
        this.objective = objective;
        this.updates = new SharedUpdates<>(kernels, workers);
        this.rate = new RateControl(builder.optimizer.rate(), builder.schedule, builder.scheduleByEpoch);
        this.regularizer = new Regularizer<>(
                builder.regularization, builder.clipping, plan, kernels.get(0), network.parameters(), gradients);
        if (builder.optimizer instanceof Lbfgs lbfgs) {
            this.optimizer = null;
            this.quasiNewton = new QuasiNewton<>(lbfgs, network.elements(), network.parameters(), gradients, objective);
        } else {
            this.optimizer =
                    new OptimizerState<>(builder.optimizer, plan, network.elements(), network.parameterCount());
            this.quasiNewton = null;
        }
        this.guard = builder.guard == Guard.FULL
                ? new GradientGuard<>(network, kernels.get(0).reductions(), gradients)
                : null;
    }

    /** One step at the rate of the step and the epoch; the cost before it. */
    double step(long epochs) {
        double cost;
        if (quasiNewton != null) {
            cost = quasiNewton.step();
        } else {
            cost = objective.evaluate();
            if (guard != null) {
                guard.check(steps + 1);
            }
            double stepRate = rate(epochs);
            regularizer.clip();
            regularizer.decay(stepRate);
            optimizer.begin(stepRate);
            optimizer.apply(updates, network.parameters(), gradients);
        }
        stepDone();
        return cost;
    }

    /** What follows the update. */
    void stepDone() {
        regularizer.limitNorms();
        steps++;
    }

    /** The learning rate of the next step. */
    double rate(long epochs) {
        return rate.rate(steps, epochs);
    }

    /** Takes note of an epoch's figure, for the schedule. */
    void epochDone(double value, boolean higherIsBetter) {
        rate.epochDone(value, higherIsBetter);
    }

    /** Adds the penalties' gradient; the penalties. */
    double addPenalty() {
        double penalty = regularizer.penalty();
        regularizer.addPenaltyGradient();
        return penalty;
    }

    /** Whether a step has to see all rows. */
    boolean needsFullBatch() {
        return quasiNewton != null;
    }

    /** Updates since it was made or restored. */
    long steps() {
        return steps;
    }

    @Override
    public void save(Sink sink) {
        sink.put("steps", steps);
        (optimizer != null ? optimizer : quasiNewton).save(State.prefixed("optimizer", sink));
        rate.save(State.prefixed("rate", sink));
    }

    @Override
    public void restore(Source source) {
        steps = Arguments.count("steps", source);
        (optimizer != null ? optimizer : quasiNewton).restore(State.prefixed("optimizer", source));
        rate.restore(State.prefixed("rate", source));
    }
}
