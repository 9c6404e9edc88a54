// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Three steps from w = 1 with gradients ½, −1, 2 and a learning rate of 0.1, against numbers worked in 40-digit decimal
 * arithmetic from the formulas in the documentation of torch.optim.
 */
class ReferenceOptimizerTest {

    private static final double ROUNDING = 1e-14;
    private static final double[] GRADIENTS = {0.5, -1, 2};

    private static ReferenceNetwork unit() {
        return ReferenceNetwork.of(
                ReferenceLayer.dense(new double[][] {{1}}, new double[] {1}, ReferenceActivation.identity()));
    }

    private static void assertSteps(ReferenceOptimizer optimizer, double... expected) {
        assertSteps(optimizer, expected, expected);
    }

    private static void assertSteps(ReferenceOptimizer optimizer, double[] weight, double[] bias) {
        ReferenceNetwork network = unit();
        ReferenceGradients gradients = new ReferenceGradients(network);
        for (int t = 0; t < GRADIENTS.length; t++) {
            gradients.weights(0)[0][0] = GRADIENTS[t];
            gradients.bias(0)[0] = GRADIENTS[t];
            optimizer.update(network, gradients);
            assertThat(network.parameters()[0]).as("weight, step %s", t + 1).isCloseTo(weight[t], within(ROUNDING));
            assertThat(network.parameters()[1]).as("bias, step %s", t + 1).isCloseTo(bias[t], within(ROUNDING));
        }
    }

    @Test
    void gradientDescent() {
        assertSteps(ReferenceOptimizer.gradientDescent(0.1), 0.95, 1.05, 0.85);
    }

    @Test
    void momentum() {
        // v = 0.5, −0.55, 1.505
        assertSteps(ReferenceOptimizer.momentum(0.1, 0.9), 0.95, 1.005, 0.8545);
    }

    @Test
    void nesterov() {
        // g + 0.9 v = 0.95, −1.495, 3.3545
        assertSteps(ReferenceOptimizer.nesterov(0.1, 0.9), 0.905, 1.0545, 0.71905);
    }

    @Test
    void adaGrad() {
        // s = 0.25, 1.25, 5.25
        assertSteps(
                ReferenceOptimizer.adaGrad(0.1),
                0.9000000000199999999960,
                0.9894427191119915878530,
                0.9021555630214041591560);
    }

    @Test
    void rmsProp() {
        // s = 0.0025, 0.012475, 0.05235025: the first step is 0.1·0.5/(0.05 + 1e-8)
        assertSteps(
                ReferenceOptimizer.rmsProp(0.1),
                0.0000001999999600000080,
                0.8953230819113369829902,
                0.0212040085619321146066);
    }

    @Test
    void adam() {
        assertSteps(
                ReferenceOptimizer.adam(0.1),
                0.9000000019999999600000,
                0.9366103542405656028107,
                0.8946447927181047735812);
    }

    @Test
    void adamWDecaysEverything() {
        assertSteps(
                ReferenceOptimizer.adamW(0.1),
                0.8990000019999999600000,
                0.9347113542385656028507,
                0.8918110813618662080184);
    }

    @Test
    void adamWLeavesBiasesAloneIfAsked() {
        assertSteps(
                ReferenceOptimizer.adamW(0.1, 0.9, 0.999, 1e-8, 0.01, false),
                new double[] {0.8990000019999999600000, 0.9347113542385656028507, 0.8918110813618662080184},
                new double[] {0.9000000019999999600000, 0.9366103542405656028107, 0.8946447927181047735812});
    }

    @Test
    void everyParameterHasAStateOfItsOwn() {
        Map<String, Supplier<ReferenceOptimizer>> optimizers = Map.of(
                "gradient descent", () -> ReferenceOptimizer.gradientDescent(0.1),
                "momentum", () -> ReferenceOptimizer.momentum(0.1, 0.9),
                "nesterov", () -> ReferenceOptimizer.nesterov(0.1, 0.9),
                "adagrad", () -> ReferenceOptimizer.adaGrad(0.1),
                "rmsprop", () -> ReferenceOptimizer.rmsProp(0.1),
                "adam", () -> ReferenceOptimizer.adam(0.1),
                "adamw", () -> ReferenceOptimizer.adamW(0.1));
        optimizers.forEach((name, supplier) -> {
            ReferenceOptimizer optimizer = supplier.get();
            ReferenceNetwork network =
                    Samples.network("residual", ReferenceActivation.tanh(), true, new SplittableRandom(3));
            double[] start = network.parameters();
            double[][] g = Samples.rows(3, start.length, -1, 1, new SplittableRandom(4));
            for (double[] row : g) {
                optimizer.update(network, gradients(network, row));
            }
            for (int k = 0; k < start.length; k++) {
                ReferenceNetwork alone = ReferenceNetwork.of(
                        ReferenceLayer.dense(new double[][] {{start[k]}}, ReferenceActivation.identity()));
                ReferenceOptimizer own = supplier.get();
                for (double[] row : g) {
                    own.update(alone, gradients(alone, row[k]));
                }
                assertThat(network.parameters()[k])
                        .as("%s, parameter %s", name, k)
                        .isEqualTo(alone.parameters()[0]);
            }
        });
        assertThat(optimizers).hasSize(7);
    }

    private static ReferenceGradients gradients(ReferenceNetwork network, double... flat) {
        ReferenceGradients gradients = new ReferenceGradients(network);
        int k = 0;
        for (int l = 0; l < gradients.layers(); l++) {
            for (double[] row : gradients.weights(l)) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = flat[k++];
                }
            }
            double[] bias = gradients.bias(l);
            for (int j = 0; bias != null && j < bias.length; j++) {
                bias[j] = flat[k++];
            }
        }
        assertThat(k).isEqualTo(flat.length);
        return gradients;
    }

    @Test
    void stateBelongsToOneNetwork() {
        ReferenceOptimizer optimizer = ReferenceOptimizer.adam(0.1);
        ReferenceNetwork network = unit();
        optimizer.update(network, new ReferenceGradients(network));
        ReferenceNetwork larger =
                ReferenceNetwork.of(ReferenceLayer.dense(new double[][] {{1, 2, 3}}, ReferenceActivation.identity()));
        assertThatThrownBy(() -> optimizer.update(larger, new ReferenceGradients(larger)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 parameters")
                .hasMessageContaining("for 2");
        ReferenceNetwork twin = network.copy();
        assertThatThrownBy(() -> optimizer.update(network, new ReferenceGradients(twin)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gradients");
    }

    @Test
    void argumentsOutOfRangeAreRefused() {
        assertRefused(() -> ReferenceOptimizer.gradientDescent(-0.1), "learningRate", "-0.1");
        assertRefused(() -> ReferenceOptimizer.gradientDescent(Double.NaN), "learningRate", "NaN");
        assertRefused(() -> ReferenceOptimizer.momentum(0.1, 1), "momentum", "1.0");
        assertRefused(() -> ReferenceOptimizer.nesterov(0.1, -0.5), "momentum", "-0.5");
        assertRefused(() -> ReferenceOptimizer.adaGrad(0.1, -1), "epsilon", "-1.0");
        assertRefused(() -> ReferenceOptimizer.rmsProp(0.1, 1.5, 1e-8), "alpha", "1.5");
        assertRefused(() -> ReferenceOptimizer.adam(0.1, 1, 0.999, 1e-8), "beta1", "1.0");
        assertRefused(() -> ReferenceOptimizer.adam(0.1, 0.9, 2, 1e-8), "beta2", "2.0");
        assertRefused(() -> ReferenceOptimizer.adamW(0.1, 0.9, 0.9, 1e-8, -0.01, true), "weightDecay", "-0.01");
    }

    private static void assertRefused(Supplier<ReferenceOptimizer> optimizer, String name, String value) {
        assertThatThrownBy(optimizer::get)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name)
                .hasMessageContaining("was " + value);
    }
}
