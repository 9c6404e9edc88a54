// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.scalar;

import dev.hadamard.compute.FloatLaneSum;
import dev.hadamard.compute.LossFunction;
import dev.hadamard.compute.LossKernels;
import dev.hadamard.compute.VirtualLanes;

/**
 * Losses of {@code float[]} and their gradients. The terms of a row are computed and, in the order of
 * {@link VirtualLanes}, added up in float; the sum is then widened. An unfused loss is one pass over a row.
 *
 * <p>Where a target y makes a term of an entropy 0, the term is y · a instead of y ln a: 0 for every probability, 0
 * included, and NaN for NaN.
 */
public final class FloatScalarLosses implements LossKernels<float[]> {

    private final FloatLaneSum laneSum = new FloatLaneSum();
    private final FloatSoftmaxCrossEntropy softmaxCrossEntropy = new FloatSoftmaxCrossEntropy();

    /** Kernels with scratch memory of their own, confined to one thread at a time. */
    public FloatScalarLosses() {}

    /** The kind is looked at once a row: next to a row's work that is nothing, and saves eight loops over rows. */
    @Override
    public void loss(
            LossFunction loss,
            float[] z,
            float[] a,
            int offset,
            int stride,
            float[] y,
            int yOffset,
            int yStride,
            float[] delta,
            double[] rowLoss,
            int rowLossOffset,
            double scale,
            int rows,
            int columns) {
        double c = loss.parameter();
        float s = (float) scale;
        for (int r = 0; r < rows; r++) {
            int at = offset + r * stride;
            int yAt = yOffset + r * yStride;
            rowLoss[rowLossOffset + r] = switch (loss.kind()) {
                case SQUARED -> c * squared((float) (2 * c * scale), a, at, y, yAt, delta, columns);
                case ABSOLUTE -> absolute(s, a, at, y, yAt, delta, columns);
                case HUBER -> huber((float) c, s, a, at, y, yAt, delta, columns);
                case CROSS_ENTROPY -> crossEntropy(s, a, at, y, yAt, delta, columns);
                case BINARY_CROSS_ENTROPY -> binaryCrossEntropy(s, a, at, y, yAt, delta, columns);
                case SOFTMAX_CROSS_ENTROPY -> softmaxCrossEntropy.ofRow(s, z, a, at, y, yAt, delta, columns);
                case SIGMOID_BINARY_CROSS_ENTROPY -> sigmoidBinaryCrossEntropy(s, z, a, at, y, yAt, delta, columns);
            };
        }
    }

    @Override
    public void lossOfClasses(
            LossFunction loss,
            float[] z,
            float[] a,
            int offset,
            int stride,
            int[] classes,
            int classesOffset,
            float[] delta,
            double[] rowLoss,
            int rowLossOffset,
            double scale,
            int rows,
            int columns) {
        float s = (float) scale;
        for (int r = 0; r < rows; r++) {
            int at = offset + r * stride;
            int label = classes[classesOffset + r];
            rowLoss[rowLossOffset + r] = switch (loss.kind()) {
                case CROSS_ENTROPY -> crossEntropyOfClass(s, a, at, label, delta, columns);
                case SOFTMAX_CROSS_ENTROPY -> softmaxCrossEntropy.ofClass(s, z, a, at, label, delta, columns);
                default -> throw new IllegalArgumentException(loss.kind() + " does not take classes");
            };
        }
    }

    /** Σ (a − y)², without the factor c; slope is 2c · scale. */
    private float squared(float slope, float[] a, int at, float[] y, int yAt, float[] delta, int columns) {
        float[] lanes = laneSum.start();
        for (int i = 0; i < columns; i++) {
            float error = a[at + i] - y[yAt + i];
            lanes[i & VirtualLanes.MASK] += error * error;
            if (delta != null) {
                delta[at + i] = slope * error;
            }
        }
        return laneSum.total();
    }

    private float absolute(float scale, float[] a, int at, float[] y, int yAt, float[] delta, int columns) {
        float[] lanes = laneSum.start();
        for (int i = 0; i < columns; i++) {
            float error = a[at + i] - y[yAt + i];
            lanes[i & VirtualLanes.MASK] += Math.abs(error);
            if (delta != null) {
                delta[at + i] = scale * Math.signum(error);
            }
        }
        return laneSum.total();
    }

    /** With e clamped to c: c (e − ½ c), which is ½ e² where nothing was clamped and δ |e| − ½ δ² elsewhere. */
    private float huber(float limit, float scale, float[] a, int at, float[] y, int yAt, float[] delta, int columns) {
        float[] lanes = laneSum.start();
        for (int i = 0; i < columns; i++) {
            float error = a[at + i] - y[yAt + i];
            float clamped = Math.max(-limit, Math.min(error, limit));
            lanes[i & VirtualLanes.MASK] += clamped * (error - 0.5f * clamped);
            if (delta != null) {
                delta[at + i] = scale * clamped;
            }
        }
        return laneSum.total();
    }

    private float crossEntropy(float scale, float[] a, int at, float[] y, int yAt, float[] delta, int columns) {
        float[] lanes = laneSum.start();
        for (int i = 0; i < columns; i++) {
            lanes[i & VirtualLanes.MASK] += crossEntropyTerm(a[at + i], y[yAt + i]);
            if (delta != null) {
                delta[at + i] = scale * crossEntropySlope(a[at + i], y[yAt + i]);
            }
        }
        return laneSum.total();
    }

    private float crossEntropyOfClass(float scale, float[] a, int at, int label, float[] delta, int columns) {
        float[] lanes = laneSum.start();
        for (int i = 0; i < columns; i++) {
            float y = i == label ? 1 : 0;
            lanes[i & VirtualLanes.MASK] += crossEntropyTerm(a[at + i], y);
            if (delta != null) {
                delta[at + i] = scale * crossEntropySlope(a[at + i], y);
            }
        }
        return laneSum.total();
    }

    private static float crossEntropyTerm(float a, float y) {
        return y == 0 ? y * a : -(y * FloatMath.log(a));
    }

    private static float crossEntropySlope(float a, float y) {
        return y == 0 ? y * a : -(y / a);
    }

    private float binaryCrossEntropy(float scale, float[] a, int at, float[] y, int yAt, float[] delta, int columns) {
        float[] lanes = laneSum.start();
        for (int i = 0; i < columns; i++) {
            float activation = a[at + i];
            float target = y[yAt + i];
            float complement = 1 - target;
            float yes = target == 0 ? target * activation : target * FloatMath.log(activation);
            float no = complement == 0 ? complement * activation : complement * FloatMath.log1p(-activation);
            lanes[i & VirtualLanes.MASK] += -(yes + no);
            if (delta != null) {
                delta[at + i] = scale * binaryCrossEntropySlope(activation, target);
            }
        }
        return laneSum.total();
    }

    /** (a − y) / (a (1 − a)), from which a or 1 − a cancels for the targets 0 and 1. */
    private static float binaryCrossEntropySlope(float a, float y) {
        float numerator = y == 0 ? 1 : y == 1 ? -1 : a - y;
        float denominator = (y == 0 ? 1 : a) * (y == 1 ? 1 : 1 - a);
        return numerator / denominator;
    }

    private float sigmoidBinaryCrossEntropy(
            float scale, float[] z, float[] a, int at, float[] y, int yAt, float[] delta, int columns) {
        float[] lanes = laneSum.start();
        for (int i = 0; i < columns; i++) {
            float logit = z[at + i];
            float target = y[yAt + i];
            float linear = Math.max(logit, 0) - target * logit;
            lanes[i & VirtualLanes.MASK] += linear + FloatMath.log1p(FloatMath.exp(-Math.abs(logit)));
            if (delta != null) {
                delta[at + i] = scale * (a[at + i] - target);
            }
        }
        return laneSum.total();
    }
}
