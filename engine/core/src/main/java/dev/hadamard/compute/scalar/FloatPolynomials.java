// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.scalar;

/**
 * Every constant of the {@code float} elementary functions, shared by {@link FloatMath} and its vector form in
 * {@code compute.simd}: one source, so that both give the same bits.
 *
 * <p>The polynomials are minimax approximations, found by the Remez exchange algorithm in 60-digit arithmetic and
 * rounded one coefficient after another, lowest order first, the rest being refitted each time. Index k of a name is
 * the power of the variable.
 */
public final class FloatPolynomials {

    /** log2(e). */
    public static final float LOG2_E = 0x1.715476p+0f;

    /** ln(2), high part: the nearest float. */
    public static final float LN2 = 0x1.62e43p-1f;

    /** ln(2) − {@link #LN2}. */
    public static final float LN2_LO = -0x1.05c61p-29f;

    /** 1.5·2^23 + 254: adding it rounds to an integer n and leaves n + 254, two exponent biases, in the low bits. */
    public static final float SHIFT_TWO_BIASES = 0x1.8001FCp23f;

    /** 1.5·2^23 + 127: likewise with one exponent bias, so that a shift to the left by 23 makes 2^n. */
    public static final float SHIFT_BIAS = 0x1.8000FEp23f;

    /** 1.5·2^23 + 126: likewise, for 2^(n−1). */
    public static final float SHIFT_HALF = 0x1.8000FCp23f;

    /** Bits of {@link #SHIFT_TWO_BIASES} + 128. */
    public static final int EXP_MAX_BITS = 0x4B40017E;

    /** Bits of {@link #SHIFT_HALF} + 128. */
    public static final int EXPM1_MAX_BITS = 0x4B4000FE;

    /** Below it exp(x) rounds to 0. */
    public static final float EXP_MIN = -104f;

    /** Below it expm1(x) rounds to −1. */
    public static final float EXPM1_MIN = -17.5f;

    /** Below it, in absolute value, expm1(x) rounds to x. */
    public static final float EXPM1_TINY = 0x1p-32f;

    /** Below it expm1(x) / (expm1(x) + 2), with x = −2|y|, rounds to −1 = −tanh|y|. */
    public static final float TANH_MIN = -18.1f;

    /** Below it erf(x) rounds to −1. */
    public static final float ERF_MIN = -3.93f;

    // (exp(r) − 1 − r) / r² for |r| ≤ ln(2)/2; r + r² q(r) is expm1(r) to a relative error of 2^-25.9
    /** Coefficient of exp. */
    public static final float EXP_0 = 0x1p-1f;
    /** Coefficient of exp. */
    public static final float EXP_1 = 0x1.5554ap-3f;
    /** Coefficient of exp. */
    public static final float EXP_2 = 0x1.555448p-5f;
    /** Coefficient of exp. */
    public static final float EXP_3 = 0x1.123498p-7f;
    /** Coefficient of exp. */
    public static final float EXP_4 = 0x1.6e5adap-10f;

    // (log(1+f) − f) / f² for √½ ≤ 1+f ≤ √2
    public static final float LOG_0 = -0x1.fffff8p-2f;
    public static final float LOG_1 = 0x1.55554ep-2f;
    public static final float LOG_2 = -0x1.000438p-2f;
    public static final float LOG_3 = 0x1.99a544p-3f;
    public static final float LOG_4 = -0x1.5424f2p-3f;
    public static final float LOG_5 = 0x1.22547cp-3f;
    public static final float LOG_6 = -0x1.0f2e52p-3f;
    public static final float LOG_7 = 0x1.090db2p-3f;
    public static final float LOG_8 = -0x1.3a5c2p-4f;

    // (log(1+f) − f) / f² for 0 ≤ f ≤ 1
    public static final float LOG1P_0 = -0x1.ffffd2p-2f;
    public static final float LOG1P_1 = 0x1.554ddp-2f;
    public static final float LOG1P_2 = -0x1.ff23e2p-3f;
    public static final float LOG1P_3 = 0x1.934b26p-3f;
    public static final float LOG1P_4 = -0x1.3a428ep-3f;
    public static final float LOG1P_5 = 0x1.b4aa4ep-4f;
    public static final float LOG1P_6 = -0x1.d6a756p-5f;
    public static final float LOG1P_7 = 0x1.490c18p-6f;
    public static final float LOG1P_8 = -0x1.af31bcp-9f;

    // log(erfc(−y)) / y − 1 for ERF_MIN ≤ y ≤ 0, weighted for the relative error of erf
    public static final float ERF_0 = 0x1.06eba8p-3f;
    public static final float ERF_1 = -0x1.45f3p-1f;
    public static final float ERF_2 = 0x1.a4f8c4p-4f;
    public static final float ERF_3 = 0x1.39b7cep-6f;
    public static final float ERF_4 = -0x1.636f6ap-13f;
    public static final float ERF_5 = -0x1.b74274p-10f;
    public static final float ERF_6 = -0x1.4e25f6p-11f;
    public static final float ERF_7 = -0x1.f280b6p-14f;
    public static final float ERF_8 = -0x1.3af86ep-17f;

    private FloatPolynomials() {}
}
