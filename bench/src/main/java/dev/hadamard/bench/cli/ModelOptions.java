// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.Activation;
import dev.hadamard.Layer;
import dev.hadamard.Optimizer;
import dev.hadamard.bench.step.OptimizerName;
import dev.hadamard.bench.step.Precision;
import dev.hadamard.bench.step.StepSetup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that say what to train, and how. */
final class ModelOptions {

    private static final String IMAGE_LAYERS = "512,256";

    /** Tables tend to have few columns and few rows, which a large network would learn by heart. */
    private static final String TABLE_LAYERS = "64";

    private static final int DEFAULT_BATCH = 32;

    @Option(
            names = "--layers",
            paramLabel = "UNITS",
            description = "Units of the hidden layers, such as 512,256, or none. Default: " + IMAGE_LAYERS
                    + " for images, " + TABLE_LAYERS + " for tables.")
    private HiddenLayers layers;

    @Option(
            names = "--activation",
            paramLabel = "NAME",
            defaultValue = "relu",
            description =
                    "Activation of the hidden layers: relu, leaky_relu, elu, gelu, gelu_tanh, silu, softplus, sigmoid,"
                            + " tanh, softmax or identity. Default: ${DEFAULT-VALUE}.")
    private ActivationName activation;

    @Mixin
    private LayerOptions further;

    @Option(
            names = "--loss",
            paramLabel = "NAME",
            description = "cross_entropy (with softmax outputs), binary_cross_entropy (with sigmoid outputs), mse,"
                    + " squared_error, half_squared_error, l1 or huber (for classes with sigmoid outputs). Default:"
                    + " cross_entropy for classes, mse for numbers.")
    private LossName loss;

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            defaultValue = "adagrad",
            description =
                    "sgd, momentum, nesterov, adagrad, rmsprop, adam, adamw, amsgrad, nadam, adadelta, rprop (for full"
                            + " batches), lion, or lbfgs, whose batch is all rows. Default: ${DEFAULT-VALUE}.")
    private OptimizerName optimizer;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            description = "Learning rate. Default: 0.1 for sgd, 0.02 for momentum and nesterov, 0.01 for adagrad and"
                    + " rprop, 0.002 for nadam, 1 for adadelta and lbfgs, 0.0001 for lion, else 0.001.")
    private Double rate;

    @Option(
            names = "--batch",
            paramLabel = "ROWS",
            description = "Rows of a mini-batch. Default: " + DEFAULT_BATCH + ", for lbfgs all.")
    private Integer batch;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Decides the split of the data, the initial weights and the order of rows. Default:"
                    + " ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--precision",
            paramLabel = "float|double",
            defaultValue = "float",
            description = "Element type. Default: ${DEFAULT-VALUE}.")
    private Precision<?> precision;

    /** Made by picocli. */
    ModelOptions() {}

    long seed() {
        return seed;
    }

    Precision<?> precision() {
        return precision;
    }

    /** What is needed to repeat a run, by option. */
    Map<String, Object> settings(TrainingData<?> data) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("layers", layers(data).toString());
        settings.put("activation", Names.of(activation));
        further.addTo(settings);
        settings.put("loss", Names.of(lossName(data.hasClasses())));
        settings.put("optimizer", optimizer.label());
        settings.put("lr", rate());
        settings.put("batch", batch(data.trainingRows()));
        settings.put("seed", seed);
        return settings;
    }

    /** Checks what needs no data. */
    void check() {
        optimizer();
        further.check();
        if (batch != null && batch < 1) {
            throw new IllegalArgumentException("--batch must be at least 1, was " + batch);
        }
        if (batch != null && searchesLines()) {
            throw new IllegalArgumentException("--batch is not for --optimizer lbfgs, whose batch is all rows");
        }
    }

    /**
     * Network and training.
     *
     * @throws IllegalArgumentException if the loss doesn't fit the targets, there is no hidden layer for an option of
     *     hidden layers, or the network exceeds Java's arrays
     */
    <A> StepSetup<A> setup(Precision<A> type, TrainingData<A> data) {
        LossName name = lossName(data.hasClasses());
        Activation output = name.output(data.hasClasses());
        further.checkHidden(layers(data));
        List<Layer> chain = new ArrayList<>();
        for (int units : layers(data).units()) {
            further.addHidden(chain, units, activation.activation());
        }
        chain.add(Layer.dense(data.train().outputs(), output));
        return new StepSetup<>(
                type.network(seed, data.train().features(), chain),
                name.loss(),
                optimizer(),
                data.train(),
                batch(data.trainingRows()));
    }

    /** Whether a step is a search along a line, for which neither the reference nor a timed step has a counterpart. */
    boolean searchesLines() {
        return optimizer == OptimizerName.LBFGS;
    }

    /** Rows that a mini-batch may have, whatever the data. */
    int batch() {
        return batch(1);
    }

    private int batch(int rows) {
        return searchesLines() ? rows : batch == null ? DEFAULT_BATCH : batch;
    }

    private HiddenLayers layers(TrainingData<?> data) {
        return layers != null ? layers : HiddenLayers.parse(data.images() ? IMAGE_LAYERS : TABLE_LAYERS);
    }

    private LossName lossName(boolean classes) {
        return loss == null ? LossName.usual(classes) : loss;
    }

    private double rate() {
        return rate == null ? optimizer.defaultRate() : rate;
    }

    private Optimizer optimizer() {
        if (!(rate() > 0) || !Double.isFinite(rate())) {
            throw new IllegalArgumentException("--lr must be above 0 and finite, was " + rate());
        }
        return optimizer.withRate(rate());
    }
}
