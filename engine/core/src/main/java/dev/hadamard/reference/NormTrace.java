// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

/** {@code Z = g ⊙ X̂ + b}: what the traces of normalisations have in common. */
sealed interface NormTrace extends LayerTrace.OfActivation permits ReferenceLayerNorm.Trace, ReferenceBatchNorm.Trace {

    /**
     * X̂.
     *
     * @return n numbers
     */
    double[] normalized();

    /**
     * The gradient by A_in of this sample from the one by Z.
     *
     * @param v dCost/dZ, n numbers
     * @return n numbers
     */
    double[] times(double[] v);

    /** {@code dg_j += Δ_j x̂_j, db_j += Δ_j}. */
    static void addGradient(NormTrace trace, double[] delta, ReferenceGradients gradients) {
        Affine sums = gradients.of(trace.layer());
        for (int j = 0; j < delta.length; j++) {
            sums.weights()[0][j] += delta[j] * trace.normalized()[j];
            sums.bias()[j] += delta[j];
        }
    }
}
