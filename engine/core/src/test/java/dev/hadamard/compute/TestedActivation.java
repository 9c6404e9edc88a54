// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

import dev.hadamard.compute.ActivationFunction.Kind;
import dev.hadamard.reference.ReferenceActivation;
import java.util.List;

/**
 * An activation as a kernel knows it, beside the oracle's.
 *
 * @param kernel for the kernel
 * @param reference for what is expected
 */
record TestedActivation(ActivationFunction kernel, ReferenceActivation reference) {

    /** Every kind, and those with a number also with numbers that fold signs. */
    static final List<TestedActivation> ALL = List.of(
            of(Kind.IDENTITY),
            of(Kind.SIGMOID),
            of(Kind.TANH),
            of(Kind.RELU),
            leakyRelu(0.01),
            leakyRelu(0),
            leakyRelu(-0.5),
            leakyRelu(1.5),
            elu(1),
            elu(0.3),
            elu(0),
            elu(-0.7),
            of(Kind.SOFTPLUS),
            of(Kind.SILU),
            of(Kind.GELU),
            of(Kind.GELU_TANH),
            of(Kind.CUSTOM));

    /** The function of a kind, with its usual number if it has one. */
    static TestedActivation of(Kind kind) {
        return switch (kind) {
            case IDENTITY -> plain(kind, ReferenceActivation.identity());
            case SIGMOID -> plain(kind, ReferenceActivation.sigmoid());
            case TANH -> plain(kind, ReferenceActivation.tanh());
            case RELU -> plain(kind, ReferenceActivation.relu());
            case LEAKY_RELU -> leakyRelu(0.01);
            case ELU -> elu(1);
            case SOFTPLUS -> plain(kind, ReferenceActivation.softplus());
            case SILU -> plain(kind, ReferenceActivation.silu());
            case GELU -> plain(kind, ReferenceActivation.gelu());
            case GELU_TANH -> plain(kind, ReferenceActivation.geluTanh());
            case CUSTOM ->
                new TestedActivation(
                        new ActivationFunction(kind, 0, Math::sin, Math::cos),
                        ReferenceActivation.elementWise("sin", Math::sin, Math::cos));
        };
    }

    private static TestedActivation plain(Kind kind, ReferenceActivation reference) {
        return new TestedActivation(ActivationFunction.of(kind, 0), reference);
    }

    private static TestedActivation leakyRelu(double slope) {
        return new TestedActivation(
                ActivationFunction.of(Kind.LEAKY_RELU, slope), ReferenceActivation.leakyRelu(slope));
    }

    private static TestedActivation elu(double alpha) {
        return new TestedActivation(ActivationFunction.of(Kind.ELU, alpha), ReferenceActivation.elu(alpha));
    }

    /** f(z). */
    double value(double z) {
        double[] a = new double[1];
        reference.apply(new double[] {z}, a);
        return a[0];
    }

    /** f'(z). */
    double slope(double z) {
        double[] product = new double[1];
        reference.vectorJacobianProduct(new double[] {z}, new double[] {value(z)}, new double[] {1}, product);
        return product[0];
    }

    /** A copy of Z in which the elements of a tile are A. */
    <A> Block<A> applied(Block<A> z, int rowFrom, int rowTo, int columnFrom, int columnTo) {
        Block<A> a = z.copy();
        for (int i = rowFrom; i < rowTo; i++) {
            for (int j = columnFrom; j < columnTo; j++) {
                a.set(i, j, value(z.at(i, j)));
            }
        }
        return a;
    }

    /**
     * How far a kernel's f(z) or f'(z) may be from the reference's: every f and f' is made of a few factors and terms
     * of magnitude at most max(1, |z|), each good to a few units in the last place.
     */
    static double tolerance(double epsilon, double z) {
        return 16 * epsilon * Math.max(1, Math.abs(z));
    }

    @Override
    public String toString() {
        return kernel.kind() + "(" + kernel.parameter() + ")";
    }
}
