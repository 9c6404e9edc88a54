// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import dev.hadamard.compute.ReductionKernels;
import dev.hadamard.compute.scalar.FloatScalarReductions;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Sums, norms and tests over ranges of {@code float[]} by vectors, with the bits of the scalar strategy. */
final class FloatVectorReductions implements ReductionKernels<float[]> {

    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int L = FloatLanes.LENGTH;

    private final FloatScalarReductions scalar = new FloatScalarReductions();

    @Override
    public double maxAbs(float[] x, int offset, int length) {
        FloatVector maxima = FloatVector.zero(SPECIES);
        int whole = length & -L;
        for (int i = 0; i < whole; i += L) {
            maxima = maxima.max(FloatVector.fromArray(SPECIES, x, offset + i).abs());
        }
        float max = maxima.reduceLanes(VectorOperators.MAX);
        for (int i = whole; i < length; i++) {
            max = Math.max(max, Math.abs(x[offset + i]));
        }
        return max;
    }

    /** Not by vectors: JDK 17 allocates where a vector of floats becomes two of doubles. */
    @Override
    public double sumOfSquares(float[] x, int offset, int length) {
        return scalar.sumOfSquares(x, offset, length);
    }

    @Override
    public double roughSumOfSquares(float[] x, int offset, int length) {
        FloatVector sum0 = FloatVector.zero(SPECIES);
        FloatVector sum1 = FloatVector.zero(SPECIES);
        FloatVector sum2 = FloatVector.zero(SPECIES);
        FloatVector sum3 = FloatVector.zero(SPECIES);
        int whole = length & -4 * L;
        for (int i = 0; i < whole; i += 4 * L) {
            FloatVector v0 = FloatVector.fromArray(SPECIES, x, offset + i);
            FloatVector v1 = FloatVector.fromArray(SPECIES, x, offset + i + L);
            FloatVector v2 = FloatVector.fromArray(SPECIES, x, offset + i + 2 * L);
            FloatVector v3 = FloatVector.fromArray(SPECIES, x, offset + i + 3 * L);
            sum0 = v0.fma(v0, sum0);
            sum1 = v1.fma(v1, sum1);
            sum2 = v2.fma(v2, sum2);
            sum3 = v3.fma(v3, sum3);
        }
        float sum = sum0.add(sum1).add(sum2.add(sum3)).reduceLanes(VectorOperators.ADD);
        for (int i = whole; i < length; i++) {
            sum += x[offset + i] * x[offset + i];
        }
        return sum;
    }

    @Override
    public int indexOfNonFinite(float[] x, int offset, int length) {
        // x − x is 0 for a finite x and NaN otherwise, and a NaN stays in a sum.
        FloatVector differences = FloatVector.zero(SPECIES);
        int whole = length & -L;
        for (int i = 0; i < whole; i += L) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, offset + i);
            differences = differences.add(v.sub(v));
        }
        int skipped = differences.reduceLanes(VectorOperators.MAX) == 0 ? whole : 0;
        int index = scalar.indexOfNonFinite(x, offset + skipped, length - skipped);
        return index < 0 ? -1 : skipped + index;
    }

    /**
     * Four vectors an iteration, all loads before any store; the later ones of the last iteration may be the same one
     * again. So it is too large for C2 to inline into a step, where its vectors would be boxed, and small enough for C2
     * to compile it without: see {@link FloatVectorMath}.
     */
    @Override
    public void addScaled(double alpha, float[] x, int xOffset, float[] y, int yOffset, int length) {
        float factor = (float) alpha;
        FloatVector factors = FloatVector.broadcast(SPECIES, factor);
        int whole = length & -L;
        for (int i = 0; i < whole; i += 4 * L) {
            int i1 = Math.min(i + L, whole - L);
            int i2 = Math.min(i1 + L, whole - L);
            int i3 = Math.min(i2 + L, whole - L);
            FloatVector s0 = factors.mul(FloatVector.fromArray(SPECIES, x, xOffset + i));
            FloatVector s1 = factors.mul(FloatVector.fromArray(SPECIES, x, xOffset + i1));
            FloatVector s2 = factors.mul(FloatVector.fromArray(SPECIES, x, xOffset + i2));
            FloatVector s3 = factors.mul(FloatVector.fromArray(SPECIES, x, xOffset + i3));
            FloatVector y0 = FloatVector.fromArray(SPECIES, y, yOffset + i);
            FloatVector y1 = FloatVector.fromArray(SPECIES, y, yOffset + i1);
            FloatVector y2 = FloatVector.fromArray(SPECIES, y, yOffset + i2);
            FloatVector y3 = FloatVector.fromArray(SPECIES, y, yOffset + i3);
            y0.add(s0).intoArray(y, yOffset + i);
            y1.add(s1).intoArray(y, yOffset + i1);
            y2.add(s2).intoArray(y, yOffset + i2);
            y3.add(s3).intoArray(y, yOffset + i3);
        }
        for (int i = whole; i < length; i++) {
            y[yOffset + i] = y[yOffset + i] + factor * x[xOffset + i];
        }
    }
}
