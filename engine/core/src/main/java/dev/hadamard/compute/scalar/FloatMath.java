// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.scalar;

import static dev.hadamard.compute.scalar.FloatPolynomials.*;

/**
 * Elementary functions of {@code float}, by polynomials and fused multiply-adds alone: the same bits in the
 * interpreter, under every compiler, on every JDK, and from their vector form in {@code compute.simd}, which does the
 * same operations in the same order.
 *
 * <p>Defined from −∞ to ∞, denormals included; NaN gives NaN, and an odd function keeps the sign of zero. The error
 * bounds are measured on all floats where the function is not trivial.
 */
public final class FloatMath {

    private FloatMath() {}

    /**
     * e^x, within 1 ulp: x = n ln(2) + r, and 2^n in two factors, so that a denormal result is rounded once.
     *
     * @param x any value
     * @return e^x; 0 from −∞, ∞ from ∞
     */
    public static float exp(float x) {
        float z = x < EXP_MIN ? EXP_MIN : x;
        float shifted = Math.fma(z, LOG2_E, SHIFT_TWO_BIASES);
        int bits = Math.min(Float.floatToRawIntBits(shifted), EXP_MAX_BITS);
        float r = reduce(Float.intBitsToFloat(bits) - SHIFT_TWO_BIASES, z);
        float p = Math.fma(Math.fma(expPolynomial(r), r, 1f), r, 1f);
        int half = bits >>> 1;
        return p * Float.intBitsToFloat(half << FRACTION_BITS) * Float.intBitsToFloat((bits - half) << FRACTION_BITS);
    }

    /**
     * e^x − 1, within 1.6 ulp, near 0 as well.
     *
     * @param x any value
     * @return e^x − 1; −1 from −∞, ∞ from ∞, ±0 from ±0
     */
    public static float expm1(float x) {
        float z = x < EXPM1_MIN ? EXPM1_MIN : x;
        float shifted = Math.fma(z, LOG2_E, SHIFT_HALF);
        int bits = Math.min(Float.floatToRawIntBits(shifted), EXPM1_MAX_BITS);
        float p = expm1Polynomial(reduce(Float.intBitsToFloat(bits) - SHIFT_HALF, z));
        // half of 2^n, as 2^n itself may overflow where the result does not
        float s = Float.intBitsToFloat(bits << FRACTION_BITS);
        float y = Math.fma(s, p, s - 0.5f);
        return Math.abs(x) < EXPM1_TINY ? x : y + y;
    }

    /**
     * The natural logarithm, within 1 ulp: x = 2^e (1 + f), √½ ≤ 1 + f ≤ √2.
     *
     * @param x any value
     * @return log(x); −∞ from ±0, NaN below, ∞ from ∞
     */
    public static float log(float x) {
        boolean denormal = x < Float.MIN_NORMAL;
        float scaled = denormal ? x * TWO_TO_FRACTION : x;
        float offset = TWO_TO_FRACTION + (denormal ? BIAS + FRACTION_BITS : BIAS);
        int bits = Float.floatToRawIntBits(scaled) + ROOT_HALF_TO_ONE_BITS;
        float e = Float.intBitsToFloat(bits >>> FRACTION_BITS | TWO_TO_FRACTION_BITS) - offset;
        float f = Float.intBitsToFloat((bits & FRACTION_MASK) + ROOT_HALF_BITS) - 1f;
        float y = Math.fma(e, LN2, logPolynomial(f));
        y = x < Float.POSITIVE_INFINITY ? y : x;
        y = x == 0f ? Float.NEGATIVE_INFINITY : y;
        return x < 0f ? Float.NaN : y;
    }

    /**
     * log(1 + x), within 1.5 ulp, near 0 as well: with 2^e from the rounded sum, f = 2^−e x + (2^−e − 1) is rounded
     * once.
     *
     * @param x any value
     * @return log(1 + x); −∞ from −1, NaN below, ∞ from ∞, ±0 from ±0
     */
    public static float log1p(float x) {
        int bits = Float.floatToRawIntBits(1f + x) + ROOT_HALF_TO_ONE_BITS;
        int exponent = bits >>> FRACTION_BITS;
        float e = Float.intBitsToFloat(exponent | TWO_TO_FRACTION_BITS) - (TWO_TO_FRACTION + BIAS);
        // 2^−e in two factors, as it may be denormal
        int scale = 3 * BIAS - exponent;
        int half = scale >>> 1;
        float s1 = Float.intBitsToFloat(half << FRACTION_BITS);
        float s2 = Float.intBitsToFloat((scale - half) << FRACTION_BITS);
        float f = Math.fma(x * s1, s2, Math.fma(s1, s2, -1f));
        float y = Math.fma(e, LN2, logPolynomial(f));
        y = x + x == x ? x : y;
        y = x == -1f ? Float.NEGATIVE_INFINITY : y;
        return x < -1f ? Float.NaN : y;
    }

    /**
     * The hyperbolic tangent, within 2 ulp: (1 − e^z) / (1 + e^z), z = −2|x|, from e^z = s + s p with s = 2^n.
     *
     * @param x any value
     * @return tanh(x), from −1 to 1
     */
    public static float tanh(float x) {
        float z = -2f * Math.abs(x);
        z = z < TANH_MIN ? TANH_MIN : z;
        float shifted = Math.fma(z, LOG2_E, SHIFT_BIAS);
        float p = expm1Polynomial(reduce(shifted - SHIFT_BIAS, z));
        float s = Float.intBitsToFloat(Float.floatToRawIntBits(shifted) << FRACTION_BITS);
        return withSignOf(x, Math.fma(s, p, s - 1f) / Math.fma(s, p, s + 1f));
    }

    /**
     * The logistic function 1 / (1 + e^−x), within 2.5 ulp, where it is denormal as well: the quotient of 1, or of e^x
     * for a negative x, by 1 + e^−|x|.
     *
     * @param x any value
     * @return sigmoid(x), from 0 to 1
     */
    public static float sigmoid(float x) {
        float e = exp(-Math.abs(x));
        return (x < 0f ? e : 1f) / (1f + e);
    }

    /**
     * log(1 + e^x), within 2 ulp: max(x, 0) + log(1 + e^−|x|).
     *
     * @param x any value
     * @return softplus(x); 0 from −∞, ∞ from ∞
     */
    public static float softplus(float x) {
        float e = exp(-Math.abs(x));
        return (x < 0f ? 0f : x) + log1pPolynomial(e);
    }

    /**
     * The error function 2/√π ∫ e^−t² dt from 0 to x, within 2 ulp: |erf(x)| = 1 − e^v with v = log(erfc(|x|)), which
     * is a smooth function of |x|. Its relative error matters less and less as |x| grows, so one polynomial serves.
     *
     * @param x any value
     * @return erf(x), from −1 to 1
     */
    public static float erf(float x) {
        float z = -Math.abs(x);
        z = z < ERF_MIN ? ERF_MIN : z;
        float v = Math.fma(z, erfPolynomial(z), z);
        float shifted = Math.fma(v, LOG2_E, SHIFT_BIAS);
        float p = expm1Polynomial(reduce(shifted - SHIFT_BIAS, v));
        float s = Float.intBitsToFloat(Float.floatToRawIntBits(shifted) << FRACTION_BITS);
        return withSignOf(x, Math.fma(s, p, s - 1f));
    }

    /** x − n ln(2); the inner operation is exact. */
    private static float reduce(float n, float x) {
        return Math.fma(n, -LN2_LO, Math.fma(n, -LN2, x));
    }

    /** (e^r − 1 − r) / r². */
    private static float expPolynomial(float r) {
        float q = Math.fma(EXP_4, r, EXP_3);
        q = Math.fma(q, r, EXP_2);
        q = Math.fma(q, r, EXP_1);
        return Math.fma(q, r, EXP_0);
    }

    /** e^r − 1. */
    private static float expm1Polynomial(float r) {
        return Math.fma(r * r, expPolynomial(r), r);
    }

    /** log(1 + f), √½ ≤ 1 + f ≤ √2. */
    private static float logPolynomial(float f) {
        float q = Math.fma(LOG_8, f, LOG_7);
        q = Math.fma(q, f, LOG_6);
        q = Math.fma(q, f, LOG_5);
        q = Math.fma(q, f, LOG_4);
        q = Math.fma(q, f, LOG_3);
        q = Math.fma(q, f, LOG_2);
        q = Math.fma(q, f, LOG_1);
        q = Math.fma(q, f, LOG_0);
        return Math.fma(f * f, q, f);
    }

    /** log(1 + f), 0 ≤ f ≤ 1. */
    private static float log1pPolynomial(float f) {
        float q = Math.fma(LOG1P_8, f, LOG1P_7);
        q = Math.fma(q, f, LOG1P_6);
        q = Math.fma(q, f, LOG1P_5);
        q = Math.fma(q, f, LOG1P_4);
        q = Math.fma(q, f, LOG1P_3);
        q = Math.fma(q, f, LOG1P_2);
        q = Math.fma(q, f, LOG1P_1);
        q = Math.fma(q, f, LOG1P_0);
        return Math.fma(f * f, q, f);
    }

    /** log(erfc(−y)) / y − 1. */
    private static float erfPolynomial(float y) {
        float q = Math.fma(ERF_8, y, ERF_7);
        q = Math.fma(q, y, ERF_6);
        q = Math.fma(q, y, ERF_5);
        q = Math.fma(q, y, ERF_4);
        q = Math.fma(q, y, ERF_3);
        q = Math.fma(q, y, ERF_2);
        q = Math.fma(q, y, ERF_1);
        return Math.fma(q, y, ERF_0);
    }

    private static float withSignOf(float x, float y) {
        return Float.intBitsToFloat(
                (Float.floatToRawIntBits(y) & ~SIGN_MASK) | (Float.floatToRawIntBits(x) & SIGN_MASK));
    }
}
