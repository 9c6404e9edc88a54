// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.Activation;
import dev.hadamard.Layer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;

/** Options that add layers which are not dense. */
final class LayerOptions {

    /** The options' names; what they add is trained, but not timed. */
    static final Set<String> NAMES = Set.of("--dropout", "--layer-norm", "--batch-norm");

    @Option(
            names = "--dropout",
            paramLabel = "RATE",
            description = "Share of each hidden layer's outputs to drop in training, from 0 to below 1; not part of the"
                    + " timing. Default: no dropout.")
    private Double dropout;

    @Option(
            names = "--layer-norm",
            description = "Normalise each hidden layer by rows, before its activation; not part of the timing.")
    private boolean layerNorm;

    @Option(
            names = "--batch-norm",
            description = "Normalise each hidden layer by columns of the mini-batch, before its activation; not part of"
                    + " the timing.")
    private boolean batchNorm;

    /** Made by picocli. */
    LayerOptions() {}

    /** Checks what needs no data. */
    void check() {
        if (dropout != null && !(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("--dropout must be from 0 to below 1, was " + dropout);
        }
        if (layerNorm && batchNorm) {
            throw new IllegalArgumentException("--layer-norm and --batch-norm exclude each other");
        }
    }

    private boolean normalises() {
        return layerNorm || batchNorm;
    }

    /** Adds a hidden layer and what belongs to it. */
    void addHidden(List<Layer> chain, int units, Activation activation) {
        Layer.Dense dense = Layer.dense(units, activation);
        if (normalises()) {
            // The weights start as the activation wants them; the norm brings a bias of its own.
            chain.add(Layer.dense(units, Activation.IDENTITY)
                    .weights(dense.weights())
                    .withoutBias());
            chain.add(layerNorm ? Layer.layerNorm(activation) : Layer.batchNorm(activation));
        } else {
            chain.add(dense);
        }
        if (dropout != null) {
            chain.add(Layer.dropout(dropout));
        }
    }

    /** Checks that there is a hidden layer to act on, if any option was given. */
    void checkHidden(HiddenLayers hidden) {
        if ((dropout != null || normalises()) && hidden.units().isEmpty()) {
            throw new IllegalArgumentException(
                    "--dropout, --layer-norm and --batch-norm are of hidden layers, and --layers none has none");
        }
    }

    void addTo(Map<String, Object> settings) {
        if (dropout != null) {
            settings.put("dropout", dropout);
        }
        if (layerNorm) {
            settings.put("layerNorm", true);
        }
        if (batchNorm) {
            settings.put("batchNorm", true);
        }
    }
}
