// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.compute.scalar.ArgumentSamples;
import dev.hadamard.compute.scalar.ElementaryFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link DoubleVectorMath} has the bits of the scalar functions; how accurate those are is tested with them. */
class DoubleVectorMathTest {

    @ParameterizedTest
    @EnumSource
    void hasTheBitsOfTheScalarFunctionAtEveryDoubleTried(ElementaryFunction function) {
        int compared = IntStream.range(0, ArgumentSamples.blocks(ArgumentSamples.DOUBLE_COUNT))
                .parallel()
                .map(block -> compare(function, ArgumentSamples.doubles(function, block), 0))
                .sum();
        assertThat(compared)
                .isEqualTo(ArgumentSamples.DOUBLE_COUNT - ArgumentSamples.DOUBLE_COUNT % DoubleLanes.LENGTH);
    }

    /** Every argument goes through every lane. */
    @ParameterizedTest
    @EnumSource
    void hasThemAtEveryEdgeInEveryLane(ElementaryFunction function) {
        double[] edges = ElementaryFunction.doubleEdges();
        double[] x = new double[edges.length + 2 * DoubleLanes.LENGTH];
        System.arraycopy(edges, 0, x, DoubleLanes.LENGTH, edges.length);
        for (int from = 0; from < DoubleLanes.LENGTH; from++) {
            assertThat(compare(function, x, from)).isGreaterThanOrEqualTo(edges.length + DoubleLanes.LENGTH - from);
        }
    }

    /** Compares at the whole vectors from an index, and returns how many elements they have. */
    private static int compare(ElementaryFunction function, double[] x, int from) {
        double[] y = new double[x.length];
        int to = DoubleVectorFunctions.apply(function, x, y, from);
        for (int i = from; i < to; i++) {
            double scalar = function.doubles().applyAsDouble(x[i]);
            if (Double.doubleToLongBits(y[i]) != Double.doubleToLongBits(scalar)) {
                assertThat(y[i])
                        .as("%s of %s in lane %d", function, x[i], (i - from) % DoubleLanes.LENGTH)
                        .isEqualTo(scalar);
                throw new AssertionError("zeros of different sign, " + function + " of " + x[i]);
            }
        }
        return to - from;
    }
}
