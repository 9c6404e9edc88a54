// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.scalar;

import dev.hadamard.compute.FloatLaneSum;
import dev.hadamard.compute.VirtualLanes;

/**
 * Cross-entropy of softmax from the logits: l = Σ y (ln S + m − z), where m = max z and S = Σ e^(z − m). Nothing
 * overflows, and no large numbers cancel.
 *
 * <p>The exponentials need not be computed again: the largest activation is 1/S, and the others add up to (S − 1)/S. So
 * ln S = log1p(others / largest), which keeps its digits where the network is nearly sure and S nearly 1.
 */
final class FloatSoftmaxCrossEntropy {

    private final FloatLaneSum laneSum = new FloatLaneSum();

    /** Loss of a row; delta, unless null, becomes scale · (A Σy − Y). */
    float ofRow(float scale, float[] z, float[] a, int at, float[] y, int yAt, float[] delta, int columns) {
        if (columns == 0) {
            return 0;
        }
        int largest = indexOfLargest(z, at, columns);
        float max = z[at + largest];
        float logSum = logSum(a, at, largest, columns);
        float[] lanes = laneSum.start();
        for (int i = 0; i < columns; i++) {
            lanes[i & VirtualLanes.MASK] += y[yAt + i];
        }
        float targets = laneSum.total();
        lanes = laneSum.start();
        for (int i = 0; i < columns; i++) {
            float target = y[yAt + i];
            lanes[i & VirtualLanes.MASK] += target == 0 ? target * a[at + i] : target * (logSum + (max - z[at + i]));
            if (delta != null) {
                delta[at + i] = scale * (a[at + i] * targets - target);
            }
        }
        return laneSum.total();
    }

    /** The same for a target row that is 1 at the label and 0 elsewhere. */
    float ofClass(float scale, float[] z, float[] a, int at, int label, float[] delta, int columns) {
        int largest = indexOfLargest(z, at, columns);
        float loss = logSum(a, at, largest, columns) + (z[at + largest] - z[at + label]);
        if (delta != null) {
            for (int i = at; i < at + columns; i++) {
                delta[i] = scale * a[i];
            }
            delta[at + label] = scale * (a[at + label] - 1);
        }
        return loss;
    }

    /** The first of the largest; any if one is NaN, since then every activation is. */
    private static int indexOfLargest(float[] z, int at, int columns) {
        int largest = 0;
        for (int i = 1; i < columns; i++) {
            if (z[at + i] > z[at + largest]) {
                largest = i;
            }
        }
        return largest;
    }

    /** ln S. The lane of the largest activation leaves it out. */
    private float logSum(float[] a, int at, int largest, int columns) {
        float[] lanes = laneSum.start();
        for (int i = 0; i < columns; i++) {
            if (i != largest) {
                lanes[i & VirtualLanes.MASK] += a[at + i];
            }
        }
        return FloatMath.log1p(laneSum.total() / a[at + largest]);
    }
}
