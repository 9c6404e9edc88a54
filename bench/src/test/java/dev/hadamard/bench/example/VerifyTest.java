// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.example;

import dev.hadamard.Activation;
import dev.hadamard.Backend;
import dev.hadamard.CounterRandom;
import dev.hadamard.Layer;
import dev.hadamard.Loss;
import dev.hadamard.Network;
import dev.hadamard.Optimizer;
import dev.hadamard.verify.GradientCheck;
import dev.hadamard.verify.OracleCheck;
import org.junit.jupiter.api.Test;

/** An example to copy: a team's own network, held to the naive reference and to finite differences in its own tests. */
class VerifyTest {

    private final Network<float[]> network = Network.floats(
            1,
            6,
            Layer.dense(12, Activation.GELU),
            Layer.residual(Layer.dense(12, Activation.TANH)),
            Layer.dense(3, Activation.SOFTMAX));
    private final double[][] x = new double[20][6];
    private final int[] classes = new int[20];

    VerifyTest() {
        CounterRandom random = new CounterRandom(1, CounterRandom.Purpose.USER, 0);
        for (int row = 0; row < x.length; row++) {
            x[row] = random.doubles(6, -1, 1).toArray();
            classes[row] = random.nextInt(3);
        }
    }

    @Test
    void gradientsAreDerivatives() {
        GradientCheck.of(network, Loss.crossEntropy()).check(x, classes).assertAgrees();
    }

    @Test
    void everyTensorIsThatOfTheReference() {
        OracleCheck.of(network, Loss.crossEntropy(), Optimizer.adam(0.001))
                .backend(Backend.auto())
                .steps(10)
                .check(x, classes)
                .assertAgrees();
    }
}
