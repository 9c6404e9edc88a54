// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import dev.hadamard.compute.ActivationFunction;
import dev.hadamard.compute.ActivationKernels;
import dev.hadamard.compute.FloatLaneSum;
import dev.hadamard.compute.VirtualLanes;
import dev.hadamard.compute.scalar.FloatScalarActivations;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Activations of {@code float[]} by vectors, with the bits of the scalar strategy.
 *
 * <p>What is left of a range after its whole vectors goes through a vector's worth of scratch memory: a copy of a few
 * elements, one vector operation, and a copy back. Masked loads and stores would allocate on JDK 17, and a scalar
 * function takes as long for one element as a vector function for all.
 */
final class FloatVectorActivations implements ActivationKernels<float[]> {

    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int L = FloatLanes.LENGTH;

    private final FloatScalarActivations scalar = new FloatScalarActivations();
    private final FloatVectorForward forwardLoops = new FloatVectorForward();
    private final FloatVectorBackward backwardLoops = new FloatVectorBackward();
    private final FloatNarrowSoftmax narrowSoftmax = new FloatNarrowSoftmax();
    private final FloatLaneSum laneSum = new FloatLaneSum();
    private final float[] tail = new float[L];

    @Override
    public void forward(
            ActivationFunction f,
            float[] b,
            int bOffset,
            float[] z,
            float[] a,
            int offset,
            int stride,
            int rows,
            int columns) {
        if (b != null) {
            add(z, offset, stride, b, bOffset, 0, z, offset, stride, rows, columns);
        }
        if (isPlain(f)) {
            scalar.forward(f, null, 0, z, a, offset, stride, rows, columns);
            return;
        }
        boolean dense = stride == columns;
        int ranges = dense ? 1 : rows;
        int length = dense ? rows * columns : columns;
        for (int r = 0; r < ranges; r++) {
            forwardLoops.apply(f, z, a, offset + r * stride, length);
        }
    }

    @Override
    public void backward(
            ActivationFunction f, float[] z, float[] a, float[] delta, int offset, int stride, int rows, int columns) {
        if (hasPlainDerivative(f, rows * columns)) {
            scalar.backward(f, z, a, delta, offset, stride, rows, columns);
            return;
        }
        float[] x = FloatVectorBackward.readsZ(f) ? z : a;
        boolean dense = stride == columns;
        int ranges = dense ? 1 : rows;
        int length = dense ? rows * columns : columns;
        for (int r = 0; r < ranges; r++) {
            backwardLoops.apply(f, x, delta, offset + r * stride, length);
        }
    }

    /** Whether C2 vectorises the scalar strategy's loop by itself, as well as we could or better, or nobody can. */
    private static boolean isPlain(ActivationFunction f) {
        return switch (f.kind()) {
            case IDENTITY, RELU, LEAKY_RELU, CUSTOM -> true;
            case SIGMOID, TANH, ELU, SOFTPLUS, SILU, GELU, GELU_TANH -> false;
        };
    }

    /** The same of f'. */
    private static boolean hasPlainDerivative(ActivationFunction f, int length) {
        return switch (f.kind()) {
            case IDENTITY, SIGMOID, TANH, RELU, LEAKY_RELU, CUSTOM -> true;
            case ELU -> !FloatVectorBackward.readsZ(f);
            case SOFTPLUS, GELU -> length <= FloatLanes.SHORT;
            case SILU, GELU_TANH -> false;
        };
    }

    @Override
    public void softmax(float[] z, float[] a, int offset, int stride, int rows, int columns) {
        if (columns <= VirtualLanes.COUNT && stride == columns) {
            if (rows >= FloatNarrowSoftmax.LEAST_ROWS) {
                narrowSoftmax.apply(z, a, offset, rows, columns);
            } else {
                softmaxOfFewRows(z, a, offset, rows, columns);
            }
            return;
        }
        for (int r = 0; r < rows; r++) {
            softmaxRow(z, a, offset + r * stride, columns);
        }
    }

    /** A row has a vector or two, all rows together have many: their exponentials are computed together. */
    private void softmaxOfFewRows(float[] z, float[] a, int offset, int rows, int columns) {
        int length = rows * columns;
        for (int from = offset; from < offset + length; from += columns) {
            float max = Float.NEGATIVE_INFINITY;
            for (int i = from; i < from + columns; i++) {
                max = Math.max(max, z[i]);
            }
            for (int i = from; i < from + columns; i++) {
                a[i] = z[i] - max;
            }
        }
        exp(a, offset, length);
        for (int from = offset; from < offset + length; from += columns) {
            float sum = FloatLaneSum.ofFew(a, from, columns);
            for (int i = from; i < from + columns; i++) {
                a[i] = a[i] / sum;
            }
        }
    }

    /** a = exp(a). */
    private void exp(float[] a, int from, int length) {
        int whole = length & -L;
        if (whole < length) {
            FloatTails.load(a, from, length, tail);
            FloatVectorMath.exp(tail, 0, tail, 0, L);
        }
        FloatVectorMath.exp(a, from, a, from, whole);
        if (whole < length) {
            FloatTails.store(tail, a, from, length);
        }
    }

    private void softmaxRow(float[] z, float[] a, int from, int columns) {
        int whole = columns & -L;
        float max = FloatTails.max(z, from, columns);
        FloatVector maxima = FloatVector.broadcast(SPECIES, max);
        for (int i = from; i < from + whole; i += L) {
            FloatVector.fromArray(SPECIES, z, i).sub(maxima).intoArray(a, i);
        }
        for (int i = from + whole; i < from + columns; i++) {
            a[i] = z[i] - max;
        }
        exp(a, from, columns);
        laneSum.start();
        laneSum.addAll(a, from, columns);
        float sum = laneSum.total();
        FloatVector sums = FloatVector.broadcast(SPECIES, sum);
        for (int i = 0; i < whole; i += L) {
            FloatVector.fromArray(SPECIES, a, from + i).div(sums).intoArray(a, from + i);
        }
        for (int i = from + whole; i < from + columns; i++) {
            a[i] = a[i] / sum;
        }
    }

    @Override
    public void softmaxBackward(float[] a, float[] delta, int offset, int stride, int rows, int columns) {
        for (int r = 0; r < rows; r++) {
            softmaxBackwardRow(a, delta, offset + r * stride, columns);
        }
    }

    private void softmaxBackwardRow(float[] a, float[] delta, int from, int columns) {
        int whole = columns & -L;
        laneSum.start();
        laneSum.addProducts(delta, from, a, from, columns);
        float dot = laneSum.total();
        FloatVector dots = FloatVector.broadcast(SPECIES, dot);
        for (int i = from; i < from + whole; i += L) {
            FloatVector.fromArray(SPECIES, a, i)
                    .mul(FloatVector.fromArray(SPECIES, delta, i).sub(dots))
                    .intoArray(delta, i);
        }
        for (int i = from + whole; i < from + columns; i++) {
            delta[i] = a[i] * (delta[i] - dot);
        }
    }

    @Override
    public void add(
            float[] x,
            int xOffset,
            int xStride,
            float[] y,
            int yOffset,
            int yStride,
            float[] out,
            int offset,
            int stride,
            int rows,
            int columns) {
        int whole = columns & -L;
        for (int r = 0; r < rows; r++) {
            int xRow = xOffset + r * xStride;
            int yRow = yOffset + r * yStride;
            int row = offset + r * stride;
            for (int i = 0; i < whole; i += L) {
                FloatVector.fromArray(SPECIES, x, xRow + i)
                        .add(FloatVector.fromArray(SPECIES, y, yRow + i))
                        .intoArray(out, row + i);
            }
            for (int i = whole; i < columns; i++) {
                out[row + i] = x[xRow + i] + y[yRow + i];
            }
        }
    }
}
