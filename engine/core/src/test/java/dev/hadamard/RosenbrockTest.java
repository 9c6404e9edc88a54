// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.compute.DoubleElements;
import dev.hadamard.compute.StrategyLookup;
import dev.hadamard.compute.UpdateKernels;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every optimiser gets through the curved valley of Rosenbrock 1960, (1 − x)² + 100 (y − x²)², to its floor. */
class RosenbrockTest {

    private static final int STEPS = 40_000;

    private static final UpdateKernels<double[]> KERNELS =
            DoubleElements.INSTANCE.newKernels(StrategyLookup.named("scalar")).updates();

    static double value(double x, double y) {
        return (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x);
    }

    static void gradient(double[] w, double[] g) {
        double beyond = w[1] - w[0] * w[0];
        g[0] = -2 * (1 - w[0]) - 400 * w[0] * beyond;
        g[1] = 200 * beyond;
    }

    private static double reached(Optimizer optimizer) {
        Graph graph = Network.doubles(1, 1, Layer.dense(1, Activation.IDENTITY)).graph();
        UpdatePlan plan = new UpdatePlan(graph, new double[] {1, 1}, true);
        OptimizerState<double[]> state = new OptimizerState<>(optimizer, plan, DoubleElements.INSTANCE, 2);
        double[] w = {-1.2, 1};
        double[] g = new double[2];
        double least = Double.POSITIVE_INFINITY;
        for (int step = 0; step < STEPS; step++) {
            gradient(w, g);
            state.begin(optimizer.rate() * (1 - step / (double) STEPS));
            state.apply(KERNELS, w, g);
            least = Math.min(least, value(w[0], w[1]));
        }
        return least;
    }

    @Test
    void everyOptimizerFindsTheFloor() {
        Map<Optimizer, Double> optimizers = new LinkedHashMap<>();
        optimizers.put(Optimizer.gradientDescent(0.002), 1e-6);
        optimizers.put(Optimizer.momentum(0.0005, 0.9), 1e-6);
        optimizers.put(Optimizer.nesterov(0.0005, 0.9), 1e-6);
        optimizers.put(Optimizer.adaGrad(0.5), 1e-6);
        optimizers.put(Optimizer.rmsProp(0.005), 1e-4);
        optimizers.put(Optimizer.adam(0.01), 1e-6);
        optimizers.put(Optimizer.adamW(0.01).weightDecay(0), 1e-6);
        optimizers.put(Optimizer.amsGrad(0.02), 1e-6);
        optimizers.put(Optimizer.nAdam(0.01), 1e-6);
        optimizers.put(Optimizer.adadelta(1), 1e-4);
        optimizers.put(Optimizer.rprop(0.01), 1e-6);
        optimizers.put(Optimizer.lion(0.001), 1e-4);
        optimizers.forEach((optimizer, floor) ->
                assertThat(reached(optimizer)).as("%s", optimizer).isLessThan(floor));
        assertThat(optimizers).hasSize(12);
    }
}
