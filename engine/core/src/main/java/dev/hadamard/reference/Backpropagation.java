// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Memoized backpropagation: one pass forward that keeps each layer's Z and A, one pass back that computes each Δ once
 * and uses it twice, for the layer's own gradient and for the error signal of the layer below:
 *
 * <pre>{@code
 * Δ(L)   = J(L)ᵀ dCost/dA(L)
 * dWl    = A(l-1)ᵀ Δl,   dbl = Δl
 * Δ(l-1) = J(l-1)ᵀ (Δl Wlᵀ)         element-wise: (Δl Wlᵀ) ⊙ f'(Z(l-1))
 * }</pre>
 *
 * <p>The cost of both passes grows linearly with depth.
 *
 * @param network the network
 * @param loss the loss
 */
public record Backpropagation(ReferenceNetwork network, ReferenceLoss loss) implements GradientRule {

    /**
     * Checks that nothing is missing.
     *
     * @param network the network
     * @param loss the loss
     * @throws NullPointerException if an argument is null
     */
    public Backpropagation {
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(loss, "loss");
    }

    /**
     * One sample's pass, with all that it computed.
     *
     * @param cost l(A(L)(x), y), without the weight
     * @param layers one trace a layer, error signals filled
     * @param inputGradient ∂(weight · l)/∂x, n0 numbers
     */
    public record Pass(double cost, List<LayerTrace> layers, double[] inputGradient) {

        /**
         * The traces of all dense layers, in the order of {@link ReferenceNetwork#denseLayers}.
         *
         * @return a new list
         */
        public List<LayerTrace.OfDense> denseLayers() {
            return activatedLayers().stream()
                    .filter(LayerTrace.OfDense.class::isInstance)
                    .map(LayerTrace.OfDense.class::cast)
                    .toList();
        }

        /**
         * The traces of all layers that end with an activation, in the order of computation.
         *
         * @return a new list
         */
        public List<LayerTrace.OfActivation> activatedLayers() {
            List<LayerTrace.OfActivation> activated = new ArrayList<>();
            collect(layers, activated);
            return activated;
        }

        private static void collect(List<LayerTrace> layers, List<LayerTrace.OfActivation> activated) {
            for (LayerTrace trace : layers) {
                if (trace instanceof LayerTrace.OfActivation one) {
                    activated.add(one);
                } else if (trace instanceof LayerTrace.OfResidual residual) {
                    collect(residual.inner(), activated);
                } else if (trace instanceof ReferenceConcatenation.Trace concatenation) {
                    concatenation.inner().forEach(branch -> collect(branch, activated));
                }
            }
        }
    }

    /** {@code dWl += A(l-1)ᵀ Δl, dbl += Δl}. */
    @Override
    public double accumulate(double[] x, double[] y, double weight, ReferenceGradients gradients) {
        return pass(x, y, weight, gradients, false).cost();
    }

    /** {@code Δ1 W1ᵀ}. */
    @Override
    public double[] inputGradient(double[] x, double[] y, double weight) {
        return pass(x, y, weight, new ReferenceGradients(network)).inputGradient();
    }

    /**
     * {@code dWl += A(l-1)ᵀ Δl, dbl += Δl}, and every Z, A, Δ on the way, and the gradient by the input {@code Δ1 W1ᵀ}.
     *
     * @param x input, n0 numbers
     * @param y target, n(L) numbers
     * @param weight the sample's weight, for a mean 1/rows; it is inside each Δ
     * @param gradients added to
     * @return the pass
     * @throws IllegalArgumentException if x or y has another length, or gradients belongs to another network
     */
    public Pass pass(double[] x, double[] y, double weight, ReferenceGradients gradients) {
        return pass(x, y, weight, gradients, true);
    }

    private Pass pass(double[] x, double[] y, double weight, ReferenceGradients gradients, boolean wantInput) {
        OutputError.check(network, x, y);
        List<LayerTrace> traces = network.forward(x);
        LayerTrace top = OutputError.top(traces);
        double[] dInput;
        if (top instanceof LayerTrace.OfDense dense) {
            List<LayerTrace> below = traces.subList(0, traces.size() - 1);
            OutputError.delta(loss, dense, y, weight, dense.delta());
            double[] dA = useDelta(dense, gradients, wantInput || !below.isEmpty());
            dInput = backward(below, dA, gradients, wantInput);
        } else {
            double[] dA = OutputError.byOutput(loss, top, y, weight);
            dInput = backward(traces, dA, gradients, wantInput);
        }
        return new Pass(OutputError.cost(loss, top, y), traces, dInput);
    }

    /**
     * From dA, the gradient by the last layer's output, to the gradient by the first one's input; null if that is not
     * wanted.
     */
    private static double[] backward(
            List<LayerTrace> traces, double[] dA, ReferenceGradients gradients, boolean wantInput) {
        double[] error = dA;
        for (int l = traces.size() - 1; l >= 0; l--) {
            error = through(traces.get(l), error, gradients, l > 0 || wantInput);
        }
        return error;
    }

    /** From dA to dA_in of one layer, and its parameters' gradients. */
    static double[] through(LayerTrace trace, double[] dA, ReferenceGradients gradients, boolean wanted) {
        if (trace instanceof LayerTrace.OfDense dense) {
            dense.layer().activation().vectorJacobianProduct(dense.z(), dense.output(), dA, dense.delta());
            return useDelta(dense, gradients, wanted);
        } else if (trace instanceof LayerTrace.OfResidual residual) {
            return throughBothPaths(residual, dA, gradients, wanted);
        } else if (trace instanceof ReferenceConcatenation.Trace concatenation) {
            return throughAllBranches(concatenation, dA, gradients, wanted);
        } else if (trace instanceof NormTrace norm) {
            norm.activation().vectorJacobianProduct(norm.z(), norm.output(), dA, norm.delta());
            NormTrace.addGradient(norm, norm.delta(), gradients);
            return norm.times(norm.delta());
        }
        System.arraycopy(dA, 0, trace.delta(), 0, dA.length);
        return trace instanceof LayerTrace.OfDropout dropout
                ? dropout.times(dA)
                : ((ReferenceColumns.Trace) trace).times(dA);
    }

    /** {@code dW += A_inᵀ Δ, db += Δ; dA_in = Δ Wᵀ}, which is null if it is not wanted. */
    static double[] useDelta(LayerTrace.OfDense trace, ReferenceGradients gradients, boolean wanted) {
        gradients.of(trace.layer()).addOuterProduct(trace.input(), trace.delta());
        return wanted ? trace.layer().parameters().timesTransposed(trace.delta()) : null;
    }

    /** {@code A = [F1(A_in), F2(A_in), …], so dA_in = Σ J_Fiᵀ dA_i}: the sum over all branches. */
    private static double[] throughAllBranches(
            ReferenceConcatenation.Trace trace, double[] dA, ReferenceGradients gradients, boolean wanted) {
        System.arraycopy(dA, 0, trace.delta(), 0, dA.length);
        double[] sum = wanted ? new double[trace.input().length] : null;
        for (int b = 0; b < trace.inner().size(); b++) {
            double[] part = backward(trace.inner().get(b), trace.part(dA, b), gradients, wanted);
            for (int i = 0; wanted && i < sum.length; i++) {
                sum[i] += part[i];
            }
        }
        return sum;
    }

    /** {@code A = A_in + F(A_in), so dA_in = dA + J_Fᵀ dA}: the sum over both paths. */
    private static double[] throughBothPaths(
            LayerTrace.OfResidual trace, double[] dA, ReferenceGradients gradients, boolean wanted) {
        System.arraycopy(dA, 0, trace.delta(), 0, dA.length);
        double[] sum = backward(trace.inner(), dA, gradients, wanted);
        if (wanted) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += dA[i];
            }
        }
        return sum;
    }
}
