// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import dev.hadamard.compute.UpdateKernels;
import dev.hadamard.compute.UpdateRule;
import dev.hadamard.compute.scalar.FloatScalarUpdates;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Optimiser updates of {@code float[]} by vectors, with the operations of {@link FloatScalarUpdates} in the same order
 * and so its bits; what is left after the whole vectors is done by it, as are the formulas that C2 vectorises by itself
 * as well as we could or better.
 */
final class FloatVectorUpdates implements UpdateKernels<float[]> {

    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int L = FloatLanes.LENGTH;

    private final FloatScalarUpdates scalar = new FloatScalarUpdates();

    @Override
    public void update(
            UpdateRule rule,
            float[] parameters,
            float[] gradients,
            float[] first,
            float[] second,
            float[] third,
            int offset,
            int length) {
        if (isPlain(rule.kind)) {
            scalar.update(rule, parameters, gradients, first, second, third, offset, length);
            return;
        }
        int whole = length & -L;
        int to = offset + whole;
        switch (rule.kind) {
            case ADAGRAD -> adaGrad(rule, parameters, gradients, first, offset, to);
            case RMSPROP -> rmsProp(rule, parameters, gradients, first, offset, to);
            case ADAM -> adam(rule, parameters, gradients, first, second, offset, to);
            case AMSGRAD -> amsGrad(rule, parameters, gradients, first, second, third, offset, to);
            case NADAM -> nAdam(rule, parameters, gradients, first, second, offset, to);
            case ADADELTA -> adadelta(rule, parameters, gradients, first, second, offset, to);
            default -> throw new IllegalArgumentException("no update of " + rule.kind);
        }
        if (whole < length) {
            scalar.update(rule, parameters, gradients, first, second, third, to, length - whole);
        }
    }

    /** Whether C2 vectorises the scalar strategy's loop by itself, as well as we could or better. */
    private static boolean isPlain(UpdateRule.Kind kind) {
        return switch (kind) {
            case GRADIENT_DESCENT, MOMENTUM, NESTEROV, RPROP, LION -> true;
            case ADAGRAD, RMSPROP, ADAM, AMSGRAD, NADAM, ADADELTA -> false;
        };
    }

    private static void adaGrad(UpdateRule rule, float[] w, float[] g, float[] squares, int from, int to) {
        FloatVector rate = FloatVector.broadcast(SPECIES, (float) rule.rate);
        FloatVector epsilon = FloatVector.broadcast(SPECIES, (float) rule.epsilon);
        for (int i = from; i < to; i += L) {
            FloatVector gradient = FloatVector.fromArray(SPECIES, g, i);
            FloatVector s = FloatVector.fromArray(SPECIES, squares, i).add(gradient.mul(gradient));
            s.intoArray(squares, i);
            FloatVector root = s.lanewise(VectorOperators.SQRT).add(epsilon);
            FloatVector.fromArray(SPECIES, w, i)
                    .sub(rate.mul(gradient).div(root))
                    .intoArray(w, i);
        }
    }

    private static void rmsProp(UpdateRule rule, float[] w, float[] g, float[] squares, int from, int to) {
        FloatVector rate = FloatVector.broadcast(SPECIES, (float) rule.rate);
        FloatVector epsilon = FloatVector.broadcast(SPECIES, (float) rule.epsilon);
        FloatVector keep = FloatVector.broadcast(SPECIES, (float) rule.decay);
        FloatVector take = FloatVector.broadcast(SPECIES, (float) (1 - rule.decay));
        for (int i = from; i < to; i += L) {
            FloatVector gradient = FloatVector.fromArray(SPECIES, g, i);
            FloatVector s = keep.mul(FloatVector.fromArray(SPECIES, squares, i)).add(take.mul(gradient.mul(gradient)));
            s.intoArray(squares, i);
            FloatVector root = s.lanewise(VectorOperators.SQRT).add(epsilon);
            FloatVector.fromArray(SPECIES, w, i)
                    .sub(rate.mul(gradient).div(root))
                    .intoArray(w, i);
        }
    }

    private static void adam(UpdateRule rule, float[] w, float[] g, float[] means, float[] squares, int from, int to) {
        FloatVector shrink = FloatVector.broadcast(SPECIES, (float) (1 - rule.rate * rule.weightDecay));
        FloatVector rate = FloatVector.broadcast(SPECIES, (float) (rule.rate / rule.firstCorrection));
        FloatVector correction = FloatVector.broadcast(SPECIES, (float) Math.sqrt(rule.secondCorrection));
        FloatVector epsilon = FloatVector.broadcast(SPECIES, (float) rule.epsilon);
        FloatVector keepMean = FloatVector.broadcast(SPECIES, (float) rule.decay);
        FloatVector takeMean = FloatVector.broadcast(SPECIES, (float) (1 - rule.decay));
        FloatVector keepSquare = FloatVector.broadcast(SPECIES, (float) rule.secondDecay);
        FloatVector takeSquare = FloatVector.broadcast(SPECIES, (float) (1 - rule.secondDecay));
        for (int i = from; i < to; i += L) {
            FloatVector gradient = FloatVector.fromArray(SPECIES, g, i);
            FloatVector mean =
                    keepMean.mul(FloatVector.fromArray(SPECIES, means, i)).add(takeMean.mul(gradient));
            FloatVector square = keepSquare
                    .mul(FloatVector.fromArray(SPECIES, squares, i))
                    .add(takeSquare.mul(gradient.mul(gradient)));
            mean.intoArray(means, i);
            square.intoArray(squares, i);
            FloatVector root =
                    square.lanewise(VectorOperators.SQRT).div(correction).add(epsilon);
            shrink.mul(FloatVector.fromArray(SPECIES, w, i))
                    .sub(rate.mul(mean).div(root))
                    .intoArray(w, i);
        }
    }

    private static void amsGrad(
            UpdateRule rule, float[] w, float[] g, float[] means, float[] squares, float[] maxima, int from, int to) {
        FloatVector rate = FloatVector.broadcast(SPECIES, (float) (rule.rate / rule.firstCorrection));
        FloatVector correction = FloatVector.broadcast(SPECIES, (float) Math.sqrt(rule.secondCorrection));
        FloatVector epsilon = FloatVector.broadcast(SPECIES, (float) rule.epsilon);
        FloatVector keepMean = FloatVector.broadcast(SPECIES, (float) rule.decay);
        FloatVector takeMean = FloatVector.broadcast(SPECIES, (float) (1 - rule.decay));
        FloatVector keepSquare = FloatVector.broadcast(SPECIES, (float) rule.secondDecay);
        FloatVector takeSquare = FloatVector.broadcast(SPECIES, (float) (1 - rule.secondDecay));
        for (int i = from; i < to; i += L) {
            FloatVector gradient = FloatVector.fromArray(SPECIES, g, i);
            FloatVector mean =
                    keepMean.mul(FloatVector.fromArray(SPECIES, means, i)).add(takeMean.mul(gradient));
            FloatVector square = keepSquare
                    .mul(FloatVector.fromArray(SPECIES, squares, i))
                    .add(takeSquare.mul(gradient.mul(gradient)));
            FloatVector maximum = FloatVector.fromArray(SPECIES, maxima, i).max(square);
            mean.intoArray(means, i);
            square.intoArray(squares, i);
            maximum.intoArray(maxima, i);
            FloatVector root =
                    maximum.lanewise(VectorOperators.SQRT).div(correction).add(epsilon);
            FloatVector.fromArray(SPECIES, w, i).sub(rate.mul(mean).div(root)).intoArray(w, i);
        }
    }

    private static void nAdam(UpdateRule rule, float[] w, float[] g, float[] means, float[] squares, int from, int to) {
        FloatVector gradientRate = FloatVector.broadcast(SPECIES, (float) (rule.rate * rule.gradientFactor));
        FloatVector meanRate = FloatVector.broadcast(SPECIES, (float) (rule.rate * rule.meanFactor));
        FloatVector correction = FloatVector.broadcast(SPECIES, (float) Math.sqrt(rule.secondCorrection));
        FloatVector epsilon = FloatVector.broadcast(SPECIES, (float) rule.epsilon);
        FloatVector keepMean = FloatVector.broadcast(SPECIES, (float) rule.decay);
        FloatVector takeMean = FloatVector.broadcast(SPECIES, (float) (1 - rule.decay));
        FloatVector keepSquare = FloatVector.broadcast(SPECIES, (float) rule.secondDecay);
        FloatVector takeSquare = FloatVector.broadcast(SPECIES, (float) (1 - rule.secondDecay));
        for (int i = from; i < to; i += L) {
            FloatVector gradient = FloatVector.fromArray(SPECIES, g, i);
            FloatVector mean =
                    keepMean.mul(FloatVector.fromArray(SPECIES, means, i)).add(takeMean.mul(gradient));
            FloatVector square = keepSquare
                    .mul(FloatVector.fromArray(SPECIES, squares, i))
                    .add(takeSquare.mul(gradient.mul(gradient)));
            mean.intoArray(means, i);
            square.intoArray(squares, i);
            FloatVector root =
                    square.lanewise(VectorOperators.SQRT).div(correction).add(epsilon);
            FloatVector.fromArray(SPECIES, w, i)
                    .sub(gradientRate.mul(gradient).add(meanRate.mul(mean)).div(root))
                    .intoArray(w, i);
        }
    }

    private static void adadelta(
            UpdateRule rule, float[] w, float[] g, float[] squares, float[] changes, int from, int to) {
        FloatVector rate = FloatVector.broadcast(SPECIES, (float) rule.rate);
        FloatVector epsilon = FloatVector.broadcast(SPECIES, (float) rule.epsilon);
        FloatVector keep = FloatVector.broadcast(SPECIES, (float) rule.decay);
        FloatVector take = FloatVector.broadcast(SPECIES, (float) (1 - rule.decay));
        for (int i = from; i < to; i += L) {
            FloatVector gradient = FloatVector.fromArray(SPECIES, g, i);
            FloatVector square =
                    keep.mul(FloatVector.fromArray(SPECIES, squares, i)).add(take.mul(gradient.mul(gradient)));
            FloatVector old = FloatVector.fromArray(SPECIES, changes, i);
            FloatVector change = old.add(epsilon)
                    .lanewise(VectorOperators.SQRT)
                    .div(square.add(epsilon).lanewise(VectorOperators.SQRT))
                    .mul(gradient);
            square.intoArray(squares, i);
            keep.mul(old).add(take.mul(change.mul(change))).intoArray(changes, i);
            FloatVector.fromArray(SPECIES, w, i).sub(rate.mul(change)).intoArray(w, i);
        }
    }
}
