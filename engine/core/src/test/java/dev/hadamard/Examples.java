// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.CounterRandom.Purpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Activations, losses, optimisers and seeded random rows that the tests share. */
final class Examples {

    /** An element-wise function as a user would write it. */
    static final Activation CUBIC = Activation.elementwise("cubic", z -> z + 0.1 * z * z * z, z -> 1 + 0.3 * z * z);

    /** aᵢ = z₀ + … + zᵢ: its Jacobian is not symmetric, so that Jᵀv is not Jv. */
    static final Activation RUNNING_SUM = Activation.rowwise("running-sum", new RunningSum());

    /** l = Σ log cosh (a − y). */
    static final Loss LOG_COSH = Loss.custom(new LogCosh());

    /** Small enough for both of Huber's branches to occur. */
    private static final double HUBER_DELTA = 0.5;

    private Examples() {}

    /** Every activation; leaky ReLU and ELU also with a parameter that makes A ambiguous about the sign of Z. */
    static List<Activation> activations() {
        return List.of(
                Activation.IDENTITY,
                Activation.SIGMOID,
                Activation.TANH,
                Activation.RELU,
                Activation.leakyRelu(),
                Activation.leakyRelu(-0.5),
                Activation.elu(),
                Activation.elu(-0.7),
                Activation.SOFTPLUS,
                Activation.SILU,
                Activation.GELU,
                Activation.GELU_TANH,
                Activation.SOFTMAX,
                CUBIC,
                RUNNING_SUM);
    }

    /** Every loss as mean over rows and as sum. */
    static List<Loss> losses() {
        List<Loss> losses = new ArrayList<>();
        for (Loss loss : List.of(
                Loss.halfSquaredError(),
                Loss.squaredError(),
                Loss.meanSquaredError(),
                Loss.absoluteError(),
                Loss.huber(HUBER_DELTA),
                Loss.crossEntropy(),
                Loss.binaryCrossEntropy(),
                LOG_COSH)) {
            losses.add(loss.mean());
            losses.add(loss.sum());
        }
        return losses;
    }

    /** Every optimiser, at torch's rates where it has any. */
    static List<Optimizer> optimizers() {
        return List.of(
                Optimizer.gradientDescent(0.1),
                Optimizer.momentum(0.05, 0.9),
                Optimizer.nesterov(0.05, 0.9),
                Optimizer.adaGrad(0.01),
                Optimizer.rmsProp(0.01),
                Optimizer.adam(0.001),
                Optimizer.adamW(0.001),
                Optimizer.adamW(0.001).weightDecay(0.1).biases(false),
                Optimizer.amsGrad(0.001),
                Optimizer.nAdam(0.002),
                Optimizer.adadelta(1),
                Optimizer.rprop(0.01),
                Optimizer.lion(0.0001));
    }

    /** Standard normal numbers. */
    static double[][] normal(long seed, int rows, int columns) {
        CounterRandom random = new CounterRandom(seed, Purpose.USER, 0);
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            Arrays.setAll(row, column -> random.nextGaussian());
        }
        return values;
    }

    /** Uniform numbers in [low, high). */
    static double[][] uniform(long seed, int rows, int columns, double low, double high) {
        CounterRandom random = new CounterRandom(seed, Purpose.USER, 1);
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            Arrays.setAll(row, column -> low + (high - low) * random.nextDouble());
        }
        return values;
    }

    /** Class indices from 0 to classes − 1. */
    static int[] labels(long seed, int rows, int classes) {
        CounterRandom random = new CounterRandom(seed, Purpose.USER, 2);
        int[] labels = new int[rows];
        Arrays.setAll(labels, row -> random.nextInt(classes));
        return labels;
    }

    /** One-hot rows; for a single output the class itself. */
    static double[][] oneHot(int[] labels, int outputs) {
        double[][] rows = new double[labels.length][outputs];
        for (int row = 0; row < labels.length; row++) {
            if (outputs == 1) {
                rows[row][0] = labels[row];
            } else {
                rows[row][labels[row]] = 1;
            }
        }
        return rows;
    }

    private static final class RunningSum implements RowFunction {

        @Override
        public void forward(double[] z, double[] a) {
            double sum = 0;
            for (int i = 0; i < z.length; i++) {
                sum += z[i];
                a[i] = sum;
            }
        }

        @Override
        public void vectorJacobianProduct(double[] z, double[] a, double[] dA, double[] dZ) {
            double sum = 0;
            for (int i = z.length - 1; i >= 0; i--) {
                sum += dA[i];
                dZ[i] = sum;
            }
        }
    }

    private static final class LogCosh implements RowLoss {

        @Override
        public double value(double[] a, double[] y) {
            double sum = 0;
            for (int i = 0; i < a.length; i++) {
                sum += Math.log(Math.cosh(a[i] - y[i]));
            }
            return sum;
        }

        @Override
        public void gradient(double[] a, double[] y, double[] dA) {
            for (int i = 0; i < a.length; i++) {
                dA[i] = Math.tanh(a[i] - y[i]);
            }
        }
    }
}
