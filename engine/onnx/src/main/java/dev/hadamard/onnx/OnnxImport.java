// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.onnx;

import dev.hadamard.Layer;
import dev.hadamard.Network;
import dev.hadamard.io.HadamardIOException;
import dev.hadamard.onnx.message.Model;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads dense networks from ONNX files, whoever wrote them: Gemm, or MatMul and Add, followed by an activation, and
 * sums of such a chain with its input (residual blocks). An activation may be one operator or put together of several
 * element-wise ones, as GELU is before version 20 of the operators: it is recognised by its values.
 *
 * <p>Dropout, Identity, Flatten and Cast are passed over. Anything else is refused by its name.
 */
public final class OnnxImport {

    /** A file, parsed and converted to double, takes so many times its size. */
    private static final int MEMORY_FACTOR = 4;

    private OnnxImport() {}

    /**
     * Reads a network in single precision; doubles are rounded.
     *
     * @param path an ONNX file
     * @return the network, with seed 0
     * @throws HadamardIOException if it can't be read, or is no dense network
     */
    public static Network<float[]> readFloats(Path path) throws HadamardIOException {
        Imported imported = read(path);
        Network<float[]> network = Network.floats(0, imported.inputs, imported.layers.toArray(Layer[]::new));
        network.setParameters(imported.parameters);
        return network;
    }

    /**
     * Reads a network in double precision; floats are exact.
     *
     * @param path an ONNX file
     * @return the network, with seed 0
     * @throws HadamardIOException if it can't be read, or is no dense network
     */
    public static Network<double[]> readDoubles(Path path) throws HadamardIOException {
        Imported imported = read(path);
        Network<double[]> network = Network.doubles(0, imported.inputs, imported.layers.toArray(Layer[]::new));
        network.setParameters(imported.parameters);
        return network;
    }

    private static Imported read(Path path) throws HadamardIOException {
        try {
            GraphReader graph = new GraphReader(parse(path).getGraph());
            return new Imported(graph.chain());
        } catch (HadamardIOException e) {
            throw new HadamardIOException(path + ": " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new HadamardIOException(path + ": no such file", e);
        } catch (IOException e) {
            throw new HadamardIOException(path + ": no ONNX file: " + e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            throw new HadamardIOException(path + ": does not fit into the heap", e); // small messages, many of them
        }
    }

    private static Model parse(Path path) throws IOException {
        long size = Files.size(path);
        long memory = Runtime.getRuntime().maxMemory();
        if (size > Integer.MAX_VALUE || size * MEMORY_FACTOR > memory) {
            throw new HadamardIOException(size + " bytes, of which at most " + Integer.MAX_VALUE + " and at most 1/"
                    + MEMORY_FACTOR + " of the heap of " + memory + " bytes can be read");
        }
        try (InputStream in = Files.newInputStream(path)) {
            return Model.parseFrom(in);
        }
    }

    /** Layers, and all parameters in their order. */
    private static final class Imported {
        private final int inputs;
        private final List<Layer> layers = new ArrayList<>();
        private final double[] parameters;

        Imported(List<Block> blocks) throws HadamardIOException {
            long count = Block.parameters(blocks);
            if (blocks.isEmpty() || count > Integer.MAX_VALUE - 8) {
                throw new HadamardIOException(
                        blocks.isEmpty() ? "the network has no layer" : count + " parameters exceed one Java array");
            }
            this.inputs = Block.inputs(blocks);
            this.parameters = new double[(int) count];
            Block.addTo(blocks, inputs, layers, parameters, 0);
        }
    }
}
