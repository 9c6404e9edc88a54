// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.Workspace.Tensors;
import dev.hadamard.compute.DenseKernels;
import dev.hadamard.compute.Elements;
import dev.hadamard.compute.ParameterUpdate;
import dev.hadamard.compute.Workers;
import java.util.List;

/**
 * One mini-batch through the network: forward, cost, backward. The numerical heart of a {@link Trainer}, which adds
 * data, optimiser and bookkeeping. Confined to one caller.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class TrainingStep<A> {

    private final Network<A> network;
    private final DenseKernels<A> kernels;
    private final Workspace<A> workspace;
    private final Passes<A> passes;
    private final CostFunction<A> cost;
    final A gradients;
    final Gradients<A> view;

    TrainingStep(TrainerBuilder<A> builder, UpdatePlan plan, List<DenseKernels<A>> kernels, Workers workers) {
        this.network = builder.network;
        this.kernels = kernels.get(0);
        Elements<A> elements = network.elements();
        Workspace.Use use = builder.inputGradient ? Workspace.Use.TRAIN_WITH_INPUT_GRADIENT : Workspace.Use.TRAIN;
        boolean keepsLogits = CostFunction.readsLogits(builder.loss, network);
        this.workspace = new Workspace<>(network.graph(), elements, builder.batch, use, keepsLogits, plan);
        this.passes = new Passes<>(network, workspace, kernels, workers, plan);
        this.cost = new CostFunction<>(builder.loss, network, elements, this.kernels, builder.batch);
        this.gradients = elements.allocate(network.parameterCount());
        this.view = new Gradients<>(network, workspace, gradients);
    }

    /** The cost alone, as in prediction: nothing is dropped. It may be non-finite. */
    double cost(Batch<A> batch) {
        return evaluate(batch, false, Pass.PREDICTION);
    }

    /**
     * Cost and gradients.
     *
     * @throws NonFiniteException if the cost is not finite; nothing but buffers has changed then
     */
    double gradients(Batch<A> batch, long step) {
        return backward(batch, step, null);
    }

    /**
     * Cost, and parameters updated where their gradients are computed.
     *
     * @throws NonFiniteException if the cost is not finite; nothing but buffers has changed then
     */
    double update(Batch<A> batch, long step, ParameterUpdate<A> update) {
        return backward(batch, step, update);
    }

    /** Takes note that the last gradients became a step. */
    void stepDone() {
        passes.stepDone(network.parameters());
    }

    private double backward(Batch<A> batch, long step, ParameterUpdate<A> update) {
        double value = evaluate(batch, true, step);
        if (!Double.isFinite(value)) {
            throw nonFinite(step, batch, value);
        }
        passes.backward(network.parameters(), gradients, batch.rows, cost.isFused(), update);
        view.cost = value;
        view.rows = batch.rows;
        return value;
    }

    private double evaluate(Batch<A> batch, boolean withGradient, long step) {
        workspace.setInput(batch.x, batch.xOffset, batch.xStride);
        passes.forward(network.parameters(), batch.rows, step);
        return cost.evaluate(batch, workspace.output(), withGradient);
    }

    /** Looks for the first tensor with a non-finite number, in the order of computation. */
    private NonFiniteException nonFinite(long step, Batch<A> batch, double value) {
        NonFiniteException found = inRows(step, 0, "input", workspace.input(), batch.rows);
        for (int i = 0; found == null && i < network.graph().operations().size(); i++) {
            Operation operation = network.graph().operations().get(i);
            if (operation instanceof Operation.Parameterized layer) {
                found = inParameters(step, layer.layer());
            }
            if (found == null) {
                Tensors<A> tensors = workspace.tensors.get(operation.output());
                found = inRows(step, tensors.port.layer(), "activation", tensors, batch.rows);
            }
        }
        int last = network.graph().output().layer();
        return found != null ? found : new NonFiniteException(step, last, "cost", value);
    }

    private NonFiniteException inParameters(long step, int layer) {
        for (ParameterRange range : network.graph().ranges()) {
            if (range.layer() == layer) {
                int index = kernels.reductions().indexOfNonFinite(network.parameters(), range.offset(), range.length());
                if (index >= 0) {
                    double bad = network.elements().get(network.parameters(), range.offset() + index);
                    NonFiniteException.Place place = new NonFiniteException.Place(
                            range.name(), index / range.columns(), index % range.columns());
                    return new NonFiniteException(step, range.layer(), "weights", bad, place);
                }
            }
        }
        return null;
    }

    private NonFiniteException inRows(long step, int layer, String name, Tensors<A> tensors, int rows) {
        int width = tensors.port.width();
        for (int row = 0; row < rows; row++) {
            int start = tensors.offset + row * tensors.stride;
            int index = kernels.reductions().indexOfNonFinite(tensors.a, start, width);
            if (index >= 0) {
                double bad = network.elements().get(tensors.a, start + index);
                return new NonFiniteException(step, layer, name, bad, NonFiniteException.Place.ofSample(row, index));
            }
        }
        return null;
    }
}
