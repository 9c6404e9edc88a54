// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.simd;

import static dev.hadamard.compute.scalar.DoublePolynomials.*;
import static dev.hadamard.compute.simd.DoubleLanes.SPECIES;
import static jdk.incubator.vector.DoubleVector.broadcast;

import dev.hadamard.compute.scalar.DoubleMath;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector form of {@link DoubleMath}: the same operations in the same order, so the same bits, in every lane, at
 * every vector width, interpreted or compiled. Formulas, special values and error bounds are described there.
 *
 * <p>The shape of this code is C2's. Once a compilation holds 18,000 nodes (NodeCountInliningCutoff; an operation makes
 * about 500) C2 goes on inlining the Vector API, which is annotated for it, but no other method, and a vector that is
 * handed to a method that is not inlined is boxed. Nor does it inline a method of more than 325 bytes (FreqInlineSize),
 * or one whose own machine code has more than 2500 (InlineSmallCode). So a function is one method under these sizes; it
 * calls another of this class only near its beginning; and {@link #erf} repeats the polynomial of exp rather than call
 * it late. For the same reason a kernel calls one of these functions; exp and then erf is the only pair that fits, and
 * whatever needs another pair makes two passes.
 *
 * <p>With vectors of two lanes (128 bits) the results are right but slow: C2 has no masks of two lanes on x86, on JDK
 * 25 as on 17, and boxes what is compared.
 */
final class DoubleVectorMath {

    private DoubleVectorMath() {}

    static DoubleVector exp(DoubleVector x) {
        VectorSpecies<Double> lanes = SPECIES;
        DoubleVector z = x.blend(EXP_MIN, x.compare(VectorOperators.LT, EXP_MIN));
        DoubleVector shifted = z.fma(broadcast(lanes, LOG2_E), broadcast(lanes, SHIFT_TWO_BIASES));
        LongVector bits = shifted.reinterpretAsLongs().min(EXP_MAX_BITS);
        DoubleVector n = bits.reinterpretAsDoubles().sub(SHIFT_TWO_BIASES);
        DoubleVector r = n.fma(broadcast(lanes, -LN2_LO), n.fma(broadcast(lanes, -LN2), z));
        DoubleVector one = broadcast(lanes, 1);
        DoubleVector p = expPolynomial(r).fma(r, one).fma(r, one);
        LongVector half = bits.lanewise(VectorOperators.LSHR, 1);
        return p.mul(half.lanewise(VectorOperators.LSHL, FRACTION_BITS).reinterpretAsDoubles())
                .mul(bits.sub(half)
                        .lanewise(VectorOperators.LSHL, FRACTION_BITS)
                        .reinterpretAsDoubles());
    }

    static DoubleVector expm1(DoubleVector x) {
        VectorSpecies<Double> lanes = SPECIES;
        DoubleVector z = x.blend(EXPM1_MIN, x.compare(VectorOperators.LT, EXPM1_MIN));
        DoubleVector shifted = z.fma(broadcast(lanes, LOG2_E), broadcast(lanes, SHIFT_HALF));
        LongVector bits = shifted.reinterpretAsLongs().min(EXPM1_MAX_BITS);
        DoubleVector n = bits.reinterpretAsDoubles().sub(SHIFT_HALF);
        DoubleVector r = n.fma(broadcast(lanes, -LN2_LO), n.fma(broadcast(lanes, -LN2), z));
        DoubleVector p = r.mul(r).fma(expPolynomial(r), r);
        DoubleVector s = bits.lanewise(VectorOperators.LSHL, FRACTION_BITS).reinterpretAsDoubles();
        DoubleVector y = s.fma(p, s.sub(0.5));
        return y.add(y).blend(x, x.abs().compare(VectorOperators.LT, EXPM1_TINY));
    }

    static DoubleVector log(DoubleVector x) {
        VectorSpecies<Double> lanes = SPECIES;
        VectorMask<Double> denormal = x.compare(VectorOperators.LT, Double.MIN_NORMAL);
        DoubleVector scaled = x.blend(x.mul(TWO_TO_FRACTION), denormal);
        DoubleVector offset =
                broadcast(lanes, TWO_TO_FRACTION + BIAS).blend(TWO_TO_FRACTION + (BIAS + FRACTION_BITS), denormal);
        LongVector bits = scaled.reinterpretAsLongs().add(ROOT_HALF_TO_ONE_BITS);
        DoubleVector f = bits.and(FRACTION_MASK)
                .add(ROOT_HALF_BITS)
                .reinterpretAsDoubles()
                .sub(1);
        LongVector exponent = bits.lanewise(VectorOperators.LSHR, FRACTION_BITS);
        DoubleVector e =
                exponent.or(TWO_TO_FRACTION_BITS).reinterpretAsDoubles().sub(offset);
        DoubleVector y = e.fma(broadcast(lanes, LN2), e.fma(broadcast(lanes, LN2_LO), logPolynomial(f)));
        y = x.blend(y, x.compare(VectorOperators.LT, Double.POSITIVE_INFINITY));
        y = y.blend(Double.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0));
        return y.blend(Double.NaN, x.compare(VectorOperators.LT, 0));
    }

    static DoubleVector log1p(DoubleVector x) {
        VectorSpecies<Double> lanes = SPECIES;
        LongVector bits = x.add(1).reinterpretAsLongs().add(ROOT_HALF_TO_ONE_BITS);
        LongVector exponent = bits.lanewise(VectorOperators.LSHR, FRACTION_BITS);
        DoubleVector e =
                exponent.or(TWO_TO_FRACTION_BITS).reinterpretAsDoubles().sub(TWO_TO_FRACTION + BIAS);
        LongVector scale = exponent.neg().add(3 * BIAS);
        LongVector half = scale.lanewise(VectorOperators.LSHR, 1);
        DoubleVector s1 = half.lanewise(VectorOperators.LSHL, FRACTION_BITS).reinterpretAsDoubles();
        DoubleVector s2 =
                scale.sub(half).lanewise(VectorOperators.LSHL, FRACTION_BITS).reinterpretAsDoubles();
        DoubleVector f = x.mul(s1).fma(s2, s1.fma(s2, broadcast(lanes, -1)));
        DoubleVector y = e.fma(broadcast(lanes, LN2), e.fma(broadcast(lanes, LN2_LO), logPolynomial(f)));
        y = y.blend(x, x.add(x).compare(VectorOperators.EQ, x));
        y = y.blend(Double.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, -1));
        return y.blend(Double.NaN, x.compare(VectorOperators.LT, -1));
    }

    static DoubleVector tanh(DoubleVector x) {
        VectorSpecies<Double> lanes = SPECIES;
        DoubleVector z = x.abs().mul(-2);
        z = z.blend(TANH_MIN, z.compare(VectorOperators.LT, TANH_MIN));
        DoubleVector shifted = z.fma(broadcast(lanes, LOG2_E), broadcast(lanes, SHIFT_BIAS));
        DoubleVector n = shifted.sub(SHIFT_BIAS);
        DoubleVector r = n.fma(broadcast(lanes, -LN2_LO), n.fma(broadcast(lanes, -LN2), z));
        DoubleVector p = r.mul(r).fma(expPolynomial(r), r);
        DoubleVector s = shifted.reinterpretAsLongs()
                .lanewise(VectorOperators.LSHL, FRACTION_BITS)
                .reinterpretAsDoubles();
        DoubleVector next = s.add(1);
        DoubleVector denominator = s.fma(p, next);
        DoubleVector kept = denominator.sub(next);
        DoubleVector lost = s.fma(p, kept.neg());
        DoubleVector factor = denominator.fma(broadcast(lanes, -0.5), broadcast(lanes, 2));
        DoubleVector y = lost.fma(factor, kept.add(s.sub(1))).div(denominator);
        return y.reinterpretAsLongs()
                .and(~SIGN_MASK)
                .or(x.reinterpretAsLongs().and(SIGN_MASK))
                .reinterpretAsDoubles();
    }

    static DoubleVector sigmoid(DoubleVector x) {
        DoubleVector e = exp(x.abs().neg());
        DoubleVector one = broadcast(SPECIES, 1);
        return one.blend(e, x.compare(VectorOperators.LT, 0)).div(e.add(one));
    }

    static DoubleVector softplus(DoubleVector x) {
        VectorSpecies<Double> lanes = SPECIES;
        DoubleVector e = exp(x.abs().neg());
        DoubleVector s = e.div(e.add(2));
        DoubleVector y = s.mul(s);
        DoubleVector q = broadcast(lanes, LOG1P_9)
                .fma(y, broadcast(lanes, LOG1P_8))
                .fma(y, broadcast(lanes, LOG1P_7))
                .fma(y, broadcast(lanes, LOG1P_6))
                .fma(y, broadcast(lanes, LOG1P_5))
                .fma(y, broadcast(lanes, LOG1P_4))
                .fma(y, broadcast(lanes, LOG1P_3))
                .fma(y, broadcast(lanes, LOG1P_2))
                .fma(y, broadcast(lanes, LOG1P_1))
                .fma(y, broadcast(lanes, LOG1P_0));
        DoubleVector log = s.neg().fma(y.neg().fma(q, e), e);
        return x.blend(0, x.compare(VectorOperators.LT, 0)).add(log);
    }

    static DoubleVector erf(DoubleVector x) {
        VectorSpecies<Double> lanes = SPECIES;
        DoubleVector v = erfExponent(x);
        DoubleVector shifted = v.fma(broadcast(lanes, LOG2_E), broadcast(lanes, SHIFT_BIAS));
        DoubleVector n = shifted.sub(SHIFT_BIAS);
        DoubleVector r = n.fma(broadcast(lanes, -LN2_LO), n.fma(broadcast(lanes, -LN2), v));
        DoubleVector q = broadcast(lanes, EXP_10)
                .fma(r, broadcast(lanes, EXP_9))
                .fma(r, broadcast(lanes, EXP_8))
                .fma(r, broadcast(lanes, EXP_7))
                .fma(r, broadcast(lanes, EXP_6))
                .fma(r, broadcast(lanes, EXP_5))
                .fma(r, broadcast(lanes, EXP_4))
                .fma(r, broadcast(lanes, EXP_3))
                .fma(r, broadcast(lanes, EXP_2))
                .fma(r, broadcast(lanes, EXP_1))
                .fma(r, broadcast(lanes, EXP_0));
        DoubleVector p = r.mul(r).fma(q, r);
        DoubleVector s = shifted.reinterpretAsLongs()
                .lanewise(VectorOperators.LSHL, FRACTION_BITS)
                .reinterpretAsDoubles();
        DoubleVector y = s.fma(p, s.sub(1));
        return y.reinterpretAsLongs()
                .and(~SIGN_MASK)
                .or(x.reinterpretAsLongs().and(SIGN_MASK))
                .reinterpretAsDoubles();
    }

    /** log(erfc(|x|)). */
    private static DoubleVector erfExponent(DoubleVector x) {
        VectorSpecies<Double> lanes = SPECIES;
        DoubleVector z = x.abs().neg();
        z = z.blend(ERF_MIN, z.compare(VectorOperators.LT, ERF_MIN));
        DoubleVector q = broadcast(lanes, ERF_23)
                .fma(z, broadcast(lanes, ERF_22))
                .fma(z, broadcast(lanes, ERF_21))
                .fma(z, broadcast(lanes, ERF_20))
                .fma(z, broadcast(lanes, ERF_19))
                .fma(z, broadcast(lanes, ERF_18))
                .fma(z, broadcast(lanes, ERF_17))
                .fma(z, broadcast(lanes, ERF_16))
                .fma(z, broadcast(lanes, ERF_15))
                .fma(z, broadcast(lanes, ERF_14))
                .fma(z, broadcast(lanes, ERF_13))
                .fma(z, broadcast(lanes, ERF_12))
                .fma(z, broadcast(lanes, ERF_11))
                .fma(z, broadcast(lanes, ERF_10))
                .fma(z, broadcast(lanes, ERF_9))
                .fma(z, broadcast(lanes, ERF_8))
                .fma(z, broadcast(lanes, ERF_7))
                .fma(z, broadcast(lanes, ERF_6))
                .fma(z, broadcast(lanes, ERF_5))
                .fma(z, broadcast(lanes, ERF_4))
                .fma(z, broadcast(lanes, ERF_3))
                .fma(z, broadcast(lanes, ERF_2))
                .fma(z, broadcast(lanes, ERF_1))
                .fma(z, broadcast(lanes, ERF_0));
        return z.fma(q, z);
    }

    /** (e^r − 1 − r) / r². */
    private static DoubleVector expPolynomial(DoubleVector r) {
        VectorSpecies<Double> lanes = SPECIES;
        return broadcast(lanes, EXP_10)
                .fma(r, broadcast(lanes, EXP_9))
                .fma(r, broadcast(lanes, EXP_8))
                .fma(r, broadcast(lanes, EXP_7))
                .fma(r, broadcast(lanes, EXP_6))
                .fma(r, broadcast(lanes, EXP_5))
                .fma(r, broadcast(lanes, EXP_4))
                .fma(r, broadcast(lanes, EXP_3))
                .fma(r, broadcast(lanes, EXP_2))
                .fma(r, broadcast(lanes, EXP_1))
                .fma(r, broadcast(lanes, EXP_0));
    }

    /** log(1 + f), √½ ≤ 1 + f ≤ √2. */
    private static DoubleVector logPolynomial(DoubleVector f) {
        VectorSpecies<Double> lanes = SPECIES;
        DoubleVector s = f.div(f.add(2));
        DoubleVector y = s.mul(s);
        DoubleVector q = broadcast(lanes, LOG_6)
                .fma(y, broadcast(lanes, LOG_5))
                .fma(y, broadcast(lanes, LOG_4))
                .fma(y, broadcast(lanes, LOG_3))
                .fma(y, broadcast(lanes, LOG_2))
                .fma(y, broadcast(lanes, LOG_1))
                .fma(y, broadcast(lanes, LOG_0));
        return s.neg().fma(y.neg().fma(q, f), f);
    }
}
