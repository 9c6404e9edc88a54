// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Accuracy, special values and unchanging bits of {@link FloatMath}. */
class FloatMathTest {

    /**
     * The bits of all functions at every 65,537th float and at every edge, folded into one number. It changes only with
     * the functions themselves.
     */
    private static final long GOLDEN = 6237919135350986771L;

    private static final float INFINITY = Float.POSITIVE_INFINITY;
    private static final float LN2 = (float) StrictMath.log(2);

    /** The last argument of exp with a finite result, just under log(2^128). */
    private static final float GREATEST_FINITE = 0x1.62e42ep6f;

    private static final float NEARLY_MAX = 0.9999f * Float.MAX_VALUE;

    /** The first argument of exp with a positive result, just over log(2^−150), half the least positive number. */
    private static final float LEAST_POSITIVE = -0x1.9fe368p6f;

    /** Where an argument is clamped, of either sign. */
    private static final double[] CLAMPS = {104, 17.5, 9.05, 3.93, 88.72, 87.3};

    private static final int CLAMP_STEPS = 1000;

    /**
     * A step that moves a result by far more than its error or, next to a limit, by less than a unit in the last place.
     */
    private static final float CLAMP_STEP = 0x1p-12f;

    /** Arguments in the domain of log, those above 0: the least that any function has. */
    private static final long LEAST_TRIED = (ArgumentSamples.FLOAT_COUNT / 2) * 99L / 100;

    @ParameterizedTest
    @EnumSource
    void isAsAccurateAsItsJavadocSays(ElementaryFunction function) {
        FunctionAccuracy.Worst worst = FunctionAccuracy.ofFloat(function);
        assertThat(worst.tried()).isGreaterThan(LEAST_TRIED);
        assertThat(worst.ulps()).as("error at %s", worst.argument()).isLessThanOrEqualTo(function.floatBound);
    }

    @ParameterizedTest
    @EnumSource
    void nanGivesNan(ElementaryFunction function) {
        for (int bits : new int[] {0x7FC00000, 0xFFC00000, 0x7F800001, 0xFFFFFFFF}) {
            assertThat(function.floats.apply(Float.intBitsToFloat(bits))).isNaN();
        }
    }

    @Test
    void valuesAtTheEnds() {
        assertSame(FloatMath.exp(-INFINITY), 0f);
        assertSame(FloatMath.exp(INFINITY), INFINITY);
        assertSame(FloatMath.expm1(-INFINITY), -1f);
        assertSame(FloatMath.expm1(INFINITY), INFINITY);
        assertSame(FloatMath.log(INFINITY), INFINITY);
        assertSame(FloatMath.log(-INFINITY), Float.NaN);
        assertSame(FloatMath.log1p(INFINITY), INFINITY);
        assertSame(FloatMath.log1p(-INFINITY), Float.NaN);
        assertSame(FloatMath.tanh(INFINITY), 1f);
        assertSame(FloatMath.tanh(-INFINITY), -1f);
        assertSame(FloatMath.sigmoid(INFINITY), 1f);
        assertSame(FloatMath.sigmoid(-INFINITY), 0f);
        assertSame(FloatMath.erf(INFINITY), 1f);
        assertSame(FloatMath.erf(-INFINITY), -1f);
        assertSame(FloatMath.softplus(INFINITY), INFINITY);
        assertSame(FloatMath.softplus(-INFINITY), 0f);
    }

    @Test
    void valuesAtZeroAndAtPoles() {
        for (float zero : new float[] {0f, -0f}) {
            assertSame(FloatMath.exp(zero), 1f);
            assertSame(FloatMath.expm1(zero), zero);
            assertSame(FloatMath.log(zero), -INFINITY);
            assertSame(FloatMath.log1p(zero), zero);
            assertSame(FloatMath.tanh(zero), zero);
            assertSame(FloatMath.sigmoid(zero), 0.5f);
            assertSame(FloatMath.erf(zero), zero);
            assertSame(FloatMath.softplus(zero), LN2);
        }
        assertSame(FloatMath.log(1f), 0f);
        assertSame(FloatMath.log(-Float.MIN_VALUE), Float.NaN);
        assertSame(FloatMath.log1p(-1f), -INFINITY);
        assertSame(FloatMath.log1p(Math.nextDown(-1f)), Float.NaN);
    }

    /** Where rounding the exact results to the format overflows and underflows. */
    @Test
    void overflowAndUnderflowWhereTheExactResultsDo() {
        assertThat(FloatMath.exp(GREATEST_FINITE)).isBetween(NEARLY_MAX, Float.MAX_VALUE);
        assertSame(FloatMath.exp(Math.nextUp(GREATEST_FINITE)), INFINITY);
        assertThat(FloatMath.expm1(GREATEST_FINITE)).isBetween(NEARLY_MAX, Float.MAX_VALUE);
        assertSame(FloatMath.expm1(Math.nextUp(GREATEST_FINITE)), INFINITY);
        assertSame(FloatMath.exp(LEAST_POSITIVE), Float.MIN_VALUE);
        assertSame(FloatMath.exp(Math.nextDown(LEAST_POSITIVE)), 0f);
        assertSame(FloatMath.sigmoid(LEAST_POSITIVE), Float.MIN_VALUE);
        assertSame(FloatMath.sigmoid(Math.nextDown(LEAST_POSITIVE)), 0f);
        assertSame(FloatMath.softplus(LEAST_POSITIVE), Float.MIN_VALUE);
        assertSame(FloatMath.softplus(Math.nextDown(LEAST_POSITIVE)), 0f);
    }

    /** Denormal arguments of functions with slope 1 at 0, and results of others. */
    @Test
    void denormals() {
        for (float x : new float[] {Float.MIN_VALUE, 3 * Float.MIN_VALUE, Math.nextDown(Float.MIN_NORMAL)}) {
            assertSame(FloatMath.expm1(x), x);
            assertSame(FloatMath.expm1(-x), -x);
            assertSame(FloatMath.log1p(x), x);
            assertSame(FloatMath.log1p(-x), -x);
            assertSame(FloatMath.tanh(x), x);
            assertSame(FloatMath.tanh(-x), -x);
            assertThat(FloatMath.erf(x)).isBetween(x, 1.2f * x + Float.MIN_VALUE);
            assertSame(FloatMath.exp(x), 1f);
            assertSame(FloatMath.sigmoid(-x), 0.5f);
        }
    }

    /** No step down where a clamp or another power of two takes over. */
    @ParameterizedTest
    @EnumSource
    void neverFallsAroundTheClamps(ElementaryFunction function) {
        int compared = 0;
        for (double clamp : CLAMPS) {
            for (float start : new float[] {(float) clamp, (float) -clamp}) {
                if (!function.isOrdinary(start)) {
                    continue;
                }
                float x = start - CLAMP_STEP * CLAMP_STEPS;
                float last = function.floats.apply(x);
                for (int i = 0; i < 2 * CLAMP_STEPS; i++) {
                    x += CLAMP_STEP;
                    float y = function.floats.apply(x);
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
        float[] edges = ElementaryFunction.floatEdges();
        long hash = 0;
        for (ElementaryFunction function : ElementaryFunction.values()) {
            for (float x : edges) {
                hash = 31 * hash + Float.floatToIntBits(function.floats.apply(x));
            }
            for (int i = 0; i < 1 << 16; i++) {
                hash = 31 * hash + Float.floatToIntBits(function.floats.apply(Float.intBitsToFloat(i * 65537)));
            }
        }
        assertThat(hash).isEqualTo(GOLDEN);
    }

    private static void assertSame(float actual, float expected) {
        assertThat(Float.floatToIntBits(actual))
                .as("%s, not %s", actual, expected)
                .isEqualTo(Float.floatToIntBits(expected));
    }
}
