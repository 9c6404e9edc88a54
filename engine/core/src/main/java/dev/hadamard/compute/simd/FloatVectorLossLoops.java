// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import dev.hadamard.compute.LossFunction;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Terms and slopes of losses on whole vectors, one loop for each loss: the operations of the scalar strategy in the
 * same order. Lengths are multiples of {@link FloatLanes#LENGTH}. The numbers of a row stand in fields.
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

    /** Adds the terms to a sum and, unless delta is null, writes factor · slope. */
    void apply(
            LossFunction.Kind kind,
            float[] z,
            int zFrom,
            float[] a,
            int aFrom,
            float[] y,
            int yFrom,
            float[] delta,
            int from,
            int length,
            FloatVectorLaneSum sum) {
        switch (kind) {
            case SQUARED -> squared(a, aFrom, y, yFrom, delta, from, length, sum);
            case ABSOLUTE -> absolute(a, aFrom, y, yFrom, delta, from, length, sum);
            case HUBER -> huber(a, aFrom, y, yFrom, delta, from, length, sum);
            case CROSS_ENTROPY -> crossEntropy(a, aFrom, y, yFrom, delta, from, length, sum);
            case BINARY_CROSS_ENTROPY -> binaryCrossEntropy(a, aFrom, y, yFrom, delta, from, length, sum);
            case SOFTMAX_CROSS_ENTROPY -> softmax(z, zFrom, a, aFrom, y, yFrom, delta, from, length, sum);
            case SIGMOID_BINARY_CROSS_ENTROPY -> sigmoid(z, zFrom, a, aFrom, y, yFrom, delta, from, length, sum);
        }
    }

    private void squared(
            float[] a, int aFrom, float[] y, int yFrom, float[] delta, int from, int length, FloatVectorLaneSum sum) {
        FloatVector factors = broadcast(factor);
        for (int i = 0; i < length; i += L) {
            FloatVector error = load(a, aFrom + i).sub(load(y, yFrom + i));
            sum.add(error.mul(error), i);
            if (delta != null) {
                factors.mul(error).intoArray(delta, from + i);
            }
        }
    }

    private void absolute(
            float[] a, int aFrom, float[] y, int yFrom, float[] delta, int from, int length, FloatVectorLaneSum sum) {
        FloatVector factors = broadcast(factor);
        FloatVector one = broadcast(1f);
        for (int i = 0; i < length; i += L) {
            FloatVector error = load(a, aFrom + i).sub(load(y, yFrom + i));
            sum.add(error.abs(), i);
            if (delta != null) {
                // The sign of a number, ±0 and NaN included: itself where it is 0 or NaN.
                FloatVector sign = error.blend(one, error.compare(VectorOperators.GT, 0f))
                        .blend(one.neg(), error.compare(VectorOperators.LT, 0f));
                factors.mul(sign).intoArray(delta, from + i);
            }
        }
    }

    private void huber(
            float[] a, int aFrom, float[] y, int yFrom, float[] delta, int from, int length, FloatVectorLaneSum sum) {
        FloatVector factors = broadcast(factor);
        FloatVector limit = broadcast(parameter);
        FloatVector negated = broadcast(-parameter);
        for (int i = 0; i < length; i += L) {
            FloatVector error = load(a, aFrom + i).sub(load(y, yFrom + i));
            FloatVector clamped = negated.max(error.min(limit));
            sum.add(clamped.mul(error.sub(clamped.mul(0.5f))), i);
            if (delta != null) {
                factors.mul(clamped).intoArray(delta, from + i);
            }
        }
    }

    private void crossEntropy(
            float[] a, int aFrom, float[] y, int yFrom, float[] delta, int from, int length, FloatVectorLaneSum sum) {
        FloatVector factors = broadcast(factor);
        for (int i = 0; i < length; i += L) {
            FloatVector activation = load(a, aFrom + i);
            FloatVector target = load(y, yFrom + i);
            FloatVector vanishing = target.mul(activation);
            FloatVector term = target.mul(FloatVectorMath.log(activation)).neg();
            sum.add(term.blend(vanishing, target.compare(VectorOperators.EQ, 0f)), i);
            if (delta != null) {
                FloatVector slope = target.div(activation).neg();
                factors.mul(slope.blend(vanishing, target.compare(VectorOperators.EQ, 0f)))
                        .intoArray(delta, from + i);
            }
        }
    }

    private void binaryCrossEntropy(
            float[] a, int aFrom, float[] y, int yFrom, float[] delta, int from, int length, FloatVectorLaneSum sum) {
        FloatVector factors = broadcast(factor);
        FloatVector one = broadcast(1f);
        for (int i = 0; i < length; i += L) {
            FloatVector activation = load(a, aFrom + i);
            FloatVector target = load(y, yFrom + i);
            FloatVector complement = one.sub(target);
            FloatVector yes = target.mul(FloatVectorMath.log(activation))
                    .blend(target.mul(activation), target.compare(VectorOperators.EQ, 0f));
            FloatVector no = complement
                    .mul(FloatVectorMath.log1p(activation.neg()))
                    .blend(complement.mul(activation), complement.compare(VectorOperators.EQ, 0f));
            sum.add(yes.add(no).neg(), i);
            if (delta != null) {
                factors.mul(binaryCrossEntropySlope(activation, target, one)).intoArray(delta, from + i);
            }
        }
    }

    /** (a − y) / (a (1 − a)), from which a or 1 − a cancels for the targets 0 and 1. */
    private static FloatVector binaryCrossEntropySlope(FloatVector a, FloatVector y, FloatVector one) {
        FloatVector numerator = a.sub(y)
                .blend(one.neg(), y.compare(VectorOperators.EQ, 1f))
                .blend(one, y.compare(VectorOperators.EQ, 0f));
        FloatVector left = a.blend(one, y.compare(VectorOperators.EQ, 0f));
        FloatVector right = one.sub(a).blend(one, y.compare(VectorOperators.EQ, 1f));
        return numerator.div(left.mul(right));
    }

    private void softmax(
            float[] z,
            int zFrom,
            float[] a,
            int aFrom,
            float[] y,
            int yFrom,
            float[] delta,
            int from,
            int length,
            FloatVectorLaneSum sum) {
        FloatVector factors = broadcast(factor);
        FloatVector logSums = broadcast(logSum);
        FloatVector maxima = broadcast(max);
        FloatVector sums = broadcast(targets);
        for (int i = 0; i < length; i += L) {
            FloatVector activation = load(a, aFrom + i);
            FloatVector target = load(y, yFrom + i);
            FloatVector term = target.mul(logSums.add(maxima.sub(load(z, zFrom + i))));
            sum.add(term.blend(target.mul(activation), target.compare(VectorOperators.EQ, 0f)), i);
            if (delta != null) {
                factors.mul(activation.mul(sums).sub(target)).intoArray(delta, from + i);
            }
        }
    }

    private void sigmoid(
            float[] z,
            int zFrom,
            float[] a,
            int aFrom,
            float[] y,
            int yFrom,
            float[] delta,
            int from,
            int length,
            FloatVectorLaneSum sum) {
        FloatVector factors = broadcast(factor);
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int i = 0; i < length; i += L) {
            FloatVector logit = load(z, zFrom + i);
            FloatVector target = load(y, yFrom + i);
            FloatVector linear = logit.max(zero).sub(target.mul(logit));
            FloatVector rest =
                    FloatVectorMath.log1p(FloatVectorMath.exp(logit.abs().neg()));
            sum.add(linear.add(rest), i);
            if (delta != null) {
                factors.mul(load(a, aFrom + i).sub(target)).intoArray(delta, from + i);
            }
        }
    }

    private static FloatVector load(float[] x, int i) {
        return FloatVector.fromArray(SPECIES, x, i);
    }

    private static FloatVector broadcast(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
