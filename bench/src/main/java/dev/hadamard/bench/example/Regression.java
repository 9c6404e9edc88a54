// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.example;

import dev.hadamard.Activation;
import dev.hadamard.CounterRandom;
import dev.hadamard.Evaluation;
import dev.hadamard.Layer;
import dev.hadamard.Loss;
import dev.hadamard.Network;
import dev.hadamard.Optimizer;
import dev.hadamard.Predictor;
import dev.hadamard.Stop;
import dev.hadamard.Trainer;
import dev.hadamard.data.Dataset;
import dev.hadamard.data.Split;
import dev.hadamard.metrics.RegressionMetrics;

/** Learns sin(πx) cos(πy) from noisy points, by L-BFGS, the method of choice for little data. */
public final class Regression {

    private static final int ROWS = 400;

    private Regression() {}

    /**
     * Trains and tests.
     *
     * @param args how many iterations, 200 if not given
     */
    public static void main(String[] args) {
        CounterRandom random = new CounterRandom(1, CounterRandom.Purpose.USER, 0);
        double[][] x = new double[ROWS][];
        double[][] y = new double[ROWS][];
        for (int row = 0; row < ROWS; row++) {
            double a = random.nextDouble(-1, 1);
            double b = random.nextDouble(-1, 1);
            x[row] = new double[] {a, b};
            y[row] = new double[] {Math.sin(Math.PI * a) * Math.cos(Math.PI * b) + 0.05 * random.nextGaussian()};
        }
        Split<double[]> parts = Dataset.ofRows(x, y).split(0.25, random);
        Network<double[]> network = Network.doubles(
                1,
                2,
                Layer.dense(20, Activation.TANH),
                Layer.dense(20, Activation.TANH),
                Layer.dense(1, Activation.IDENTITY));
        try (Trainer<double[]> trainer = Trainer.of(network)
                        .loss(Loss.meanSquaredError())
                        .optimizer(Optimizer.lbfgs())
                        .batch(parts.train().rows())
                        .stop(Stop.afterEpochs(args.length > 0 ? Integer.parseInt(args[0]) : 200))
                        .build();
                Predictor<double[]> predictor = Predictor.of(network, 64)) {
            trainer.fit(parts.train());
            RegressionMetrics test = Evaluation.regression(predictor, parts.test());
            System.out.println("R2 " + test.r2() + ", root mean squared error " + test.rmse());
        }
    }
}
