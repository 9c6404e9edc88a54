// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.Layer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;

/** Options that add layers which are not dense. */
final class LayerOptions {

    /** The options' names; what they add is trained, but not timed. */
    static final Set<String> NAMES = Set.of("--dropout");

    @Option(
            names = "--dropout",
            paramLabel = "RATE",
            description = "Share of each hidden layer's outputs to drop in training, from 0 to below 1; not part of the"
                    + " timing. Default: no dropout.")
    private Double dropout;

    /** Made by picocli. */
    LayerOptions() {}

    /** Checks what needs no data. */
    void check() {
        if (dropout != null && !(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("--dropout must be from 0 to below 1, was " + dropout);
        }
    }

    /** Adds what follows a hidden layer. */
    void addAfterHidden(List<Layer> chain) {
        if (dropout != null) {
            chain.add(Layer.dropout(dropout));
        }
    }

    /** Checks that there is a hidden layer to act on, if any option was given. */
    void checkHidden(HiddenLayers hidden) {
        if (dropout != null && hidden.units().isEmpty()) {
            throw new IllegalArgumentException("--dropout drops outputs of hidden layers, and --layers none has none");
        }
    }

    void addTo(Map<String, Object> settings) {
        if (dropout != null) {
            settings.put("dropout", dropout);
        }
    }
}
