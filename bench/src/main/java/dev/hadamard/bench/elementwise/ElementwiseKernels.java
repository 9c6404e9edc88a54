// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.elementwise;

import dev.hadamard.CounterRandom;
import dev.hadamard.compute.DenseKernels;
import dev.hadamard.compute.Elements;
import dev.hadamard.compute.StrategyLookup;

/** Finds implementations by name and checks them against the scalar strategy. */
public final class ElementwiseKernels {

    /** Loops that call {@link Math}. */
    private static final String MATH = "math";

    private static final String ORACLE = "scalar";

    /** {@link Math} and our own functions differ by a few units in the last place of a result of size 1. */
    private static final int MATH_TOLERANCE_ULP = 16;

    private ElementwiseKernels() {}

    /**
     * A kernel, ready to run.
     *
     * @param kernel which kernel
     * @param elements the element type
     * @param implementation "math" or the name of a strategy
     * @param length number of elements
     * @param <A> {@code float[]} or {@code double[]}
     * @return always with the same data
     */
    public static <A> ElementwiseWork<A> work(
            ElementwiseKernel kernel, Elements<A> elements, String implementation, int length) {
        CounterRandom random = new CounterRandom(1, CounterRandom.Purpose.USER, length);
        return new ElementwiseWork<>(kernel, elements, kernels(elements, implementation), length, random);
    }

    private static <A> DenseKernels<A> kernels(Elements<A> elements, String implementation) {
        boolean math = implementation.equals(MATH);
        DenseKernels<A> kernels = elements.newKernels(StrategyLookup.named(math ? ORACLE : implementation));
        return math
                ? new DenseKernels<>(
                        kernels.products(),
                        MathLoops.of(elements),
                        kernels.losses(),
                        kernels.updates(),
                        kernels.reductions(),
                        kernels.parameters())
                : kernels;
    }

    /**
     * Runs a kernel twice and compares.
     *
     * @param kernel which kernel
     * @param elements the element type
     * @param implementation "math" or the name of a strategy
     * @param length number of elements
     * @param <A> {@code float[]} or {@code double[]}
     * @throws IllegalStateException if a strategy's bits differ from those of the scalar one, or Math's numbers by more
     *     than rounding
     */
    public static <A> void check(ElementwiseKernel kernel, Elements<A> elements, String implementation, int length) {
        ElementwiseWork<A> checked = work(kernel, elements, implementation, length);
        ElementwiseWork<A> oracle = work(kernel, elements, ORACLE, length);
        for (int run = 0; run < 2; run++) {
            checked.run();
            oracle.run();
        }
        double[] actual = checked.data();
        double[] expected = oracle.data();
        double tolerance = implementation.equals(MATH) ? MATH_TOLERANCE_ULP * elements.epsilon() : 0;
        for (int i = 0; i < actual.length; i++) {
            boolean equal = Double.doubleToLongBits(actual[i]) == Double.doubleToLongBits(expected[i]);
            if (!equal && !(Math.abs(actual[i] - expected[i]) <= tolerance * Math.max(1, Math.abs(expected[i])))) {
                throw new IllegalStateException(implementation + " " + kernel.label() + "[" + length + "]: element " + i
                        + " is " + actual[i] + ", the scalar strategy has " + expected[i]);
            }
        }
    }

    /**
     * What computes.
     *
     * @param implementation "math" or the name of a strategy
     * @return a line or more
     */
    public static String describe(String implementation) {
        return implementation.equals(MATH)
                ? "loops over java.lang.Math"
                : StrategyLookup.named(implementation).describe();
    }
}
