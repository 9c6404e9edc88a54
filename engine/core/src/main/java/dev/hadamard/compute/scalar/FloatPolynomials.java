// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.scalar;

/**
 * Every constant of the {@code float} functions of {@link FloatMath} and of their vector form in {@code compute.simd}:
 * one source, so that both give the same bits.
 *
 * <p>The polynomials are minimax approximations, found by the Remez exchange algorithm in 60-digit arithmetic and
 * rounded one coefficient after another, lowest order first, the others being refitted each time. The index in a name
 * is the power of the variable.
 */
public final class FloatPolynomials {

    /** log2(e). */
    public static final float LOG2_E = 0x1.715476p0f;

    /** The float nearest to ln(2). */
    public static final float LN2 = 0x1.62e43p-1f;

    /** ln(2) − {@link #LN2}. */
    public static final float LN2_LO = -0x1.05c61p-29f;

    /** Bits of the fraction of a float; a shift by so many moves an integer to and from the exponent. */
    public static final int FRACTION_BITS = 23;

    /** The bits of the fraction. */
    public static final int FRACTION_MASK = 0x007fffff;

    /** The bit of the sign. */
    public static final int SIGN_MASK = 0x80000000;

    /** Bias of the exponent. */
    public static final int BIAS = 127;

    /** 1.5·2^23 + 2·BIAS: added to t, it rounds t to an integer n and leaves n + 2·BIAS in the low bits. */
    public static final float SHIFT_TWO_BIASES = 0x1.8001fcp23f;

    /** 1.5·2^23 + BIAS: likewise, so that a shift to the left by FRACTION_BITS makes 2^n. */
    public static final float SHIFT_BIAS = 0x1.8000fep23f;

    /** 1.5·2^23 + BIAS − 1: likewise, for 2^(n−1). */
    public static final float SHIFT_HALF = 0x1.8000fcp23f;

    /** The bits of {@link #SHIFT_TWO_BIASES} + 128. */
    public static final int EXP_MAX_BITS = 0x4b40017e;

    /** The bits of {@link #SHIFT_HALF} + 128. */
    public static final int EXPM1_MAX_BITS = 0x4b4000fe;

    /** At and below it exp(x) rounds to 0. */
    public static final float EXP_MIN = -104f;

    /** At and below it expm1(x) rounds to −1. */
    public static final float EXPM1_MIN = -17.5f;

    /** Below it, in absolute value, expm1(x) rounds to x. */
    public static final float EXPM1_TINY = 0x1p-32f;

    /** At and below it −tanh(−z/2) rounds to −1. */
    public static final float TANH_MIN = -18.1f;

    /** At and below it erf(x) rounds to −1. */
    public static final float ERF_MIN = -3.93f;

    /** The bits of the float nearest to √½: significands are taken from [√½, √2). */
    public static final int ROOT_HALF_BITS = 0x3f3504f3;

    /**
     * The bits of 1 less those of √½: added to the bits of x, it leaves in the exponent's place that of x by √½, and
     * its bias.
     */
    public static final int ROOT_HALF_TO_ONE_BITS = 0x3f800000 - ROOT_HALF_BITS;

    /** The bits of 2^23: combined with an integer below 2^23, they make it a float that is 2^23 too large. */
    public static final int TWO_TO_FRACTION_BITS = 0x4b000000;

    /** 2^23, by which a denormal argument of log is scaled. */
    public static final float TWO_TO_FRACTION = 0x1p23f;

    /** q of exp(r) = 1 + r + r² q(r), |r| ≤ ln(2)/2, with a relative error of 2^-25.9 in exp(r) − 1. */
    public static final float EXP_0 = 0x1p-1f,
            EXP_1 = 0x1.5554ap-3f,
            EXP_2 = 0x1.555448p-5f,
            EXP_3 = 0x1.123498p-7f,
            EXP_4 = 0x1.6e5adap-10f;

    /** q of log(1 + f) = f + f² q(f), √½ ≤ 1 + f ≤ √2, with a relative error of 2^-27.7. */
    public static final float LOG_0 = -0x1.fffff8p-2f,
            LOG_1 = 0x1.55554ep-2f,
            LOG_2 = -0x1.000438p-2f,
            LOG_3 = 0x1.99a544p-3f,
            LOG_4 = -0x1.5424f2p-3f,
            LOG_5 = 0x1.22547cp-3f,
            LOG_6 = -0x1.0f2e52p-3f,
            LOG_7 = 0x1.090db2p-3f,
            LOG_8 = -0x1.3a5c2p-4f;

    /** q of log(1 + f) = f + f² q(f), 0 ≤ f ≤ 1, with a relative error of 2^-27.4. */
    public static final float LOG1P_0 = -0x1.ffffd2p-2f,
            LOG1P_1 = 0x1.554ddp-2f,
            LOG1P_2 = -0x1.ff23e2p-3f,
            LOG1P_3 = 0x1.934b26p-3f,
            LOG1P_4 = -0x1.3a428ep-3f,
            LOG1P_5 = 0x1.b4aa4ep-4f,
            LOG1P_6 = -0x1.d6a756p-5f,
            LOG1P_7 = 0x1.490c18p-6f,
            LOG1P_8 = -0x1.af31bcp-9f;

    /** q of log(erfc(−y)) = y + y q(y), ERF_MIN ≤ y ≤ 0, with a relative error of 2^-27.8 in erf(y). */
    public static final float ERF_0 = 0x1.06eba8p-3f,
            ERF_1 = -0x1.45f3p-1f,
            ERF_2 = 0x1.a4f8c4p-4f,
            ERF_3 = 0x1.39b7cep-6f,
            ERF_4 = -0x1.636f6ap-13f,
            ERF_5 = -0x1.b74274p-10f,
            ERF_6 = -0x1.4e25f6p-11f,
            ERF_7 = -0x1.f280b6p-14f,
            ERF_8 = -0x1.3af86ep-17f;

    private FloatPolynomials() {}
}
