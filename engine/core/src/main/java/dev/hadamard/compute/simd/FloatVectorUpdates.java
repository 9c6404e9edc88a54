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
 *
 * <p>An iteration takes two vectors or more, all loads before any store, and the later ones of the last iteration may
 * be the same one again. What {@link FloatVectorMath} says of the shape of loops holds here: several of these loops in
 * one compilation box their vectors, so each is too large for C2 to inline.
 */
final class FloatVectorUpdates implements UpdateKernels<float[]> {

    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int L = FloatLanes.LENGTH;

    /** From so many elements on, which no longer fit L1 and L2, Nesterov in vectors is faster than C2's own loop. */
    private static final int LONG = 1 << 16;

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
        if (isPlain(rule.kind, length)) {
            scalar.update(rule, parameters, gradients, first, second, third, offset, length);
            return;
        }
        int whole = length & -L;
        int to = offset + whole;
        switch (rule.kind) {
            case NESTEROV -> nesterov(rule, parameters, gradients, first, offset, to);
            case ADAGRAD -> squares(rule, 1, 1, parameters, gradients, first, offset, to);
            case RMSPROP -> squares(rule, rule.decay, 1 - rule.decay, parameters, gradients, first, offset, to);
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
    private static boolean isPlain(UpdateRule.Kind kind, int length) {
        return switch (kind) {
            case GRADIENT_DESCENT, MOMENTUM, RPROP, LION -> true;
            case NESTEROV -> length < LONG;
            case ADAGRAD, RMSPROP, ADAM, AMSGRAD, NADAM, ADADELTA -> false;
        };
    }

    /** v = μ v + g; w −= η (g + μ v). Four vectors an iteration, since three are not too large for C2. */
    private static void nesterov(UpdateRule rule, float[] w, float[] g, float[] velocity, int from, int to) {
        FloatVector rate = FloatVector.broadcast(SPECIES, (float) rule.rate);
        FloatVector decay = FloatVector.broadcast(SPECIES, (float) rule.decay);
        for (int i = from; i < to; i += 4 * L) {
            int j = Math.min(i + L, to - L);
            int k = Math.min(j + L, to - L);
            int m = Math.min(k + L, to - L);
            FloatVector g0 = FloatVector.fromArray(SPECIES, g, i);
            FloatVector g1 = FloatVector.fromArray(SPECIES, g, j);
            FloatVector g2 = FloatVector.fromArray(SPECIES, g, k);
            FloatVector g3 = FloatVector.fromArray(SPECIES, g, m);
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, i);
            FloatVector w1 = FloatVector.fromArray(SPECIES, w, j);
            FloatVector w2 = FloatVector.fromArray(SPECIES, w, k);
            FloatVector w3 = FloatVector.fromArray(SPECIES, w, m);
            FloatVector v0 =
                    decay.mul(FloatVector.fromArray(SPECIES, velocity, i)).add(g0);
            FloatVector v1 =
                    decay.mul(FloatVector.fromArray(SPECIES, velocity, j)).add(g1);
            FloatVector v2 =
                    decay.mul(FloatVector.fromArray(SPECIES, velocity, k)).add(g2);
            FloatVector v3 =
                    decay.mul(FloatVector.fromArray(SPECIES, velocity, m)).add(g3);
            v0.intoArray(velocity, i);
            v1.intoArray(velocity, j);
            v2.intoArray(velocity, k);
            v3.intoArray(velocity, m);
            w0.sub(rate.mul(g0.add(decay.mul(v0)))).intoArray(w, i);
            w1.sub(rate.mul(g1.add(decay.mul(v1)))).intoArray(w, j);
            w2.sub(rate.mul(g2.add(decay.mul(v2)))).intoArray(w, k);
            w3.sub(rate.mul(g3.add(decay.mul(v3)))).intoArray(w, m);
        }
    }

    /**
     * s = keep s + take g²; w −= η g / (√s + ε): RMSProp, and AdaGrad by factors of 1, which change no bit. Three
     * vectors an iteration, since two are not too large for C2.
     */
    private static void squares(
            UpdateRule rule, double keeping, double taking, float[] w, float[] g, float[] squares, int from, int to) {
        FloatVector rate = FloatVector.broadcast(SPECIES, (float) rule.rate);
        FloatVector epsilon = FloatVector.broadcast(SPECIES, (float) rule.epsilon);
        FloatVector keep = FloatVector.broadcast(SPECIES, (float) keeping);
        FloatVector take = FloatVector.broadcast(SPECIES, (float) taking);
        for (int i = from; i < to; i += 3 * L) {
            int j = Math.min(i + L, to - L);
            int k = Math.min(j + L, to - L);
            FloatVector g0 = FloatVector.fromArray(SPECIES, g, i);
            FloatVector g1 = FloatVector.fromArray(SPECIES, g, j);
            FloatVector g2 = FloatVector.fromArray(SPECIES, g, k);
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, i);
            FloatVector w1 = FloatVector.fromArray(SPECIES, w, j);
            FloatVector w2 = FloatVector.fromArray(SPECIES, w, k);
            FloatVector s0 =
                    keep.mul(FloatVector.fromArray(SPECIES, squares, i)).add(take.mul(g0.mul(g0)));
            FloatVector s1 =
                    keep.mul(FloatVector.fromArray(SPECIES, squares, j)).add(take.mul(g1.mul(g1)));
            FloatVector s2 =
                    keep.mul(FloatVector.fromArray(SPECIES, squares, k)).add(take.mul(g2.mul(g2)));
            FloatVector root0 = s0.lanewise(VectorOperators.SQRT).add(epsilon);
            FloatVector root1 = s1.lanewise(VectorOperators.SQRT).add(epsilon);
            FloatVector root2 = s2.lanewise(VectorOperators.SQRT).add(epsilon);
            s0.intoArray(squares, i);
            s1.intoArray(squares, j);
            s2.intoArray(squares, k);
            w0.sub(rate.mul(g0).div(root0)).intoArray(w, i);
            w1.sub(rate.mul(g1).div(root1)).intoArray(w, j);
            w2.sub(rate.mul(g2).div(root2)).intoArray(w, k);
        }
    }

    private static void adam(UpdateRule rule, float[] w, float[] g, float[] means, float[] squares, int from, int to) {
        FloatVector shrink = FloatVector.broadcast(SPECIES, (float) (1 - rule.rate * rule.weightDecay));
        double root = Math.sqrt(rule.secondCorrection);
        FloatVector rate = FloatVector.broadcast(SPECIES, (float) (rule.rate / rule.firstCorrection * root));
        FloatVector epsilon = FloatVector.broadcast(SPECIES, (float) (rule.epsilon * root));
        FloatVector keepMean = FloatVector.broadcast(SPECIES, (float) rule.decay);
        FloatVector takeMean = FloatVector.broadcast(SPECIES, (float) (1 - rule.decay));
        FloatVector keepSquare = FloatVector.broadcast(SPECIES, (float) rule.secondDecay);
        FloatVector takeSquare = FloatVector.broadcast(SPECIES, (float) (1 - rule.secondDecay));
        for (int i = from; i < to; i += 2 * L) {
            int j = Math.min(i + L, to - L);
            FloatVector g0 = FloatVector.fromArray(SPECIES, g, i);
            FloatVector g1 = FloatVector.fromArray(SPECIES, g, j);
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, i);
            FloatVector w1 = FloatVector.fromArray(SPECIES, w, j);
            FloatVector mean0 =
                    keepMean.mul(FloatVector.fromArray(SPECIES, means, i)).add(takeMean.mul(g0));
            FloatVector mean1 =
                    keepMean.mul(FloatVector.fromArray(SPECIES, means, j)).add(takeMean.mul(g1));
            FloatVector square0 =
                    keepSquare.mul(FloatVector.fromArray(SPECIES, squares, i)).add(takeSquare.mul(g0.mul(g0)));
            FloatVector square1 =
                    keepSquare.mul(FloatVector.fromArray(SPECIES, squares, j)).add(takeSquare.mul(g1.mul(g1)));
            FloatVector root0 = square0.lanewise(VectorOperators.SQRT).add(epsilon);
            FloatVector root1 = square1.lanewise(VectorOperators.SQRT).add(epsilon);
            mean0.intoArray(means, i);
            mean1.intoArray(means, j);
            square0.intoArray(squares, i);
            square1.intoArray(squares, j);
            shrink.mul(w0).sub(rate.mul(mean0).div(root0)).intoArray(w, i);
            shrink.mul(w1).sub(rate.mul(mean1).div(root1)).intoArray(w, j);
        }
    }

    private static void amsGrad(
            UpdateRule rule, float[] w, float[] g, float[] means, float[] squares, float[] maxima, int from, int to) {
        double root = Math.sqrt(rule.secondCorrection);
        FloatVector rate = FloatVector.broadcast(SPECIES, (float) (rule.rate / rule.firstCorrection * root));
        FloatVector epsilon = FloatVector.broadcast(SPECIES, (float) (rule.epsilon * root));
        FloatVector keepMean = FloatVector.broadcast(SPECIES, (float) rule.decay);
        FloatVector takeMean = FloatVector.broadcast(SPECIES, (float) (1 - rule.decay));
        FloatVector keepSquare = FloatVector.broadcast(SPECIES, (float) rule.secondDecay);
        FloatVector takeSquare = FloatVector.broadcast(SPECIES, (float) (1 - rule.secondDecay));
        for (int i = from; i < to; i += 2 * L) {
            int j = Math.min(i + L, to - L);
            FloatVector g0 = FloatVector.fromArray(SPECIES, g, i);
            FloatVector g1 = FloatVector.fromArray(SPECIES, g, j);
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, i);
            FloatVector w1 = FloatVector.fromArray(SPECIES, w, j);
            FloatVector mean0 =
                    keepMean.mul(FloatVector.fromArray(SPECIES, means, i)).add(takeMean.mul(g0));
            FloatVector mean1 =
                    keepMean.mul(FloatVector.fromArray(SPECIES, means, j)).add(takeMean.mul(g1));
            FloatVector square0 =
                    keepSquare.mul(FloatVector.fromArray(SPECIES, squares, i)).add(takeSquare.mul(g0.mul(g0)));
            FloatVector square1 =
                    keepSquare.mul(FloatVector.fromArray(SPECIES, squares, j)).add(takeSquare.mul(g1.mul(g1)));
            FloatVector maximum0 = FloatVector.fromArray(SPECIES, maxima, i).max(square0);
            FloatVector maximum1 = FloatVector.fromArray(SPECIES, maxima, j).max(square1);
            FloatVector root0 = maximum0.lanewise(VectorOperators.SQRT).add(epsilon);
            FloatVector root1 = maximum1.lanewise(VectorOperators.SQRT).add(epsilon);
            mean0.intoArray(means, i);
            mean1.intoArray(means, j);
            square0.intoArray(squares, i);
            square1.intoArray(squares, j);
            maximum0.intoArray(maxima, i);
            maximum1.intoArray(maxima, j);
            w0.sub(rate.mul(mean0).div(root0)).intoArray(w, i);
            w1.sub(rate.mul(mean1).div(root1)).intoArray(w, j);
        }
    }

    private static void nAdam(UpdateRule rule, float[] w, float[] g, float[] means, float[] squares, int from, int to) {
        double root = Math.sqrt(rule.secondCorrection);
        FloatVector gradientRate = FloatVector.broadcast(SPECIES, (float) (rule.rate * rule.gradientFactor * root));
        FloatVector meanRate = FloatVector.broadcast(SPECIES, (float) (rule.rate * rule.meanFactor * root));
        FloatVector epsilon = FloatVector.broadcast(SPECIES, (float) (rule.epsilon * root));
        FloatVector keepMean = FloatVector.broadcast(SPECIES, (float) rule.decay);
        FloatVector takeMean = FloatVector.broadcast(SPECIES, (float) (1 - rule.decay));
        FloatVector keepSquare = FloatVector.broadcast(SPECIES, (float) rule.secondDecay);
        FloatVector takeSquare = FloatVector.broadcast(SPECIES, (float) (1 - rule.secondDecay));
        for (int i = from; i < to; i += 2 * L) {
            int j = Math.min(i + L, to - L);
            FloatVector g0 = FloatVector.fromArray(SPECIES, g, i);
            FloatVector g1 = FloatVector.fromArray(SPECIES, g, j);
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, i);
            FloatVector w1 = FloatVector.fromArray(SPECIES, w, j);
            FloatVector mean0 =
                    keepMean.mul(FloatVector.fromArray(SPECIES, means, i)).add(takeMean.mul(g0));
            FloatVector mean1 =
                    keepMean.mul(FloatVector.fromArray(SPECIES, means, j)).add(takeMean.mul(g1));
            FloatVector square0 =
                    keepSquare.mul(FloatVector.fromArray(SPECIES, squares, i)).add(takeSquare.mul(g0.mul(g0)));
            FloatVector square1 =
                    keepSquare.mul(FloatVector.fromArray(SPECIES, squares, j)).add(takeSquare.mul(g1.mul(g1)));
            FloatVector root0 = square0.lanewise(VectorOperators.SQRT).add(epsilon);
            FloatVector root1 = square1.lanewise(VectorOperators.SQRT).add(epsilon);
            mean0.intoArray(means, i);
            mean1.intoArray(means, j);
            square0.intoArray(squares, i);
            square1.intoArray(squares, j);
            w0.sub(gradientRate.mul(g0).add(meanRate.mul(mean0)).div(root0)).intoArray(w, i);
            w1.sub(gradientRate.mul(g1).add(meanRate.mul(mean1)).div(root1)).intoArray(w, j);
        }
    }

    private static void adadelta(
            UpdateRule rule, float[] w, float[] g, float[] squares, float[] changes, int from, int to) {
        FloatVector rate = FloatVector.broadcast(SPECIES, (float) rule.rate);
        FloatVector epsilon = FloatVector.broadcast(SPECIES, (float) rule.epsilon);
        FloatVector keep = FloatVector.broadcast(SPECIES, (float) rule.decay);
        FloatVector take = FloatVector.broadcast(SPECIES, (float) (1 - rule.decay));
        for (int i = from; i < to; i += 2 * L) {
            int j = Math.min(i + L, to - L);
            FloatVector g0 = FloatVector.fromArray(SPECIES, g, i);
            FloatVector g1 = FloatVector.fromArray(SPECIES, g, j);
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, i);
            FloatVector w1 = FloatVector.fromArray(SPECIES, w, j);
            FloatVector square0 =
                    keep.mul(FloatVector.fromArray(SPECIES, squares, i)).add(take.mul(g0.mul(g0)));
            FloatVector square1 =
                    keep.mul(FloatVector.fromArray(SPECIES, squares, j)).add(take.mul(g1.mul(g1)));
            FloatVector old0 = FloatVector.fromArray(SPECIES, changes, i);
            FloatVector old1 = FloatVector.fromArray(SPECIES, changes, j);
            FloatVector change0 = old0.add(epsilon)
                    .lanewise(VectorOperators.SQRT)
                    .div(square0.add(epsilon).lanewise(VectorOperators.SQRT))
                    .mul(g0);
            FloatVector change1 = old1.add(epsilon)
                    .lanewise(VectorOperators.SQRT)
                    .div(square1.add(epsilon).lanewise(VectorOperators.SQRT))
                    .mul(g1);
            square0.intoArray(squares, i);
            square1.intoArray(squares, j);
            keep.mul(old0).add(take.mul(change0.mul(change0))).intoArray(changes, i);
            keep.mul(old1).add(take.mul(change1.mul(change1))).intoArray(changes, j);
            w0.sub(rate.mul(change0)).intoArray(w, i);
            w1.sub(rate.mul(change1)).intoArray(w, j);
        }
    }
}
