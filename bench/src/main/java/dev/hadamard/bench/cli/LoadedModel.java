// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.Network;
import dev.hadamard.Predictor;
import dev.hadamard.Preparation;
import dev.hadamard.io.HadamardIOException;
import dev.hadamard.io.TensorFile;
import dev.hadamard.io.TensorInfo;
import dev.hadamard.io.TensorType;
import java.nio.file.Path;

/**
 * A model from a file, in the precision that it was saved in.
 *
 * @param network the network
 * @param preparation what its inputs need and its outputs mean
 */
record LoadedModel(Network<?> network, Preparation preparation) {

    static LoadedModel of(Path path) throws HadamardIOException {
        try (TensorFile file = TensorFile.open(path)) {
            boolean isDouble = false;
            for (TensorInfo tensor : file.tensors()) {
                boolean parameter =
                        !tensor.name().contains(".") || tensor.name().endsWith(".weight");
                isDouble |= parameter && tensor.type() == TensorType.F64;
            }
            Network<?> network = isDouble ? Network.loadDoubles(path) : Network.loadFloats(path);
            return new LoadedModel(network, checked(path, network, Preparation.load(path)));
        }
    }

    private static Preparation checked(Path path, Network<?> network, Preparation preparation)
            throws HadamardIOException {
        int classes = preparation.classes().size();
        if (classes > 0 && classes != Math.max(2, network.outputs())) {
            throw new HadamardIOException(
                    path + ": metadata: names of " + classes + " classes for " + network.outputs() + " outputs");
        }
        if (preparation.targets() != null && preparation.targets().columns() != network.outputs()) {
            throw new HadamardIOException(path + ": targets.shift has "
                    + preparation.targets().columns() + " columns, the network has " + network.outputs() + " outputs");
        }
        return preparation;
    }

    /** A predictor for a row at a time. */
    Predictor<?> predictor() {
        return Predictor.of(network, 1);
    }
}
