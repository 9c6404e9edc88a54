// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.ModelFile;
import dev.hadamard.Network;
import dev.hadamard.data.Scaler;
import dev.hadamard.io.HadamardIOException;
import dev.hadamard.io.TensorFile;
import java.util.ArrayList;
import java.util.List;

/**
 * What was done to a table before a network was trained on it, and what its outputs mean: goes with the model.
 *
 * @param features scales features, or null
 * @param targets scales targets, or null
 * @param classes name of each class, empty if there are none
 */
record Preparation(Scaler features, Scaler targets, List<String> classes) {

    /** Nothing was done. */
    static final Preparation NONE = new Preparation(null, null, List.of());

    private static final String FEATURES = "features";
    private static final String TARGETS = "targets";
    private static final String CLASS = "class.";
    private static final String SHIFT = ".shift";
    private static final String SCALE = ".scale";

    /** The file of a model that was trained so. */
    ModelFile modelFile(Network<?> network) {
        ModelFile file = ModelFile.of(network);
        add(file, FEATURES, features);
        add(file, TARGETS, targets);
        for (int i = 0; i < classes.size(); i++) {
            file.metadata(CLASS + i, classes.get(i));
        }
        return file;
    }

    private static void add(ModelFile file, String name, Scaler scaler) {
        if (scaler != null) {
            file.tensor(name + SHIFT, scaler.shift()).tensor(name + SCALE, scaler.scale());
        }
    }

    /**
     * What a file tells.
     *
     * @throws HadamardIOException if it doesn't fit the network
     */
    static Preparation of(TensorFile file, Network<?> network) throws HadamardIOException {
        List<String> classes = new ArrayList<>();
        while (file.metadata().containsKey(CLASS + classes.size())) {
            classes.add(file.metadata().get(CLASS + classes.size()));
        }
        if (!classes.isEmpty() && classes.size() != Math.max(2, network.outputs())) {
            throw new HadamardIOException(file.path() + ": metadata: names of " + classes.size() + " classes for "
                    + network.outputs() + " outputs");
        }
        return new Preparation(
                scaler(file, FEATURES, network.inputs()), scaler(file, TARGETS, network.outputs()), classes);
    }

    private static Scaler scaler(TensorFile file, String name, int columns) throws HadamardIOException {
        if (!file.contains(name + SHIFT)) {
            return null;
        }
        double[] shift = file.readDoubles(name + SHIFT);
        double[] scale = file.readDoubles(name + SCALE);
        if (shift.length != columns) {
            throw new HadamardIOException(file.path() + ": byte "
                    + file.tensor(name + SHIFT).position() + ": " + shift.length + " shifts of " + name
                    + ", the network has "
                    + columns);
        }
        try {
            return new Scaler(shift, scale);
        } catch (IllegalArgumentException e) {
            throw new HadamardIOException(file.path() + ": " + name + ": " + e.getMessage(), e);
        }
    }
}
