// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.compute.scalar.ArgumentSamples;
import dev.hadamard.compute.scalar.ElementaryFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The vector functions have the bits of the scalar functions; how accurate those are is tested with them. */
class FloatVectorMathTest {

    @ParameterizedTest
    @EnumSource
    void hasTheBitsOfTheScalarFunctionAtEveryFloatTried(ElementaryFunction function) {
        int compared = IntStream.range(0, ArgumentSamples.blocks(ArgumentSamples.FLOAT_COUNT))
                .parallel()
                .map(block -> compare(function, ArgumentSamples.floats(block), 0))
                .sum();
        assertThat(compared).isEqualTo(ArgumentSamples.FLOAT_COUNT - ArgumentSamples.FLOAT_COUNT % FloatLanes.LENGTH);
    }

    /** Every argument goes through every lane. */
    @ParameterizedTest
    @EnumSource
    void hasThemAtEveryEdgeInEveryLane(ElementaryFunction function) {
        float[] edges = ElementaryFunction.floatEdges();
        float[] x = new float[edges.length + 2 * FloatLanes.LENGTH];
        System.arraycopy(edges, 0, x, FloatLanes.LENGTH, edges.length);
        for (int from = 0; from < FloatLanes.LENGTH; from++) {
            assertThat(compare(function, x, from)).isGreaterThanOrEqualTo(edges.length + FloatLanes.LENGTH - from);
        }
    }

    /** Compares at the whole vectors from an index, and returns how many elements they have. */
    private static int compare(ElementaryFunction function, float[] x, int from) {
        float[] y = new float[x.length];
        int to = FloatVectorFunctions.apply(function, x, y, from);
        for (int i = from; i < to; i++) {
            float scalar = function.floats().apply(x[i]);
            if (Float.floatToIntBits(y[i]) != Float.floatToIntBits(scalar)) {
                assertThat(y[i])
                        .as("%s of %s in lane %d", function, x[i], (i - from) % FloatLanes.LENGTH)
                        .isEqualTo(scalar);
                throw new AssertionError("zeros of different sign, " + function + " of " + x[i]);
            }
        }
        return to - from;
    }
}
