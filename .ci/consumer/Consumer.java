// SPDX-License-Identifier: Apache-2.0

package consumer;

import dev.hadamard.Activation;
import dev.hadamard.Backend;
import dev.hadamard.Layer;
import dev.hadamard.Network;
import dev.hadamard.Predictor;
import dev.hadamard.Trainer;

/** Trains XOR with the engine as a named module: nothing but exported packages, whatever else is on the module path. */
public final class Consumer {

    private Consumer() {}

    /**
     * Trains and checks.
     *
     * @param args none
     */
    public static void main(final String[] args) {
        final String module = Network.class.getModule().getName();
        check("dev.hadamard".equals(module), "the engine is in module " + module);
        System.out.println(Backend.auto().describe());

        final float[][] x = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
        final float[][] y = {{0}, {1}, {1}, {0}};
        final Network<float[]> network = Network.floats(
                1, 2, Layer.dense(8, Activation.TANH), Layer.dense(1, Activation.SIGMOID));
        try (Trainer<float[]> trainer = Trainer.of(network).batch(x.length).build();
                Predictor<float[]> predictor = Predictor.of(network, 1)) {
            double cost = Double.NaN;
            for (int step = 0; step < 2000; step++) {
                cost = trainer.step(x, y);
            }
            for (int row = 0; row < x.length; row++) {
                final double a = predictor.predict(x[row])[0];
                check(Math.abs(a - y[row][0]) < 0.5, "row " + row + " is " + a + " at cost " + cost);
            }
        }
    }

    private static void check(final boolean holds, final String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
