// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.scalar;

import dev.hadamard.compute.UpdateKernels;
import dev.hadamard.compute.UpdateRule;

/**
 * Optimiser updates of {@code float[]}, with the formulas of torch.optim. Numbers that a rule combines, such as 1 − β
 * or η/c₁, are combined in double and rounded once; what happens to an element is written out below, operation by
 * operation. Stateless.
 */
public final class FloatScalarUpdates implements UpdateKernels<float[]> {

    /** Kernels without scratch memory. */
    public FloatScalarUpdates() {}

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
        int to = offset + length;
        switch (rule.kind) {
            case GRADIENT_DESCENT -> gradientDescent(rule, parameters, gradients, offset, to);
            case MOMENTUM -> momentum(rule, parameters, gradients, first, offset, to);
            case NESTEROV -> nesterov(rule, parameters, gradients, first, offset, to);
            case ADAGRAD -> adaGrad(rule, parameters, gradients, first, offset, to);
            case RMSPROP -> rmsProp(rule, parameters, gradients, first, offset, to);
            case ADAM -> adam(rule, parameters, gradients, first, second, offset, to);
            case AMSGRAD -> amsGrad(rule, parameters, gradients, first, second, third, offset, to);
            case NADAM -> nAdam(rule, parameters, gradients, first, second, offset, to);
            case ADADELTA -> adadelta(rule, parameters, gradients, first, second, offset, to);
            case RPROP -> rprop(rule, parameters, gradients, first, second, offset, to);
            case LION -> lion(rule, parameters, gradients, first, offset, to);
        }
    }

    private static void gradientDescent(UpdateRule rule, float[] w, float[] g, int from, int to) {
        float rate = (float) rule.rate;
        for (int i = from; i < to; i++) {
            w[i] = w[i] - rate * g[i];
        }
    }

    private static void momentum(UpdateRule rule, float[] w, float[] g, float[] velocity, int from, int to) {
        float rate = (float) rule.rate;
        float decay = (float) rule.decay;
        for (int i = from; i < to; i++) {
            float v = decay * velocity[i] + g[i];
            velocity[i] = v;
            w[i] = w[i] - rate * v;
        }
    }

    private static void nesterov(UpdateRule rule, float[] w, float[] g, float[] velocity, int from, int to) {
        float rate = (float) rule.rate;
        float decay = (float) rule.decay;
        for (int i = from; i < to; i++) {
            float v = decay * velocity[i] + g[i];
            velocity[i] = v;
            w[i] = w[i] - rate * (g[i] + decay * v);
        }
    }

    private static void adaGrad(UpdateRule rule, float[] w, float[] g, float[] squares, int from, int to) {
        float rate = (float) rule.rate;
        float epsilon = (float) rule.epsilon;
        for (int i = from; i < to; i++) {
            float s = squares[i] + g[i] * g[i];
            squares[i] = s;
            w[i] = w[i] - (rate * g[i]) / ((float) Math.sqrt(s) + epsilon);
        }
    }

    private static void rmsProp(UpdateRule rule, float[] w, float[] g, float[] squares, int from, int to) {
        float rate = (float) rule.rate;
        float epsilon = (float) rule.epsilon;
        float keep = (float) rule.decay;
        float take = (float) (1 - rule.decay);
        for (int i = from; i < to; i++) {
            float s = keep * squares[i] + take * (g[i] * g[i]);
            squares[i] = s;
            w[i] = w[i] - (rate * g[i]) / ((float) Math.sqrt(s) + epsilon);
        }
    }

    /**
     * Numerator and denominator of the step, both times √c₂, which saves a division for each parameter: the "more
     * efficient" form of Kingma and Ba 2015, section 2, so that ε still stands where torch has it.
     */
    private static void adam(UpdateRule rule, float[] w, float[] g, float[] means, float[] squares, int from, int to) {
        float shrink = (float) (1 - rule.rate * rule.weightDecay);
        double root = Math.sqrt(rule.secondCorrection);
        float rate = (float) (rule.rate / rule.firstCorrection * root);
        float epsilon = (float) (rule.epsilon * root);
        float keepMean = (float) rule.decay;
        float takeMean = (float) (1 - rule.decay);
        float keepSquare = (float) rule.secondDecay;
        float takeSquare = (float) (1 - rule.secondDecay);
        for (int i = from; i < to; i++) {
            float mean = keepMean * means[i] + takeMean * g[i];
            float square = keepSquare * squares[i] + takeSquare * (g[i] * g[i]);
            means[i] = mean;
            squares[i] = square;
            w[i] = shrink * w[i] - (rate * mean) / ((float) Math.sqrt(square) + epsilon);
        }
    }

    private static void amsGrad(
            UpdateRule rule, float[] w, float[] g, float[] means, float[] squares, float[] maxima, int from, int to) {
        double root = Math.sqrt(rule.secondCorrection);
        float rate = (float) (rule.rate / rule.firstCorrection * root);
        float epsilon = (float) (rule.epsilon * root);
        float keepMean = (float) rule.decay;
        float takeMean = (float) (1 - rule.decay);
        float keepSquare = (float) rule.secondDecay;
        float takeSquare = (float) (1 - rule.secondDecay);
        for (int i = from; i < to; i++) {
            float mean = keepMean * means[i] + takeMean * g[i];
            float square = keepSquare * squares[i] + takeSquare * (g[i] * g[i]);
            float maximum = Math.max(maxima[i], square);
            means[i] = mean;
            squares[i] = square;
            maxima[i] = maximum;
            w[i] = w[i] - (rate * mean) / ((float) Math.sqrt(maximum) + epsilon);
        }
    }

    private static void nAdam(UpdateRule rule, float[] w, float[] g, float[] means, float[] squares, int from, int to) {
        double root = Math.sqrt(rule.secondCorrection);
        float gradientRate = (float) (rule.rate * rule.gradientFactor * root);
        float meanRate = (float) (rule.rate * rule.meanFactor * root);
        float epsilon = (float) (rule.epsilon * root);
        float keepMean = (float) rule.decay;
        float takeMean = (float) (1 - rule.decay);
        float keepSquare = (float) rule.secondDecay;
        float takeSquare = (float) (1 - rule.secondDecay);
        for (int i = from; i < to; i++) {
            float mean = keepMean * means[i] + takeMean * g[i];
            float square = keepSquare * squares[i] + takeSquare * (g[i] * g[i]);
            means[i] = mean;
            squares[i] = square;
            w[i] = w[i] - (gradientRate * g[i] + meanRate * mean) / ((float) Math.sqrt(square) + epsilon);
        }
    }

    private static void adadelta(
            UpdateRule rule, float[] w, float[] g, float[] squares, float[] changes, int from, int to) {
        float rate = (float) rule.rate;
        float epsilon = (float) rule.epsilon;
        float keep = (float) rule.decay;
        float take = (float) (1 - rule.decay);
        for (int i = from; i < to; i++) {
            float square = keep * squares[i] + take * (g[i] * g[i]);
            float change = (float) Math.sqrt(changes[i] + epsilon) / (float) Math.sqrt(square + epsilon) * g[i];
            squares[i] = square;
            changes[i] = keep * changes[i] + take * (change * change);
            w[i] = w[i] - rate * change;
        }
    }

    /** Without a branch: p is 1 where the sign stayed, n is 1 where it changed, else they are 0. */
    private static void rprop(UpdateRule rule, float[] w, float[] g, float[] before, float[] steps, int from, int to) {
        float decrease = (float) rule.decrease;
        float increase = (float) rule.increase;
        float least = (float) rule.least;
        float most = (float) rule.most;
        for (int i = from; i < to; i++) {
            float agreement = FloatParameterLoops.sign(g[i]) * FloatParameterLoops.sign(before[i]);
            float p = Math.max(0, agreement);
            float n = Math.max(0, -agreement);
            float factor = p * increase + n * decrease + (1 - p - n);
            float step = Math.max(least, Math.min(most, steps[i] * factor));
            float gradient = g[i] * (1 - n);
            steps[i] = step;
            before[i] = gradient;
            w[i] = w[i] - FloatParameterLoops.sign(gradient) * step;
        }
    }

    private static void lion(UpdateRule rule, float[] w, float[] g, float[] means, int from, int to) {
        float rate = (float) rule.rate;
        float keepNow = (float) rule.decay;
        float takeNow = (float) (1 - rule.decay);
        float keep = (float) rule.secondDecay;
        float take = (float) (1 - rule.secondDecay);
        for (int i = from; i < to; i++) {
            float direction = keepNow * means[i] + takeNow * g[i];
            means[i] = keep * means[i] + take * g[i];
            w[i] = w[i] - rate * FloatParameterLoops.sign(direction);
        }
    }
}
