// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

/**
 * The loss of one row as a kernel sees it: l(a, y) summed over the outputs.
 *
 * @param kind which loss
 * @param parameter the factor c of {@link Kind#SQUARED} or the δ of {@link Kind#HUBER}, else 0
 */
public record LossFunction(Kind kind, double parameter) {

    /** The closed set: every kernel switches over it once per call. */
    public enum Kind {
        /** l = c Σ (a − y)²; c is ½, 1 or 1/outputs in the forms of the literature. dl/da = 2c (a − y). */
        SQUARED,
        /** l = Σ |a − y|. dl/da = sign(a − y), 0 at 0. */
        ABSOLUTE,
        /** l = Σ ½ e² for |e| ≤ δ, else δ (|e| − ½ δ), with e = a − y. dl/da = clamp(e, −δ, δ). */
        HUBER,
        /** l = −Σ y ln a, where a term with y = 0 is 0. dl/da = −y / a. */
        CROSS_ENTROPY,
        /** l = −Σ y ln a + (1 − y) ln(1 − a), where a term with factor 0 is 0. dl/da = (a − y) / (a (1 − a)). */
        BINARY_CROSS_ENTROPY,
        /** Softmax and cross-entropy from Z: l = Σy · logsumexp(z) − Σ y z. Writes dl/dz = A Σy − Y. */
        SOFTMAX_CROSS_ENTROPY,
        /** Sigmoid and binary cross-entropy from Z: l = Σ max(z, 0) − y z + ln(1 + e⁻ᶦᶻᶦ). Writes dl/dz = A − Y. */
        SIGMOID_BINARY_CROSS_ENTROPY
    }

    /**
     * Whether the kernel reads Z and writes dl/dz, the error signal itself, rather than dl/da.
     *
     * @return true for the two fused pairs
     */
    public boolean isFused() {
        return kind == Kind.SOFTMAX_CROSS_ENTROPY || kind == Kind.SIGMOID_BINARY_CROSS_ENTROPY;
    }

    /**
     * Whether {@link LossKernels#lossOfClasses} knows this loss; for the others a caller writes the class out as a row.
     *
     * @return true for cross-entropy, fused or not
     */
    public boolean takesClasses() {
        return kind == Kind.CROSS_ENTROPY || kind == Kind.SOFTMAX_CROSS_ENTROPY;
    }
}
