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

    /** Adds a vector of terms, the first of which is term i of the row, a multiple of the lane count. */
    void add(FloatVector terms, int i) {
        int lane = i & VirtualLanes.MASK;
        FloatVector.fromArray(SPECIES, lanes, lane).add(terms).intoArray(lanes, lane);
    }

    /** Adds the first lanes of another sum, each of one term, the first of which is term i of the row. */
    void addFirstLanes(FloatVectorLaneSum other, int i, int length) {
        for (int lane = 0; lane < length; lane++) {
            lanes[i + lane & VirtualLanes.MASK] += other.lanes[lane];
        }
    }

    /** Adds a whole row. */
    void addAll(float[] x, int from, int length) {
        int whole = length & -L;
        for (int i = 0; i < whole; i += L) {
            add(FloatVector.fromArray(SPECIES, x, from + i), i);
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
            add(products, i);
        }
        for (int i = whole; i < length; i++) {
            lanes[i & VirtualLanes.MASK] += x[xFrom + i] * y[yFrom + i];
        }
    }
}
