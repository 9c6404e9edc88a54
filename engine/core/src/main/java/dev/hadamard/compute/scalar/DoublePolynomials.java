// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.scalar;

/**
 * Every constant of the {@code double} functions of {@link DoubleMath} and of their vector form in
 * {@code compute.simd}: one source, so that both give the same bits.
 *
 * <p>The polynomials are minimax approximations, found by the Remez exchange algorithm in 60-digit arithmetic and
 * rounded one coefficient after another, lowest order first, the others being refitted each time. The index in a name
 * is the power of the variable.
 */
public final class DoublePolynomials {

    /** log2(e). */
    public static final double LOG2_E = 0x1.71547652b82fep0;

    /** The double nearest to ln(2). */
    public static final double LN2 = 0x1.62e42fefa39efp-1;

    /** ln(2) − {@link #LN2}. */
    public static final double LN2_LO = 0x1.abc9e3b39803fp-56;

    /** Bits of the fraction of a double; a shift by so many moves an integer to and from the exponent. */
    public static final int FRACTION_BITS = 52;

    /** The bits of the fraction. */
    public static final long FRACTION_MASK = 0x000fffffffffffffL;

    /** The bit of the sign. */
    public static final long SIGN_MASK = 0x8000000000000000L;

    /** Bias of the exponent. */
    public static final int BIAS = 1023;

    /** 1.5·2^52 + 2·BIAS: added to t, it rounds t to an integer n and leaves n + 2·BIAS in the low bits. */
    public static final double SHIFT_TWO_BIASES = 0x1.80000000007fep52;

    /** 1.5·2^52 + BIAS: likewise, so that a shift to the left by FRACTION_BITS makes 2^n. */
    public static final double SHIFT_BIAS = 0x1.80000000003ffp52;

    /** 1.5·2^52 + BIAS − 1: likewise, for 2^(n−1). */
    public static final double SHIFT_HALF = 0x1.80000000003fep52;

    /** The bits of {@link #SHIFT_TWO_BIASES} + 1024. */
    public static final long EXP_MAX_BITS = 0x4338000000000bfeL;

    /** The bits of {@link #SHIFT_HALF} + 1024. */
    public static final long EXPM1_MAX_BITS = 0x43380000000007feL;

    /** At and below it exp(x) rounds to 0. */
    public static final double EXP_MIN = -746;

    /** At and below it expm1(x) rounds to −1. */
    public static final double EXPM1_MIN = -38;

    /** Below it, in absolute value, expm1(x) rounds to x. */
    public static final double EXPM1_TINY = 0x1p-64;

    /** At and below it −tanh(−z/2) rounds to −1. */
    public static final double TANH_MIN = -38;

    /** At and below it erf(x) rounds to −1. */
    public static final double ERF_MIN = -5.93;

    /** The bits of the double nearest to √½: significands are taken from [√½, √2). */
    public static final long ROOT_HALF_BITS = 0x3fe6a09e667f3bcdL;

    /**
     * The bits of 1 less those of √½: added to the bits of x, it leaves in the exponent's place that of x by √½, and
     * its bias.
     */
    public static final long ROOT_HALF_TO_ONE_BITS = 0x3ff0000000000000L - ROOT_HALF_BITS;

    /** The bits of 2^52: combined with an integer below 2^52, they make it a double that is 2^52 too large. */
    public static final long TWO_TO_FRACTION_BITS = 0x4330000000000000L;

    /** 2^52, by which a denormal argument of log is scaled. */
    public static final double TWO_TO_FRACTION = 0x1p52;

    /** q of exp(r) = 1 + r + r² q(r), |r| ≤ ln(2)/2, with a relative error of 2^-61.5 in exp(r) − 1. */
    public static final double EXP_0 = 0x1p-1,
            EXP_1 = 0x1.5555555555559p-3,
            EXP_2 = 0x1.5555555555558p-5,
            EXP_3 = 0x1.111111110f726p-7,
            EXP_4 = 0x1.6c16c16c17762p-10,
            EXP_5 = 0x1.a01a01af9304fp-13,
            EXP_6 = 0x1.a01a01986beaep-16,
            EXP_7 = 0x1.71ddf945d9ccdp-19,
            EXP_8 = 0x1.27e50600920c6p-22,
            EXP_9 = 0x1.af5d0224dbdf6p-26,
            EXP_10 = 0x1.1f24c92664671p-29;

    /**
     * q of log(1 + f) = f − s (f − y q(y)), s = f / (2 + f), y = s², √½ ≤ 1 + f ≤ √2, with a relative error of 2^-59.4.
     */
    public static final double LOG_0 = 0x1.5555555555592p-1,
            LOG_1 = 0x1.999999997ff05p-2,
            LOG_2 = 0x1.24924941e324fp-2,
            LOG_3 = 0x1.c71c52126c0bcp-3,
            LOG_4 = 0x1.74663d62f59c6p-3,
            LOG_5 = 0x1.39a1db61ee672p-3,
            LOG_6 = 0x1.2f044f22dda48p-3;

    /** q of log(1 + f) = f − s (f − y q(y)), s = f / (2 + f), y = s², 0 ≤ f ≤ 1, with a relative error of 2^-59.3. */
    public static final double LOG1P_0 = 0x1.5555555555535p-1,
            LOG1P_1 = 0x1.99999999a0788p-2,
            LOG1P_2 = 0x1.2492492089fa3p-2,
            LOG1P_3 = 0x1.c71c741db45bcp-3,
            LOG1P_4 = 0x1.745cb3d3f933bp-3,
            LOG1P_5 = 0x1.3b1ddef2eee75p-3,
            LOG1P_6 = 0x1.10679a6f42d4bp-3,
            LOG1P_7 = 0x1.efdab095333f2p-4,
            LOG1P_8 = 0x1.55a7b91d28fccp-4,
            LOG1P_9 = 0x1.5c807ba3bb43bp-3;

    /** q of log(erfc(−y)) = y + y q(y), ERF_MIN ≤ y ≤ 0, with a relative error of 2^-55.0 in erf(y). */
    public static final double ERF_0 = 0x1.06eba8214db68p-3,
            ERF_1 = -0x1.45f306dc9c8cfp-1,
            ERF_2 = 0x1.a4f4e2a1aaecap-4,
            ERF_3 = 0x1.39668591165f6p-6,
            ERF_4 = -0x1.b6b69e26fab6cp-13,
            ERF_5 = -0x1.bca68e5d13b5fp-10,
            ERF_6 = -0x1.356619664b693p-11,
            ERF_7 = -0x1.b28c7a671b08ap-16,
            ERF_8 = 0x1.0e3bb8eb9623bp-14,
            ERF_9 = 0x1.f071a05898ecap-16,
            ERF_10 = 0x1.ac213e545374fp-19,
            ERF_11 = -0x1.a1a05d5549d42p-19,
            ERF_12 = -0x1.0f08d3a21b2e9p-19,
            ERF_13 = -0x1.2c10acf04e60ap-21,
            ERF_14 = -0x1.81645b5805be3p-28,
            ERF_15 = 0x1.251e0399bc66dp-24,
            ERF_16 = 0x1.30164245f4982p-25,
            ERF_17 = 0x1.794382436de52p-27,
            ERF_18 = 0x1.49f1806bee144p-29,
            ERF_19 = 0x1.a3ebc37844664p-32,
            ERF_20 = 0x1.7fc7a689de5dep-35,
            ERF_21 = 0x1.df972cd6b978fp-39,
            ERF_22 = 0x1.6fc1a7e407192p-43,
            ERF_23 = 0x1.054e9e50e88ffp-48;

    private DoublePolynomials() {}
}
