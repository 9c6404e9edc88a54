// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.simd;

import static dev.hadamard.compute.scalar.FloatPolynomials.*;
import static dev.hadamard.compute.simd.FloatLanes.SPECIES;
import static jdk.incubator.vector.FloatVector.broadcast;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

final class FloatVectorMath {

    private static final int SIGN = 0x80000000;

    private FloatVectorMath() {}

    static FloatVector exp(FloatVector x) {
        FloatVector z = x.blend(EXP_MIN, x.compare(VectorOperators.LT, EXP_MIN));
        FloatVector shifted = z.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, SHIFT_TWO_BIASES));
        IntVector bits = shifted.reinterpretAsInts().min(EXP_MAX_BITS);
        FloatVector one = broadcast(SPECIES, 1f);
        FloatVector r = reduce(bits.reinterpretAsFloats().sub(SHIFT_TWO_BIASES), z);
        FloatVector p = expPolynomial(r).fma(r, one).fma(r, one);
        IntVector half = bits.lanewise(VectorOperators.LSHR, 1);
        return p.mul(half.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats())
                .mul(bits.sub(half).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
    }

    static FloatVector expm1(FloatVector x) {
        FloatVector z = x.blend(EXPM1_MIN, x.compare(VectorOperators.LT, EXPM1_MIN));
        FloatVector shifted = z.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, SHIFT_HALF));
        IntVector bits = shifted.reinterpretAsInts().min(EXPM1_MAX_BITS);
        FloatVector p = expm1Polynomial(reduce(bits.reinterpretAsFloats().sub(SHIFT_HALF), z));
        FloatVector s = bits.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
        FloatVector y = s.fma(p, s.sub(0.5f));
        return y.add(y).blend(x, x.abs().compare(VectorOperators.LT, EXPM1_TINY));
    }

    static FloatVector log(FloatVector x) {
        VectorMask<Float> denormal = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
        FloatVector scaled = x.blend(x.mul(0x1p23f), denormal);
        FloatVector offset = broadcast(SPECIES, 0x1p23f + 127).blend(0x1p23f + 127 + 23, denormal);
        IntVector bits = scaled.reinterpretAsInts().add(0x3F800000 - 0x3F3504F3);
        FloatVector e = bits.lanewise(VectorOperators.LSHR, 23)
                .or(0x4B000000)
                .reinterpretAsFloats()
                .sub(offset);
        FloatVector f =
                bits.and(0x007FFFFF).add(0x3F3504F3).reinterpretAsFloats().sub(1f);
        FloatVector y = e.fma(broadcast(SPECIES, LN2), logPolynomial(f));
        y = x.blend(y, x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY));
        y = y.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0f));
        return y.blend(Float.NaN, x.compare(VectorOperators.LT, 0f));
    }

    static FloatVector log1p(FloatVector x) {
        IntVector bits = x.add(1f).reinterpretAsInts().add(0x3F800000 - 0x3F3504F3);
        IntVector exponent = bits.lanewise(VectorOperators.LSHR, 23);
        FloatVector e = exponent.or(0x4B000000).reinterpretAsFloats().sub(0x1p23f + 127);
        IntVector scale = IntVector.broadcast(exponent.species(), 3 * 127).sub(exponent);
        IntVector half = scale.lanewise(VectorOperators.LSHR, 1);
        FloatVector s1 = half.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
        FloatVector s2 = scale.sub(half).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
        FloatVector f = x.mul(s1).fma(s2, s1.fma(s2, broadcast(SPECIES, -1f)));
        FloatVector y = e.fma(broadcast(SPECIES, LN2), logPolynomial(f));
        y = y.blend(x, x.add(x).compare(VectorOperators.EQ, x));
        y = y.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, -1f));
        return y.blend(Float.NaN, x.compare(VectorOperators.LT, -1f));
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector z = x.abs().mul(-2f);
        z = z.blend(TANH_MIN, z.compare(VectorOperators.LT, TANH_MIN));
        FloatVector shifted = z.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, SHIFT_BIAS));
        FloatVector p = expm1Polynomial(reduce(shifted.sub(SHIFT_BIAS), z));
        FloatVector s =
                shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
        return withSign(s.fma(p, s.sub(1f)).div(s.fma(p, s.add(1f))), x);
    }

    static FloatVector sigmoid(FloatVector x) {
        FloatVector e = exp(x.abs().neg());
        FloatVector one = broadcast(SPECIES, 1f);
        return one.blend(e, x.compare(VectorOperators.LT, 0f)).div(e.add(one));
    }

    static FloatVector softplus(FloatVector x) {
        FloatVector e = exp(x.abs().neg());
        return x.blend(0f, x.compare(VectorOperators.LT, 0f)).add(log1pPolynomial(e));
    }

    static FloatVector erf(FloatVector x) {
        FloatVector z = x.abs().neg();
        z = z.blend(ERF_MIN, z.compare(VectorOperators.LT, ERF_MIN));
        FloatVector v = z.fma(erfPolynomial(z), z);
        FloatVector shifted = v.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, SHIFT_BIAS));
        FloatVector p = expm1Polynomial(reduce(shifted.sub(SHIFT_BIAS), v));
        FloatVector s =
                shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
        return withSign(s.fma(p, s.sub(1f)), x);
    }

    private static FloatVector reduce(FloatVector n, FloatVector x) {
        return n.fma(broadcast(SPECIES, -LN2_LO), n.fma(broadcast(SPECIES, -LN2), x));
    }

    private static FloatVector expPolynomial(FloatVector r) {
        return broadcast(SPECIES, EXP_4)
                .fma(r, broadcast(SPECIES, EXP_3))
                .fma(r, broadcast(SPECIES, EXP_2))
                .fma(r, broadcast(SPECIES, EXP_1))
                .fma(r, broadcast(SPECIES, EXP_0));
    }

    private static FloatVector expm1Polynomial(FloatVector r) {
        return r.mul(r).fma(expPolynomial(r), r);
    }

    private static FloatVector logPolynomial(FloatVector f) {
        FloatVector q = broadcast(SPECIES, LOG_8)
                .fma(f, broadcast(SPECIES, LOG_7))
                .fma(f, broadcast(SPECIES, LOG_6))
                .fma(f, broadcast(SPECIES, LOG_5))
                .fma(f, broadcast(SPECIES, LOG_4))
                .fma(f, broadcast(SPECIES, LOG_3))
                .fma(f, broadcast(SPECIES, LOG_2))
                .fma(f, broadcast(SPECIES, LOG_1))
                .fma(f, broadcast(SPECIES, LOG_0));
        return f.mul(f).fma(q, f);
    }

    private static FloatVector log1pPolynomial(FloatVector f) {
        FloatVector q = broadcast(SPECIES, LOG1P_8)
                .fma(f, broadcast(SPECIES, LOG1P_7))
                .fma(f, broadcast(SPECIES, LOG1P_6))
                .fma(f, broadcast(SPECIES, LOG1P_5))
                .fma(f, broadcast(SPECIES, LOG1P_4))
                .fma(f, broadcast(SPECIES, LOG1P_3))
                .fma(f, broadcast(SPECIES, LOG1P_2))
                .fma(f, broadcast(SPECIES, LOG1P_1))
                .fma(f, broadcast(SPECIES, LOG1P_0));
        return f.mul(f).fma(q, f);
    }

    private static FloatVector erfPolynomial(FloatVector y) {
        return broadcast(SPECIES, ERF_8)
                .fma(y, broadcast(SPECIES, ERF_7))
                .fma(y, broadcast(SPECIES, ERF_6))
                .fma(y, broadcast(SPECIES, ERF_5))
                .fma(y, broadcast(SPECIES, ERF_4))
                .fma(y, broadcast(SPECIES, ERF_3))
                .fma(y, broadcast(SPECIES, ERF_2))
                .fma(y, broadcast(SPECIES, ERF_1))
                .fma(y, broadcast(SPECIES, ERF_0));
    }

    private static FloatVector withSign(FloatVector magnitude, FloatVector x) {
        return magnitude
                .reinterpretAsInts()
                .and(~SIGN)
                .or(x.reinterpretAsInts().and(SIGN))
                .reinterpretAsFloats();
    }
}
