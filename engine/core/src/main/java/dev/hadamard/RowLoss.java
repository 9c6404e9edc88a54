// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

/**
 * A user's loss of one sample, and its gradient by the network's output. Works in double for both element types. Must
 * be stateless or safe for concurrent use.
 */
public interface RowLoss {

    /**
     * l(a, y).
     *
     * @param a output of the network for one sample, n; not to be changed
     * @param y target of that sample, n; not to be changed
     * @return the loss, summed over outputs
     */
    double value(double[] a, double[] y);

    /**
     * dl/da.
     *
     * @param a output of the network for one sample, n; not to be changed
     * @param y target of that sample, n; not to be changed
     * @param dA where the gradient goes, n; every element must be written
     */
    void gradient(double[] a, double[] y, double[] dA);
}
