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

    @Override
    public void addScaled(double alpha, float[] x, int xOffset, float[] y, int yOffset, int length) {
        float factor = (float) alpha;
        FloatVector factors = FloatVector.broadcast(SPECIES, factor);
        int whole = length & -L;
        for (int i = 0; i < whole; i += L) {
            FloatVector.fromArray(SPECIES, y, yOffset + i)
                    .add(factors.mul(FloatVector.fromArray(SPECIES, x, xOffset + i)))
                    .intoArray(y, yOffset + i);
        }
        for (int i = whole; i < length; i++) {
            y[yOffset + i] = y[yOffset + i] + factor * x[xOffset + i];
        }
    }
}
