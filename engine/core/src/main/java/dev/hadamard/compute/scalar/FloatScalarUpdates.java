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

    private static void adam(UpdateRule rule, float[] w, float[] g, float[] means, float[] squares, int from, int to) {
        float shrink = (float) (1 - rule.rate * rule.weightDecay);
        float rate = (float) (rule.rate / rule.firstCorrection);
        float root = (float) Math.sqrt(rule.secondCorrection);
        float epsilon = (float) rule.epsilon;
        float keepMean = (float) rule.decay;
        float takeMean = (float) (1 - rule.decay);
        float keepSquare = (float) rule.secondDecay;
        float takeSquare = (float) (1 - rule.secondDecay);
        for (int i = from; i < to; i++) {
            float mean = keepMean * means[i] + takeMean * g[i];
            float square = keepSquare * squares[i] + takeSquare * (g[i] * g[i]);
            means[i] = mean;
            squares[i] = square;
            w[i] = shrink * w[i] - (rate * mean) / ((float) Math.sqrt(square) / root + epsilon);
        }
    }
}
