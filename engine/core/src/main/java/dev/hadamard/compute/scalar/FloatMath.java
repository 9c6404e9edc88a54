// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.scalar;

import static dev.hadamard.compute.scalar.FloatPolynomials.*;

public final class FloatMath {

    private static final int SIGN = 0x80000000;

    private FloatMath() {}

    public static float exp(float x) {
        float z = x < EXP_MIN ? EXP_MIN : x;
        float shifted = Math.fma(z, LOG2_E, SHIFT_TWO_BIASES);
        int bits = Math.min(Float.floatToRawIntBits(shifted), EXP_MAX_BITS);
        float n = Float.intBitsToFloat(bits) - SHIFT_TWO_BIASES;
        float r = reduce(n, z);
        float p = Math.fma(Math.fma(expPolynomial(r), r, 1f), r, 1f);
        int half = bits >>> 1;
        return p * Float.intBitsToFloat(half << 23) * Float.intBitsToFloat((bits - half) << 23);
    }

    public static float expm1(float x) {
        float z = x < EXPM1_MIN ? EXPM1_MIN : x;
        float shifted = Math.fma(z, LOG2_E, SHIFT_HALF);
        int bits = Math.min(Float.floatToRawIntBits(shifted), EXPM1_MAX_BITS);
        float p = expm1Polynomial(reduce(Float.intBitsToFloat(bits) - SHIFT_HALF, z));
        float s = Float.intBitsToFloat(bits << 23);
        float y = Math.fma(s, p, s - 0.5f);
        return Math.abs(x) < EXPM1_TINY ? x : y + y;
    }

    public static float log(float x) {
        boolean denormal = x < Float.MIN_NORMAL;
        float scaled = denormal ? x * 0x1p23f : x;
        float offset = denormal ? 0x1p23f + 127 + 23 : 0x1p23f + 127;
        int bits = Float.floatToRawIntBits(scaled) + (0x3F800000 - 0x3F3504F3);
        float e = Float.intBitsToFloat(bits >>> 23 | 0x4B000000) - offset;
        float f = Float.intBitsToFloat((bits & 0x007FFFFF) + 0x3F3504F3) - 1f;
        float y = Math.fma(e, LN2, logPolynomial(f));
        y = x < Float.POSITIVE_INFINITY ? y : x;
        y = x == 0f ? Float.NEGATIVE_INFINITY : y;
        return x < 0f ? Float.NaN : y;
    }

    public static float log1p(float x) {
        int bits = Float.floatToRawIntBits(1f + x) + (0x3F800000 - 0x3F3504F3);
        int exponent = bits >>> 23;
        float e = Float.intBitsToFloat(exponent | 0x4B000000) - (0x1p23f + 127);
        int scale = 3 * 127 - exponent;
        int half = scale >>> 1;
        float s1 = Float.intBitsToFloat(half << 23);
        float s2 = Float.intBitsToFloat((scale - half) << 23);
        float f = Math.fma(x * s1, s2, Math.fma(s1, s2, -1f));
        float y = Math.fma(e, LN2, logPolynomial(f));
        y = x + x == x ? x : y;
        y = x == -1f ? Float.NEGATIVE_INFINITY : y;
        return x < -1f ? Float.NaN : y;
    }

    public static float tanh(float x) {
        float z = -2f * Math.abs(x);
        z = z < TANH_MIN ? TANH_MIN : z;
        float shifted = Math.fma(z, LOG2_E, SHIFT_BIAS);
        float p = expm1Polynomial(reduce(shifted - SHIFT_BIAS, z));
        float s = Float.intBitsToFloat(Float.floatToRawIntBits(shifted) << 23);
        return withSign(Math.fma(s, p, s - 1f) / Math.fma(s, p, s + 1f), x);
    }

    public static float sigmoid(float x) {
        float e = exp(-Math.abs(x));
        return (x < 0f ? e : 1f) / (1f + e);
    }

    public static float softplus(float x) {
        float e = exp(-Math.abs(x));
        return (x < 0f ? 0f : x) + log1pPolynomial(e);
    }

    public static float erf(float x) {
        float z = -Math.abs(x);
        z = z < ERF_MIN ? ERF_MIN : z;
        float v = Math.fma(z, erfPolynomial(z), z);
        float shifted = Math.fma(v, LOG2_E, SHIFT_BIAS);
        float p = expm1Polynomial(reduce(shifted - SHIFT_BIAS, v));
        float s = Float.intBitsToFloat(Float.floatToRawIntBits(shifted) << 23);
        return withSign(Math.fma(s, p, s - 1f), x);
    }

    private static float reduce(float n, float x) {
        return Math.fma(n, -LN2_LO, Math.fma(n, -LN2, x));
    }

    private static float expPolynomial(float r) {
        float q = Math.fma(EXP_4, r, EXP_3);
        q = Math.fma(q, r, EXP_2);
        q = Math.fma(q, r, EXP_1);
        return Math.fma(q, r, EXP_0);
    }

    private static float expm1Polynomial(float r) {
        return Math.fma(r * r, expPolynomial(r), r);
    }

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

    private static float withSign(float magnitude, float x) {
        return Float.intBitsToFloat((Float.floatToRawIntBits(magnitude) & ~SIGN) | (Float.floatToRawIntBits(x) & SIGN));
    }
}
