// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import dev.hadamard.compute.ActivationFunction;
import dev.hadamard.compute.ActivationKernels;
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

    private final FloatVectorLaneSum laneSum = new FloatVectorLaneSum();
    private final float[] tail = new float[L];
    private final float[] deltaTail = new float[L];

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
        if (f.kind() == ActivationFunction.Kind.IDENTITY && z == a) {
            return;
        }
        boolean dense = stride == columns;
        int ranges = dense ? 1 : rows;
        int length = dense ? rows * columns : columns;
        for (int r = 0; r < ranges; r++) {
            forwardRange(f, z, a, offset + r * stride, length);
        }
    }

    private void forwardRange(ActivationFunction f, float[] z, float[] a, int from, int length) {
        int whole = length & -L;
        int rest = length - whole;
        FloatTails.copy(z, from + whole, tail, 0, rest);
        for (int part = whole > 0 ? 0 : 1; part < (rest > 0 ? 2 : 1); part++) {
            boolean isTail = part == 1;
            FloatVectorForward.apply(
                    f, isTail ? tail : z, isTail ? 0 : from, isTail ? tail : a, isTail ? 0 : from, isTail ? L : whole);
        }
        FloatTails.copy(tail, 0, a, from + whole, rest);
    }

    @Override
    public void backward(
            ActivationFunction f, float[] z, float[] a, float[] delta, int offset, int stride, int rows, int columns) {
        float[] x = FloatVectorBackward.readsZ(f) ? z : a;
        boolean dense = stride == columns;
        int ranges = dense ? 1 : rows;
        int length = dense ? rows * columns : columns;
        for (int r = 0; r < ranges; r++) {
            backwardRange(f, x, delta, offset + r * stride, length);
        }
    }

    private void backwardRange(ActivationFunction f, float[] x, float[] delta, int from, int length) {
        int whole = length & -L;
        int rest = length - whole;
        FloatTails.copy(x, from + whole, tail, 0, rest);
        FloatTails.copy(delta, from + whole, deltaTail, 0, rest);
        for (int part = whole > 0 ? 0 : 1; part < (rest > 0 ? 2 : 1); part++) {
            boolean isTail = part == 1;
            FloatVectorBackward.apply(
                    f,
                    isTail ? tail : x,
                    isTail ? 0 : from,
                    isTail ? deltaTail : delta,
                    isTail ? 0 : from,
                    isTail ? L : whole);
        }
        FloatTails.copy(deltaTail, 0, delta, from + whole, rest);
    }

    @Override
    public void softmax(float[] z, float[] a, int offset, int stride, int rows, int columns) {
        for (int r = 0; r < rows; r++) {
            softmaxRow(z, a, offset + r * stride, columns);
        }
    }

    private void softmaxRow(float[] z, float[] a, int from, int columns) {
        int whole = columns & -L;
        int rest = columns - whole;
        float max = FloatTails.max(z, from, columns);
        FloatVector maxima = FloatVector.broadcast(SPECIES, max);
        FloatTails.copy(z, from + whole, tail, 0, rest);
        for (int i = 0; i < columns; i += L) {
            boolean isTail = i == whole;
            FloatVectorMath.exp(FloatVector.fromArray(SPECIES, isTail ? tail : z, isTail ? 0 : from + i)
                            .sub(maxima))
                    .intoArray(isTail ? tail : a, isTail ? 0 : from + i);
        }
        FloatTails.copy(tail, 0, a, from + whole, rest);
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
