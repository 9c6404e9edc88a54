// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.scalar;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * exp, log and erf to about 50 digits by their power series in {@link BigDecimal}: slow and plain. They make the tables
 * of {@link FunctionOracle} and check it.
 */
final class BigFunctions {

    static final MathContext DIGITS = new MathContext(60, RoundingMode.HALF_EVEN);

    static final BigDecimal LN2 = log(BigDecimal.valueOf(2));

    /** 2/√π, the derivative of erf at 0. */
    static final BigDecimal TWO_OVER_ROOT_PI = BigDecimal.valueOf(2).divide(pi().sqrt(DIGITS), DIGITS);

    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final BigDecimal NEGLIGIBLE = new BigDecimal("1e-58");

    private BigFunctions() {}

    /** exp(x) = exp(x / 2^k)^(2^k), the inner one by Taylor's series. */
    static BigDecimal exp(BigDecimal x) {
        int halvings = Math.max(0, x.precision() - x.scale()) * 4 + 8;
        MathContext digits = new MathContext(DIGITS.getPrecision() + halvings, RoundingMode.HALF_EVEN);
        BigDecimal reduced = x.divide(BigDecimal.valueOf(2).pow(halvings), digits);
        BigDecimal term = BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ONE;
        for (int k = 1; term.signum() != 0 && k < 60; k++) {
            term = term.multiply(reduced, digits).divide(BigDecimal.valueOf(k), digits);
            sum = sum.add(term, digits);
        }
        for (int i = 0; i < halvings; i++) {
            sum = sum.multiply(sum, digits);
        }
        return sum.round(DIGITS);
    }

    /** log(x) = 2 artanh((x − 1) / (x + 1)), for x within a factor of two of 1. */
    static BigDecimal log(BigDecimal x) {
        BigDecimal s = x.subtract(BigDecimal.ONE).divide(x.add(BigDecimal.ONE), DIGITS);
        BigDecimal square = s.multiply(s, DIGITS);
        BigDecimal power = s;
        BigDecimal sum = s;
        for (int k = 3; k < 260; k += 2) {
            power = power.multiply(square, DIGITS);
            sum = sum.add(power.divide(BigDecimal.valueOf(k), DIGITS), DIGITS);
        }
        return sum.multiply(BigDecimal.valueOf(2), DIGITS);
    }

    /**
     * Taylor coefficients of erf about {@code x}, the first being erf(x) itself, which the caller gives: erf' = g with
     * g' = −2x g.
     */
    static BigDecimal[] erfCoefficients(BigDecimal x, BigDecimal erf, int count) {
        BigDecimal[] g = new BigDecimal[count];
        g[0] = TWO_OVER_ROOT_PI.multiply(exp(x.multiply(x).negate()), DIGITS);
        for (int k = 1; k < count; k++) {
            BigDecimal sum = x.multiply(g[k - 1], DIGITS);
            if (k > 1) {
                sum = sum.add(g[k - 2], DIGITS);
            }
            g[k] = sum.multiply(BigDecimal.valueOf(-2), DIGITS).divide(BigDecimal.valueOf(k), DIGITS);
        }
        BigDecimal[] coefficients = new BigDecimal[count];
        coefficients[0] = erf;
        for (int k = 1; k < count; k++) {
            coefficients[k] = g[k - 1].divide(BigDecimal.valueOf(k), DIGITS);
        }
        return coefficients;
    }

    /** erf(x) by Maclaurin's series with positive terms, 2/√π exp(−x²) Σ 2^k x^(2k+1) / (2k+1)!!. */
    static BigDecimal erf(BigDecimal x) {
        BigDecimal factor = x.multiply(x, DIGITS).multiply(TWO, DIGITS);
        BigDecimal term = x;
        BigDecimal sum = x;
        for (int k = 3; term.abs().compareTo(NEGLIGIBLE.multiply(sum.abs())) > 0; k += 2) {
            term = term.multiply(factor, DIGITS).divide(BigDecimal.valueOf(k), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        return sum.multiply(TWO_OVER_ROOT_PI, DIGITS).multiply(exp(x.multiply(x).negate()), DIGITS);
    }

    /** Machin: π = 16 artan(1/5) − 4 artan(1/239). */
    private static BigDecimal pi() {
        return arctanOfInverse(5)
                .multiply(BigDecimal.valueOf(16))
                .subtract(arctanOfInverse(239).multiply(BigDecimal.valueOf(4)));
    }

    private static BigDecimal arctanOfInverse(int n) {
        BigDecimal square = BigDecimal.valueOf((long) n * n);
        BigDecimal power = BigDecimal.ONE.divide(BigDecimal.valueOf(n), DIGITS);
        BigDecimal sum = power;
        for (int k = 3; k < 100; k += 2) {
            power = power.divide(square, DIGITS).negate();
            sum = sum.add(power.divide(BigDecimal.valueOf(k), DIGITS), DIGITS);
        }
        return sum;
    }
}
