// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.simd;

import dev.hadamard.compute.scalar.ElementaryFunction;

/** The vector functions of {@code double[]} by name, block by block. */
final class DoubleVectorFunctions {

    private DoubleVectorFunctions() {}

    /**
     * y = f(x) for the whole vectors from an index; the elements before them and the rest are left alone. Returns the
     * index after the last.
     */
    static int apply(ElementaryFunction function, double[] x, double[] y, int from) {
        double[] scratch = new double[DoubleLanes.BLOCK];
        int to = from + DoubleLanes.SPECIES.loopBound(x.length - from);
        for (int at = from; at < to; at += DoubleLanes.BLOCK) {
            applyToBlock(function, x, y, at, Math.min(DoubleLanes.BLOCK, to - at), scratch);
        }
        return to;
    }

    private static void applyToBlock(
            ElementaryFunction function, double[] x, double[] y, int at, int length, double[] scratch) {
        switch (function) {
            case EXP -> DoubleVectorMath.exp(x, at, y, at, length);
            case LOG -> DoubleVectorMath.log(x, at, y, at, length);
            case LOG1P -> DoubleVectorMath.log1p(x, at, y, at, length);
            case EXPM1 -> DoubleVectorMath.expm1(x, at, y, at, length);
            case TANH -> DoubleVectorMath.tanh(x, at, y, at, length);
            case SIGMOID -> DoubleVectorLogistic.sigmoid(x, at, y, at, length, scratch);
            case ERF -> DoubleVectorMath.erf(x, at, y, at, length);
            case SOFTPLUS -> DoubleVectorLogistic.softplus(x, at, y, at, length, scratch);
        }
    }
}
