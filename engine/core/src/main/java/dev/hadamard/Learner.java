// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.DenseKernels;
import dev.hadamard.compute.ParameterUpdate;
import dev.hadamard.compute.Workers;
import java.util.List;

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
    private final OptimizerState<A> optimizer;
    private final A epochGradient;

    /** The optimiser's update where products apply it, or null where the whole gradient comes first. */
    private final ParameterUpdate<A> fusedUpdate;

    private long steps;

    Learner(TrainerBuilder<A> builder, List<DenseKernels<A>> kernels, Workers workers) {
        this.network = builder.network;
        this.kernels = kernels.get(0);
        this.training =
                new TrainingStep<>(network, builder.loss, kernels, workers, builder.batch, builder.inputGradient);
        this.optimizer = new OptimizerState<>(builder.optimizer, network.elements(), network.parameterCount());
        this.epochGradient =
                builder.stop.derivativeThreshold() > 0 ? network.elements().allocate(network.parameterCount()) : null;
        this.fusedUpdate = epochGradient != null
                ? null
                : optimizer.fused(this.kernels.products(), network.parameters(), training.gradients);
    }

    /** Gradients, then the update; the cost before it. */
    double step(Batch<A> batch) {
        double cost;
        if (fusedUpdate != null) {
            cost = training.update(batch, steps + 1, fusedUpdate);
            optimizer.countFused();
        } else {
            cost = training.gradients(batch, steps + 1);
            optimizer.apply(
                    kernels.updates(),
                    network.parameters(),
                    training.gradients,
                    network.graph().ranges());
        }
        steps++;
        return cost;
    }

    /** Gradients without an update. */
    Gradients<A> gradients(Batch<A> batch) {
        training.gradients(batch, steps + 1);
        return training.view;
    }

    /** The cost alone. */
    double cost(Batch<A> batch) {
        return training.cost(batch);
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
        optimizer.save(State.prefixed("optimizer", sink));
        if (epochGradient != null) {
            sink.putArray("epochGradient", epochGradient);
        }
    }

    @Override
    public void restore(Source source) {
        steps = Arguments.count("steps", source);
        optimizer.restore(State.prefixed("optimizer", source));
        if (epochGradient != null) {
            source.getArray("epochGradient", epochGradient);
        }
    }
}
