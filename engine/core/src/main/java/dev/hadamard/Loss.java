// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import java.util.Objects;

/**
 * Loss of a sample, and how the losses of a mini-batch's rows become its cost. Immutable.
 *
 * <p>A loss sums over outputs unless its name says mean; the cost is then the mean over rows, or with {@link #sum()}
 * the sum over rows. Softmax with cross-entropy and sigmoid with binary cross-entropy, as output layer and loss, are
 * computed from the logits and stay finite for any finite logit.
 *
 * @param kind which loss
 * @param parameter δ of {@link Kind#HUBER}, label smoothing ε of the cross-entropies, else 0
 * @param custom the user's loss, for {@link Kind#CUSTOM} alone, else null
 * @param reduction how rows become one cost
 */
public record Loss(Kind kind, double parameter, RowLoss custom, Reduction reduction) {

    /** The losses there are. */
    public enum Kind {
        /** l = ½ ‖a − y‖². */
        HALF_SQUARED_ERROR,
        /** l = ‖a − y‖². */
        SQUARED_ERROR,
        /** l = ‖a − y‖² / outputs. */
        MEAN_SQUARED_ERROR,
        /** l = Σ |a − y|, also known as L1; gradient 0 where a = y. */
        ABSOLUTE_ERROR,
        /** l = Σ ½ e² for |e| ≤ δ, else δ (|e| − ½ δ), with e = a − y: Huber 1964, as in torch.nn.HuberLoss. */
        HUBER,
        /** l = −Σ y ln a. */
        CROSS_ENTROPY,
        /** l = −Σ y ln a + (1 − y) ln(1 − a). */
        BINARY_CROSS_ENTROPY,
        /** The user's. */
        CUSTOM
    }

    /** How the losses of rows become one cost. */
    public enum Reduction {
        /** Mean over rows. */
        MEAN,
        /** Sum over rows. */
        SUM
    }

    /**
     * Checks that parameter and custom loss belong to the kind.
     *
     * @param kind which loss
     * @param parameter δ of {@link Kind#HUBER}, label smoothing ε of the cross-entropies, else 0
     * @param custom the user's loss, for {@link Kind#CUSTOM} alone, else null
     * @param reduction how rows become one cost
     */
    public Loss {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(reduction, "reduction");
        if (kind == Kind.HUBER) {
            Arguments.positive("delta", parameter);
        }
        if (kind == Kind.CROSS_ENTROPY || kind == Kind.BINARY_CROSS_ENTROPY) {
            Arguments.fraction("smoothing", parameter);
        }
        if ((kind == Kind.CUSTOM) != (custom != null)) {
            throw new IllegalArgumentException("a custom loss belongs to CUSTOM alone, kind is " + kind);
        }
    }

    /**
     * Half the squared error.
     *
     * @return l = ½ ‖a − y‖²
     */
    public static Loss halfSquaredError() {
        return of(Kind.HALF_SQUARED_ERROR);
    }

    /**
     * Squared error.
     *
     * @return l = ‖a − y‖²
     */
    public static Loss squaredError() {
        return of(Kind.SQUARED_ERROR);
    }

    /**
     * Squared error, mean over outputs: with the mean over rows this is torch.nn.MSELoss.
     *
     * @return l = ‖a − y‖² / outputs
     */
    public static Loss meanSquaredError() {
        return of(Kind.MEAN_SQUARED_ERROR);
    }

    /**
     * Absolute error, L1.
     *
     * @return l = Σ |a − y|
     */
    public static Loss absoluteError() {
        return of(Kind.ABSOLUTE_ERROR);
    }

    /**
     * Huber loss with δ = 1.
     *
     * @return the loss
     */
    public static Loss huber() {
        return huber(1);
    }

    /**
     * Huber loss.
     *
     * @param delta where the square turns into a line, positive
     * @return the loss
     * @throws IllegalArgumentException if delta is not positive and finite
     */
    public static Loss huber(double delta) {
        return new Loss(Kind.HUBER, delta, null, Reduction.MEAN);
    }

    /**
     * Cross-entropy. A term with y = 0 is 0 whatever a is.
     *
     * @return l = −Σ y ln a
     */
    public static Loss crossEntropy() {
        return of(Kind.CROSS_ENTROPY);
    }

    /**
     * Binary cross-entropy. A term with factor 0 is 0 whatever a is.
     *
     * @return l = −Σ y ln a + (1 − y) ln(1 − a)
     */
    public static Loss binaryCrossEntropy() {
        return of(Kind.BINARY_CROSS_ENTROPY);
    }

    /**
     * A user's loss. Slower than a built-in one: each row is a call in double.
     *
     * @param loss value and gradient
     * @return the loss
     */
    public static Loss custom(RowLoss loss) {
        return new Loss(Kind.CUSTOM, 0, Objects.requireNonNull(loss, "loss"), Reduction.MEAN);
    }

    private static Loss of(Kind kind) {
        return new Loss(kind, 0, null, Reduction.MEAN);
    }

    /**
     * This loss, summed over rows.
     *
     * @return cost = Σ over rows
     */
    public Loss sum() {
        return new Loss(kind, parameter, custom, Reduction.SUM);
    }

    /**
     * This loss, mean over rows (the default).
     *
     * @return cost = Σ over rows / rows
     */
    public Loss mean() {
        return new Loss(kind, parameter, custom, Reduction.MEAN);
    }

    /**
     * This cross-entropy with label smoothing (Szegedy et al. 2016; torch.nn.CrossEntropyLoss with label_smoothing):
     * targets become (1 − ε) y + ε / K, K being the number of outputs, and for binary cross-entropy of one output 2.
     *
     * @param epsilon ε, in [0, 1)
     * @return the loss
     * @throws IllegalArgumentException if ε is out of range or the loss is no cross-entropy
     */
    public Loss smoothed(double epsilon) {
        if (kind != Kind.CROSS_ENTROPY && kind != Kind.BINARY_CROSS_ENTROPY) {
            throw new IllegalArgumentException("smoothing is for cross-entropies, the loss is " + kind);
        }
        return new Loss(kind, epsilon, null, reduction);
    }

    /** Label smoothing ε. */
    double smoothing() {
        return kind == Kind.HUBER ? 0 : parameter;
    }
}
