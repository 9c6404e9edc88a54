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
        functions(v);
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
        functions(v);
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
    private static void functions(FloatVector v) {
        FloatVectorMath.exp(v);
        FloatVectorMath.log(v);
        FloatVectorMath.expm1(v);
        FloatVectorMath.log1p(v);
        FloatVectorMath.tanh(v);
        FloatVectorMath.sigmoid(v);
        FloatVectorMath.erf(v);
        FloatVectorMath.softplus(v);
    }

    private static void functions(DoubleVector v) {
        DoubleVectorMath.exp(v);
        DoubleVectorMath.log(v);
        DoubleVectorMath.expm1(v);
        DoubleVectorMath.log1p(v);
        DoubleVectorMath.tanh(v);
        DoubleVectorMath.sigmoid(v);
        DoubleVectorMath.erf(v);
        DoubleVectorMath.softplus(v);
    }
}
