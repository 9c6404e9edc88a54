// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.example;

import dev.hadamard.Activation;
import dev.hadamard.Layer;
import dev.hadamard.Loss;
import dev.hadamard.Network;
import dev.hadamard.Optimizer;
import dev.hadamard.RowLoss;
import dev.hadamard.Trainer;
import dev.hadamard.verify.GradientCheck;

/** An activation and a loss of one's own, and the check that their derivatives are right. */
public final class CustomFunctions {

    /** Mish: z tanh(softplus(z)). */
    private static final Activation MISH = Activation.elementwise("mish", CustomFunctions::mish, z -> {
        double t = Math.tanh(Math.log1p(Math.exp(z)));
        return t + z * (1 - t * t) / (1 + Math.exp(-z));
    });

    /** log cosh(a − y): squared for small errors, absolute for large ones. */
    private static final RowLoss LOG_COSH = new RowLoss() {
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
    };

    private CustomFunctions() {}

    private static double mish(double z) {
        return z * Math.tanh(Math.log1p(Math.exp(z)));
    }

    /**
     * Checks, then trains.
     *
     * @param args none
     */
    public static void main(String[] args) {
        Network<double[]> network = Network.doubles(1, 2, Layer.dense(8, MISH), Layer.dense(1, Activation.IDENTITY));
        double[][] x = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
        double[][] y = {{0}, {1}, {1}, {0}};
        System.out.println(
                GradientCheck.of(network, Loss.custom(LOG_COSH)).check(x, y).assertAgrees());
        try (Trainer<double[]> trainer = Trainer.of(network)
                .loss(Loss.custom(LOG_COSH))
                .optimizer(Optimizer.adam(0.01))
                .build()) {
            double cost = 0;
            for (int step = 0; step < 2000; step++) {
                cost = trainer.step(x, y);
            }
            System.out.println("cost " + cost);
        }
    }
}
