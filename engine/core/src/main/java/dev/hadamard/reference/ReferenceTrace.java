// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import java.util.List;

/**
 * All that backpropagation computed for a batch, to compare tensor by tensor. Rows are samples, in the batch's order;
 * the arrays are those that were computed with.
 *
 * @param cost weight · Σ l
 * @param gradients dW, db
 * @param passes one pass a sample
 */
public record ReferenceTrace(double cost, ReferenceGradients gradients, List<Backpropagation.Pass> passes) {

    /**
     * {@code Z} of a dense layer.
     *
     * @param l index in {@link ReferenceNetwork#denseLayers}
     * @return rows x out
     */
    public double[][] preActivations(int l) {
        return passes.stream().map(pass -> pass.denseLayers().get(l).z()).toArray(double[][]::new);
    }

    /**
     * {@code A = f(Z)} of a dense layer.
     *
     * @param l index in {@link ReferenceNetwork#denseLayers}
     * @return rows x out
     */
    public double[][] activations(int l) {
        return passes.stream().map(pass -> pass.denseLayers().get(l).output()).toArray(double[][]::new);
    }

    /**
     * {@code Δ = dCost/dZ} of a dense layer.
     *
     * @param l index in {@link ReferenceNetwork#denseLayers}
     * @return rows x out
     */
    public double[][] deltas(int l) {
        return passes.stream().map(pass -> pass.denseLayers().get(l).delta()).toArray(double[][]::new);
    }

    /**
     * {@code A} of a layer, dense or residual.
     *
     * @param l index in {@link ReferenceNetwork#layers}
     * @return rows x out
     */
    public double[][] outputs(int l) {
        return passes.stream().map(pass -> pass.layers().get(l).output()).toArray(double[][]::new);
    }

    /**
     * {@code dCost/dA0 = Δ1 W1ᵀ}.
     *
     * @return rows x n0
     */
    public double[][] inputGradients() {
        return passes.stream().map(Backpropagation.Pass::inputGradient).toArray(double[][]::new);
    }
}
