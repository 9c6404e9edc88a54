// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

/**
 * What keeps parameters small. Immutable; {@link #none()} and its variations make one.
 *
 * <p>The penalties l1 Σ|w| + ½ l2 Σw² are part of the cost, once a mini-batch whatever its size, and of its gradient.
 * Decoupled weight decay (Loshchilov and Hutter 2019) and the limit of norms (Srebro, Rennie and Jaakkola 2005, as in
 * Srivastava et al. 2014) change the parameters beside it. All but the limit concern weights, and biases only if asked;
 * none concerns frozen layers.
 *
 * @param l1 factor of the sum of absolute values
 * @param l2 half this is the factor of the sum of squares: torch.optim's weight_decay of SGD and Adam
 * @param weightDecay λ: w −= η λ w before each update
 * @param maxNorm largest norm of a unit's incoming weights, restored after each update; 0 for no limit
 * @param biases whether penalties and decay concern biases too
 */
public record Regularization(double l1, double l2, double weightDecay, double maxNorm, boolean biases) {

    /**
     * Checks the numbers.
     *
     * @param l1 factor of the sum of absolute values
     * @param l2 half this is the factor of the sum of squares
     * @param weightDecay λ
     * @param maxNorm largest norm of a unit's incoming weights; 0 for no limit
     * @param biases whether penalties and decay concern biases too
     */
    public Regularization {
        Arguments.notNegative("l1", l1);
        Arguments.notNegative("l2", l2);
        Arguments.notNegative("weightDecay", weightDecay);
        Arguments.notNegative("maxNorm", maxNorm);
    }

    /**
     * Nothing.
     *
     * @return all zeros
     */
    public static Regularization none() {
        return new Regularization(0, 0, 0, 0, false);
    }

    /**
     * This with another L1 penalty.
     *
     * @param factor not negative
     * @return the regularisation
     */
    public Regularization withL1(double factor) {
        return new Regularization(factor, l2, weightDecay, maxNorm, biases);
    }

    /**
     * This with another L2 penalty.
     *
     * @param factor not negative
     * @return the regularisation
     */
    public Regularization withL2(double factor) {
        return new Regularization(l1, factor, weightDecay, maxNorm, biases);
    }

    /**
     * This with another decoupled weight decay.
     *
     * @param lambda λ, not negative
     * @return the regularisation
     */
    public Regularization withWeightDecay(double lambda) {
        return new Regularization(l1, l2, lambda, maxNorm, biases);
    }

    /**
     * This with another limit of norms.
     *
     * @param norm largest norm of a unit's incoming weights; 0 for no limit
     * @return the regularisation
     */
    public Regularization withMaxNorm(double norm) {
        return new Regularization(l1, l2, weightDecay, norm, biases);
    }

    /**
     * This for biases too, or not.
     *
     * @param too whether penalties and decay concern biases
     * @return the regularisation
     */
    public Regularization withBiases(boolean too) {
        return new Regularization(l1, l2, weightDecay, maxNorm, too);
    }

    boolean hasPenalty() {
        return l1 > 0 || l2 > 0;
    }
}
