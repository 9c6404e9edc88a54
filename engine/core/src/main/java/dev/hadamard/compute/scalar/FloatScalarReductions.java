// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.scalar;

import dev.hadamard.compute.DoubleLaneSum;
import dev.hadamard.compute.FloatLaneSum;
import dev.hadamard.compute.ReductionKernels;

/** Sums, norms and tests over ranges of {@code float[]}. */
public final class FloatScalarReductions implements ReductionKernels<float[]> {

    /** Elements widened at a time: a multiple of the virtual lanes. */
    private static final int BLOCK = 512;

    private final DoubleLaneSum laneSum = new DoubleLaneSum();
    private final FloatLaneSum roughSum = new FloatLaneSum();
    private final double[] widened = new double[BLOCK];

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
        laneSum.start();
        for (int from = 0; from < length; from += BLOCK) {
            int count = Math.min(BLOCK, length - from);
            for (int i = 0; i < count; i++) {
                widened[i] = x[offset + from + i];
            }
            laneSum.addProducts(widened, 0, widened, 0, count);
        }
        return laneSum.total();
    }

    @Override
    public double roughSumOfSquares(float[] x, int offset, int length) {
        roughSum.start();
        roughSum.addProducts(x, offset, x, offset, length);
        return roughSum.total();
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
