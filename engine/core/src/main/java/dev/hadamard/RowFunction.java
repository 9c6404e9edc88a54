// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

/**
 * A user's row-wise activation: every output of a row may depend on every pre-activation of that row, as in softmax.
 * Works in double for both element types. Must be stateless or safe for concurrent use: a network is shared.
 */
public interface RowFunction {

    /**
     * a = f(z).
     *
     * @param z pre-activation of one sample, n; not to be changed
     * @param a activation of that sample, n; every element must be written
     */
    void forward(double[] z, double[] a);

    /**
     * The vector-Jacobian product dZ = Jᵀ dA with Jᵢⱼ = ∂aᵢ/∂zⱼ. (Jᵀ, not J: they agree only where J is symmetric.)
     *
     * @param z pre-activation of one sample, n; not to be changed
     * @param a activation of that sample, n; not to be changed
     * @param dA dCost/dA, n; not to be changed
     * @param dZ dCost/dZ, n; every element must be written
     */
    void vectorJacobianProduct(double[] z, double[] a, double[] dA, double[] dZ);
}
