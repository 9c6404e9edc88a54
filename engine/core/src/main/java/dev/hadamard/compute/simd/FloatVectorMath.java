// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.simd;

import static dev.hadamard.compute.scalar.FloatPolynomials.*;
import static dev.hadamard.compute.simd.FloatLanes.SPECIES;
import static jdk.incubator.vector.FloatVector.broadcast;

import dev.hadamard.compute.scalar.FloatMath;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector form of {@link FloatMath}, on arrays: the same operations in the same order, so the same bits, in every
 * lane, at every vector width, interpreted or compiled. Formulas, special values and error bounds are described there.
 *
 * <p>y[yFrom + i] = f(x[xFrom + i]) for 0 ≤ i &lt; length, a multiple of {@link FloatLanes#LENGTH}; x and y may be the
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
 */
final class FloatVectorMath {

    private static final int L = FloatLanes.LENGTH;

    private FloatVectorMath() {}

    static void exp(float[] x, int xFrom, float[] y, int yFrom, int length) {
        VectorSpecies<Float> lanes = SPECIES;
        for (int i = 0; i < length; i += 2 * L) {
            int j = Math.min(i + L, length - L);
            FloatVector x0 = FloatVector.fromArray(lanes, x, xFrom + i);
            FloatVector x1 = FloatVector.fromArray(lanes, x, xFrom + j);
            FloatVector z0 = x0.blend(EXP_MIN, x0.compare(VectorOperators.LT, EXP_MIN));
            FloatVector z1 = x1.blend(EXP_MIN, x1.compare(VectorOperators.LT, EXP_MIN));
            FloatVector shifted0 = z0.fma(broadcast(lanes, LOG2_E), broadcast(lanes, SHIFT_TWO_BIASES));
            FloatVector shifted1 = z1.fma(broadcast(lanes, LOG2_E), broadcast(lanes, SHIFT_TWO_BIASES));
            IntVector bits0 = shifted0.reinterpretAsInts().min(EXP_MAX_BITS);
            IntVector bits1 = shifted1.reinterpretAsInts().min(EXP_MAX_BITS);
            FloatVector n0 = bits0.reinterpretAsFloats().sub(SHIFT_TWO_BIASES);
            FloatVector n1 = bits1.reinterpretAsFloats().sub(SHIFT_TWO_BIASES);
            FloatVector r0 = n0.fma(broadcast(lanes, -LN2_LO), n0.fma(broadcast(lanes, -LN2), z0));
            FloatVector r1 = n1.fma(broadcast(lanes, -LN2_LO), n1.fma(broadcast(lanes, -LN2), z1));
            FloatVector one = broadcast(lanes, 1f);
            FloatVector q0 = broadcast(lanes, EXP_4)
                    .fma(r0, broadcast(lanes, EXP_3))
                    .fma(r0, broadcast(lanes, EXP_2))
                    .fma(r0, broadcast(lanes, EXP_1))
                    .fma(r0, broadcast(lanes, EXP_0));
            FloatVector q1 = broadcast(lanes, EXP_4)
                    .fma(r1, broadcast(lanes, EXP_3))
                    .fma(r1, broadcast(lanes, EXP_2))
                    .fma(r1, broadcast(lanes, EXP_1))
                    .fma(r1, broadcast(lanes, EXP_0));
            FloatVector p0 = q0.fma(r0, one).fma(r0, one);
            FloatVector p1 = q1.fma(r1, one).fma(r1, one);
            IntVector half0 = bits0.lanewise(VectorOperators.LSHR, 1);
            IntVector half1 = bits1.lanewise(VectorOperators.LSHR, 1);
            p0.mul(half0.lanewise(VectorOperators.LSHL, FRACTION_BITS).reinterpretAsFloats())
                    .mul(bits0.sub(half0)
                            .lanewise(VectorOperators.LSHL, FRACTION_BITS)
                            .reinterpretAsFloats())
                    .intoArray(y, yFrom + i);
            p1.mul(half1.lanewise(VectorOperators.LSHL, FRACTION_BITS).reinterpretAsFloats())
                    .mul(bits1.sub(half1)
                            .lanewise(VectorOperators.LSHL, FRACTION_BITS)
                            .reinterpretAsFloats())
                    .intoArray(y, yFrom + j);
        }
    }

    static void expm1(float[] x, int xFrom, float[] y, int yFrom, int length) {
        VectorSpecies<Float> lanes = SPECIES;
        for (int i = 0; i < length; i += 2 * L) {
            int j = Math.min(i + L, length - L);
            FloatVector x0 = FloatVector.fromArray(lanes, x, xFrom + i);
            FloatVector x1 = FloatVector.fromArray(lanes, x, xFrom + j);
            FloatVector z0 = x0.blend(EXPM1_MIN, x0.compare(VectorOperators.LT, EXPM1_MIN));
            FloatVector z1 = x1.blend(EXPM1_MIN, x1.compare(VectorOperators.LT, EXPM1_MIN));
            FloatVector shifted0 = z0.fma(broadcast(lanes, LOG2_E), broadcast(lanes, SHIFT_HALF));
            FloatVector shifted1 = z1.fma(broadcast(lanes, LOG2_E), broadcast(lanes, SHIFT_HALF));
            IntVector bits0 = shifted0.reinterpretAsInts().min(EXPM1_MAX_BITS);
            IntVector bits1 = shifted1.reinterpretAsInts().min(EXPM1_MAX_BITS);
            FloatVector n0 = bits0.reinterpretAsFloats().sub(SHIFT_HALF);
            FloatVector n1 = bits1.reinterpretAsFloats().sub(SHIFT_HALF);
            FloatVector r0 = n0.fma(broadcast(lanes, -LN2_LO), n0.fma(broadcast(lanes, -LN2), z0));
            FloatVector r1 = n1.fma(broadcast(lanes, -LN2_LO), n1.fma(broadcast(lanes, -LN2), z1));
            FloatVector q0 = broadcast(lanes, EXP_4)
                    .fma(r0, broadcast(lanes, EXP_3))
                    .fma(r0, broadcast(lanes, EXP_2))
                    .fma(r0, broadcast(lanes, EXP_1))
                    .fma(r0, broadcast(lanes, EXP_0));
            FloatVector q1 = broadcast(lanes, EXP_4)
                    .fma(r1, broadcast(lanes, EXP_3))
                    .fma(r1, broadcast(lanes, EXP_2))
                    .fma(r1, broadcast(lanes, EXP_1))
                    .fma(r1, broadcast(lanes, EXP_0));
            FloatVector p0 = r0.mul(r0).fma(q0, r0);
            FloatVector p1 = r1.mul(r1).fma(q1, r1);
            FloatVector s0 = bits0.lanewise(VectorOperators.LSHL, FRACTION_BITS).reinterpretAsFloats();
            FloatVector s1 = bits1.lanewise(VectorOperators.LSHL, FRACTION_BITS).reinterpretAsFloats();
            FloatVector y0 = s0.fma(p0, s0.sub(0.5f));
            FloatVector y1 = s1.fma(p1, s1.sub(0.5f));
            y0.add(y0)
                    .blend(x0, x0.abs().compare(VectorOperators.LT, EXPM1_TINY))
                    .intoArray(y, yFrom + i);
            y1.add(y1)
                    .blend(x1, x1.abs().compare(VectorOperators.LT, EXPM1_TINY))
                    .intoArray(y, yFrom + j);
        }
    }

    static void log(float[] x, int xFrom, float[] y, int yFrom, int length) {
        VectorSpecies<Float> lanes = SPECIES;
        for (int i = 0; i < length; i += L) {
            FloatVector xi = FloatVector.fromArray(lanes, x, xFrom + i);
            VectorMask<Float> denormal = xi.compare(VectorOperators.LT, Float.MIN_NORMAL);
            FloatVector scaled = xi.blend(xi.mul(TWO_TO_FRACTION), denormal);
            FloatVector offset =
                    broadcast(lanes, TWO_TO_FRACTION + BIAS).blend(TWO_TO_FRACTION + (BIAS + FRACTION_BITS), denormal);
            IntVector bits = scaled.reinterpretAsInts().add(ROOT_HALF_TO_ONE_BITS);
            FloatVector f = bits.and(FRACTION_MASK)
                    .add(ROOT_HALF_BITS)
                    .reinterpretAsFloats()
                    .sub(1f);
            IntVector exponent = bits.lanewise(VectorOperators.LSHR, FRACTION_BITS);
            FloatVector e =
                    exponent.or(TWO_TO_FRACTION_BITS).reinterpretAsFloats().sub(offset);
            FloatVector q = broadcast(lanes, LOG_8)
                    .fma(f, broadcast(lanes, LOG_7))
                    .fma(f, broadcast(lanes, LOG_6))
                    .fma(f, broadcast(lanes, LOG_5))
                    .fma(f, broadcast(lanes, LOG_4))
                    .fma(f, broadcast(lanes, LOG_3))
                    .fma(f, broadcast(lanes, LOG_2))
                    .fma(f, broadcast(lanes, LOG_1))
                    .fma(f, broadcast(lanes, LOG_0));
            FloatVector log = f.mul(f).fma(q, f);
            FloatVector yi = e.fma(broadcast(lanes, LN2), log);
            yi = xi.blend(yi, xi.compare(VectorOperators.LT, Float.POSITIVE_INFINITY));
            yi = yi.blend(Float.NEGATIVE_INFINITY, xi.compare(VectorOperators.EQ, 0f));
            yi.blend(Float.NaN, xi.compare(VectorOperators.LT, 0f)).intoArray(y, yFrom + i);
        }
    }

    static void log1p(float[] x, int xFrom, float[] y, int yFrom, int length) {
        VectorSpecies<Float> lanes = SPECIES;
        for (int i = 0; i < length; i += L) {
            FloatVector xi = FloatVector.fromArray(lanes, x, xFrom + i);
            IntVector bits = xi.add(1f).reinterpretAsInts().add(ROOT_HALF_TO_ONE_BITS);
            IntVector exponent = bits.lanewise(VectorOperators.LSHR, FRACTION_BITS);
            FloatVector e =
                    exponent.or(TWO_TO_FRACTION_BITS).reinterpretAsFloats().sub(TWO_TO_FRACTION + BIAS);
            IntVector scale = exponent.neg().add(3 * BIAS);
            IntVector half = scale.lanewise(VectorOperators.LSHR, 1);
            FloatVector s1 = half.lanewise(VectorOperators.LSHL, FRACTION_BITS).reinterpretAsFloats();
            FloatVector s2 = scale.sub(half)
                    .lanewise(VectorOperators.LSHL, FRACTION_BITS)
                    .reinterpretAsFloats();
            FloatVector f = xi.mul(s1).fma(s2, s1.fma(s2, broadcast(lanes, -1f)));
            FloatVector q = broadcast(lanes, LOG_8)
                    .fma(f, broadcast(lanes, LOG_7))
                    .fma(f, broadcast(lanes, LOG_6))
                    .fma(f, broadcast(lanes, LOG_5))
                    .fma(f, broadcast(lanes, LOG_4))
                    .fma(f, broadcast(lanes, LOG_3))
                    .fma(f, broadcast(lanes, LOG_2))
                    .fma(f, broadcast(lanes, LOG_1))
                    .fma(f, broadcast(lanes, LOG_0));
            FloatVector log = f.mul(f).fma(q, f);
            FloatVector yi = e.fma(broadcast(lanes, LN2), log);
            yi = yi.blend(xi, xi.add(xi).compare(VectorOperators.EQ, xi));
            yi = yi.blend(Float.NEGATIVE_INFINITY, xi.compare(VectorOperators.EQ, -1f));
            yi.blend(Float.NaN, xi.compare(VectorOperators.LT, -1f)).intoArray(y, yFrom + i);
        }
    }

    static void tanh(float[] x, int xFrom, float[] y, int yFrom, int length) {
        VectorSpecies<Float> lanes = SPECIES;
        for (int i = 0; i < length; i += 2 * L) {
            int j = Math.min(i + L, length - L);
            FloatVector x0 = FloatVector.fromArray(lanes, x, xFrom + i);
            FloatVector x1 = FloatVector.fromArray(lanes, x, xFrom + j);
            FloatVector z0 = x0.abs().mul(-2f);
            FloatVector z1 = x1.abs().mul(-2f);
            z0 = z0.blend(TANH_MIN, z0.compare(VectorOperators.LT, TANH_MIN));
            z1 = z1.blend(TANH_MIN, z1.compare(VectorOperators.LT, TANH_MIN));
            FloatVector shifted0 = z0.fma(broadcast(lanes, LOG2_E), broadcast(lanes, SHIFT_BIAS));
            FloatVector shifted1 = z1.fma(broadcast(lanes, LOG2_E), broadcast(lanes, SHIFT_BIAS));
            FloatVector n0 = shifted0.sub(SHIFT_BIAS);
            FloatVector n1 = shifted1.sub(SHIFT_BIAS);
            FloatVector r0 = n0.fma(broadcast(lanes, -LN2_LO), n0.fma(broadcast(lanes, -LN2), z0));
            FloatVector r1 = n1.fma(broadcast(lanes, -LN2_LO), n1.fma(broadcast(lanes, -LN2), z1));
            FloatVector q0 = broadcast(lanes, EXP_4)
                    .fma(r0, broadcast(lanes, EXP_3))
                    .fma(r0, broadcast(lanes, EXP_2))
                    .fma(r0, broadcast(lanes, EXP_1))
                    .fma(r0, broadcast(lanes, EXP_0));
            FloatVector q1 = broadcast(lanes, EXP_4)
                    .fma(r1, broadcast(lanes, EXP_3))
                    .fma(r1, broadcast(lanes, EXP_2))
                    .fma(r1, broadcast(lanes, EXP_1))
                    .fma(r1, broadcast(lanes, EXP_0));
            FloatVector p0 = r0.mul(r0).fma(q0, r0);
            FloatVector p1 = r1.mul(r1).fma(q1, r1);
            FloatVector s0 = shifted0.reinterpretAsInts()
                    .lanewise(VectorOperators.LSHL, FRACTION_BITS)
                    .reinterpretAsFloats();
            FloatVector s1 = shifted1.reinterpretAsInts()
                    .lanewise(VectorOperators.LSHL, FRACTION_BITS)
                    .reinterpretAsFloats();
            FloatVector y0 = s0.fma(p0, s0.sub(1f)).div(s0.fma(p0, s0.add(1f)));
            FloatVector y1 = s1.fma(p1, s1.sub(1f)).div(s1.fma(p1, s1.add(1f)));
            y0.reinterpretAsInts()
                    .and(~SIGN_MASK)
                    .or(x0.reinterpretAsInts().and(SIGN_MASK))
                    .reinterpretAsFloats()
                    .intoArray(y, yFrom + i);
            y1.reinterpretAsInts()
                    .and(~SIGN_MASK)
                    .or(x1.reinterpretAsInts().and(SIGN_MASK))
                    .reinterpretAsFloats()
                    .intoArray(y, yFrom + j);
        }
    }

    static void erf(float[] x, int xFrom, float[] y, int yFrom, int length) {
        VectorSpecies<Float> lanes = SPECIES;
        for (int i = 0; i < length; i += L) {
            FloatVector xi = FloatVector.fromArray(lanes, x, xFrom + i);
            FloatVector z = xi.abs().neg();
            z = z.blend(ERF_MIN, z.compare(VectorOperators.LT, ERF_MIN));
            FloatVector w = broadcast(lanes, ERF_8)
                    .fma(z, broadcast(lanes, ERF_7))
                    .fma(z, broadcast(lanes, ERF_6))
                    .fma(z, broadcast(lanes, ERF_5))
                    .fma(z, broadcast(lanes, ERF_4))
                    .fma(z, broadcast(lanes, ERF_3))
                    .fma(z, broadcast(lanes, ERF_2))
                    .fma(z, broadcast(lanes, ERF_1))
                    .fma(z, broadcast(lanes, ERF_0));
            FloatVector v = z.fma(w, z); // log(erfc(|xi|))
            FloatVector shifted = v.fma(broadcast(lanes, LOG2_E), broadcast(lanes, SHIFT_BIAS));
            FloatVector n = shifted.sub(SHIFT_BIAS);
            FloatVector r = n.fma(broadcast(lanes, -LN2_LO), n.fma(broadcast(lanes, -LN2), v));
            FloatVector q = broadcast(lanes, EXP_4)
                    .fma(r, broadcast(lanes, EXP_3))
                    .fma(r, broadcast(lanes, EXP_2))
                    .fma(r, broadcast(lanes, EXP_1))
                    .fma(r, broadcast(lanes, EXP_0));
            FloatVector p = r.mul(r).fma(q, r);
            FloatVector s = shifted.reinterpretAsInts()
                    .lanewise(VectorOperators.LSHL, FRACTION_BITS)
                    .reinterpretAsFloats();
            FloatVector yi = s.fma(p, s.sub(1f));
            yi.reinterpretAsInts()
                    .and(~SIGN_MASK)
                    .or(xi.reinterpretAsInts().and(SIGN_MASK))
                    .reinterpretAsFloats()
                    .intoArray(y, yFrom + i);
        }
    }

    /** log(1 + e), 0 ≤ e ≤ 1. */
    static void log1pOfUnit(float[] x, int xFrom, float[] y, int yFrom, int length) {
        VectorSpecies<Float> lanes = SPECIES;
        for (int i = 0; i < length; i += 2 * L) {
            int j = Math.min(i + L, length - L);
            FloatVector e0 = FloatVector.fromArray(lanes, x, xFrom + i);
            FloatVector e1 = FloatVector.fromArray(lanes, x, xFrom + j);
            FloatVector q0 = broadcast(lanes, LOG1P_8)
                    .fma(e0, broadcast(lanes, LOG1P_7))
                    .fma(e0, broadcast(lanes, LOG1P_6))
                    .fma(e0, broadcast(lanes, LOG1P_5))
                    .fma(e0, broadcast(lanes, LOG1P_4))
                    .fma(e0, broadcast(lanes, LOG1P_3))
                    .fma(e0, broadcast(lanes, LOG1P_2))
                    .fma(e0, broadcast(lanes, LOG1P_1))
                    .fma(e0, broadcast(lanes, LOG1P_0));
            FloatVector q1 = broadcast(lanes, LOG1P_8)
                    .fma(e1, broadcast(lanes, LOG1P_7))
                    .fma(e1, broadcast(lanes, LOG1P_6))
                    .fma(e1, broadcast(lanes, LOG1P_5))
                    .fma(e1, broadcast(lanes, LOG1P_4))
                    .fma(e1, broadcast(lanes, LOG1P_3))
                    .fma(e1, broadcast(lanes, LOG1P_2))
                    .fma(e1, broadcast(lanes, LOG1P_1))
                    .fma(e1, broadcast(lanes, LOG1P_0));
            FloatVector log0 = e0.mul(e0).fma(q0, e0);
            FloatVector log1 = e1.mul(e1).fma(q1, e1);
            log0.intoArray(y, yFrom + i);
            log1.intoArray(y, yFrom + j);
        }
    }
}
