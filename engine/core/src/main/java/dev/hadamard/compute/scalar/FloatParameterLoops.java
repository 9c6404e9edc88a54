// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.scalar;

import dev.hadamard.compute.DoubleLaneSum;
import dev.hadamard.compute.ParameterKernels;
import dev.hadamard.compute.VirtualLanes;

/**
 * Penalties, clipping and limits on {@code float[]}, for every strategy: loops that C2 vectorises by itself, without a
 * branch in them. Confined to one thread at a time.
 */
@SuppressWarnings("cast") // the twin's casts are redundant
public final class FloatParameterLoops implements ParameterKernels<float[]> {

    private final DoubleLaneSum laneSum = new DoubleLaneSum();

    /** Kernels with scratch memory of their own. */
    public FloatParameterLoops() {}

    /**
     * The sign of a number, without a branch: any number but 0 leaves [−1, 1] when multiplied twice by the largest one,
     * the smallest denormal too.
     */
    static float sign(float x) {
        return Math.max(-1, Math.min(1, x * Float.MAX_VALUE * Float.MAX_VALUE));
    }

    @Override
    public double sumOfAbs(float[] x, int offset, int length) {
        double[] lanes = laneSum.start();
        for (int i = 0; i < length; i++) {
            lanes[i & VirtualLanes.MASK] += Math.abs(x[offset + i]);
        }
        return laneSum.total();
    }

    @Override
    public void addSigns(double alpha, float[] x, float[] y, int offset, int length) {
        float factor = (float) alpha;
        for (int i = offset; i < offset + length; i++) {
            y[i] = y[i] + factor * sign(x[i]);
        }
    }

    @Override
    public void scale(double alpha, float[] x, int offset, int length) {
        float factor = (float) alpha;
        for (int i = offset; i < offset + length; i++) {
            x[i] = factor * x[i];
        }
    }

    @Override
    public void clamp(double limit, float[] x, int offset, int length) {
        float most = (float) limit;
        for (int i = offset; i < offset + length; i++) {
            x[i] = Math.max(-most, Math.min(most, x[i]));
        }
    }

    @Override
    public void limitColumnNorms(double limit, float[] x, int offset, int rows, int columns, double[] factors) {
        for (int j = 0; j < columns; j++) {
            factors[j] = 0;
        }
        for (int i = 0; i < rows; i++) {
            int start = offset + i * columns;
            for (int j = 0; j < columns; j++) {
                double value = x[start + j];
                factors[j] += value * value;
            }
        }
        for (int j = 0; j < columns; j++) {
            double norm = Math.sqrt(factors[j]);
            factors[j] = norm > limit ? limit / norm : 1;
        }
        for (int i = 0; i < rows; i++) {
            int start = offset + i * columns;
            for (int j = 0; j < columns; j++) {
                x[start + j] = (float) (x[start + j] * factors[j]);
            }
        }
    }

    @Override
    public void scaleRows(double[] factors, float[] x, int rows, int columns) {
        for (int row = 0; row < rows; row++) {
            scale(factors[row], x, row * columns, columns);
        }
    }
}
