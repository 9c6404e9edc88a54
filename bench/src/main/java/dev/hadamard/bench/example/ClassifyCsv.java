// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.example;

import dev.hadamard.Activation;
import dev.hadamard.CounterRandom;
import dev.hadamard.Evaluation;
import dev.hadamard.Layer;
import dev.hadamard.ModelFile;
import dev.hadamard.Network;
import dev.hadamard.Optimizer;
import dev.hadamard.Predictor;
import dev.hadamard.Preparation;
import dev.hadamard.Stop;
import dev.hadamard.Trainer;
import dev.hadamard.data.CsvReader;
import dev.hadamard.data.Dataset;
import dev.hadamard.data.Scaler;
import dev.hadamard.data.Split;
import dev.hadamard.data.Splits;
import dev.hadamard.data.Table;
import dev.hadamard.metrics.ClassificationMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A table whose last column is a class: read, scale, train, test, save with all that a later prediction needs. */
public final class ClassifyCsv {

    private ClassifyCsv() {}

    /**
     * Trains and tests.
     *
     * @param args the CSV file; where to save the model, if wanted
     * @throws IOException if a file can't be read or written
     */
    public static void main(String[] args) throws IOException {
        Table table = CsvReader.of(Path.of(args[0])).read();
        CounterRandom random = new CounterRandom(1, CounterRandom.Purpose.USER, 0);
        Split<double[]> parts = Splits.stratified(table.data(), 0.2, random);
        Scaler scaler = Scaler.standard(parts.train());
        Dataset<float[]> train = scaler.apply(parts.train()).toFloats();
        Network<float[]> network = Network.floats(
                1,
                train.features(),
                Layer.dense(32, Activation.RELU),
                Layer.dense(train.outputs(), Activation.SOFTMAX));
        try (Trainer<float[]> trainer = Trainer.of(network)
                        .optimizer(Optimizer.adam(0.01))
                        .stop(Stop.afterEpochs(60))
                        .build();
                Predictor<float[]> predictor = Predictor.of(network, 64)) {
            trainer.fit(train);
            ClassificationMetrics test = Evaluation.classification(
                    predictor, scaler.apply(parts.test()).toFloats());
            System.out.println("accuracy " + test.accuracy() + ", F1 " + test.macroF1());
        }
        if (args.length > 1) {
            Preparation preparation = new Preparation(List.of(), null, scaler, null, table.classNames());
            ModelFile.of(network).preparation(preparation).write(Path.of(args[1]));
        }
    }
}
