// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.simd;

import dev.hadamard.compute.scalar.ElementaryFunction;
import jdk.incubator.vector.DoubleVector;

/** {@link DoubleVectorMath} on arrays, each function in a loop of its own, as a kernel has it. */
final class DoubleVectorFunctions {

    private DoubleVectorFunctions() {}

    /**
     * y = f(x) for the whole vectors from an index; the elements before them and the rest are left alone. Returns the
     * index after the last.
     */
    static int apply(ElementaryFunction function, double[] x, double[] y, int from) {
        int to = from + DoubleLanes.SPECIES.loopBound(x.length - from);
        switch (function) {
            case EXP -> exp(x, y, from, to);
            case LOG -> log(x, y, from, to);
            case LOG1P -> log1p(x, y, from, to);
            case EXPM1 -> expm1(x, y, from, to);
            case TANH -> tanh(x, y, from, to);
            case SIGMOID -> sigmoid(x, y, from, to);
            case ERF -> erf(x, y, from, to);
            case SOFTPLUS -> softplus(x, y, from, to);
        }
        return to;
    }

    private static void exp(double[] x, double[] y, int from, int to) {
        for (int i = from; i < to; i += DoubleLanes.LENGTH) {
            DoubleVectorMath.exp(DoubleVector.fromArray(DoubleLanes.SPECIES, x, i))
                    .intoArray(y, i);
        }
    }

    private static void log(double[] x, double[] y, int from, int to) {
        for (int i = from; i < to; i += DoubleLanes.LENGTH) {
            DoubleVectorMath.log(DoubleVector.fromArray(DoubleLanes.SPECIES, x, i))
                    .intoArray(y, i);
        }
    }

    private static void log1p(double[] x, double[] y, int from, int to) {
        for (int i = from; i < to; i += DoubleLanes.LENGTH) {
            DoubleVectorMath.log1p(DoubleVector.fromArray(DoubleLanes.SPECIES, x, i))
                    .intoArray(y, i);
        }
    }

    private static void expm1(double[] x, double[] y, int from, int to) {
        for (int i = from; i < to; i += DoubleLanes.LENGTH) {
            DoubleVectorMath.expm1(DoubleVector.fromArray(DoubleLanes.SPECIES, x, i))
                    .intoArray(y, i);
        }
    }

    private static void tanh(double[] x, double[] y, int from, int to) {
        for (int i = from; i < to; i += DoubleLanes.LENGTH) {
            DoubleVectorMath.tanh(DoubleVector.fromArray(DoubleLanes.SPECIES, x, i))
                    .intoArray(y, i);
        }
    }

    private static void sigmoid(double[] x, double[] y, int from, int to) {
        for (int i = from; i < to; i += DoubleLanes.LENGTH) {
            DoubleVectorMath.sigmoid(DoubleVector.fromArray(DoubleLanes.SPECIES, x, i))
                    .intoArray(y, i);
        }
    }

    private static void erf(double[] x, double[] y, int from, int to) {
        for (int i = from; i < to; i += DoubleLanes.LENGTH) {
            DoubleVectorMath.erf(DoubleVector.fromArray(DoubleLanes.SPECIES, x, i))
                    .intoArray(y, i);
        }
    }

    private static void softplus(double[] x, double[] y, int from, int to) {
        for (int i = from; i < to; i += DoubleLanes.LENGTH) {
            DoubleVectorMath.softplus(DoubleVector.fromArray(DoubleLanes.SPECIES, x, i))
                    .intoArray(y, i);
        }
    }
}
