// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import dev.hadamard.compute.LossFunction;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Terms and slopes of losses on whole vectors, one loop for each loss: the operations of the scalar strategy in the
 * same order. The numbers of a row stand in fields. What {@link FloatVectorMath} says of the shape of loops holds here.
 */
final class FloatVectorLossLoops {

    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int L = FloatLanes.LENGTH;

    /** What multiplies each slope. */
    float factor;

    /** δ of Huber's loss. */
    float parameter;

    /** Of softmax with cross-entropy: ln Σ e^(z − max). */
    float logSum;

    /** Of softmax with cross-entropy: max z. */
    float max;

    /** Of softmax with cross-entropy: Σ y. */
    float targets;

    private final float[] zTail = new float[L];
    private final float[] aTail = new float[L];
    private final float[] yTail = new float[L];
    private final float[] slopeTail = new float[L];
    private final float[] first = new float[FloatLanes.BLOCK];
    private final float[] second = new float[FloatLanes.BLOCK];

    /**
     * Writes the terms and, unless delta is null, factor · slope, of a part of a row that is at most a block; what is
     * left of it after the whole vectors goes through a vector of scratch memory. Too large for C2 to inline, as it has
     * to be: see {@link FloatVectorMath}.
     */
    void apply(
            LossFunction.Kind kind,
            float[] z,
            float[] a,
            int from,
            float[] y,
            int yFrom,
            float[] delta,
            int length,
            float[] terms) {
        int whole = length & -L;
        int rest = length - whole;
        if (rest > 0) {
            FloatTails.load(z, from, length, zTail);
            FloatTails.load(a, from, length, aTail);
            FloatTails.load(y, yFrom, length, yTail);
        }
        for (int part = whole > 0 ? 0 : 1; part < (rest > 0 ? 2 : 1); part++) {
            boolean isTail = part == 1;
            float[] logits = isTail ? zTail : z;
            float[] v = isTail ? aTail : a;
            float[] t = isTail ? yTail : y;
            float[] slopes = delta == null ? null : isTail ? slopeTail : delta;
            int i = isTail ? 0 : from;
            int j = isTail ? 0 : yFrom;
            int to = isTail ? Math.max(0, length - L) : 0;
            int count = isTail ? L : whole;
            switch (kind) {
                case SQUARED -> squared(v, i, t, j, slopes, i, count, terms, to);
                case ABSOLUTE -> absolute(v, i, t, j, slopes, i, count, terms, to);
                case HUBER -> huber(v, i, t, j, slopes, i, count, terms, to);
                case CROSS_ENTROPY -> {
                    crossEntropyTerms(v, i, t, j, count, terms, to);
                    if (delta != null) {
                        crossEntropySlopes(v, i, t, j, slopes, i, count);
                    }
                }
                case BINARY_CROSS_ENTROPY -> {
                    binaryCrossEntropyTerms(v, i, t, j, count, terms, to);
                    if (delta != null) {
                        binaryCrossEntropySlopes(v, i, t, j, slopes, i, count);
                    }
                }
                case SOFTMAX_CROSS_ENTROPY -> {
                    softmaxTerms(logits, i, v, i, t, j, count, terms, to);
                    if (delta != null) {
                        softmaxSlopes(v, i, t, j, slopes, i, count);
                    }
                }
                case SIGMOID_BINARY_CROSS_ENTROPY -> {
                    sigmoidTerms(logits, i, t, j, count, terms, to);
                    if (delta != null) {
                        sigmoidSlopes(v, i, t, j, slopes, i, count);
                    }
                }
            }
        }
        if (delta != null && rest > 0) {
            FloatTails.store(slopeTail, delta, from, length);
        }
    }

    private void squared(
            float[] a, int aFrom, float[] y, int yFrom, float[] delta, int from, int length, float[] terms, int to) {
        FloatVector factors = FloatVector.broadcast(SPECIES, factor);
        for (int i = 0; i < length; i += L) {
            FloatVector error =
                    FloatVector.fromArray(SPECIES, a, aFrom + i).sub(FloatVector.fromArray(SPECIES, y, yFrom + i));
            error.mul(error).intoArray(terms, to + i);
            if (delta != null) {
                factors.mul(error).intoArray(delta, from + i);
            }
        }
    }

    private void absolute(
            float[] a, int aFrom, float[] y, int yFrom, float[] delta, int from, int length, float[] terms, int to) {
        FloatVector factors = FloatVector.broadcast(SPECIES, factor);
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        FloatVector minusOne = FloatVector.broadcast(SPECIES, -1f);
        for (int i = 0; i < length; i += L) {
            FloatVector error =
                    FloatVector.fromArray(SPECIES, a, aFrom + i).sub(FloatVector.fromArray(SPECIES, y, yFrom + i));
            error.abs().intoArray(terms, to + i);
            if (delta != null) {
                // The sign of a number, ±0 and NaN included: itself where it is 0 or NaN.
                FloatVector sign = error.blend(one, error.compare(VectorOperators.GT, 0f))
                        .blend(minusOne, error.compare(VectorOperators.LT, 0f));
                factors.mul(sign).intoArray(delta, from + i);
            }
        }
    }

    private void huber(
            float[] a, int aFrom, float[] y, int yFrom, float[] delta, int from, int length, float[] terms, int to) {
        FloatVector factors = FloatVector.broadcast(SPECIES, factor);
        FloatVector limit = FloatVector.broadcast(SPECIES, parameter);
        FloatVector negated = FloatVector.broadcast(SPECIES, -parameter);
        for (int i = 0; i < length; i += L) {
            FloatVector error =
                    FloatVector.fromArray(SPECIES, a, aFrom + i).sub(FloatVector.fromArray(SPECIES, y, yFrom + i));
            FloatVector clamped = negated.max(error.min(limit));
            clamped.mul(error.sub(clamped.mul(0.5f))).intoArray(terms, to + i);
            if (delta != null) {
                factors.mul(clamped).intoArray(delta, from + i);
            }
        }
    }

    private void crossEntropyTerms(float[] a, int aFrom, float[] y, int yFrom, int length, float[] terms, int to) {
        FloatVectorMath.log(a, aFrom, first, 0, length);
        for (int i = 0; i < length; i += L) {
            FloatVector target = FloatVector.fromArray(SPECIES, y, yFrom + i);
            FloatVector vanishing = target.mul(FloatVector.fromArray(SPECIES, a, aFrom + i));
            FloatVector term =
                    target.mul(FloatVector.fromArray(SPECIES, first, i)).neg();
            term.blend(vanishing, target.compare(VectorOperators.EQ, 0f)).intoArray(terms, to + i);
        }
    }

    private void crossEntropySlopes(float[] a, int aFrom, float[] y, int yFrom, float[] delta, int from, int length) {
        FloatVector factors = FloatVector.broadcast(SPECIES, factor);
        for (int i = 0; i < length; i += L) {
            FloatVector activation = FloatVector.fromArray(SPECIES, a, aFrom + i);
            FloatVector target = FloatVector.fromArray(SPECIES, y, yFrom + i);
            FloatVector vanishing = target.mul(activation);
            FloatVector slope = target.div(activation).neg();
            factors.mul(slope.blend(vanishing, target.compare(VectorOperators.EQ, 0f)))
                    .intoArray(delta, from + i);
        }
    }

    private void binaryCrossEntropyTerms(
            float[] a, int aFrom, float[] y, int yFrom, int length, float[] terms, int to) {
        FloatVectorMath.log(a, aFrom, first, 0, length);
        for (int i = 0; i < length; i += L) {
            FloatVector.fromArray(SPECIES, a, aFrom + i).neg().intoArray(second, i);
        }
        FloatVectorMath.log1p(second, 0, second, 0, length);
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        for (int i = 0; i < length; i += L) {
            FloatVector activation = FloatVector.fromArray(SPECIES, a, aFrom + i);
            FloatVector target = FloatVector.fromArray(SPECIES, y, yFrom + i);
            FloatVector complement = one.sub(target);
            FloatVector yes = target.mul(FloatVector.fromArray(SPECIES, first, i))
                    .blend(target.mul(activation), target.compare(VectorOperators.EQ, 0f));
            FloatVector no = complement
                    .mul(FloatVector.fromArray(SPECIES, second, i))
                    .blend(complement.mul(activation), complement.compare(VectorOperators.EQ, 0f));
            yes.add(no).neg().intoArray(terms, to + i);
        }
    }

    /** (a − y) / (a (1 − a)), from which a or 1 − a cancels for the targets 0 and 1. */
    private void binaryCrossEntropySlopes(
            float[] a, int aFrom, float[] y, int yFrom, float[] delta, int from, int length) {
        FloatVector factors = FloatVector.broadcast(SPECIES, factor);
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        FloatVector minusOne = FloatVector.broadcast(SPECIES, -1f);
        for (int i = 0; i < length; i += L) {
            FloatVector activation = FloatVector.fromArray(SPECIES, a, aFrom + i);
            FloatVector target = FloatVector.fromArray(SPECIES, y, yFrom + i);
            VectorMask<Float> isZero = target.compare(VectorOperators.EQ, 0f);
            VectorMask<Float> isOne = target.compare(VectorOperators.EQ, 1f);
            FloatVector numerator =
                    activation.sub(target).blend(minusOne, isOne).blend(one, isZero);
            FloatVector left = activation.blend(one, isZero);
            FloatVector right = one.sub(activation).blend(one, isOne);
            factors.mul(numerator.div(left.mul(right))).intoArray(delta, from + i);
        }
    }

    private void softmaxTerms(
            float[] z, int zFrom, float[] a, int aFrom, float[] y, int yFrom, int length, float[] terms, int to) {
        FloatVector logSums = FloatVector.broadcast(SPECIES, logSum);
        FloatVector maxima = FloatVector.broadcast(SPECIES, max);
        for (int i = 0; i < length; i += L) {
            FloatVector target = FloatVector.fromArray(SPECIES, y, yFrom + i);
            FloatVector term = target.mul(logSums.add(maxima.sub(FloatVector.fromArray(SPECIES, z, zFrom + i))));
            term.blend(target.mul(FloatVector.fromArray(SPECIES, a, aFrom + i)), target.compare(VectorOperators.EQ, 0f))
                    .intoArray(terms, to + i);
        }
    }

    private void softmaxSlopes(float[] a, int aFrom, float[] y, int yFrom, float[] delta, int from, int length) {
        FloatVector factors = FloatVector.broadcast(SPECIES, factor);
        FloatVector sums = FloatVector.broadcast(SPECIES, targets);
        for (int i = 0; i < length; i += L) {
            factors.mul(FloatVector.fromArray(SPECIES, a, aFrom + i)
                            .mul(sums)
                            .sub(FloatVector.fromArray(SPECIES, y, yFrom + i)))
                    .intoArray(delta, from + i);
        }
    }

    private void sigmoidTerms(float[] z, int zFrom, float[] y, int yFrom, int length, float[] terms, int to) {
        FloatVectorLogistic.expOfNegatedMagnitude(z, zFrom, first, length);
        FloatVectorMath.log1p(first, 0, first, 0, length);
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int i = 0; i < length; i += L) {
            FloatVector logit = FloatVector.fromArray(SPECIES, z, zFrom + i);
            FloatVector linear = logit.max(zero)
                    .sub(FloatVector.fromArray(SPECIES, y, yFrom + i).mul(logit));
            linear.add(FloatVector.fromArray(SPECIES, first, i)).intoArray(terms, to + i);
        }
    }

    private void sigmoidSlopes(float[] a, int aFrom, float[] y, int yFrom, float[] delta, int from, int length) {
        FloatVector factors = FloatVector.broadcast(SPECIES, factor);
        for (int i = 0; i < length; i += L) {
            factors.mul(FloatVector.fromArray(SPECIES, a, aFrom + i).sub(FloatVector.fromArray(SPECIES, y, yFrom + i)))
                    .intoArray(delta, from + i);
        }
    }
}
