// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The yardstick is measured too: {@link FunctionOracle} against the power series of {@link BigFunctions}. */
class FunctionOracleTest {

    /** Relative error that leaves the measured errors of doubles right to a thousandth of a unit in the last place. */
    private static final double BOUND = 0x1p-64;

    private static final int SAMPLES = 300;
    private static final MathContext DIGITS = BigFunctions.DIGITS;
    private static final BigDecimal ONE = BigDecimal.ONE;

    @ParameterizedTest
    @EnumSource
    void agreesWithPowerSeries(ElementaryFunction function) {
        SplittableRandom random = new SplittableRandom(7);
        FunctionOracle oracle = new FunctionOracle();
        int compared = 0;
        for (int i = 0; i < SAMPLES; i++) {
            double x = (i & 1) == 0
                    ? random.nextDouble(-5, 5)
                    : Math.scalb(random.nextDouble(-1, 1), random.nextInt(-40, 0));
            if (!function.isOrdinary(x)) {
                continue;
            }
            function.oracle.apply(oracle, x);
            BigDecimal measured = new BigDecimal(oracle.high())
                    .add(new BigDecimal(oracle.low()))
                    .multiply(new BigDecimal(Math.scalb(1.0, oracle.exponent())));
            BigDecimal exact = exact(function, new BigDecimal(x));
            double error = measured.subtract(exact).divide(exact, DIGITS).abs().doubleValue();
            assertThat(error).as("relative error at %s", x).isLessThan(BOUND);
            compared++;
        }
        assertThat(compared).isGreaterThan(SAMPLES / 3);
    }

    private static BigDecimal exact(ElementaryFunction function, BigDecimal x) {
        return switch (function) {
            case EXP -> BigFunctions.exp(x);
            case EXPM1 -> BigFunctions.exp(x).subtract(ONE);
            case LOG -> log(x);
            case LOG1P -> log(x.add(ONE));
            case TANH -> {
                BigDecimal square = BigFunctions.exp(x.add(x));
                yield square.subtract(ONE).divide(square.add(ONE), DIGITS);
            }
            case SIGMOID -> ONE.divide(BigFunctions.exp(x.negate()).add(ONE), DIGITS);
            case SOFTPLUS -> log(BigFunctions.exp(x).add(ONE));
            case ERF -> BigFunctions.erf(x);
        };
    }

    /** log by the series near 1 and by multiples of ln(2) elsewhere. */
    private static BigDecimal log(BigDecimal x) {
        int halvings = Math.getExponent(x.doubleValue());
        BigDecimal power = new BigDecimal(Math.scalb(1.0, halvings));
        return BigFunctions.log(x.divide(power, DIGITS))
                .add(BigFunctions.LN2.multiply(BigDecimal.valueOf(halvings)), DIGITS);
    }
}
