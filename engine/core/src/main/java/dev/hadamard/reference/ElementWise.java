// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import java.util.Objects;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * {@code a_i = f(z_i), ∂a_i/∂z_j = δ_ij f'(z_i)}: an activation that treats each element alone. Its Jacobian is
 * diagonal, so that Jᵀ dA becomes dA ⊙ f'(z).
 *
 * @param name a short name for messages
 * @param f the function of z
 * @param derivative f' as a function of z and of a = f(z), since some are simplest by a
 */
public record ElementWise(String name, DoubleUnaryOperator f, DoubleBinaryOperator derivative)
        implements ReferenceActivation {

    /**
     * Checks that nothing is missing.
     *
     * @param name a short name for messages
     * @param f the function of z
     * @param derivative f' as a function of z and of a
     * @throws NullPointerException if an argument is null
     */
    public ElementWise {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(f, "f");
        Objects.requireNonNull(derivative, "derivative");
    }

    /**
     * {@code f(z)} of one number.
     *
     * @param z pre-activation
     * @return the activation
     */
    public double value(double z) {
        return f.applyAsDouble(z);
    }

    /**
     * {@code f'(z)} of one number.
     *
     * @param z pre-activation
     * @return the derivative
     */
    public double slope(double z) {
        return derivative.applyAsDouble(z, f.applyAsDouble(z));
    }

    /** {@code a_i = f(z_i)}. */
    @Override
    public void apply(double[] z, double[] a) {
        for (int i = 0; i < z.length; i++) {
            a[i] = f.applyAsDouble(z[i]);
        }
    }

    /** {@code dZ = dA ⊙ f'(z)}. */
    @Override
    public void vectorJacobianProduct(double[] z, double[] a, double[] dA, double[] dZ) {
        for (int i = 0; i < z.length; i++) {
            dZ[i] = dA[i] * derivative.applyAsDouble(z[i], a[i]);
        }
    }

    /** {@code J = diag(f'(z))}. */
    @Override
    public double[][] jacobian(double[] z, double[] a) {
        double[][] jacobian = new double[z.length][z.length];
        for (int i = 0; i < z.length; i++) {
            jacobian[i][i] = derivative.applyAsDouble(z[i], a[i]);
        }
        return jacobian;
    }

    @Override
    public String toString() {
        return name;
    }
}
