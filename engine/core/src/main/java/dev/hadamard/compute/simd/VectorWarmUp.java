// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The cure for JDK 17's slow mode. There every operation of the Vector API goes through one cache of operators, and
 * what that has seen when the first kernel is compiled decides how later kernels are: after a single kind of operator,
 * C2 predicts that kind, is wrong four times, gives up predicting, and boxes vectors from then on. About a third of
 * fresh JVMs ran kernels at half speed. Many operators in turn, before any kernel runs, make the cache's profile
 * polymorphic at once.
 */
final class VectorWarmUp {

    /** Rounds, enough for the interpreter's profile and far too few to be compiled. */
    private static final int ROUNDS = 20;

    private VectorWarmUp() {}

    static void run() {
        float[] floats = new float[FloatLanes.LENGTH];
        double[] doubles = new double[DoubleLanes.LENGTH];
        for (int round = 0; round < ROUNDS; round++) {
            exercise(floats);
            exercise(doubles);
        }
    }

    private static void exercise(float[] x) {
        FloatVector v = FloatVector.fromArray(FloatLanes.SPECIES, x, 0);
        functions(x);
        FloatVector one = FloatVector.broadcast(FloatLanes.SPECIES, 1f);
        v.add(one)
                .mul(one)
                .fma(one, v)
                .max(v)
                .sub(one)
                .div(one)
                .min(one)
                .abs()
                .neg()
                .intoArray(x, 0);
        one.lanewise(VectorOperators.SQRT).intoArray(x, 0);
    }

    private static void exercise(double[] x) {
        DoubleVector v = DoubleVector.fromArray(DoubleLanes.SPECIES, x, 0);
        functions(x);
        DoubleVector one = DoubleVector.broadcast(DoubleLanes.SPECIES, 1);
        v.add(one)
                .mul(one)
                .fma(one, v)
                .max(v)
                .sub(one)
                .div(one)
                .min(one)
                .abs()
                .neg()
                .intoArray(x, 0);
        one.lanewise(VectorOperators.SQRT).intoArray(x, 0);
    }

    /** The functions bring comparisons, blends and operators of whole numbers, which have caches of their own. */
    private static void functions(float[] x) {
        float[] y = new float[x.length];
        FloatVectorMath.exp(x, 0, y, 0, x.length);
        FloatVectorMath.log(x, 0, y, 0, x.length);
        FloatVectorMath.expm1(x, 0, y, 0, x.length);
        FloatVectorMath.log1p(x, 0, y, 0, x.length);
        FloatVectorMath.tanh(x, 0, y, 0, x.length);
        FloatVectorMath.erf(x, 0, y, 0, x.length);
        FloatVectorLogistic.sigmoid(x, 0, y, 0, x.length, new float[FloatLanes.BLOCK]);
    }

    private static void functions(double[] x) {
        double[] y = new double[x.length];
        DoubleVectorMath.exp(x, 0, y, 0, x.length);
        DoubleVectorMath.log(x, 0, y, 0, x.length);
        DoubleVectorMath.expm1(x, 0, y, 0, x.length);
        DoubleVectorMath.log1p(x, 0, y, 0, x.length);
        DoubleVectorMath.tanh(x, 0, y, 0, x.length);
        DoubleVectorMath.erf(x, 0, y, 0, x.length);
        DoubleVectorLogistic.sigmoid(x, 0, y, 0, x.length, new double[DoubleLanes.BLOCK]);
    }
}
