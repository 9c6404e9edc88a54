// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.step;

import dev.hadamard.Layer;
import dev.hadamard.Loss;
import dev.hadamard.Network;
import dev.hadamard.Optimizer;
import dev.hadamard.data.Dataset;
import java.util.stream.IntStream;

/**
 * What a training step works on. Steps take the data set's mini-batches in turn, whole ones only.
 *
 * @param network where training begins; a chain of dense layers, never changed by a step
 * @param loss the loss
 * @param optimizer the optimiser
 * @param data training data
 * @param batch rows of a mini-batch
 * @param <A> {@code float[]} or {@code double[]}
 */
public record StepSetup<A>(Network<A> network, Loss loss, Optimizer optimizer, Dataset<A> data, int batch) {

    /** Takes the whole data set as one mini-batch where that is smaller. */
    public StepSetup {
        batch = Math.min(batch, data.rows());
    }

    /**
     * Widths of input and dense layers; dropout, which has no products, changes none.
     *
     * @return n0, n1, …
     */
    public int[] widths() {
        return IntStream.concat(
                        IntStream.of(network.inputs()),
                        network.layers().stream()
                                .filter(Layer.Dense.class::isInstance)
                                .mapToInt(layer -> ((Layer.Dense) layer).units()))
                .toArray();
    }

    /**
     * Operations of one step.
     *
     * @return as {@link StepCost} counts them
     */
    public long operations() {
        return StepCost.operations(batch, widths());
    }

    /**
     * As many rows as a number of operations pays for.
     *
     * @param operations the budget
     * @return 1 to batch
     */
    public int rowsWithin(long operations) {
        long affordable = operations / StepCost.operations(1, widths());
        return (int) Math.max(1, Math.min(batch, affordable));
    }

    /**
     * The same setup with other mini-batches.
     *
     * @param rows rows of a mini-batch
     * @return the setup
     */
    public StepSetup<A> withBatch(int rows) {
        return new StepSetup<>(network, loss, optimizer, data, rows);
    }

    /**
     * The first rows of the data set.
     *
     * @param rows how many, at least 1
     * @return a copy
     */
    public Dataset<A> first(int rows) {
        return data.subset(IntStream.range(0, rows).toArray());
    }
}
