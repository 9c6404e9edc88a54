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
 * The vector form of {@link FloatMath}: the same operations in the same order, so the same bits, in every lane, at
 * every vector width, interpreted or compiled. Formulas, special values and error bounds are described there.
 *
 * <p>The shape of this code is C2's. Once a compilation holds 18,000 nodes (NodeCountInliningCutoff; an operation makes
 * about 500) C2 goes on inlining the Vector API, which is annotated for it, but no other method, and a vector that is
 * handed to a method that is not inlined is boxed. Nor does it inline a method of more than 325 bytes (FreqInlineSize),
 * or one whose own machine code has more than 2500 (InlineSmallCode). So a function is one method under these sizes; it
 * calls another of this class only near its beginning; and {@link #erf} repeats the polynomial of exp rather than call
 * it late. For the same reason a kernel calls one of these functions; exp and then erf is the only pair that fits, and
 * whatever needs another pair makes two passes.
 */
final class FloatVectorMath {

    private FloatVectorMath() {}

    static FloatVector exp(FloatVector x) {
        VectorSpecies<Float> lanes = SPECIES;
        FloatVector z = x.blend(EXP_MIN, x.compare(VectorOperators.LT, EXP_MIN));
        FloatVector shifted = z.fma(broadcast(lanes, LOG2_E), broadcast(lanes, SHIFT_TWO_BIASES));
        IntVector bits = shifted.reinterpretAsInts().min(EXP_MAX_BITS);
        FloatVector n = bits.reinterpretAsFloats().sub(SHIFT_TWO_BIASES);
        FloatVector r = n.fma(broadcast(lanes, -LN2_LO), n.fma(broadcast(lanes, -LN2), z));
        FloatVector one = broadcast(lanes, 1f);
        FloatVector p = expPolynomial(r).fma(r, one).fma(r, one);
        IntVector half = bits.lanewise(VectorOperators.LSHR, 1);
        return p.mul(half.lanewise(VectorOperators.LSHL, FRACTION_BITS).reinterpretAsFloats())
                .mul(bits.sub(half)
                        .lanewise(VectorOperators.LSHL, FRACTION_BITS)
                        .reinterpretAsFloats());
    }

    static FloatVector expm1(FloatVector x) {
        VectorSpecies<Float> lanes = SPECIES;
        FloatVector z = x.blend(EXPM1_MIN, x.compare(VectorOperators.LT, EXPM1_MIN));
        FloatVector shifted = z.fma(broadcast(lanes, LOG2_E), broadcast(lanes, SHIFT_HALF));
        IntVector bits = shifted.reinterpretAsInts().min(EXPM1_MAX_BITS);
        FloatVector n = bits.reinterpretAsFloats().sub(SHIFT_HALF);
        FloatVector r = n.fma(broadcast(lanes, -LN2_LO), n.fma(broadcast(lanes, -LN2), z));
        FloatVector p = r.mul(r).fma(expPolynomial(r), r);
        FloatVector s = bits.lanewise(VectorOperators.LSHL, FRACTION_BITS).reinterpretAsFloats();
        FloatVector y = s.fma(p, s.sub(0.5f));
        return y.add(y).blend(x, x.abs().compare(VectorOperators.LT, EXPM1_TINY));
    }

    static FloatVector log(FloatVector x) {
        VectorSpecies<Float> lanes = SPECIES;
        VectorMask<Float> denormal = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
        FloatVector scaled = x.blend(x.mul(TWO_TO_FRACTION), denormal);
        FloatVector offset =
                broadcast(lanes, TWO_TO_FRACTION + BIAS).blend(TWO_TO_FRACTION + (BIAS + FRACTION_BITS), denormal);
        IntVector bits = scaled.reinterpretAsInts().add(ROOT_HALF_TO_ONE_BITS);
        FloatVector f = bits.and(FRACTION_MASK)
                .add(ROOT_HALF_BITS)
                .reinterpretAsFloats()
                .sub(1f);
        IntVector exponent = bits.lanewise(VectorOperators.LSHR, FRACTION_BITS);
        FloatVector e = exponent.or(TWO_TO_FRACTION_BITS).reinterpretAsFloats().sub(offset);
        FloatVector y = e.fma(broadcast(lanes, LN2), logPolynomial(f));
        y = x.blend(y, x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY));
        y = y.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0f));
        return y.blend(Float.NaN, x.compare(VectorOperators.LT, 0f));
    }

    static FloatVector log1p(FloatVector x) {
        VectorSpecies<Float> lanes = SPECIES;
        IntVector bits = x.add(1f).reinterpretAsInts().add(ROOT_HALF_TO_ONE_BITS);
        IntVector exponent = bits.lanewise(VectorOperators.LSHR, FRACTION_BITS);
        FloatVector e = exponent.or(TWO_TO_FRACTION_BITS).reinterpretAsFloats().sub(TWO_TO_FRACTION + BIAS);
        IntVector scale = exponent.neg().add(3 * BIAS);
        IntVector half = scale.lanewise(VectorOperators.LSHR, 1);
        FloatVector s1 = half.lanewise(VectorOperators.LSHL, FRACTION_BITS).reinterpretAsFloats();
        FloatVector s2 =
                scale.sub(half).lanewise(VectorOperators.LSHL, FRACTION_BITS).reinterpretAsFloats();
        FloatVector f = x.mul(s1).fma(s2, s1.fma(s2, broadcast(lanes, -1f)));
        FloatVector y = e.fma(broadcast(lanes, LN2), logPolynomial(f));
        y = y.blend(x, x.add(x).compare(VectorOperators.EQ, x));
        y = y.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, -1f));
        return y.blend(Float.NaN, x.compare(VectorOperators.LT, -1f));
    }

    static FloatVector tanh(FloatVector x) {
        VectorSpecies<Float> lanes = SPECIES;
        FloatVector z = x.abs().mul(-2f);
        z = z.blend(TANH_MIN, z.compare(VectorOperators.LT, TANH_MIN));
        FloatVector shifted = z.fma(broadcast(lanes, LOG2_E), broadcast(lanes, SHIFT_BIAS));
        FloatVector n = shifted.sub(SHIFT_BIAS);
        FloatVector r = n.fma(broadcast(lanes, -LN2_LO), n.fma(broadcast(lanes, -LN2), z));
        FloatVector p = r.mul(r).fma(expPolynomial(r), r);
        FloatVector s = shifted.reinterpretAsInts()
                .lanewise(VectorOperators.LSHL, FRACTION_BITS)
                .reinterpretAsFloats();
        FloatVector y = s.fma(p, s.sub(1f)).div(s.fma(p, s.add(1f)));
        return y.reinterpretAsInts()
                .and(~SIGN_MASK)
                .or(x.reinterpretAsInts().and(SIGN_MASK))
                .reinterpretAsFloats();
    }

    static FloatVector sigmoid(FloatVector x) {
        FloatVector e = exp(x.abs().neg());
        FloatVector one = broadcast(SPECIES, 1f);
        return one.blend(e, x.compare(VectorOperators.LT, 0f)).div(e.add(one));
    }

    static FloatVector softplus(FloatVector x) {
        VectorSpecies<Float> lanes = SPECIES;
        FloatVector e = exp(x.abs().neg());
        FloatVector q = broadcast(lanes, LOG1P_8)
                .fma(e, broadcast(lanes, LOG1P_7))
                .fma(e, broadcast(lanes, LOG1P_6))
                .fma(e, broadcast(lanes, LOG1P_5))
                .fma(e, broadcast(lanes, LOG1P_4))
                .fma(e, broadcast(lanes, LOG1P_3))
                .fma(e, broadcast(lanes, LOG1P_2))
                .fma(e, broadcast(lanes, LOG1P_1))
                .fma(e, broadcast(lanes, LOG1P_0));
        FloatVector log = e.mul(e).fma(q, e);
        return x.blend(0f, x.compare(VectorOperators.LT, 0f)).add(log);
    }

    static FloatVector erf(FloatVector x) {
        VectorSpecies<Float> lanes = SPECIES;
        FloatVector v = erfExponent(x);
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
        FloatVector y = s.fma(p, s.sub(1f));
        return y.reinterpretAsInts()
                .and(~SIGN_MASK)
                .or(x.reinterpretAsInts().and(SIGN_MASK))
                .reinterpretAsFloats();
    }

    /** log(erfc(|x|)). */
    private static FloatVector erfExponent(FloatVector x) {
        VectorSpecies<Float> lanes = SPECIES;
        FloatVector z = x.abs().neg();
        z = z.blend(ERF_MIN, z.compare(VectorOperators.LT, ERF_MIN));
        FloatVector q = broadcast(lanes, ERF_8)
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
    private static FloatVector expPolynomial(FloatVector r) {
        VectorSpecies<Float> lanes = SPECIES;
        return broadcast(lanes, EXP_4)
                .fma(r, broadcast(lanes, EXP_3))
                .fma(r, broadcast(lanes, EXP_2))
                .fma(r, broadcast(lanes, EXP_1))
                .fma(r, broadcast(lanes, EXP_0));
    }

    /** log(1 + f), √½ ≤ 1 + f ≤ √2. */
    private static FloatVector logPolynomial(FloatVector f) {
        VectorSpecies<Float> lanes = SPECIES;
        FloatVector q = broadcast(lanes, LOG_8)
                .fma(f, broadcast(lanes, LOG_7))
                .fma(f, broadcast(lanes, LOG_6))
                .fma(f, broadcast(lanes, LOG_5))
                .fma(f, broadcast(lanes, LOG_4))
                .fma(f, broadcast(lanes, LOG_3))
                .fma(f, broadcast(lanes, LOG_2))
                .fma(f, broadcast(lanes, LOG_1))
                .fma(f, broadcast(lanes, LOG_0));
        return f.mul(f).fma(q, f);
    }
}
