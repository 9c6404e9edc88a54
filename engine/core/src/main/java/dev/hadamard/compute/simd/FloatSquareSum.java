// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.simd;

import dev.hadamard.compute.DoubleLaneSum;
import dev.hadamard.compute.VirtualLanes;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Σ x² of floats, in double and in the order of {@link VirtualLanes}. Written by hand beside its twin: here each vector
 * widens to two.
 */
final class FloatSquareSum {

    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final VectorSpecies<Double> WIDE = DoubleLanes.SPECIES;
    private static final int L = FloatLanes.LENGTH;

    private final DoubleLaneSum sum = new DoubleLaneSum();

    double of(float[] x, int offset, int length) {
        double[] lanes = sum.start();
        int whole = length & -L;
        for (int i = 0; i < whole; i += L) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, offset + i);
            int lane = i & VirtualLanes.MASK;
            DoubleVector low = (DoubleVector) v.convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector high = (DoubleVector) v.convertShape(VectorOperators.F2D, WIDE, 1);
            DoubleVector.fromArray(WIDE, lanes, lane).add(low.mul(low)).intoArray(lanes, lane);
            DoubleVector.fromArray(WIDE, lanes, lane + L / 2)
                    .add(high.mul(high))
                    .intoArray(lanes, lane + L / 2);
        }
        for (int i = whole; i < length; i++) {
            double value = x[offset + i];
            lanes[i & VirtualLanes.MASK] += value * value;
        }
        return sum.total();
    }
}
