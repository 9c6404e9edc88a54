// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.ActivationKernels;
import dev.hadamard.compute.DenseKernels;
import dev.hadamard.compute.ParameterUpdate;
import dev.hadamard.compute.Workers;
import java.util.ArrayList;
import java.util.List;

/**
 * Forward and backward pass of a network over a whole mini-batch: the graph's operations in order. Knows nothing of
 * elements or of how a product is computed. Confined to one caller.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Passes<A> {

    private final List<Pass<A>> passes = new ArrayList<>();
    /** Those among them that keep statistics of mini-batches. */
    private final List<BatchNormPass<A>> batchNorms = new ArrayList<>();

    private final FinishPass<A> finishOutput;

    /**
     * Binds a graph to buffers.
     *
     * @param network the operations, and the seed of what is random
     * @param workspace the buffers
     * @param kernels one set a worker
     * @param workers who computes
     * @param plan which layers are trained; null if none will be
     */
    Passes(
            Network<A> network,
            Workspace<A> workspace,
            List<DenseKernels<A>> kernels,
            Workers workers,
            UpdatePlan plan) {
        ActivationKernels<A> activations = kernels.get(0).activations();
        for (Operation operation : network.graph().operations()) {
            boolean frozen =
                    plan == null || operation instanceof Operation.Parameterized layer && plan.isFrozen(layer.layer());
            if (operation instanceof Operation.Affine affine) {
                passes.add(new DensePass<>(affine, workspace, kernels, workers, frozen));
            } else if (operation instanceof Operation.Normalize normalize) {
                passes.add(new LayerNormPass<>(normalize, workspace, kernels.get(0), frozen));
            } else if (operation instanceof Operation.BatchNormalize normalize) {
                BatchNormPass<A> norm = new BatchNormPass<>(normalize, workspace, kernels.get(0), frozen);
                passes.add(norm);
                batchNorms.add(norm);
            } else if (operation instanceof Operation.Sum sum) {
                passes.add(new SumPass<>(sum, workspace, activations));
            } else if (operation instanceof Operation.Concat concat) {
                passes.add(new ConcatPass<>(concat, workspace, activations));
            } else if (operation instanceof Operation.Slice slice) {
                passes.add(new SlicePass<>(slice, workspace, activations));
            } else {
                passes.add(new DropoutPass<>((Operation.Drop) operation, network.seed(), workspace, activations));
            }
        }
        this.finishOutput = new FinishPass<>(workspace.output(), workspace.elements, activations);
    }

    /**
     * Computes every port's activation from the input that the workspace was given.
     *
     * @param step number of the training step, from 1, or {@link Pass#PREDICTION}
     */
    void forward(A parameters, int rows, long step) {
        for (int i = 0; i < passes.size(); i++) {
            passes.get(i).forward(parameters, rows, step);
        }
    }

    /** Takes note that the last forward and backward pass became a step: what no gradient trains moves. */
    void stepDone(A parameters) {
        for (int i = 0; i < batchNorms.size(); i++) {
            batchNorms.get(i).moveStatistics(parameters);
        }
    }

    /**
     * Computes every Δ and the parameters' gradient.
     *
     * @param outputIsFinished whether the output's delta is already dCost/dZ, as fused losses leave it; else it is
     *     dCost/dA
     * @param update applied to the parameters in place of writing their gradient, or null
     */
    void backward(A parameters, A gradients, int rows, boolean outputIsFinished, ParameterUpdate<A> update) {
        if (!outputIsFinished) {
            finishOutput.run(rows);
        }
        for (int i = passes.size() - 1; i >= 0; i--) {
            passes.get(i).backward(parameters, gradients, rows, update);
        }
    }
}
