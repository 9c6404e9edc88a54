// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.simd;

import dev.hadamard.compute.scalar.ElementaryFunction;

/** The vector functions of {@code float[]} by name, block by block. */
final class FloatVectorFunctions {

    private FloatVectorFunctions() {}

    /**
     * y = f(x) for the whole vectors from an index; the elements before them and the rest are left alone. Returns the
     * index after the last.
     */
    static int apply(ElementaryFunction function, float[] x, float[] y, int from) {
        float[] scratch = new float[FloatLanes.BLOCK];
        int to = from + FloatLanes.SPECIES.loopBound(x.length - from);
        for (int at = from; at < to; at += FloatLanes.BLOCK) {
            applyToBlock(function, x, y, at, Math.min(FloatLanes.BLOCK, to - at), scratch);
        }
        return to;
    }

    private static void applyToBlock(
            ElementaryFunction function, float[] x, float[] y, int at, int length, float[] scratch) {
        switch (function) {
            case EXP -> FloatVectorMath.exp(x, at, y, at, length);
            case LOG -> FloatVectorMath.log(x, at, y, at, length);
            case LOG1P -> FloatVectorMath.log1p(x, at, y, at, length);
            case EXPM1 -> FloatVectorMath.expm1(x, at, y, at, length);
            case TANH -> FloatVectorMath.tanh(x, at, y, at, length);
            case SIGMOID -> FloatVectorLogistic.sigmoid(x, at, y, at, length, scratch);
            case ERF -> FloatVectorMath.erf(x, at, y, at, length);
            case SOFTPLUS -> FloatVectorLogistic.softplus(x, at, y, at, length, scratch);
        }
    }
}
