// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import java.util.List;
import java.util.Objects;

/**
 * The chain rule without memory: each layer's derivative is multiplied out from the loss anew, and the forward values
 * are computed anew for it,
 *
 * <pre>{@code
 * dWl = A(l-1)ᵀ [dCost/dA(L) · J(L) W(L)ᵀ · J(L-1) W(L-1)ᵀ … J(l)]
 * }</pre>
 *
 * <p>from left to right, so that each factor meets a row and not a matrix. Layer l costs a forward pass and L − l + 1
 * factors; all layers together grow with the square of the depth, where {@link Backpropagation}, which keeps the
 * bracket of layer l as Δl for layer l − 1, grows linearly. The difference is what memoization saves.
 *
 * <p>A row-wise activation's J is multiplied out as an explicit matrix; an element-wise one's is a diagonal, and is
 * treated as such.
 *
 * @param network the network
 * @param loss the loss
 */
public record UnsharedChainRule(ReferenceNetwork network, ReferenceLoss loss) implements GradientRule {

    /**
     * Checks that nothing is missing.
     *
     * @param network the network
     * @param loss the loss
     * @throws NullPointerException if an argument is null
     */
    public UnsharedChainRule {
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(loss, "loss");
    }

    /** {@code dWl += A(l-1)ᵀ Δl, dbl += Δl}, each Δl by a chain of its own. */
    @Override
    public double accumulate(double[] x, double[] y, double weight, ReferenceGradients gradients) {
        OutputError.check(network, x, y);
        for (ReferenceLayer layer : network.parameterLayers()) {
            addGradient(layer, network.forward(x), y, weight, gradients);
        }
        return cost(x, y);
    }

    /** {@code dCost/dA(L) · J(L) W(L)ᵀ … J(1) W1ᵀ}. */
    @Override
    public double[] inputGradient(double[] x, double[] y, double weight) {
        OutputError.check(network, x, y);
        List<LayerTrace> traces = network.forward(x);
        LayerTrace top = OutputError.top(traces);
        if (top instanceof LayerTrace.OfDense dense) {
            double[] dA = timesWeights(dense, outputDelta(dense, y, weight));
            return through(traces.subList(0, traces.size() - 1), dA);
        }
        return through(traces, OutputError.byOutput(loss, top, y, weight));
    }

    /** {@code dW += A_inᵀ Δ, db += Δ} for the one layer {@code target}. */
    private void addGradient(
            ReferenceLayer target, List<LayerTrace> traces, double[] y, double weight, ReferenceGradients gradients) {
        LayerTrace top = OutputError.top(traces);
        if (top instanceof LayerTrace.OfDense dense) {
            double[] delta = outputDelta(dense, y, weight);
            if (dense.layer() == target) {
                gradients.of(target).addOuterProduct(dense.input(), delta);
            } else {
                descend(target, traces.subList(0, traces.size() - 1), timesWeights(dense, delta), gradients);
            }
        } else {
            descend(target, traces, OutputError.byOutput(loss, top, y, weight), gradients);
        }
    }

    /** From dA, the gradient by the last layer's output, down to the target: one of the layers, or inside one. */
    private static void descend(
            ReferenceLayer target, List<LayerTrace> traces, double[] dA, ReferenceGradients gradients) {
        double[] v = dA;
        for (int l = traces.size() - 1; l >= 0; l--) {
            LayerTrace trace = traces.get(l);
            if (trace instanceof LayerTrace.OfDense dense && dense.layer() == target) {
                gradients.of(target).addOuterProduct(dense.input(), timesJacobian(dense, v));
                return;
            }
            if (trace instanceof NormTrace norm && norm.layer() == target) {
                NormTrace.addGradient(norm, timesJacobian(norm, v), gradients);
                return;
            }
            // Only the path through F meets the target: the skip path holds no parameters.
            if (trace instanceof LayerTrace.OfResidual residual
                    && contains(residual.layer().layers(), target)) {
                descend(target, residual.inner(), v, gradients);
                return;
            }
            if (trace instanceof ReferenceConcatenation.Trace concatenation) {
                for (int b = 0; b < concatenation.inner().size(); b++) {
                    if (contains(concatenation.layer().branches().get(b), target)) {
                        descend(target, concatenation.inner().get(b), concatenation.part(v, b), gradients);
                        return;
                    }
                }
            }
            v = through(trace, v);
        }
        throw new IllegalStateException("no layer \"" + target + "\" in " + traces.size() + " layers");
    }

    private static boolean contains(List<ReferenceLayer> layers, ReferenceLayer target) {
        for (ReferenceLayer layer : layers) {
            if (layer == target
                    || layer instanceof ReferenceLayer.Residual inner && contains(inner.layers(), target)
                    || layer instanceof ReferenceConcatenation concatenation
                            && concatenation.branches().stream().anyMatch(branch -> contains(branch, target))) {
                return true;
            }
        }
        return false;
    }

    /** {@code v · J(l) Wlᵀ … }, from the last of the layers to the first. */
    private static double[] through(List<LayerTrace> traces, double[] v) {
        double[] product = v;
        for (int l = traces.size() - 1; l >= 0; l--) {
            product = through(traces.get(l), product);
        }
        return product;
    }

    /**
     * {@code v · J Wᵀ} for a dense layer, {@code v + v · J_F}, both paths, for a residual one, {@code Σ v_i · J_Fi} for
     * a concatenation, {@code v ⊙ M} for dropout.
     */
    private static double[] through(LayerTrace trace, double[] v) {
        if (trace instanceof LayerTrace.OfDense dense) {
            return timesWeights(dense, timesJacobian(dense, v));
        } else if (trace instanceof NormTrace norm) {
            return norm.times(timesJacobian(norm, v));
        } else if (trace instanceof LayerTrace.OfDropout dropout) {
            return dropout.times(v);
        } else if (trace instanceof ReferenceColumns.Trace columns) {
            return columns.times(v);
        } else if (trace instanceof ReferenceConcatenation.Trace concatenation) {
            double[] sum = new double[concatenation.input().length];
            for (int b = 0; b < concatenation.inner().size(); b++) {
                add(sum, through(concatenation.inner().get(b), concatenation.part(v, b)));
            }
            return sum;
        }
        double[] sum = through(((LayerTrace.OfResidual) trace).inner(), v);
        add(sum, v);
        return sum;
    }

    private static void add(double[] sum, double[] v) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += v[i];
        }
    }

    private double[] outputDelta(LayerTrace.OfDense top, double[] y, double weight) {
        double[] delta = new double[y.length];
        OutputError.delta(loss, top, y, weight, delta);
        return delta;
    }

    /** {@code v Wᵀ}: out numbers to in numbers. */
    private static double[] timesWeights(LayerTrace.OfDense trace, double[] v) {
        return trace.layer().parameters().timesTransposed(v);
    }

    /** {@code (v J)_j = Σ_i v_i ∂a_i/∂z_j}, out numbers; for a diagonal J, {@code v_j f'(z_j)}. */
    private static double[] timesJacobian(LayerTrace.OfActivation trace, double[] v) {
        double[] product = new double[v.length];
        if (trace.activation() instanceof ElementWise f) {
            f.vectorJacobianProduct(trace.z(), trace.output(), v, product);
            return product;
        }
        double[][] jacobian = trace.activation().jacobian(trace.z(), trace.output());
        for (int i = 0; i < v.length; i++) {
            for (int j = 0; j < v.length; j++) {
                product[j] += v[i] * jacobian[i][j];
            }
        }
        return product;
    }
}
