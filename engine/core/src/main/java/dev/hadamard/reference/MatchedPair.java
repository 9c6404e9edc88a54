// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import java.util.Optional;

/**
 * An output activation and a loss that are matched: value and error signal follow from the logits z in one stable step,
 * where the loss's own gradient would divide by an activation that has underflowed to 0.
 */
public enum MatchedPair {

    /** Softmax with cross-entropy, for any target row: Σy need not be 1. */
    SOFTMAX_CROSS_ENTROPY {
        /** {@code l = Σy · logsumexp(z) − Σ y_i z_i = Σ y_i (log Σ_k exp(z_k − m) + m − z_i)}, m = max z. */
        @Override
        public double value(double[] z, double[] y) {
            double max = Softmax.max(z);
            double logSum = Softmax.logSumExpShifted(z, max);
            double sum = 0;
            for (int i = 0; i < z.length; i++) {
                sum += StandardLosses.product(y[i], logSum + (max - z[i]));
            }
            return sum;
        }

        /** {@code Δ = a·Σy − y}. */
        @Override
        public void delta(double[] a, double[] y, double[] delta) {
            double sum = 0;
            for (double target : y) {
                sum += target;
            }
            for (int i = 0; i < a.length; i++) {
                delta[i] = a[i] * sum - y[i];
            }
        }
    },

    /** Sigmoid with binary cross-entropy. */
    SIGMOID_BINARY_CROSS_ENTROPY {
        /** {@code l = Σ [softplus(z_i) − y_i z_i] = Σ [max(z_i, 0) − y_i z_i + log(1 + exp(−|z_i|))]}. */
        @Override
        public double value(double[] z, double[] y) {
            double sum = 0;
            for (int i = 0; i < z.length; i++) {
                sum += Math.max(z[i], 0) - y[i] * z[i] + Math.log1p(Math.exp(-Math.abs(z[i])));
            }
            return sum;
        }

        /** {@code Δ = a − y}. */
        @Override
        public void delta(double[] a, double[] y, double[] delta) {
            for (int i = 0; i < a.length; i++) {
                delta[i] = a[i] - y[i];
            }
        }
    };

    /**
     * {@code l(f(z), y)}.
     *
     * @param z logits, n numbers
     * @param y target, n numbers
     * @return the loss
     */
    public abstract double value(double[] z, double[] y);

    /**
     * {@code Δ = ∂l/∂z}.
     *
     * @param a activation f(z), n numbers
     * @param y target, n numbers
     * @param delta receives the error signal, n numbers
     */
    public abstract void delta(double[] a, double[] y, double[] delta);

    /**
     * The pair that a network's last layer makes with a loss, if any. A residual layer makes none: its output is not
     * the activation alone.
     *
     * @param last the last layer
     * @param loss the loss
     * @return the pair
     */
    public static Optional<MatchedPair> of(ReferenceLayer last, ReferenceLoss loss) {
        if (last instanceof ReferenceLayer.Dense dense) {
            if (dense.activation() == ReferenceActivation.softmax() && loss == ReferenceLoss.crossEntropy()) {
                return Optional.of(SOFTMAX_CROSS_ENTROPY);
            }
            if (dense.activation() == ReferenceActivation.sigmoid() && loss == ReferenceLoss.binaryCrossEntropy()) {
                return Optional.of(SIGMOID_BINARY_CROSS_ENTROPY);
            }
        }
        return Optional.empty();
    }
}
