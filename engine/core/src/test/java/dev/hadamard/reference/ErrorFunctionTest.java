// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against Taylor's series in BigDecimal. */
class ErrorFunctionTest {

    /** Enough for the largest of the points below. */
    private static final int MOST_DIGITS = 720;

    private static final BigDecimal TWO_OVER_SQRT_PI = twoOverSqrtPi();

    /** 0.05, 0.1 … 6, both sides of the place where the expansion changes, and the extremes. */
    private static final double[] POINTS = DoubleStream.concat(
                    IntStream.rangeClosed(1, 120).mapToDouble(k -> k / 20.0),
                    DoubleStream.of(
                            Double.MIN_NORMAL,
                            1e-300,
                            1e-20,
                            1e-10,
                            1e-3,
                            Math.nextDown(1.5),
                            7,
                            10.1,
                            17.3,
                            22.7,
                            26.1))
            .toArray();

    @Test
    void erfIsGoodTo1em15() {
        for (double x : POINTS) {
            BigDecimal expected = erf(x);
            for (double sign : new double[] {1, -1}) {
                double actual = sign * ErrorFunction.erf(sign * x);
                double error = new BigDecimal(actual).subtract(expected).doubleValue();
                assertThat(Math.abs(error)).as("erf(%s) absolute", sign * x).isLessThanOrEqualTo(1e-15);
                assertThat(Math.abs(error) / expected.doubleValue())
                        .as("erf(%s) relative", sign * x)
                        .isLessThanOrEqualTo(1e-15);
            }
        }
        assertThat(POINTS).hasSize(131);
    }

    @Test
    void erfcIsGoodTo1em15AndItsTailKeepsItsDigits() {
        for (double x : POINTS) {
            BigDecimal expected = BigDecimal.ONE.subtract(erf(x));
            double error = Math.abs(
                    new BigDecimal(ErrorFunction.erfc(x)).subtract(expected).doubleValue());
            assertThat(error).as("erfc(%s) absolute", x).isLessThanOrEqualTo(1e-15);
            assertThat(error / expected.doubleValue())
                    .as("erfc(%s) relative", x)
                    .isLessThanOrEqualTo(x < 1.5 ? 5e-14 : 2e-15);
            BigDecimal mirrored = BigDecimal.ONE.add(erf(x));
            double mirroredError =
                    new BigDecimal(ErrorFunction.erfc(-x)).subtract(mirrored).doubleValue();
            assertThat(Math.abs(mirroredError)).as("erfc(%s)", -x).isLessThanOrEqualTo(1e-15);
        }
    }

    @Test
    void specialValues() {
        assertThat(ErrorFunction.erf(0)).isEqualTo(0.0);
        assertThat(ErrorFunction.erf(-0.0)).isEqualTo(-0.0);
        assertThat(ErrorFunction.erf(Double.MIN_VALUE)).isCloseTo(0, within(2 * Double.MIN_VALUE));
        assertThat(ErrorFunction.erf(Double.POSITIVE_INFINITY)).isEqualTo(1);
        assertThat(ErrorFunction.erf(Double.NEGATIVE_INFINITY)).isEqualTo(-1);
        assertThat(ErrorFunction.erf(1e4)).isEqualTo(1);
        assertThat(ErrorFunction.erf(Double.NaN)).isNaN();
        assertThat(ErrorFunction.erfc(0)).isEqualTo(1);
        assertThat(ErrorFunction.erfc(Double.POSITIVE_INFINITY)).isEqualTo(0);
        assertThat(ErrorFunction.erfc(Double.NEGATIVE_INFINITY)).isEqualTo(2);
        assertThat(ErrorFunction.erfc(Double.NaN)).isNaN();
    }

    /** 2/√π Σ (−1)ⁿ x²ⁿ⁺¹ / (n! (2n + 1)): the terms grow to exp(x²), and erfc is as small as exp(−x²). */
    private static BigDecimal erf(double x) {
        MathContext digits = new MathContext(40 + (int) (x * x));
        BigDecimal exact = new BigDecimal(x, digits);
        BigDecimal minusSquare = exact.multiply(exact, digits).negate();
        BigDecimal power = exact;
        BigDecimal sum = exact;
        BigDecimal smallest = exact.scaleByPowerOfTen(-digits.getPrecision());
        for (int n = 1; power.abs().compareTo(smallest) > 0; n++) {
            power = power.multiply(minusSquare, digits).divide(BigDecimal.valueOf(n), digits);
            sum = sum.add(power.divide(BigDecimal.valueOf(2L * n + 1), digits), digits);
        }
        return sum.multiply(TWO_OVER_SQRT_PI, digits);
    }

    /** π = 16 arctan(1/5) − 4 arctan(1/239) (Machin 1706). */
    private static BigDecimal twoOverSqrtPi() {
        MathContext digits = new MathContext(MOST_DIGITS);
        BigDecimal pi = arctanOfInverse(5)
                .multiply(BigDecimal.valueOf(16))
                .subtract(arctanOfInverse(239).multiply(BigDecimal.valueOf(4)));
        return BigDecimal.valueOf(2).divide(pi.sqrt(digits), digits);
    }

    private static BigDecimal arctanOfInverse(int n) {
        int scale = MOST_DIGITS;
        BigDecimal square = BigDecimal.valueOf((long) n * n);
        BigDecimal power = BigDecimal.ONE.divide(BigDecimal.valueOf(n), scale, RoundingMode.HALF_EVEN);
        BigDecimal sum = power;
        for (int k = 1; power.signum() != 0; k++) {
            power = power.divide(square, scale, RoundingMode.HALF_EVEN);
            BigDecimal term = power.divide(BigDecimal.valueOf(2L * k + 1), scale, RoundingMode.HALF_EVEN);
            sum = k % 2 == 0 ? sum.add(term) : sum.subtract(term);
        }
        return sum;
    }
}
