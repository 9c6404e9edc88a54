// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.example;

import dev.hadamard.Activation;
import dev.hadamard.Evaluation;
import dev.hadamard.History;
import dev.hadamard.Layer;
import dev.hadamard.Network;
import dev.hadamard.Optimizer;
import dev.hadamard.Predictor;
import dev.hadamard.Schedule;
import dev.hadamard.Stop;
import dev.hadamard.Trainer;
import dev.hadamard.TrainingListener;
import dev.hadamard.data.Dataset;
import dev.hadamard.data.IdxReader;
import dev.hadamard.data.Split;
import java.io.IOException;
import java.nio.file.Path;

/** Handwritten digits, or whatever else stands in four IDX files, with dropout and a schedule. */
public final class Mnist {

    private static final int BATCH = 128;

    private Mnist() {}

    /**
     * Trains and tests.
     *
     * @param args the directory of the files; how many epochs, 5 if not given
     * @throws IOException if a file can't be read
     */
    public static void main(String[] args) throws IOException {
        Split<float[]> parts = IdxReader.readFloats(Path.of(args[0]));
        int epochs = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        Dataset<float[]> train = parts.train();
        Network<float[]> network = Network.floats(
                1,
                train.features(),
                Layer.dense(512, Activation.RELU),
                Layer.dropout(0.2),
                Layer.dense(256, Activation.RELU),
                Layer.dropout(0.2),
                Layer.dense(train.outputs(), Activation.SOFTMAX));
        try (Trainer<float[]> trainer = Trainer.of(network)
                        .optimizer(Optimizer.adamW(0.001))
                        .schedule(Schedule.cosine((long) epochs * ((train.rows() + BATCH - 1) / BATCH), 0))
                        .batch(BATCH)
                        .stop(Stop.afterEpochs(epochs))
                        .build();
                Predictor<float[]> predictor = Predictor.of(network, 256)) {
            trainer.fit(train, new TrainingListener() {
                @Override
                public void epochDone(Trainer<?> trained, History.Epoch epoch) {
                    System.out.println("epoch " + epoch.number() + ": cost " + epoch.cost());
                }
            });
            System.out.println(
                    "accuracy " + Evaluation.of(predictor, parts.test()).accuracy());
        }
    }
}
