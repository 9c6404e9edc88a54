// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.scalar;

import static dev.hadamard.compute.scalar.DoublePolynomials.*;

public final class DoubleMath {

    private static final long SIGN = 0x8000000000000000L;

    private DoubleMath() {}

    public static double exp(double x) {
        double z = x < EXP_MIN ? EXP_MIN : x;
        double shifted = Math.fma(z, LOG2_E, SHIFT_TWO_BIASES);
        long bits = Math.min(Double.doubleToRawLongBits(shifted), EXP_MAX_BITS);
        double n = Double.longBitsToDouble(bits) - SHIFT_TWO_BIASES;
        double r = reduce(n, z);
        double p = Math.fma(Math.fma(expPolynomial(r), r, 1), r, 1);
        long half = bits >>> 1;
        return p * Double.longBitsToDouble(half << 52) * Double.longBitsToDouble((bits - half) << 52);
    }

    public static double expm1(double x) {
        double z = x < EXPM1_MIN ? EXPM1_MIN : x;
        double shifted = Math.fma(z, LOG2_E, SHIFT_HALF);
        long bits = Math.min(Double.doubleToRawLongBits(shifted), EXPM1_MAX_BITS);
        double p = expm1Polynomial(reduce(Double.longBitsToDouble(bits) - SHIFT_HALF, z));
        double s = Double.longBitsToDouble(bits << 52);
        double y = Math.fma(s, p, s - 0.5);
        return Math.abs(x) < EXPM1_TINY ? x : y + y;
    }

    public static double log(double x) {
        boolean denormal = x < Double.MIN_NORMAL;
        double scaled = denormal ? x * 0x1p52 : x;
        double offset = denormal ? 0x1p52 + 1023 + 52 : 0x1p52 + 1023;
        long bits = Double.doubleToRawLongBits(scaled) + (0x3FF0000000000000L - 0x3FE6A09E667F3BCDL);
        double e = Double.longBitsToDouble(bits >>> 52 | 0x4330000000000000L) - offset;
        double f = Double.longBitsToDouble((bits & 0x000FFFFFFFFFFFFFL) + 0x3FE6A09E667F3BCDL) - 1;
        double y = Math.fma(e, LN2, Math.fma(e, LN2_LO, logPolynomial(f)));
        y = x < Double.POSITIVE_INFINITY ? y : x;
        y = x == 0 ? Double.NEGATIVE_INFINITY : y;
        return x < 0 ? Double.NaN : y;
    }

    public static double log1p(double x) {
        long bits = Double.doubleToRawLongBits(1 + x) + (0x3FF0000000000000L - 0x3FE6A09E667F3BCDL);
        long exponent = bits >>> 52;
        double e = Double.longBitsToDouble(exponent | 0x4330000000000000L) - (0x1p52 + 1023);
        long scale = 3 * 1023 - exponent;
        long half = scale >>> 1;
        double s1 = Double.longBitsToDouble(half << 52);
        double s2 = Double.longBitsToDouble((scale - half) << 52);
        double f = Math.fma(x * s1, s2, Math.fma(s1, s2, -1));
        double y = Math.fma(e, LN2, Math.fma(e, LN2_LO, logPolynomial(f)));
        y = x + x == x ? x : y;
        y = x == -1 ? Double.NEGATIVE_INFINITY : y;
        return x < -1 ? Double.NaN : y;
    }

    public static double tanh(double x) {
        double z = -2 * Math.abs(x);
        z = z < TANH_MIN ? TANH_MIN : z;
        double shifted = Math.fma(z, LOG2_E, SHIFT_BIAS);
        double p = expm1Polynomial(reduce(shifted - SHIFT_BIAS, z));
        double s = Double.longBitsToDouble(Double.doubleToRawLongBits(shifted) << 52);
        double denominator = Math.fma(s, p, s + 1);
        double rounded = denominator - (s + 1);
        double lost = Math.fma(s, p, -rounded);
        double numerator = Math.fma(lost, Math.fma(denominator, -0.5, 2), rounded + (s - 1));
        return withSign(numerator / denominator, x);
    }

    public static double sigmoid(double x) {
        double e = exp(-Math.abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }

    public static double softplus(double x) {
        double e = exp(-Math.abs(x));
        return (x < 0 ? 0 : x) + log1pPolynomial(e);
    }

    public static double erf(double x) {
        double z = -Math.abs(x);
        z = z < ERF_MIN ? ERF_MIN : z;
        double v = Math.fma(z, erfPolynomial(z), z);
        double shifted = Math.fma(v, LOG2_E, SHIFT_BIAS);
        double p = expm1Polynomial(reduce(shifted - SHIFT_BIAS, v));
        double s = Double.longBitsToDouble(Double.doubleToRawLongBits(shifted) << 52);
        return withSign(Math.fma(s, p, s - 1), x);
    }

    private static double reduce(double n, double x) {
        return Math.fma(n, -LN2_LO, Math.fma(n, -LN2, x));
    }

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
        q = Math.fma(q, r, EXP_0);
        return q;
    }

    private static double expm1Polynomial(double r) {
        return Math.fma(r * r, expPolynomial(r), r);
    }

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
        q = Math.fma(q, y, ERF_0);
        return q;
    }

    private static double withSign(double magnitude, double x) {
        return Double.longBitsToDouble(
                (Double.doubleToRawLongBits(magnitude) & ~SIGN) | (Double.doubleToRawLongBits(x) & SIGN));
    }
}
