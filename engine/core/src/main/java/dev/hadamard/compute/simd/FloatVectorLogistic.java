// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import dev.hadamard.compute.scalar.FloatMath;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector form of σ and softplus of {@link FloatMath}: both are made from e^−|x|, in passes over a block. x and y
 * may be the same range, scratch memory may not; lengths are multiples of {@link FloatLanes#LENGTH}.
 */
final class FloatVectorLogistic {

    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int L = FloatLanes.LENGTH;

    private FloatVectorLogistic() {}

    static void sigmoid(float[] x, int xFrom, float[] y, int yFrom, int length, float[] scratch) {
        expOfNegatedMagnitude(x, xFrom, scratch, length);
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        for (int i = 0; i < length; i += L) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xFrom + i);
            FloatVector e = FloatVector.fromArray(SPECIES, scratch, i);
            one.blend(e, v.compare(VectorOperators.LT, 0f)).div(e.add(one)).intoArray(y, yFrom + i);
        }
    }

    static void softplus(float[] x, int xFrom, float[] y, int yFrom, int length, float[] scratch) {
        expOfNegatedMagnitude(x, xFrom, scratch, length);
        FloatVectorMath.log1pOfUnit(scratch, 0, scratch, 0, length);
        for (int i = 0; i < length; i += L) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xFrom + i);
            v.blend(0f, v.compare(VectorOperators.LT, 0f))
                    .add(FloatVector.fromArray(SPECIES, scratch, i))
                    .intoArray(y, yFrom + i);
        }
    }

    static void expOfNegatedMagnitude(float[] x, int xFrom, float[] e, int length) {
        for (int i = 0; i < length; i += L) {
            FloatVector.fromArray(SPECIES, x, xFrom + i).abs().neg().intoArray(e, i);
        }
        FloatVectorMath.exp(e, 0, e, 0, length);
    }
}
