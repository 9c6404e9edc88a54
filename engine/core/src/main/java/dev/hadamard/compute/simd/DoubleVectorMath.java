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
 * The vector form of {@link DoubleMath}, on arrays: the same operations in the same order, so the same bits, in every
 * lane, at every vector width, interpreted or compiled. Formulas, special values and error bounds are described there.
 *
 * <p>y[yFrom + i] = f(x[xFrom + i]) for 0 ≤ i &lt; length, a multiple of {@link DoubleLanes#LENGTH}; x and y may be the
 * same range.
 *
 * <p>The shape of this code is C2's, which boxes a vector that it hands to a method that it does not inline.
 *
 * <ul>
 *   <li>No vector lives across a call.
 *   <li>Once a compilation holds 18,000 nodes (NodeCountInliningCutoff; an operation makes about 500) C2 goes on
 *       inlining the Vector API, which is annotated for it, but no other method. So here, as in every kernel of this
 *       package, <b>a loop over vectors calls the Vector API and nothing else</b>: polynomials that two functions share
 *       are written out in both, and whatever needs two functions makes two passes over a block that stays in the L1
 *       cache.
 *   <li>Once it holds 40,000 live ones (LiveNodeCountInliningCutoff) C2 gives up even on the Vector API. So several of
 *       these loops must not come together in one compilation: each has more than the 325 bytes of bytecode up to which
 *       C2 inlines a hot method (FreqInlineSize), the smaller functions because an iteration takes two vectors, which
 *       also lets their chains of dependent operations overlap. The second vector of the last iteration may be the
 *       first one again.
 * </ul>
 *
 * <p>With vectors of two lanes (128 bits) the results are right but slow: C2 has no masks of two lanes on x86, on JDK
 * 25 as on 17, and boxes what is compared.
 */
final class DoubleVectorMath {

    private static final int L = DoubleLanes.LENGTH;

    private DoubleVectorMath() {}

    static void exp(double[] x, int xFrom, double[] y, int yFrom, int length) {
        VectorSpecies<Double> lanes = SPECIES;
        for (int i = 0; i < length; i += L) {
            DoubleVector xi = DoubleVector.fromArray(lanes, x, xFrom + i);
            DoubleVector z = xi.blend(EXP_MIN, xi.compare(VectorOperators.LT, EXP_MIN));
            DoubleVector shifted = z.fma(broadcast(lanes, LOG2_E), broadcast(lanes, SHIFT_TWO_BIASES));
            LongVector bits = shifted.reinterpretAsLongs().min(EXP_MAX_BITS);
            DoubleVector n = bits.reinterpretAsDoubles().sub(SHIFT_TWO_BIASES);
            DoubleVector r = n.fma(broadcast(lanes, -LN2_LO), n.fma(broadcast(lanes, -LN2), z));
            DoubleVector one = broadcast(lanes, 1);
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
            DoubleVector p = q.fma(r, one).fma(r, one);
            LongVector half = bits.lanewise(VectorOperators.LSHR, 1);
            p.mul(half.lanewise(VectorOperators.LSHL, FRACTION_BITS).reinterpretAsDoubles())
                    .mul(bits.sub(half)
                            .lanewise(VectorOperators.LSHL, FRACTION_BITS)
                            .reinterpretAsDoubles())
                    .intoArray(y, yFrom + i);
        }
    }

    static void expm1(double[] x, int xFrom, double[] y, int yFrom, int length) {
        VectorSpecies<Double> lanes = SPECIES;
        for (int i = 0; i < length; i += L) {
            DoubleVector xi = DoubleVector.fromArray(lanes, x, xFrom + i);
            DoubleVector z = xi.blend(EXPM1_MIN, xi.compare(VectorOperators.LT, EXPM1_MIN));
            DoubleVector shifted = z.fma(broadcast(lanes, LOG2_E), broadcast(lanes, SHIFT_HALF));
            LongVector bits = shifted.reinterpretAsLongs().min(EXPM1_MAX_BITS);
            DoubleVector n = bits.reinterpretAsDoubles().sub(SHIFT_HALF);
            DoubleVector r = n.fma(broadcast(lanes, -LN2_LO), n.fma(broadcast(lanes, -LN2), z));
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
            DoubleVector s = bits.lanewise(VectorOperators.LSHL, FRACTION_BITS).reinterpretAsDoubles();
            DoubleVector yi = s.fma(p, s.sub(0.5));
            yi.add(yi)
                    .blend(xi, xi.abs().compare(VectorOperators.LT, EXPM1_TINY))
                    .intoArray(y, yFrom + i);
        }
    }

    static void log(double[] x, int xFrom, double[] y, int yFrom, int length) {
        VectorSpecies<Double> lanes = SPECIES;
        for (int i = 0; i < length; i += L) {
            DoubleVector xi = DoubleVector.fromArray(lanes, x, xFrom + i);
            VectorMask<Double> denormal = xi.compare(VectorOperators.LT, Double.MIN_NORMAL);
            DoubleVector scaled = xi.blend(xi.mul(TWO_TO_FRACTION), denormal);
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
            DoubleVector s = f.div(f.add(2));
            DoubleVector square = s.mul(s);
            DoubleVector q = broadcast(lanes, LOG_6)
                    .fma(square, broadcast(lanes, LOG_5))
                    .fma(square, broadcast(lanes, LOG_4))
                    .fma(square, broadcast(lanes, LOG_3))
                    .fma(square, broadcast(lanes, LOG_2))
                    .fma(square, broadcast(lanes, LOG_1))
                    .fma(square, broadcast(lanes, LOG_0));
            DoubleVector log = s.neg().fma(square.neg().fma(q, f), f);
            DoubleVector yi = e.fma(broadcast(lanes, LN2), e.fma(broadcast(lanes, LN2_LO), log));
            yi = xi.blend(yi, xi.compare(VectorOperators.LT, Double.POSITIVE_INFINITY));
            yi = yi.blend(Double.NEGATIVE_INFINITY, xi.compare(VectorOperators.EQ, 0));
            yi.blend(Double.NaN, xi.compare(VectorOperators.LT, 0)).intoArray(y, yFrom + i);
        }
    }

    static void log1p(double[] x, int xFrom, double[] y, int yFrom, int length) {
        VectorSpecies<Double> lanes = SPECIES;
        for (int i = 0; i < length; i += L) {
            DoubleVector xi = DoubleVector.fromArray(lanes, x, xFrom + i);
            LongVector bits = xi.add(1).reinterpretAsLongs().add(ROOT_HALF_TO_ONE_BITS);
            LongVector exponent = bits.lanewise(VectorOperators.LSHR, FRACTION_BITS);
            DoubleVector e =
                    exponent.or(TWO_TO_FRACTION_BITS).reinterpretAsDoubles().sub(TWO_TO_FRACTION + BIAS);
            LongVector scale = exponent.neg().add(3 * BIAS);
            LongVector half = scale.lanewise(VectorOperators.LSHR, 1);
            DoubleVector s1 = half.lanewise(VectorOperators.LSHL, FRACTION_BITS).reinterpretAsDoubles();
            DoubleVector s2 = scale.sub(half)
                    .lanewise(VectorOperators.LSHL, FRACTION_BITS)
                    .reinterpretAsDoubles();
            DoubleVector f = xi.mul(s1).fma(s2, s1.fma(s2, broadcast(lanes, -1)));
            DoubleVector s = f.div(f.add(2));
            DoubleVector square = s.mul(s);
            DoubleVector q = broadcast(lanes, LOG_6)
                    .fma(square, broadcast(lanes, LOG_5))
                    .fma(square, broadcast(lanes, LOG_4))
                    .fma(square, broadcast(lanes, LOG_3))
                    .fma(square, broadcast(lanes, LOG_2))
                    .fma(square, broadcast(lanes, LOG_1))
                    .fma(square, broadcast(lanes, LOG_0));
            DoubleVector log = s.neg().fma(square.neg().fma(q, f), f);
            DoubleVector yi = e.fma(broadcast(lanes, LN2), e.fma(broadcast(lanes, LN2_LO), log));
            yi = yi.blend(xi, xi.add(xi).compare(VectorOperators.EQ, xi));
            yi = yi.blend(Double.NEGATIVE_INFINITY, xi.compare(VectorOperators.EQ, -1));
            yi.blend(Double.NaN, xi.compare(VectorOperators.LT, -1)).intoArray(y, yFrom + i);
        }
    }

    static void tanh(double[] x, int xFrom, double[] y, int yFrom, int length) {
        VectorSpecies<Double> lanes = SPECIES;
        for (int i = 0; i < length; i += L) {
            DoubleVector xi = DoubleVector.fromArray(lanes, x, xFrom + i);
            DoubleVector z = xi.abs().mul(-2);
            z = z.blend(TANH_MIN, z.compare(VectorOperators.LT, TANH_MIN));
            DoubleVector shifted = z.fma(broadcast(lanes, LOG2_E), broadcast(lanes, SHIFT_BIAS));
            DoubleVector n = shifted.sub(SHIFT_BIAS);
            DoubleVector r = n.fma(broadcast(lanes, -LN2_LO), n.fma(broadcast(lanes, -LN2), z));
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
            DoubleVector next = s.add(1);
            DoubleVector denominator = s.fma(p, next);
            DoubleVector kept = denominator.sub(next);
            DoubleVector lost = s.fma(p, kept.neg());
            DoubleVector factor = denominator.fma(broadcast(lanes, -0.5), broadcast(lanes, 2));
            DoubleVector yi = lost.fma(factor, kept.add(s.sub(1))).div(denominator);
            yi.reinterpretAsLongs()
                    .and(~SIGN_MASK)
                    .or(xi.reinterpretAsLongs().and(SIGN_MASK))
                    .reinterpretAsDoubles()
                    .intoArray(y, yFrom + i);
        }
    }

    static void erf(double[] x, int xFrom, double[] y, int yFrom, int length) {
        VectorSpecies<Double> lanes = SPECIES;
        for (int i = 0; i < length; i += L) {
            DoubleVector xi = DoubleVector.fromArray(lanes, x, xFrom + i);
            DoubleVector z = xi.abs().neg();
            z = z.blend(ERF_MIN, z.compare(VectorOperators.LT, ERF_MIN));
            DoubleVector w = broadcast(lanes, ERF_23)
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
            DoubleVector v = z.fma(w, z); // log(erfc(|xi|))
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
            DoubleVector yi = s.fma(p, s.sub(1));
            yi.reinterpretAsLongs()
                    .and(~SIGN_MASK)
                    .or(xi.reinterpretAsLongs().and(SIGN_MASK))
                    .reinterpretAsDoubles()
                    .intoArray(y, yFrom + i);
        }
    }

    /** log(1 + e), 0 ≤ e ≤ 1. */
    static void log1pOfUnit(double[] x, int xFrom, double[] y, int yFrom, int length) {
        VectorSpecies<Double> lanes = SPECIES;
        for (int i = 0; i < length; i += 2 * L) {
            int j = Math.min(i + L, length - L);
            DoubleVector e0 = DoubleVector.fromArray(lanes, x, xFrom + i);
            DoubleVector e1 = DoubleVector.fromArray(lanes, x, xFrom + j);
            DoubleVector s0 = e0.div(e0.add(2));
            DoubleVector s1 = e1.div(e1.add(2));
            DoubleVector square0 = s0.mul(s0);
            DoubleVector square1 = s1.mul(s1);
            DoubleVector q0 = broadcast(lanes, LOG1P_9)
                    .fma(square0, broadcast(lanes, LOG1P_8))
                    .fma(square0, broadcast(lanes, LOG1P_7))
                    .fma(square0, broadcast(lanes, LOG1P_6))
                    .fma(square0, broadcast(lanes, LOG1P_5))
                    .fma(square0, broadcast(lanes, LOG1P_4))
                    .fma(square0, broadcast(lanes, LOG1P_3))
                    .fma(square0, broadcast(lanes, LOG1P_2))
                    .fma(square0, broadcast(lanes, LOG1P_1))
                    .fma(square0, broadcast(lanes, LOG1P_0));
            DoubleVector q1 = broadcast(lanes, LOG1P_9)
                    .fma(square1, broadcast(lanes, LOG1P_8))
                    .fma(square1, broadcast(lanes, LOG1P_7))
                    .fma(square1, broadcast(lanes, LOG1P_6))
                    .fma(square1, broadcast(lanes, LOG1P_5))
                    .fma(square1, broadcast(lanes, LOG1P_4))
                    .fma(square1, broadcast(lanes, LOG1P_3))
                    .fma(square1, broadcast(lanes, LOG1P_2))
                    .fma(square1, broadcast(lanes, LOG1P_1))
                    .fma(square1, broadcast(lanes, LOG1P_0));
            DoubleVector log0 = s0.neg().fma(square0.neg().fma(q0, e0), e0);
            DoubleVector log1 = s1.neg().fma(square1.neg().fma(q1, e1), e1);
            log0.intoArray(y, yFrom + i);
            log1.intoArray(y, yFrom + j);
        }
    }
}
