// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.scalar;

public final class DoublePolynomials {
    public static final double LOG2_E = 0x1.71547652b82fep+0,
            LN2 = 0x1.62e42fefa39efp-1,
            LN2_LO = 0x1.abc9e3b39803fp-56;
    public static final double SHIFT_TWO_BIASES = 0x1.80000000007FEp52,
            SHIFT_BIAS = 0x1.80000000003FFp52,
            SHIFT_HALF = 0x1.80000000003FEp52;
    public static final long EXP_MAX_BITS = Double.doubleToRawLongBits(SHIFT_TWO_BIASES) + 1024,
            EXPM1_MAX_BITS = Double.doubleToRawLongBits(SHIFT_HALF) + 1024;
    public static final double EXP_MIN = -746, EXPM1_MIN = -38, EXPM1_TINY = 0x1p-64, TANH_MIN = -38, ERF_MIN = -5.93;
    public static final double EXP_0 = 0x1.0000000000000p-1;
    public static final double EXP_1 = 0x1.5555555555559p-3;
    public static final double EXP_2 = 0x1.5555555555558p-5;
    public static final double EXP_3 = 0x1.111111110f726p-7;
    public static final double EXP_4 = 0x1.6c16c16c17762p-10;
    public static final double EXP_5 = 0x1.a01a01af9304fp-13;
    public static final double EXP_6 = 0x1.a01a01986beaep-16;
    public static final double EXP_7 = 0x1.71ddf945d9ccdp-19;
    public static final double EXP_8 = 0x1.27e50600920c6p-22;
    public static final double EXP_9 = 0x1.af5d0224dbdf6p-26;
    public static final double EXP_10 = 0x1.1f24c92664671p-29;
    public static final double LOG_0 = 0x1.5555555555592p-1;
    public static final double LOG_1 = 0x1.999999997ff05p-2;
    public static final double LOG_2 = 0x1.24924941e324fp-2;
    public static final double LOG_3 = 0x1.c71c52126c0bcp-3;
    public static final double LOG_4 = 0x1.74663d62f59c6p-3;
    public static final double LOG_5 = 0x1.39a1db61ee672p-3;
    public static final double LOG_6 = 0x1.2f044f22dda48p-3;
    public static final double LOG1P_0 = 0x1.5555555555535p-1;
    public static final double LOG1P_1 = 0x1.99999999a0788p-2;
    public static final double LOG1P_2 = 0x1.2492492089fa3p-2;
    public static final double LOG1P_3 = 0x1.c71c741db45bcp-3;
    public static final double LOG1P_4 = 0x1.745cb3d3f933bp-3;
    public static final double LOG1P_5 = 0x1.3b1ddef2eee75p-3;
    public static final double LOG1P_6 = 0x1.10679a6f42d4bp-3;
    public static final double LOG1P_7 = 0x1.efdab095333f2p-4;
    public static final double LOG1P_8 = 0x1.55a7b91d28fccp-4;
    public static final double LOG1P_9 = 0x1.5c807ba3bb43bp-3;
    public static final double ERF_0 = 0x1.06eba8214db68p-3;
    public static final double ERF_1 = -0x1.45f306dc9c8cfp-1;
    public static final double ERF_2 = 0x1.a4f4e2a1aaecap-4;
    public static final double ERF_3 = 0x1.39668591165f6p-6;
    public static final double ERF_4 = -0x1.b6b69e26fab6cp-13;
    public static final double ERF_5 = -0x1.bca68e5d13b5fp-10;
    public static final double ERF_6 = -0x1.356619664b693p-11;
    public static final double ERF_7 = -0x1.b28c7a671b08ap-16;
    public static final double ERF_8 = 0x1.0e3bb8eb9623bp-14;
    public static final double ERF_9 = 0x1.f071a05898ecap-16;
    public static final double ERF_10 = 0x1.ac213e545374fp-19;
    public static final double ERF_11 = -0x1.a1a05d5549d42p-19;
    public static final double ERF_12 = -0x1.0f08d3a21b2e9p-19;
    public static final double ERF_13 = -0x1.2c10acf04e60ap-21;
    public static final double ERF_14 = -0x1.81645b5805be3p-28;
    public static final double ERF_15 = 0x1.251e0399bc66dp-24;
    public static final double ERF_16 = 0x1.30164245f4982p-25;
    public static final double ERF_17 = 0x1.794382436de52p-27;
    public static final double ERF_18 = 0x1.49f1806bee144p-29;
    public static final double ERF_19 = 0x1.a3ebc37844664p-32;
    public static final double ERF_20 = 0x1.7fc7a689de5dep-35;
    public static final double ERF_21 = 0x1.df972cd6b978fp-39;
    public static final double ERF_22 = 0x1.6fc1a7e407192p-43;
    public static final double ERF_23 = 0x1.054e9e50e88ffp-48;
}
