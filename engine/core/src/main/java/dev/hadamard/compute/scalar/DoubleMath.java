// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.scalar;

import static dev.hadamard.compute.scalar.DoublePolynomials.*;

/**
 * Elementary functions of {@code double}, by polynomials and fused multiply-adds alone: the same bits in the
 * interpreter, under every compiler, on every JDK, and from their vector form in {@code compute.simd}, which does the
 * same operations in the same order.
 *
 * <p>Defined from −∞ to ∞, denormals included; NaN gives NaN, and an odd function keeps the sign of zero. The error
 * bounds are those measured on 10 million random arguments and on the neighbours of every branch, rounded up.
 */
public final class DoubleMath {

    private DoubleMath() {}

    /**
     * e^x, within 1 ulp: x = n ln(2) + r, and 2^n in two factors, so that a denormal result is rounded once.
     *
     * @param x any value
     * @return e^x; 0 from −∞, ∞ from ∞
     */
    public static double exp(double x) {
        double z = x < EXP_MIN ? EXP_MIN : x;
        double shifted = Math.fma(z, LOG2_E, SHIFT_TWO_BIASES);
        long bits = Math.min(Double.doubleToRawLongBits(shifted), EXP_MAX_BITS);
        double r = reduce(Double.longBitsToDouble(bits) - SHIFT_TWO_BIASES, z);
        double p = Math.fma(Math.fma(expPolynomial(r), r, 1), r, 1);
        long half = bits >>> 1;
        return p
                * Double.longBitsToDouble(half << FRACTION_BITS)
                * Double.longBitsToDouble((bits - half) << FRACTION_BITS);
    }

    /**
     * e^x − 1, within 2 ulp, near 0 as well.
     *
     * @param x any value
     * @return e^x − 1; −1 from −∞, ∞ from ∞, ±0 from ±0
     */
    public static double expm1(double x) {
        double z = x < EXPM1_MIN ? EXPM1_MIN : x;
        double shifted = Math.fma(z, LOG2_E, SHIFT_HALF);
        long bits = Math.min(Double.doubleToRawLongBits(shifted), EXPM1_MAX_BITS);
        double p = expm1Polynomial(reduce(Double.longBitsToDouble(bits) - SHIFT_HALF, z));
        // half of 2^n, as 2^n itself may overflow where the result does not
        double s = Double.longBitsToDouble(bits << FRACTION_BITS);
        double y = Math.fma(s, p, s - 0.5);
        return Math.abs(x) < EXPM1_TINY ? x : y + y;
    }

    /**
     * The natural logarithm, within 1.25 ulp: x = 2^e (1 + f), √½ ≤ 1 + f ≤ √2.
     *
     * @param x any value
     * @return log(x); −∞ from ±0, NaN below, ∞ from ∞
     */
    public static double log(double x) {
        boolean denormal = x < Double.MIN_NORMAL;
        double scaled = denormal ? x * TWO_TO_FRACTION : x;
        double offset = TWO_TO_FRACTION + (denormal ? BIAS + FRACTION_BITS : BIAS);
        long bits = Double.doubleToRawLongBits(scaled) + ROOT_HALF_TO_ONE_BITS;
        double e = Double.longBitsToDouble(bits >>> FRACTION_BITS | TWO_TO_FRACTION_BITS) - offset;
        double f = Double.longBitsToDouble((bits & FRACTION_MASK) + ROOT_HALF_BITS) - 1;
        double y = Math.fma(e, LN2, Math.fma(e, LN2_LO, logPolynomial(f)));
        y = x < Double.POSITIVE_INFINITY ? y : x;
        y = x == 0 ? Double.NEGATIVE_INFINITY : y;
        return x < 0 ? Double.NaN : y;
    }

    /**
     * log(1 + x), within 2 ulp, near 0 as well: with 2^e from the rounded sum, f = 2^−e x + (2^−e − 1) is rounded once.
     *
     * @param x any value
     * @return log(1 + x); −∞ from −1, NaN below, ∞ from ∞, ±0 from ±0
     */
    public static double log1p(double x) {
        long bits = Double.doubleToRawLongBits(1 + x) + ROOT_HALF_TO_ONE_BITS;
        long exponent = bits >>> FRACTION_BITS;
        double e = Double.longBitsToDouble(exponent | TWO_TO_FRACTION_BITS) - (TWO_TO_FRACTION + BIAS);
        // 2^−e in two factors, as it may be denormal
        long scale = 3 * BIAS - exponent;
        long half = scale >>> 1;
        double s1 = Double.longBitsToDouble(half << FRACTION_BITS);
        double s2 = Double.longBitsToDouble((scale - half) << FRACTION_BITS);
        double f = Math.fma(x * s1, s2, Math.fma(s1, s2, -1));
        double y = Math.fma(e, LN2, Math.fma(e, LN2_LO, logPolynomial(f)));
        y = x + x == x ? x : y;
        y = x == -1 ? Double.NEGATIVE_INFINITY : y;
        return x < -1 ? Double.NaN : y;
    }

    /**
     * The hyperbolic tangent, within 2 ulp: (1 − e^z) / (1 + e^z), z = −2|x|, from e^z = s + s p with s = 2^n.
     *
     * @param x any value
     * @return tanh(x), from −1 to 1
     */
    public static double tanh(double x) {
        double z = -2 * Math.abs(x);
        z = z < TANH_MIN ? TANH_MIN : z;
        double shifted = Math.fma(z, LOG2_E, SHIFT_BIAS);
        double p = expm1Polynomial(reduce(shifted - SHIFT_BIAS, z));
        double s = Double.longBitsToDouble(Double.doubleToRawLongBits(shifted) << FRACTION_BITS);
        // Of s p the denominator keeps a part, with which both terms are exact, and loses the rest. That rest changes
        // their quotient y by lost (1 − y) / denominator, so the numerator gets it, times about 1 − y.
        double denominator = Math.fma(s, p, s + 1);
        double kept = denominator - (s + 1);
        double lost = Math.fma(s, p, -kept);
        double numerator = Math.fma(lost, Math.fma(denominator, -0.5, 2), kept + (s - 1));
        return withSignOf(x, numerator / denominator);
    }

    /**
     * The logistic function 1 / (1 + e^−x), within 2.5 ulp, where it is denormal as well: the quotient of 1, or of e^x
     * for a negative x, by 1 + e^−|x|.
     *
     * @param x any value
     * @return sigmoid(x), from 0 to 1
     */
    public static double sigmoid(double x) {
        double e = exp(-Math.abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }

    /**
     * log(1 + e^x), within 2 ulp: max(x, 0) + log(1 + e^−|x|).
     *
     * @param x any value
     * @return softplus(x); 0 from −∞, ∞ from ∞
     */
    public static double softplus(double x) {
        double e = exp(-Math.abs(x));
        return (x < 0 ? 0 : x) + log1pPolynomial(e);
    }

    /**
     * The error function 2/√π ∫ e^−t² dt from 0 to x, within 2 ulp: |erf(x)| = 1 − e^v with v = log(erfc(|x|)), which
     * is a smooth function of |x|. Its relative error matters less and less as |x| grows, so one polynomial serves.
     *
     * @param x any value
     * @return erf(x), from −1 to 1
     */
    public static double erf(double x) {
        double z = -Math.abs(x);
        z = z < ERF_MIN ? ERF_MIN : z;
        double v = Math.fma(z, erfPolynomial(z), z);
        double shifted = Math.fma(v, LOG2_E, SHIFT_BIAS);
        double p = expm1Polynomial(reduce(shifted - SHIFT_BIAS, v));
        double s = Double.longBitsToDouble(Double.doubleToRawLongBits(shifted) << FRACTION_BITS);
        return withSignOf(x, Math.fma(s, p, s - 1));
    }

    /** x − n ln(2); the inner operation is exact. */
    private static double reduce(double n, double x) {
        return Math.fma(n, -LN2_LO, Math.fma(n, -LN2, x));
    }

    /** (e^r − 1 − r) / r². */
    private static double expPolynomial(double r) {
        double q = Math.fma(EXP_10, r, EXP_9);
        q = Math.fma(q, r, EXP_8);
        q = Math.fma(q, r, EXP_7);
        q = Math.fma(q, r, EXP_6);
        q = Math.fma(q, r, EXP_5);
        q = Math.fma(q, r, EXP_4);
        q = Math.fma(q, r, EXP_3);
        q = Math.fma(q, r, EXP_2);
        q = Math.fma(q, r, EXP_1);
        return Math.fma(q, r, EXP_0);
    }

    /** e^r − 1. */
    private static double expm1Polynomial(double r) {
        return Math.fma(r * r, expPolynomial(r), r);
    }

    /** log(1 + f), √½ ≤ 1 + f ≤ √2. */
    private static double logPolynomial(double f) {
        double s = f / (2 + f);
        double y = s * s;
        double q = Math.fma(LOG_6, y, LOG_5);
        q = Math.fma(q, y, LOG_4);
        q = Math.fma(q, y, LOG_3);
        q = Math.fma(q, y, LOG_2);
        q = Math.fma(q, y, LOG_1);
        q = Math.fma(q, y, LOG_0);
        return Math.fma(-s, Math.fma(-y, q, f), f);
    }

    /** log(1 + f), 0 ≤ f ≤ 1. */
    private static double log1pPolynomial(double f) {
        double s = f / (2 + f);
        double y = s * s;
        double q = Math.fma(LOG1P_9, y, LOG1P_8);
        q = Math.fma(q, y, LOG1P_7);
        q = Math.fma(q, y, LOG1P_6);
        q = Math.fma(q, y, LOG1P_5);
        q = Math.fma(q, y, LOG1P_4);
        q = Math.fma(q, y, LOG1P_3);
        q = Math.fma(q, y, LOG1P_2);
        q = Math.fma(q, y, LOG1P_1);
        q = Math.fma(q, y, LOG1P_0);
        return Math.fma(-s, Math.fma(-y, q, f), f);
    }

    /** log(erfc(−y)) / y − 1. */
    private static double erfPolynomial(double y) {
        double q = Math.fma(ERF_23, y, ERF_22);
        q = Math.fma(q, y, ERF_21);
        q = Math.fma(q, y, ERF_20);
        q = Math.fma(q, y, ERF_19);
        q = Math.fma(q, y, ERF_18);
        q = Math.fma(q, y, ERF_17);
        q = Math.fma(q, y, ERF_16);
        q = Math.fma(q, y, ERF_15);
        q = Math.fma(q, y, ERF_14);
        q = Math.fma(q, y, ERF_13);
        q = Math.fma(q, y, ERF_12);
        q = Math.fma(q, y, ERF_11);
        q = Math.fma(q, y, ERF_10);
        q = Math.fma(q, y, ERF_9);
        q = Math.fma(q, y, ERF_8);
        q = Math.fma(q, y, ERF_7);
        q = Math.fma(q, y, ERF_6);
        q = Math.fma(q, y, ERF_5);
        q = Math.fma(q, y, ERF_4);
        q = Math.fma(q, y, ERF_3);
        q = Math.fma(q, y, ERF_2);
        q = Math.fma(q, y, ERF_1);
        return Math.fma(q, y, ERF_0);
    }

    private static double withSignOf(double x, double y) {
        return Double.longBitsToDouble(
                (Double.doubleToRawLongBits(y) & ~SIGN_MASK) | (Double.doubleToRawLongBits(x) & SIGN_MASK));
    }
}
