// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.data.Dataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** A training that goes on from its last checkpoint, if there is one, and writes another after every step. */
final class KillProbe {

    static final String TRAINING = "training";

    private static final int ROWS = 100;
    private static final int EPOCHS = 30;

    private KillProbe() {}

    /**
     * Trains, prints that it has begun, and at last a hash of the parameters.
     *
     * @param args directory and seed
     */
    public static void main(String[] args) throws IOException {
        Checkpoints checkpoints = Checkpoints.in(Path.of(args[0])).every(1).keep(2);
        System.out.println(train(checkpoints, Long.parseLong(args[1])));
    }

    static String train(Checkpoints checkpoints, long seed) throws IOException {
        Network<float[]> network = Network.floats(
                seed,
                6,
                Layer.dense(40, Activation.TANH),
                Layer.dense(30, Activation.RELU),
                Layer.dense(3, Activation.SOFTMAX));
        Dataset<float[]> data = Precision.FLOAT.data(Examples.normal(seed, ROWS, 6), Examples.labels(seed, ROWS, 3), 3);
        try (Trainer<float[]> trainer = Trainer.of(network)
                .backend(Backend.named("scalar"))
                .optimizer(Optimizer.adam(0.01))
                .batch(8)
                .stop(Stop.afterEpochs(EPOCHS))
                .build()) {
            if (checkpoints == null) {
                trainer.fit(data);
            } else if (checkpoints.resume(trainer).isEmpty() || trainer.isUnfinished()) {
                System.out.println(TRAINING);
                trainer.fit(data, checkpoints);
            }
            return trainer.steps() + " steps, " + Arrays.hashCode(network.parametersAsDoubles());
        }
    }
}
