// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.scalar;

import dev.hadamard.compute.DoubleLaneSum;
import dev.hadamard.compute.ReductionKernels;
import dev.hadamard.compute.VirtualLanes;

/** Sums, norms and tests over ranges of {@code float[]}. */
public final class FloatScalarReductions implements ReductionKernels<float[]> {

    private final DoubleLaneSum laneSum = new DoubleLaneSum();

    /** Kernels with scratch memory of their own, confined to one thread at a time. */
    public FloatScalarReductions() {}

    @Override
    public double maxAbs(float[] x, int offset, int length) {
        float max = 0;
        for (int i = offset; i < offset + length; i++) {
            max = Math.max(max, Math.abs(x[i]));
        }
        return max;
    }

    @Override
    public double sumOfSquares(float[] x, int offset, int length) {
        double[] lanes = laneSum.start();
        for (int i = 0; i < length; i++) {
            double value = x[offset + i];
            lanes[i & VirtualLanes.MASK] += value * value;
        }
        return laneSum.total();
    }

    @Override
    public int indexOfNonFinite(float[] x, int offset, int length) {
        for (int i = 0; i < length; i++) {
            if (!Float.isFinite(x[offset + i])) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public void addScaled(double alpha, float[] x, int xOffset, float[] y, int yOffset, int length) {
        float factor = (float) alpha;
        for (int i = 0; i < length; i++) {
            y[yOffset + i] = y[yOffset + i] + factor * x[xOffset + i];
        }
    }
}
