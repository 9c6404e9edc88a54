// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import dev.hadamard.compute.FloatLaneSum;
import dev.hadamard.compute.VirtualLanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums in the order of {@link VirtualLanes} by vectors of any width: the lanes stand in memory, where they stay in the
 * L1 cache, and each vector of terms is added to its part of them.
 */
final class FloatVectorLaneSum {

    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int L = FloatLanes.LENGTH;

    private final FloatLaneSum sum = new FloatLaneSum();
    private float[] lanes = sum.start();

    void start() {
        lanes = sum.start();
    }

    float total() {
        return sum.total();
    }

    /** Adds a row, or a part of it that begins at a multiple of the number of virtual lanes. */
    void addAll(float[] x, int from, int length) {
        int whole = length & -L;
        for (int i = 0; i < whole; i += L) {
            int lane = i & VirtualLanes.MASK;
            FloatVector.fromArray(SPECIES, lanes, lane)
                    .add(FloatVector.fromArray(SPECIES, x, from + i))
                    .intoArray(lanes, lane);
        }
        for (int i = whole; i < length; i++) {
            lanes[i & VirtualLanes.MASK] += x[from + i];
        }
    }

    /** Adds the products of two rows. */
    void addProducts(float[] x, int xFrom, float[] y, int yFrom, int length) {
        int whole = length & -L;
        for (int i = 0; i < whole; i += L) {
            FloatVector products =
                    FloatVector.fromArray(SPECIES, x, xFrom + i).mul(FloatVector.fromArray(SPECIES, y, yFrom + i));
            int lane = i & VirtualLanes.MASK;
            FloatVector.fromArray(SPECIES, lanes, lane).add(products).intoArray(lanes, lane);
        }
        for (int i = whole; i < length; i++) {
            lanes[i & VirtualLanes.MASK] += x[xFrom + i] * y[yFrom + i];
        }
    }
}
