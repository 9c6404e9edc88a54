// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import java.util.List;

/**
 * What one sample leaves behind on its way through one layer: the memory of memoized backpropagation. The arrays are
 * those that were computed with, not copies.
 */
public sealed interface LayerTrace
        permits LayerTrace.OfActivation,
                LayerTrace.OfResidual,
                LayerTrace.OfDropout,
                ReferenceConcatenation.Trace,
                ReferenceColumns.Trace {

    /**
     * The layer passed.
     *
     * @return the layer
     */
    ReferenceLayer layer();

    /**
     * A(l-1).
     *
     * @return n(l-1) numbers
     */
    double[] input();

    /**
     * A(l).
     *
     * @return n(l) numbers
     */
    double[] output();

    /**
     * The error signal Δ, by the pre-activation Z; where there is no activation, as in a residual layer or a dropout,
     * that is by the output. Zeros until backpropagation has passed.
     *
     * @return n(l) numbers
     */
    double[] delta();

    /** The trace of a layer that ends with an activation, {@code A = f(Z), Δ = dCost/dZ}. */
    sealed interface OfActivation extends LayerTrace permits OfDense, NormTrace {

        /**
         * Z.
         *
         * @return n(l) numbers
         */
        double[] z();

        /**
         * The activation f.
         *
         * @return f
         */
        ReferenceActivation activation();
    }

    /**
     * The trace of a dense layer, {@code Z = A_in W + b, A = f(Z), Δ = dCost/dZ}.
     *
     * @param layer the layer
     * @param input A_in, in numbers
     * @param z Z, out numbers
     * @param output A, out numbers
     * @param delta Δ, out numbers
     */
    record OfDense(ReferenceLayer.Dense layer, double[] input, double[] z, double[] output, double[] delta)
            implements OfActivation {

        @Override
        public ReferenceActivation activation() {
            return layer.activation();
        }
    }

    /**
     * The trace of a residual layer, {@code A = A_in + F(A_in), Δ = dCost/dA}.
     *
     * @param layer the layer
     * @param input A_in, n numbers
     * @param inner the traces of F's layers, first to last
     * @param output A, n numbers
     * @param delta Δ, n numbers
     */
    record OfResidual(
            ReferenceLayer.Residual layer, double[] input, List<LayerTrace> inner, double[] output, double[] delta)
            implements LayerTrace {}

    /**
     * The trace of a dropout, {@code A = A_in ⊙ M, Δ = dCost/dA}.
     *
     * @param layer the layer
     * @param input A_in, n numbers
     * @param factors M, n numbers
     * @param output A, n numbers
     * @param delta Δ, n numbers
     */
    record OfDropout(ReferenceLayer.Dropout layer, double[] input, double[] factors, double[] output, double[] delta)
            implements LayerTrace {

        /** {@code v ⊙ M}: a diagonal Jacobian. */
        double[] times(double[] v) {
            double[] product = new double[v.length];
            for (int i = 0; i < v.length; i++) {
                product[i] = v[i] * factors[i];
            }
            return product;
        }
    }
}
