// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import java.util.List;
import java.util.Optional;

/** Where the loss meets the network's last layer: a sample's cost, and the error signal that starts on its way back. */
final class OutputError {

    private OutputError() {}

    /** The trace of layer L. */
    static LayerTrace top(List<LayerTrace> traces) {
        return traces.get(traces.size() - 1);
    }

    /** {@code l(A(L), y)}, for a matched pair from the logits. */
    static double cost(ReferenceLoss loss, LayerTrace top, double[] y) {
        Optional<MatchedPair> pair = MatchedPair.of(top.layer(), loss);
        if (pair.isPresent() && top instanceof LayerTrace.OfDense dense) {
            return pair.get().value(dense.z(), y);
        }
        return loss.value(top.output(), y);
    }

    /** {@code dA = weight · ∂l/∂A(L)}, n(L) numbers. */
    static double[] byOutput(ReferenceLoss loss, LayerTrace top, double[] y, double weight) {
        double[] dA = new double[y.length];
        loss.gradient(top.output(), y, dA);
        scale(dA, weight);
        return dA;
    }

    /** {@code Δ(L) = weight · Jᵀ ∂l/∂A(L)}, n(L) numbers, for a matched pair by its own equation. */
    static void delta(ReferenceLoss loss, LayerTrace.OfDense top, double[] y, double weight, double[] delta) {
        Optional<MatchedPair> pair = MatchedPair.of(top.layer(), loss);
        if (pair.isPresent()) {
            pair.get().delta(top.output(), y, delta);
            scale(delta, weight);
        } else {
            double[] dA = byOutput(loss, top, y, weight);
            top.layer().activation().vectorJacobianProduct(top.z(), top.output(), dA, delta);
        }
    }

    /** Checks the lengths of one sample. */
    static void check(ReferenceNetwork network, double[] x, double[] y) {
        ReferenceNetwork.checkLength("x", x, network.inputs());
        ReferenceNetwork.checkLength("y", y, network.outputs());
    }

    private static void scale(double[] v, double factor) {
        for (int i = 0; i < v.length; i++) {
            v[i] *= factor;
        }
    }
}
