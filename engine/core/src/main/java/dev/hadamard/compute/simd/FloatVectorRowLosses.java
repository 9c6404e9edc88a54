// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import dev.hadamard.compute.FloatLaneSum;
import dev.hadamard.compute.LossFunction;
import dev.hadamard.compute.scalar.FloatMath;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loss of one row and its gradient: terms and slopes by the loops of {@link FloatVectorLossLoops}, block by block,
 * and the terms added in the order of {@link dev.hadamard.compute.VirtualLanes}.
 */
final class FloatVectorRowLosses {

    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int L = FloatLanes.LENGTH;

    private final FloatLaneSum sum = new FloatLaneSum();
    private final FloatVectorLossLoops loops = new FloatVectorLossLoops();
    private final float[] terms = new float[FloatLanes.BLOCK];

    /** Loss of a row; delta, unless null, becomes scale · dl/dA, or scale · dl/dZ for a fused pair. */
    double ofRow(
            LossFunction loss,
            float[] z,
            float[] a,
            int at,
            float[] y,
            int yAt,
            float[] delta,
            double scale,
            int columns) {
        double c = loss.parameter();
        boolean squared = loss.kind() == LossFunction.Kind.SQUARED;
        loops.factor = (float) (squared ? 2 * c * scale : scale);
        loops.parameter = (float) c;
        if (loss.kind() == LossFunction.Kind.SOFTMAX_CROSS_ENTROPY) {
            prepareSoftmax(z, a, at, y, yAt, columns);
        }
        sum.start();
        for (int j = 0; j < columns; j += FloatLanes.BLOCK) {
            int length = Math.min(FloatLanes.BLOCK, columns - j);
            loops.apply(loss.kind(), z, a, at + j, y, yAt + j, delta, length, terms);
            sum.addAll(terms, 0, length);
        }
        double total = sum.total();
        return squared ? c * total : total;
    }

    private void prepareSoftmax(float[] z, float[] a, int at, float[] y, int yAt, int columns) {
        int largest = indexOfLargest(z, at, columns);
        loops.logSum = logSum(a, at, largest, columns);
        loops.max = z[at + largest];
        sum.start();
        sum.addAll(y, yAt, columns);
        loops.targets = sum.total();
    }

    /** Softmax with cross-entropy for a target row that is 1 at the label and 0 elsewhere. */
    double ofClass(float[] z, float[] a, int at, int label, float[] delta, float scale, int columns) {
        int largest = indexOfLargest(z, at, columns);
        float loss = logSum(a, at, largest, columns) + (z[at + largest] - z[at + label]);
        if (delta != null) {
            FloatVector scales = FloatVector.broadcast(SPECIES, scale);
            int whole = columns & -L;
            for (int i = at; i < at + whole; i += L) {
                scales.mul(FloatVector.fromArray(SPECIES, a, i)).intoArray(delta, i);
            }
            for (int i = at + whole; i < at + columns; i++) {
                delta[i] = scale * a[i];
            }
            delta[at + label] = scale * (a[at + label] - 1);
        }
        return loss;
    }

    /** The first of the largest; any if one is NaN, since then every activation is. */
    private static int indexOfLargest(float[] z, int at, int columns) {
        float max = FloatTails.max(z, at, columns);
        int index = 0;
        while (index < columns - 1 && z[at + index] != max) {
            index++;
        }
        return index;
    }

    /** ln Σ e^(z − max z) = log1p(others / largest); the largest activation leaves its lane for the time of the sum. */
    private float logSum(float[] a, int at, int largest, int columns) {
        float activation = a[at + largest];
        a[at + largest] = 0;
        sum.start();
        sum.addAll(a, at, columns);
        a[at + largest] = activation;
        return FloatMath.log1p(sum.total() / activation);
    }
}
