// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.DoubleUnaryOperator;

/**
 * An activation {@code a = f(z)} on one row z of n numbers, with what backpropagation needs of its derivative.
 *
 * <p>Every standard activation propagates NaN, and is stable for large |z|. At a kink the derivative is that of
 * {@code torch}: ReLU'(0) = 0, leaky ReLU'(0) = slope, ELU'(0) = α.
 *
 * <p>Implementations are immutable. A user's own are made by {@link #elementWise} and {@link #rowWise}, or implement
 * this interface.
 */
public interface ReferenceActivation {

    /**
     * A short name for messages.
     *
     * @return the name
     */
    String name();

    /**
     * {@code a = f(z)}.
     *
     * @param z pre-activation, n numbers
     * @param a receives the activation, n numbers; not the array z
     */
    void apply(double[] z, double[] a);

    /**
     * {@code dZ = Jᵀ dA}, J = ∂a/∂z, n x n: the vector-Jacobian product, not {@code J dA}.
     *
     * @param z pre-activation, n numbers
     * @param a the activation that {@link #apply} made of it, n numbers
     * @param dA gradient of the cost by a, n numbers
     * @param dZ receives the gradient of the cost by z, n numbers; not the array dA
     */
    void vectorJacobianProduct(double[] z, double[] a, double[] dA, double[] dZ);

    /**
     * {@code J[i][j] = ∂a_i/∂z_j}, n x n. Row i is {@code Jᵀ e_i}, e_i being the i-th unit vector.
     *
     * @param z pre-activation, n numbers
     * @param a the activation that {@link #apply} made of it, n numbers
     * @return a new n x n matrix
     */
    default double[][] jacobian(double[] z, double[] a) {
        double[][] jacobian = new double[z.length][z.length];
        for (int i = 0; i < z.length; i++) {
            double[] unit = new double[z.length];
            unit[i] = 1;
            vectorJacobianProduct(z, a, unit, jacobian[i]);
        }
        return jacobian;
    }

    /**
     * {@code f(z) = z, f'(z) = 1}.
     *
     * @return the identity
     */
    static ElementWise identity() {
        return ElementWiseFunctions.IDENTITY;
    }

    /**
     * {@code σ(z) = 1/(1 + exp(−z)), σ' = σ(1 − σ)}.
     *
     * @return the logistic function
     */
    static ElementWise sigmoid() {
        return ElementWiseFunctions.SIGMOID;
    }

    /**
     * {@code f(z) = tanh(z), f' = 1 − f²}.
     *
     * @return the hyperbolic tangent
     */
    static ElementWise tanh() {
        return ElementWiseFunctions.TANH;
    }

    /**
     * {@code f(z) = max(z, 0), f'(z) = 1 for z > 0, else 0}.
     *
     * @return the rectifier
     */
    static ElementWise relu() {
        return ElementWiseFunctions.RELU;
    }

    /**
     * {@link #leakyRelu(double)} with slope 0.01.
     *
     * @return the leaky rectifier
     */
    static ElementWise leakyRelu() {
        return leakyRelu(0.01);
    }

    /**
     * {@code f(z) = z for z > 0, else slope z; f'(z) = 1 for z > 0, else slope}.
     *
     * @param slope slope for negative z
     * @return the leaky rectifier
     */
    static ElementWise leakyRelu(double slope) {
        return ElementWiseFunctions.leakyRelu(slope);
    }

    /**
     * {@link #elu(double)} with α = 1.
     *
     * @return the exponential linear unit
     */
    static ElementWise elu() {
        return elu(1);
    }

    /**
     * {@code f(z) = z for z > 0, else α(exp(z) − 1); f'(z) = 1 for z > 0, else α exp(z)}.
     *
     * @param alpha α, the limit −f(−∞)
     * @return the exponential linear unit (Clevert and others 2015)
     */
    static ElementWise elu(double alpha) {
        return ElementWiseFunctions.elu(alpha);
    }

    /**
     * {@code f(z) = log(1 + exp(z)), f' = σ}.
     *
     * @return softplus
     */
    static ElementWise softplus() {
        return ElementWiseFunctions.SOFTPLUS;
    }

    /**
     * {@code f(z) = z σ(z), f' = σ(1 + z(1 − σ))}.
     *
     * @return the sigmoid linear unit, also called swish
     */
    static ElementWise silu() {
        return ElementWiseFunctions.SILU;
    }

    /**
     * {@code f(z) = z Φ(z), f' = Φ(z) + z φ(z)}; {@code Φ(z) = ½(1 + erf(z/√2)), φ(z) = exp(−z²/2)/√(2π)}.
     *
     * @return the Gaussian error linear unit (Hendrycks and Gimpel 2016) in its exact form
     */
    static ElementWise gelu() {
        return ElementWiseFunctions.GELU;
    }

    /**
     * {@code f(z) = ½z(1 + tanh u), f' = ½(1 + tanh u) + ½z(1 − tanh²u)u'}; {@code u = √(2/π)(z + 0.044715 z³)}.
     *
     * @return the Gaussian error linear unit in its approximation by tanh
     */
    static ElementWise geluTanh() {
        return ElementWiseFunctions.GELU_TANH;
    }

    /**
     * {@code a_i = exp(z_i)/Σ_k exp(z_k), ∂a_i/∂z_j = a_i(δ_ij − a_j)}.
     *
     * @return softmax over the row
     */
    static ReferenceActivation softmax() {
        return Softmax.INSTANCE;
    }

    /**
     * {@code a_i = f(z_i), ∂a_i/∂z_j = δ_ij f'(z_i)}: an element-wise activation of the user's own.
     *
     * @param name a short name for messages
     * @param f the function
     * @param derivative its derivative f', a function of z
     * @return the activation
     */
    static ElementWise elementWise(String name, DoubleUnaryOperator f, DoubleUnaryOperator derivative) {
        Objects.requireNonNull(derivative, "derivative");
        return new ElementWise(name, f, (z, a) -> derivative.applyAsDouble(z));
    }

    /**
     * {@code a = f(z), dZ = Jᵀ dA}: a row-wise activation of the user's own.
     *
     * @param name a short name for messages
     * @param forward fills its second argument, a, from its first, z
     * @param product the vector-Jacobian product
     * @return the activation
     */
    static ReferenceActivation rowWise(
            String name, BiConsumer<double[], double[]> forward, VectorJacobianProduct product) {
        return new RowWise(name, forward, product);
    }

    /** The vector-Jacobian product of a user's own row-wise activation. */
    @FunctionalInterface
    interface VectorJacobianProduct {

        /**
         * {@code dZ = Jᵀ dA}, J = ∂a/∂z, n x n.
         *
         * @param z pre-activation, n numbers
         * @param a activation, n numbers
         * @param dA gradient of the cost by a, n numbers
         * @param dZ receives the gradient of the cost by z, n numbers
         */
        void apply(double[] z, double[] a, double[] dA, double[] dZ);
    }
}
