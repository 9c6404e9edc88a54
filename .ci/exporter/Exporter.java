// SPDX-License-Identifier: Apache-2.0

package exporter;

import dev.hadamard.Activation;
import dev.hadamard.Layer;
import dev.hadamard.Network;
import dev.hadamard.onnx.OnnxExport;
import dev.hadamard.onnx.OnnxImport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** A network to ONNX and back, with engine and ONNX as named modules. */
public final class Exporter {

    private Exporter() {}

    /**
     * Writes, reads and compares.
     *
     * @param args a file to write
     * @throws IOException if that can't be done
     */
    public static void main(final String[] args) throws IOException {
        final String module = OnnxExport.class.getModule().getName();
        if (!"dev.hadamard.onnx".equals(module)) {
            throw new IllegalStateException("the export is in module " + module);
        }
        final Path file = Path.of(args[0]);
        final Network<float[]> network = Network.floats(1, 3, Layer.dense(2, Activation.SOFTMAX));
        OnnxExport.write(network, file);
        if (!Arrays.equals(network.parameters(), OnnxImport.readFloats(file).parameters())) {
            throw new IllegalStateException("other parameters came back");
        }
        System.out.println(module + ": written and read");
    }
}
