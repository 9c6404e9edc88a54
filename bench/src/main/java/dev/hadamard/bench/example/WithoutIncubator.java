// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.example;

import dev.hadamard.Activation;
import dev.hadamard.Backend;
import dev.hadamard.Layer;
import dev.hadamard.Network;
import dev.hadamard.Predictor;
import dev.hadamard.Trainer;

/**
 * Embedded in an application that can't set flags: without {@code --add-modules jdk.incubator.vector} the same code
 * runs on the next backend that works, and says so. Start it with and without the flag.
 */
public final class WithoutIncubator {

    private WithoutIncubator() {}

    /**
     * Learns exclusive or on whatever there is.
     *
     * @param args none
     */
    public static void main(String[] args) {
        System.out.println(Backend.auto().describe());
        Network<float[]> network =
                Network.floats(1, 2, Layer.dense(8, Activation.TANH), Layer.dense(1, Activation.SIGMOID));
        float[][] x = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
        float[][] y = {{0}, {1}, {1}, {0}};
        try (Trainer<float[]> trainer = Trainer.of(network).batch(x.length).build();
                Predictor<float[]> predictor = Predictor.of(network, 1)) {
            for (int step = 0; step < 3000; step++) {
                trainer.step(x, y);
            }
            for (float[] row : x) {
                System.out.printf(
                        "%.0f xor %.0f: %.3f%n", row[0], row[1], predictor.predict(row)[0]);
            }
        }
    }
}
