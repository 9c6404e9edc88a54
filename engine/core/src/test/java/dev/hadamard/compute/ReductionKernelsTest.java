// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of {@link ReductionKernels}, for every strategy. What stands beside the range is NaN. */
class ReductionKernelsTest {

    private static final int OFFSETS = 4;
    private static final int CASES = Lengths.ALL.length * OFFSETS;
    private static final double[] NOT_FINITE = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};

    private final SplittableRandom random = new SplittableRandom(9);

    private interface RangeCheck<A> {
        void run(Block<A> range, ReductionKernels<A> kernels);
    }

    private <A> int onEveryRange(Subject<A> subject, RangeCheck<A> check) {
        int cases = 0;
        for (int length : Lengths.ALL) {
            for (int offset = 0; offset < OFFSETS; offset++) {
                Block<A> range =
                        new Block<>(subject.elements(), 1, length, offset, 0).fill(() -> 3 * random.nextGaussian());
                check.run(range, subject.newKernels().reductions());
                cases++;
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.ALL)
    void maxAbs(Subject<?> subject) {
        assertThat(onEveryRange(subject, (x, kernels) -> {
                    double expected =
                            DoubleStream.of(x.row(0)).map(Math::abs).max().orElse(0);
                    assertThat(kernels.maxAbs(x.array, x.offset, x.columns)).isEqualTo(expected);
                }))
                .isEqualTo(CASES);
    }

    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.ALL)
    void maxAbsOfAnyNaNIsNaN(Subject<?> subject) {
        assertThat(onEveryRange(subject, (x, kernels) -> {
                    for (int i = 0; i < x.columns; i++) {
                        double kept = x.at(0, i);
                        x.set(0, i, Double.NaN);
                        assertThat(kernels.maxAbs(x.array, x.offset, x.columns))
                                .as("NaN at %d of %d", i, x.columns)
                                .isNaN();
                        x.set(0, i, kept);
                    }
                }))
                .isEqualTo(CASES);
    }

    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.ALL)
    void sumOfSquares(Subject<?> subject) {
        assertThat(onEveryRange(subject, (x, kernels) -> {
                    double expected = DoubleStream.of(x.row(0)).map(v -> v * v).sum();
                    assertThat(kernels.sumOfSquares(x.array, x.offset, x.columns))
                            .isCloseTo(expected, within(expected * (x.columns + 1) * Math.ulp(1.0)));
                }))
                .isEqualTo(CASES);
    }

    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.ALL)
    void roughSumOfSquares(Subject<?> subject) {
        assertThat(onEveryRange(subject, (x, kernels) -> {
                    double expected = DoubleStream.of(x.row(0)).map(v -> v * v).sum();
                    assertThat(kernels.roughSumOfSquares(x.array, x.offset, x.columns))
                            .isCloseTo(expected, within(expected * (x.columns + 1) * subject.epsilon()));
                    for (int i = 0; i < x.columns; i += 1 + x.columns / 50) {
                        double kept = x.at(0, i);
                        x.set(0, i, NOT_FINITE[i % NOT_FINITE.length]);
                        assertThat(Double.isFinite(kernels.roughSumOfSquares(x.array, x.offset, x.columns)))
                                .as("not finite at %d of %d", i, x.columns)
                                .isFalse();
                        x.set(0, i, kept);
                    }
                }))
                .isEqualTo(CASES);
    }

    /** Squares of the largest floats overflow float, not double. */
    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.ALL)
    void sumOfSquaresIsInDouble(Subject<?> subject) {
        assertThat(onEveryRange(subject, (x, kernels) -> {
                    x.fill(() -> 0x1p100);
                    assertThat(kernels.sumOfSquares(x.array, x.offset, x.columns))
                            .isEqualTo(x.columns * 0x1p200);
                }))
                .isEqualTo(CASES);
    }

    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.ALL)
    void indexOfNonFinite(Subject<?> subject) {
        assertThat(onEveryRange(subject, (x, kernels) -> {
                    x.fill(() -> subject.elements() instanceof FloatElements ? Float.MAX_VALUE : -Double.MAX_VALUE);
                    assertThat(kernels.indexOfNonFinite(x.array, x.offset, x.columns))
                            .isEqualTo(-1);
                    for (int i = x.columns - 1; i >= 0; i--) {
                        x.set(0, i, NOT_FINITE[i % NOT_FINITE.length]);
                        assertThat(kernels.indexOfNonFinite(x.array, x.offset, x.columns))
                                .isEqualTo(i);
                    }
                }))
                .isEqualTo(CASES);
    }

    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.ALL)
    void addScaled(Subject<?> subject) {
        assertThat(checkAddScaled(subject)).isEqualTo(CASES);
    }

    private <A> int checkAddScaled(Subject<A> subject) {
        return onEveryRange(subject, (x, kernels) -> {
            Block<A> y = new Block<>(subject.elements(), 1, x.columns, random.nextInt(6), 0)
                    .fill(random::nextGaussian)
                    .guard();
            Block<A> before = y.copy();
            Block<A> xBefore = x.copy();

            kernels.addScaled(-0.3, x.array, x.offset, y.array, y.offset, x.columns);

            y.assertClose(
                    "y",
                    (i, j) -> before.at(0, j) - 0.3 * x.at(0, j),
                    (i, j) -> 2 * subject.epsilon() * (Math.abs(before.at(0, j)) + Math.abs(x.at(0, j))));
            y.assertUnchangedOutside("y", before);
            x.assertUnchanged("x", xBefore);
        });
    }
}
