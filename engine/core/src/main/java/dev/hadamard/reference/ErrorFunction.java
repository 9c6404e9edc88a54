// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

/**
 * The error function and its complement, by the two textbook expansions. {@code erf} is good to 1e-15, relative as well
 * as absolute; {@code erfc} to 1e-15 absolute and, as long as it is a normal number, to 5e-14 relative.
 */
public final class ErrorFunction {

    private static final double SQRT_PI = Math.sqrt(Math.PI);

    /** Below, the series; from here on the continued fraction, which converges the slower the smaller x is. */
    private static final double SERIES_LIMIT = 1.5;

    /** Terms of the series that leave a relative error below 1e-16 at {@link #SERIES_LIMIT}. */
    private static final int TERMS = 40;

    /** Levels of the continued fraction that leave a relative error below 1e-16 at {@link #SERIES_LIMIT}. */
    private static final int LEVELS = 100;

    /** From here on {@code erfc} is less than the smallest positive double. */
    private static final double UNDERFLOW = 28;

    private ErrorFunction() {}

    /**
     * {@code erf(x) = 2/√π ∫₀ˣ exp(−t²) dt}.
     *
     * @param x any number; NaN gives NaN
     * @return a number in [−1, 1]
     */
    public static double erf(double x) {
        if (Math.abs(x) < SERIES_LIMIT) {
            return series(x);
        }
        return x > 0 ? 1 - continuedFraction(x) : continuedFraction(-x) - 1;
    }

    /**
     * {@code erfc(x) = 1 − erf(x)}, without the cancellation for large x.
     *
     * @param x any number; NaN gives NaN
     * @return a number in [0, 2]
     */
    public static double erfc(double x) {
        if (Math.abs(x) < SERIES_LIMIT) {
            return 1 - series(x);
        }
        return x > 0 ? continuedFraction(x) : 2 - continuedFraction(-x);
    }

    /**
     * {@code erf(x) = 2/√π exp(−x²) Σₙ 2ⁿ x²ⁿ⁺¹ / (1·3·5···(2n+1))}: all terms have the sign of x, so nothing cancels
     * (Abramowitz and Stegun 7.1.6).
     */
    private static double series(double x) {
        double sum = 1;
        for (int n = TERMS; n >= 1; n--) {
            sum = 1 + 2 * x * x / (2 * n + 1) * sum;
        }
        return 2 / SQRT_PI * x * expMinusSquare(x) * sum;
    }

    /**
     * {@code erfc(x) = exp(−x²)/√π · 1/(x + (1/2)/(x + (2/2)/(x + (3/2)/(x + …))))} for x &gt; 0 (Abramowitz and Stegun
     * 7.1.14), from the innermost level outwards.
     */
    private static double continuedFraction(double x) {
        if (x >= UNDERFLOW) {
            return 0;
        }
        double denominator = x;
        for (int k = LEVELS; k >= 1; k--) {
            denominator = x + k / 2.0 / denominator;
        }
        return expMinusSquare(x) / SQRT_PI / denominator;
    }

    /**
     * {@code exp(−x²) = exp(−s) (1 − r)}, s being x² rounded and r what the rounding lost, without which the result
     * would be wrong by about x² ulps.
     */
    private static double expMinusSquare(double x) {
        double s = x * x;
        double r = Math.fma(x, x, -s);
        return Math.exp(-s) * (1 - r);
    }
}
