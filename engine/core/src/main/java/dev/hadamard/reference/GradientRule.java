// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

/** A way to the gradients of {@code Cost = weight · l(A(L)(x), y)}, one sample at a time. */
public sealed interface GradientRule permits Backpropagation, UnsharedChainRule, CentralDifferences {

    /**
     * The network whose parameters the cost is derived by.
     *
     * @return the network
     */
    ReferenceNetwork network();

    /**
     * The loss l.
     *
     * @return the loss
     */
    ReferenceLoss loss();

    /**
     * {@code dWl += ∂(weight · l)/∂Wl, dbl += ∂(weight · l)/∂bl} for each layer l.
     *
     * @param x input, n0 numbers
     * @param y target, n(L) numbers
     * @param weight the sample's weight, for a mean 1/rows
     * @param gradients added to
     * @return l(A(L)(x), y), without the weight
     * @throws IllegalArgumentException if x or y has another length, or gradients belongs to another network
     */
    double accumulate(double[] x, double[] y, double weight, ReferenceGradients gradients);

    /**
     * {@code ∂(weight · l)/∂x}.
     *
     * @param x input, n0 numbers
     * @param y target, n(L) numbers
     * @param weight the sample's weight, for a mean 1/rows
     * @return a new row of n0 numbers
     * @throws IllegalArgumentException if x or y has another length
     */
    double[] inputGradient(double[] x, double[] y, double weight);

    /**
     * {@code l(A(L)(x), y)}, for a {@link MatchedPair} from the logits.
     *
     * @param x input, n0 numbers
     * @param y target, n(L) numbers
     * @return the loss
     * @throws IllegalArgumentException if x or y has another length
     */
    default double cost(double[] x, double[] y) {
        OutputError.check(network(), x, y);
        return OutputError.cost(loss(), OutputError.top(network().forward(x)), y);
    }
}
