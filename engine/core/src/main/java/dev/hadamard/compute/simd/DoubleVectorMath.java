// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.simd;

import static dev.hadamard.compute.scalar.DoublePolynomials.*;
import static dev.hadamard.compute.simd.DoubleLanes.SPECIES;
import static jdk.incubator.vector.DoubleVector.broadcast;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

final class DoubleVectorMath {

    private static final long SIGN = 0x8000000000000000L;

    private DoubleVectorMath() {}

    static DoubleVector exp(DoubleVector x) {
        DoubleVector z = x.blend(EXP_MIN, x.compare(VectorOperators.LT, EXP_MIN));
        DoubleVector shifted = z.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, SHIFT_TWO_BIASES));
        LongVector bits = shifted.reinterpretAsLongs().min(EXP_MAX_BITS);
        DoubleVector one = broadcast(SPECIES, 1);
        DoubleVector r = reduce(bits.reinterpretAsDoubles().sub(SHIFT_TWO_BIASES), z);
        DoubleVector p = expPolynomial(r).fma(r, one).fma(r, one);
        LongVector half = bits.lanewise(VectorOperators.LSHR, 1);
        return p.mul(half.lanewise(VectorOperators.LSHL, 52).reinterpretAsDoubles())
                .mul(bits.sub(half).lanewise(VectorOperators.LSHL, 52).reinterpretAsDoubles());
    }

    static DoubleVector expm1(DoubleVector x) {
        DoubleVector z = x.blend(EXPM1_MIN, x.compare(VectorOperators.LT, EXPM1_MIN));
        DoubleVector shifted = z.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, SHIFT_HALF));
        LongVector bits = shifted.reinterpretAsLongs().min(EXPM1_MAX_BITS);
        DoubleVector p = expm1Polynomial(reduce(bits.reinterpretAsDoubles().sub(SHIFT_HALF), z));
        DoubleVector s = bits.lanewise(VectorOperators.LSHL, 52).reinterpretAsDoubles();
        DoubleVector y = s.fma(p, s.sub(0.5));
        return y.add(y).blend(x, x.abs().compare(VectorOperators.LT, EXPM1_TINY));
    }

    static DoubleVector log(DoubleVector x) {
        VectorMask<Double> denormal = x.compare(VectorOperators.LT, Double.MIN_NORMAL);
        DoubleVector scaled = x.blend(x.mul(0x1p52), denormal);
        DoubleVector offset = broadcast(SPECIES, 0x1p52 + 1023).blend(0x1p52 + 1023 + 52, denormal);
        LongVector bits = scaled.reinterpretAsLongs().add(0x3FF0000000000000L - 0x3FE6A09E667F3BCDL);
        DoubleVector e = bits.lanewise(VectorOperators.LSHR, 52)
                .or(0x4330000000000000L)
                .reinterpretAsDoubles()
                .sub(offset);
        DoubleVector f = bits.and(0x000FFFFFFFFFFFFFL)
                .add(0x3FE6A09E667F3BCDL)
                .reinterpretAsDoubles()
                .sub(1);
        DoubleVector y = e.fma(broadcast(SPECIES, LN2), e.fma(broadcast(SPECIES, LN2_LO), logPolynomial(f)));
        y = x.blend(y, x.compare(VectorOperators.LT, Double.POSITIVE_INFINITY));
        y = y.blend(Double.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0));
        return y.blend(Double.NaN, x.compare(VectorOperators.LT, 0));
    }

    static DoubleVector log1p(DoubleVector x) {
        LongVector bits = x.add(1).reinterpretAsLongs().add(0x3FF0000000000000L - 0x3FE6A09E667F3BCDL);
        LongVector exponent = bits.lanewise(VectorOperators.LSHR, 52);
        DoubleVector e = exponent.or(0x4330000000000000L).reinterpretAsDoubles().sub(0x1p52 + 1023);
        LongVector scale = LongVector.broadcast(exponent.species(), 3 * 1023).sub(exponent);
        LongVector half = scale.lanewise(VectorOperators.LSHR, 1);
        DoubleVector s1 = half.lanewise(VectorOperators.LSHL, 52).reinterpretAsDoubles();
        DoubleVector s2 = scale.sub(half).lanewise(VectorOperators.LSHL, 52).reinterpretAsDoubles();
        DoubleVector f = x.mul(s1).fma(s2, s1.fma(s2, broadcast(SPECIES, -1)));
        DoubleVector y = e.fma(broadcast(SPECIES, LN2), e.fma(broadcast(SPECIES, LN2_LO), logPolynomial(f)));
        y = y.blend(x, x.add(x).compare(VectorOperators.EQ, x));
        y = y.blend(Double.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, -1));
        return y.blend(Double.NaN, x.compare(VectorOperators.LT, -1));
    }

    static DoubleVector tanh(DoubleVector x) {
        DoubleVector z = x.abs().mul(-2);
        z = z.blend(TANH_MIN, z.compare(VectorOperators.LT, TANH_MIN));
        DoubleVector shifted = z.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, SHIFT_BIAS));
        DoubleVector p = expm1Polynomial(reduce(shifted.sub(SHIFT_BIAS), z));
        DoubleVector s =
                shifted.reinterpretAsLongs().lanewise(VectorOperators.LSHL, 52).reinterpretAsDoubles();
        DoubleVector next = s.add(1);
        DoubleVector denominator = s.fma(p, next);
        DoubleVector rounded = denominator.sub(next);
        DoubleVector lost = s.fma(p, rounded.neg());
        DoubleVector factor = denominator.fma(broadcast(SPECIES, -0.5), broadcast(SPECIES, 2));
        DoubleVector numerator = lost.fma(factor, rounded.add(s.sub(1)));
        return withSign(numerator.div(denominator), x);
    }

    static DoubleVector sigmoid(DoubleVector x) {
        DoubleVector e = exp(x.abs().neg());
        DoubleVector one = broadcast(SPECIES, 1);
        return one.blend(e, x.compare(VectorOperators.LT, 0)).div(e.add(one));
    }

    static DoubleVector softplus(DoubleVector x) {
        DoubleVector e = exp(x.abs().neg());
        return x.blend(0, x.compare(VectorOperators.LT, 0)).add(log1pPolynomial(e));
    }

    static DoubleVector erf(DoubleVector x) {
        DoubleVector z = x.abs().neg();
        z = z.blend(ERF_MIN, z.compare(VectorOperators.LT, ERF_MIN));
        DoubleVector v = z.fma(erfPolynomial(z), z);
        DoubleVector shifted = v.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, SHIFT_BIAS));
        DoubleVector p = expm1Polynomial(reduce(shifted.sub(SHIFT_BIAS), v));
        DoubleVector s =
                shifted.reinterpretAsLongs().lanewise(VectorOperators.LSHL, 52).reinterpretAsDoubles();
        return withSign(s.fma(p, s.sub(1)), x);
    }

    private static DoubleVector reduce(DoubleVector n, DoubleVector x) {
        return n.fma(broadcast(SPECIES, -LN2_LO), n.fma(broadcast(SPECIES, -LN2), x));
    }

    private static DoubleVector expPolynomial(DoubleVector r) {
        return broadcast(SPECIES, EXP_10)
                .fma(r, broadcast(SPECIES, EXP_9))
                .fma(r, broadcast(SPECIES, EXP_8))
                .fma(r, broadcast(SPECIES, EXP_7))
                .fma(r, broadcast(SPECIES, EXP_6))
                .fma(r, broadcast(SPECIES, EXP_5))
                .fma(r, broadcast(SPECIES, EXP_4))
                .fma(r, broadcast(SPECIES, EXP_3))
                .fma(r, broadcast(SPECIES, EXP_2))
                .fma(r, broadcast(SPECIES, EXP_1))
                .fma(r, broadcast(SPECIES, EXP_0));
    }

    private static DoubleVector expm1Polynomial(DoubleVector r) {
        return r.mul(r).fma(expPolynomial(r), r);
    }

    private static DoubleVector logPolynomial(DoubleVector f) {
        DoubleVector s = f.div(f.add(2));
        DoubleVector y = s.mul(s);
        DoubleVector q = broadcast(SPECIES, LOG_6)
                .fma(y, broadcast(SPECIES, LOG_5))
                .fma(y, broadcast(SPECIES, LOG_4))
                .fma(y, broadcast(SPECIES, LOG_3))
                .fma(y, broadcast(SPECIES, LOG_2))
                .fma(y, broadcast(SPECIES, LOG_1))
                .fma(y, broadcast(SPECIES, LOG_0));
        return s.neg().fma(y.neg().fma(q, f), f);
    }

    private static DoubleVector log1pPolynomial(DoubleVector f) {
        DoubleVector s = f.div(f.add(2));
        DoubleVector y = s.mul(s);
        DoubleVector q = broadcast(SPECIES, LOG1P_9)
                .fma(y, broadcast(SPECIES, LOG1P_8))
                .fma(y, broadcast(SPECIES, LOG1P_7))
                .fma(y, broadcast(SPECIES, LOG1P_6))
                .fma(y, broadcast(SPECIES, LOG1P_5))
                .fma(y, broadcast(SPECIES, LOG1P_4))
                .fma(y, broadcast(SPECIES, LOG1P_3))
                .fma(y, broadcast(SPECIES, LOG1P_2))
                .fma(y, broadcast(SPECIES, LOG1P_1))
                .fma(y, broadcast(SPECIES, LOG1P_0));
        return s.neg().fma(y.neg().fma(q, f), f);
    }

    private static DoubleVector erfPolynomial(DoubleVector y) {
        return broadcast(SPECIES, ERF_23)
                .fma(y, broadcast(SPECIES, ERF_22))
                .fma(y, broadcast(SPECIES, ERF_21))
                .fma(y, broadcast(SPECIES, ERF_20))
                .fma(y, broadcast(SPECIES, ERF_19))
                .fma(y, broadcast(SPECIES, ERF_18))
                .fma(y, broadcast(SPECIES, ERF_17))
                .fma(y, broadcast(SPECIES, ERF_16))
                .fma(y, broadcast(SPECIES, ERF_15))
                .fma(y, broadcast(SPECIES, ERF_14))
                .fma(y, broadcast(SPECIES, ERF_13))
                .fma(y, broadcast(SPECIES, ERF_12))
                .fma(y, broadcast(SPECIES, ERF_11))
                .fma(y, broadcast(SPECIES, ERF_10))
                .fma(y, broadcast(SPECIES, ERF_9))
                .fma(y, broadcast(SPECIES, ERF_8))
                .fma(y, broadcast(SPECIES, ERF_7))
                .fma(y, broadcast(SPECIES, ERF_6))
                .fma(y, broadcast(SPECIES, ERF_5))
                .fma(y, broadcast(SPECIES, ERF_4))
                .fma(y, broadcast(SPECIES, ERF_3))
                .fma(y, broadcast(SPECIES, ERF_2))
                .fma(y, broadcast(SPECIES, ERF_1))
                .fma(y, broadcast(SPECIES, ERF_0));
    }

    private static DoubleVector withSign(DoubleVector magnitude, DoubleVector x) {
        return magnitude
                .reinterpretAsLongs()
                .and(~SIGN)
                .or(x.reinterpretAsLongs().and(SIGN))
                .reinterpretAsDoubles();
    }
}
