// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.example;

import dev.hadamard.Activation;
import dev.hadamard.Gradients;
import dev.hadamard.Initializer;
import dev.hadamard.Layer;
import dev.hadamard.Loss;
import dev.hadamard.Network;
import dev.hadamard.Optimizer;
import dev.hadamard.Trainer;
import java.util.Locale;

/**
 * Backpropagation by hand: a network of three weights, y = w₃ σ(w₂ σ(w₁ x)), with x = 1 and target 3. Each number can
 * be checked with a pocket calculator: activations a, error signals δ = dE/dz, gradients dE/dw = a(l−1) δ(l), and the
 * updated weights w − η dE/dw.
 */
public final class StepByStep {

    private StepByStep() {}

    private static Layer weight(Activation f, double w) {
        return Layer.dense(1, f).withoutBias().weights(Initializer.values(w));
    }

    /**
     * Prints the tables.
     *
     * @param args how many steps, 2 if not given
     */
    public static void main(String[] args) {
        Network<double[]> network = Network.doubles(
                1, 1, weight(Activation.SIGMOID, 2), weight(Activation.SIGMOID, 5), weight(Activation.IDENTITY, 3));
        double[][] x = {{1}};
        double[][] y = {{3}};
        try (Trainer<double[]> trainer = Trainer.of(network)
                .loss(Loss.halfSquaredError())
                .optimizer(Optimizer.gradientDescent(0.5))
                .build()) {
            for (int step = 1; step <= (args.length > 0 ? Integer.parseInt(args[0]) : 2); step++) {
                double[] before = network.parametersAsDoubles();
                Gradients<double[]> pass = trainer.gradients(x, y);
                double[] gradient = pass.parameters().clone();
                trainer.step(x, y);
                System.out.printf(Locale.ROOT, "step %d: E = %.6f%n", step, pass.cost());
                System.out.println("layer         a         delta         dE/dw         w  ->  w");
                for (int l = 1; l <= 3; l++) {
                    double a = pass.activation(l)[0];
                    double delta = pass.errorSignal(l)[0];
                    double after = network.parameters()[l - 1];
                    String row = "%5d %9.6f %13.9f %13.9f %9.6f -> %9.6f%n";
                    System.out.printf(Locale.ROOT, row, l, a, delta, gradient[l - 1], before[l - 1], after);
                }
            }
        }
    }
}
