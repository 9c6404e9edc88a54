// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.simd;

import dev.hadamard.compute.scalar.ElementaryFunction;
import jdk.incubator.vector.FloatVector;

/** {@link FloatVectorMath} on arrays, each function in a loop of its own, as a kernel has it. */
final class FloatVectorFunctions {

    private FloatVectorFunctions() {}

    /**
     * y = f(x) for the whole vectors from an index; the elements before them and the rest are left alone. Returns the
     * index after the last.
     */
    static int apply(ElementaryFunction function, float[] x, float[] y, int from) {
        int to = from + FloatLanes.SPECIES.loopBound(x.length - from);
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

    private static void exp(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += FloatLanes.LENGTH) {
            FloatVectorMath.exp(FloatVector.fromArray(FloatLanes.SPECIES, x, i)).intoArray(y, i);
        }
    }

    private static void log(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += FloatLanes.LENGTH) {
            FloatVectorMath.log(FloatVector.fromArray(FloatLanes.SPECIES, x, i)).intoArray(y, i);
        }
    }

    private static void log1p(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += FloatLanes.LENGTH) {
            FloatVectorMath.log1p(FloatVector.fromArray(FloatLanes.SPECIES, x, i))
                    .intoArray(y, i);
        }
    }

    private static void expm1(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += FloatLanes.LENGTH) {
            FloatVectorMath.expm1(FloatVector.fromArray(FloatLanes.SPECIES, x, i))
                    .intoArray(y, i);
        }
    }

    private static void tanh(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += FloatLanes.LENGTH) {
            FloatVectorMath.tanh(FloatVector.fromArray(FloatLanes.SPECIES, x, i))
                    .intoArray(y, i);
        }
    }

    private static void sigmoid(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += FloatLanes.LENGTH) {
            FloatVectorMath.sigmoid(FloatVector.fromArray(FloatLanes.SPECIES, x, i))
                    .intoArray(y, i);
        }
    }

    private static void erf(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += FloatLanes.LENGTH) {
            FloatVectorMath.erf(FloatVector.fromArray(FloatLanes.SPECIES, x, i)).intoArray(y, i);
        }
    }

    private static void softplus(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += FloatLanes.LENGTH) {
            FloatVectorMath.softplus(FloatVector.fromArray(FloatLanes.SPECIES, x, i))
                    .intoArray(y, i);
        }
    }
}
