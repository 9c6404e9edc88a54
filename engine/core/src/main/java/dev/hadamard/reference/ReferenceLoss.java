// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import java.util.function.ToDoubleBiFunction;

/**
 * The loss {@code l(a, y)} of one sample: a is the network's output, y the target, both n numbers. A loss sums over
 * outputs unless its name says mean; {@link Reduction} tells how the losses of several samples make one cost.
 *
 * <p>Implementations are immutable. A user's own is made by {@link #of}, or implements this interface.
 */
public interface ReferenceLoss {

    /**
     * A short name for messages.
     *
     * @return the name
     */
    String name();

    /**
     * {@code l(a, y)}.
     *
     * @param a output, n numbers
     * @param y target, n numbers
     * @return the loss
     */
    double value(double[] a, double[] y);

    /**
     * {@code dA = ∂l/∂a}.
     *
     * @param a output, n numbers
     * @param y target, n numbers
     * @param dA receives the gradient, n numbers
     */
    void gradient(double[] a, double[] y, double[] dA);

    /**
     * {@code l = ½ Σ (a_i − y_i)², ∂l/∂a_i = a_i − y_i}.
     *
     * @return half the squared error
     */
    static ReferenceLoss halfSquaredError() {
        return StandardLosses.HALF_SQUARED_ERROR;
    }

    /**
     * {@code l = Σ (a_i − y_i)², ∂l/∂a_i = 2(a_i − y_i)}.
     *
     * @return the squared error
     */
    static ReferenceLoss squaredError() {
        return StandardLosses.SQUARED_ERROR;
    }

    /**
     * {@code l = 1/n Σ (a_i − y_i)², ∂l/∂a_i = 2/n (a_i − y_i)}.
     *
     * @return the squared error, mean over the outputs
     */
    static ReferenceLoss meanSquaredError() {
        return StandardLosses.MEAN_SQUARED_ERROR;
    }

    /**
     * {@code l = Σ |a_i − y_i|, ∂l/∂a_i = sign(a_i − y_i)}, 0 where they are equal.
     *
     * @return the absolute error, L1
     */
    static ReferenceLoss l1() {
        return StandardLosses.L1;
    }

    /**
     * {@link #huber(double)} with δ = 1.
     *
     * @return the Huber loss
     */
    static ReferenceLoss huber() {
        return huber(1);
    }

    /**
     * {@code l = Σ h(a_i − y_i)}; {@code h(e) = ½e² for |e| ≤ δ, else δ(|e| − ½δ); h'(e) = e for |e| ≤ δ, else δ
     * sign(e)}, as in {@code torch.nn.HuberLoss}.
     *
     * @param delta δ &gt; 0, where the square ends
     * @return the Huber loss
     * @throws IllegalArgumentException if delta is not a positive number
     */
    static ReferenceLoss huber(double delta) {
        return StandardLosses.huber(delta);
    }

    /**
     * {@code l = −Σ y_i log a_i, ∂l/∂a_i = −y_i/a_i}. An output with target 0 contributes 0 to both, also where it is 0
     * itself. Behind a softmax layer it is computed from the logits, see {@link MatchedPair}.
     *
     * @return the cross-entropy; a row of targets need not sum to 1
     */
    static ReferenceLoss crossEntropy() {
        return StandardLosses.CROSS_ENTROPY;
    }

    /**
     * {@code l = −Σ [y_i log a_i + (1 − y_i) log(1 − a_i)], ∂l/∂a_i = −y_i/a_i + (1 − y_i)/(1 − a_i)}. A term with
     * factor 0 contributes 0. Behind a sigmoid layer it is computed from the logits, see {@link MatchedPair}.
     *
     * @return the binary cross-entropy of independent outputs
     */
    static ReferenceLoss binaryCrossEntropy() {
        return StandardLosses.BINARY_CROSS_ENTROPY;
    }

    /**
     * {@code l(a, y), ∂l/∂a}: a loss of the user's own.
     *
     * @param name a short name for messages
     * @param value the loss of output a and target y
     * @param gradient its gradient by a
     * @return the loss
     */
    static ReferenceLoss of(String name, ToDoubleBiFunction<double[], double[]> value, Gradient gradient) {
        return new StandardLosses.Custom(name, value, gradient);
    }

    /** The gradient of a user's own loss. */
    @FunctionalInterface
    interface Gradient {

        /**
         * {@code dA = ∂l/∂a}.
         *
         * @param a output, n numbers
         * @param y target, n numbers
         * @param dA receives the gradient, n numbers
         */
        void apply(double[] a, double[] y, double[] dA);
    }

    /** {@code Cost = weight · Σ_rows l(a, y)}: how the losses of several samples make one cost. */
    enum Reduction {
        /** {@code 1/rows Σ l}. */
        MEAN,
        /** {@code Σ l}. */
        SUM;

        /**
         * {@code 1/rows} for a mean, 1 for a sum: the factor inside each sample's error signal.
         *
         * @param rows number of samples
         * @return the factor
         * @throws IllegalArgumentException if rows is not positive
         */
        public double weight(int rows) {
            if (rows <= 0) {
                throw new IllegalArgumentException("rows must be positive, was " + rows);
            }
            return this == MEAN ? 1.0 / rows : 1;
        }
    }
}
