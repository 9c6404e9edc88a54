// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Accuracy, special values and unchanging bits of {@link DoubleMath}. */
class DoubleMathTest {

    /**
     * The bits of all functions at random doubles and at every edge, folded into one number. It changes only with the
     * functions themselves.
     */
    private static final long GOLDEN = 4406752485723688943L;

    private static final double INFINITY = Double.POSITIVE_INFINITY;
    private static final double LN2 = StrictMath.log(2);

    /** The last argument of exp with a finite result, just under log(2^1024). */
    private static final double GREATEST_FINITE = 0x1.62e42fefa39efp9;

    private static final double NEARLY_MAX = 0.9999 * Double.MAX_VALUE;

    /** The first argument of exp with a positive result, just over log(2^−1075), half the least positive number. */
    private static final double LEAST_POSITIVE = -0x1.74910d52d3051p9;

    /** Where an argument is clamped, of either sign. */
    private static final double[] CLAMPS = {746, 38, 19, 5.93, 709.7, 708.4};

    private static final int CLAMP_STEPS = 1000;

    /**
     * A step that moves a result by far more than its error or, next to a limit, by less than a unit in the last place.
     */
    private static final double CLAMP_STEP = 0x1p-24;

    /** Arguments in the domain of log, which has the smallest. */
    private static final long LEAST_TRIED = ArgumentSamples.DOUBLE_COUNT * 3L / 4;

    @ParameterizedTest
    @EnumSource
    void isAsAccurateAsItsJavadocSays(ElementaryFunction function) {
        FunctionAccuracy.Worst worst = FunctionAccuracy.ofDouble(function);
        assertThat(worst.tried()).isGreaterThan(LEAST_TRIED);
        assertThat(worst.ulps()).as("error at %s", worst.argument()).isLessThanOrEqualTo(function.doubleBound);
    }

    @ParameterizedTest
    @EnumSource
    void nanGivesNan(ElementaryFunction function) {
        for (long bits : new long[] {0x7FF8L << 48, 0xFFF8L << 48, (0x7FF0L << 48) + 1, -1L}) {
            assertThat(function.doubles.applyAsDouble(Double.longBitsToDouble(bits)))
                    .isNaN();
        }
    }

    @Test
    void valuesAtTheEnds() {
        assertSame(DoubleMath.exp(-INFINITY), 0);
        assertSame(DoubleMath.exp(INFINITY), INFINITY);
        assertSame(DoubleMath.expm1(-INFINITY), -1);
        assertSame(DoubleMath.expm1(INFINITY), INFINITY);
        assertSame(DoubleMath.log(INFINITY), INFINITY);
        assertSame(DoubleMath.log(-INFINITY), Double.NaN);
        assertSame(DoubleMath.log1p(INFINITY), INFINITY);
        assertSame(DoubleMath.log1p(-INFINITY), Double.NaN);
        assertSame(DoubleMath.tanh(INFINITY), 1);
        assertSame(DoubleMath.tanh(-INFINITY), -1);
        assertSame(DoubleMath.sigmoid(INFINITY), 1);
        assertSame(DoubleMath.sigmoid(-INFINITY), 0);
        assertSame(DoubleMath.erf(INFINITY), 1);
        assertSame(DoubleMath.erf(-INFINITY), -1);
        assertSame(DoubleMath.softplus(INFINITY), INFINITY);
        assertSame(DoubleMath.softplus(-INFINITY), 0);
    }

    @Test
    void valuesAtZeroAndAtPoles() {
        for (double zero : new double[] {0, -0}) {
            assertSame(DoubleMath.exp(zero), 1);
            assertSame(DoubleMath.expm1(zero), zero);
            assertSame(DoubleMath.log(zero), -INFINITY);
            assertSame(DoubleMath.log1p(zero), zero);
            assertSame(DoubleMath.tanh(zero), zero);
            assertSame(DoubleMath.sigmoid(zero), 0.5);
            assertSame(DoubleMath.erf(zero), zero);
            assertSame(DoubleMath.softplus(zero), LN2);
        }
        assertSame(DoubleMath.log(1), 0);
        assertSame(DoubleMath.log(-Double.MIN_VALUE), Double.NaN);
        assertSame(DoubleMath.log1p(-1), -INFINITY);
        assertSame(DoubleMath.log1p(Math.nextDown(-1)), Double.NaN);
    }

    /** Where rounding the exact results to the format overflows and underflows. */
    @Test
    void overflowAndUnderflowWhereTheExactResultsDo() {
        assertThat(DoubleMath.exp(GREATEST_FINITE)).isBetween(NEARLY_MAX, Double.MAX_VALUE);
        assertSame(DoubleMath.exp(Math.nextUp(GREATEST_FINITE)), INFINITY);
        assertThat(DoubleMath.expm1(GREATEST_FINITE)).isBetween(NEARLY_MAX, Double.MAX_VALUE);
        assertSame(DoubleMath.expm1(Math.nextUp(GREATEST_FINITE)), INFINITY);
        assertSame(DoubleMath.exp(LEAST_POSITIVE), Double.MIN_VALUE);
        assertSame(DoubleMath.exp(Math.nextDown(LEAST_POSITIVE)), 0);
        assertSame(DoubleMath.sigmoid(LEAST_POSITIVE), Double.MIN_VALUE);
        assertSame(DoubleMath.sigmoid(Math.nextDown(LEAST_POSITIVE)), 0);
        assertSame(DoubleMath.softplus(LEAST_POSITIVE), Double.MIN_VALUE);
        assertSame(DoubleMath.softplus(Math.nextDown(LEAST_POSITIVE)), 0);
    }

    /** Denormal arguments of functions with slope 1 at 0, and results of others. */
    @Test
    void denormals() {
        for (double x : new double[] {Double.MIN_VALUE, 3 * Double.MIN_VALUE, Math.nextDown(Double.MIN_NORMAL)}) {
            assertSame(DoubleMath.expm1(x), x);
            assertSame(DoubleMath.expm1(-x), -x);
            assertSame(DoubleMath.log1p(x), x);
            assertSame(DoubleMath.log1p(-x), -x);
            assertSame(DoubleMath.tanh(x), x);
            assertSame(DoubleMath.tanh(-x), -x);
            assertThat(DoubleMath.erf(x)).isBetween(x, 1.2 * x + Double.MIN_VALUE);
            assertSame(DoubleMath.exp(x), 1);
            assertSame(DoubleMath.sigmoid(-x), 0.5);
        }
    }

    /** No step down where a clamp or another power of two takes over. */
    @ParameterizedTest
    @EnumSource
    void neverFallsAroundTheClamps(ElementaryFunction function) {
        int compared = 0;
        for (double clamp : CLAMPS) {
            for (double start : new double[] {clamp, -clamp}) {
                if (!function.isOrdinary(start)) {
                    continue;
                }
                double x = start - CLAMP_STEP * CLAMP_STEPS;
                double last = function.doubles.applyAsDouble(x);
                for (int i = 0; i < 2 * CLAMP_STEPS; i++) {
                    x += CLAMP_STEP;
                    double y = function.doubles.applyAsDouble(x);
                    assertThat(y).as("%s of %s", function, x).isGreaterThanOrEqualTo(last);
                    last = y;
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThanOrEqualTo(2 * CLAMP_STEPS * CLAMPS.length);
    }

    @Test
    void theBitsNeverChange() {
        double[] edges = ElementaryFunction.doubleEdges();
        long hash = 0;
        for (ElementaryFunction function : ElementaryFunction.values()) {
            for (double x : edges) {
                hash = 31 * hash + Double.doubleToLongBits(function.doubles.applyAsDouble(x));
            }
            for (double x : ArgumentSamples.doubles(function, 0)) {
                hash = 31 * hash + Double.doubleToLongBits(function.doubles.applyAsDouble(x));
            }
        }
        assertThat(hash).isEqualTo(GOLDEN);
    }

    private static void assertSame(double actual, double expected) {
        assertThat(Double.doubleToLongBits(actual))
                .as("%s, not %s", actual, expected)
                .isEqualTo(Double.doubleToLongBits(expected));
    }
}
