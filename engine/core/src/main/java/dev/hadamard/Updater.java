// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.DenseKernels;
import dev.hadamard.compute.Workers;
import java.util.List;
import java.util.Objects;

/**
 * The second half of a {@link Trainer}: applies optimiser, penalties, clipping, schedule and limits to a network, with
 * cost and gradient computed elsewhere, by other processes say. With what a trainer's {@link Trainer#gradients} gives,
 * its steps are the trainer's, to the bit. A step allocates nothing of its own. Confined to one caller.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Updater<A> implements AutoCloseable {

    private final Network<A> network;
    private final A gradients;
    private final Workers workers;
    private final Descent<A> descent;
    private GradientSource<A> source;
    private boolean closed;

    /**
     * Where cost and gradient come from.
     *
     * @param <A> {@code float[]} or {@code double[]}
     */
    @FunctionalInterface
    public interface GradientSource<A> {

        /**
         * Computes cost and gradient, without penalties.
         *
         * @param parameters where; not to be changed
         * @param gradient what to fill, laid out like the parameters
         * @return the cost; of one that is not finite the gradient is not read
         */
        double evaluate(A parameters, A gradient);
    }

    Updater(TrainerBuilder<A> builder) {
        this.network = builder.network;
        UpdatePlan plan = builder.updatePlan();
        this.workers = new Workers(builder.threads);
        List<DenseKernels<A>> kernels = builder.chosenBackend().newKernels(network.elements(), workers.count());
        this.gradients = network.elements().allocate(network.parameterCount());
        this.descent = new Descent<>(builder, plan, kernels, workers, gradients, this::evaluate);
    }

    /**
     * One step: cost and gradient from the source, penalties, then the update. L-BFGS asks the source several times.
     *
     * @param gradientSource where cost and gradient come from
     * @return the cost before the update, penalties included
     * @throws NonFiniteException if the cost is not finite, or with {@link Guard#FULL} the gradient; no parameter has
     *     changed
     */
    public double step(GradientSource<A> gradientSource) {
        if (closed) {
            throw new IllegalStateException("the updater is closed");
        }
        source = Objects.requireNonNull(gradientSource, "gradientSource");
        try {
            return descent.step(0);
        } finally {
            source = null;
        }
    }

    private double evaluate() {
        double cost = source.evaluate(network.parameters(), gradients);
        if (!Double.isFinite(cost)) {
            throw new NonFiniteException(
                    descent.steps() + 1, network.graph().output().layer(), "cost", cost);
        }
        return cost + descent.addPenalty();
    }

    /**
     * What it changes.
     *
     * @return the network
     */
    public Network<A> network() {
        return network;
    }

    /**
     * Steps done.
     *
     * @return number of updates since it was built or restored
     */
    public long steps() {
        return descent.steps();
    }

    /**
     * Everything but the parameters that the next step depends on.
     *
     * @return optimiser and number of steps; to be used between steps, by the updater's caller
     */
    public State state() {
        return descent;
    }

    /** Ends the updater's use and its threads; the network stays. A second call does nothing. */
    @Override
    public void close() {
        closed = true;
        workers.close();
    }
}
