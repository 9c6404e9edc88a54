// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.onnx;

import dev.hadamard.Activation;
import dev.hadamard.Layer;
import dev.hadamard.Network;
import dev.hadamard.io.AtomicFile;
import dev.hadamard.io.HadamardIOException;
import dev.hadamard.onnx.message.Attribute;
import dev.hadamard.onnx.message.Dimension;
import dev.hadamard.onnx.message.Model;
import dev.hadamard.onnx.message.OperatorSet;
import dev.hadamard.onnx.message.Shape;
import dev.hadamard.onnx.message.TensorType;
import dev.hadamard.onnx.message.Type;
import dev.hadamard.onnx.message.ValueInfo;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes networks as ONNX files, in operators of version {@value #OPSET} that ONNX Runtime computes on every CPU: one
 * input of shape (batch, inputs), one output of shape (batch, outputs), in the network's precision; batch is left open.
 *
 * <p>The file holds the forward pass of a prediction alone: neither loss nor optimiser nor dropout. All functions are
 * computed by operators of the format, so results agree with those of a {@link dev.hadamard.Predictor} up to rounding.
 */
public final class OnnxExport {

    /** The version of ONNX's operators: the first that has all that is needed, so that old runtimes read the file. */
    public static final int OPSET = 17;

    /** The name of the network's input in the file. */
    public static final String INPUT = "input";

    /** The name of the network's output in the file. */
    public static final String OUTPUT = "output";

    /** The version of the format that came with version 17 of the operators. */
    private static final int IR_VERSION = 8;

    /** Messages beyond 2 GiB can't be read. */
    private static final long MOST_BYTES = Integer.MAX_VALUE - (1 << 20);

    private OnnxExport() {}

    /**
     * Writes a file, atomically: an old one of the same name is replaced by the whole of the new one or stays. Not
     * while a trainer runs.
     *
     * @param network what to write
     * @param path the file
     * @return what is less exact in the file than in the network, a sentence each; usually empty. The file says so too.
     * @throws HadamardIOException if it can't be written; an old file is as it was
     * @throws IllegalArgumentException if a layer's activation is a user's function, or the parameters have 2 GiB or
     *     more
     */
    public static List<String> write(Network<?> network, Path path) throws HadamardIOException {
        boolean isDouble = network.precision().equals("double");
        if (network.parameterCount() * (isDouble ? 8L : 4L) > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "network: " + network.parameterCount() + " parameters exceed the 2 GiB of an ONNX file");
        }
        GraphBuilder graph = new GraphBuilder(isDouble);
        String output = new LayerWriter(network, graph).write();
        graph.addNamed("Identity", OUTPUT, output);
        Model model = Model.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("Hadamard")
                .setDocString(String.join("\n", graph.notes()))
                .addOpsetImport(OperatorSet.newBuilder().setVersion(OPSET))
                .setGraph(graph.graph()
                        .setName("network")
                        .addInput(value(INPUT, isDouble, network.inputs()))
                        .addOutput(value(OUTPUT, isDouble, network.outputs())))
                .build();
        AtomicFile.write(path, channel -> model.writeTo(Channels.newOutputStream(channel)));
        return graph.notes();
    }

    private static ValueInfo value(String name, boolean isDouble, int width) {
        Shape shape = Shape.newBuilder()
                .addDim(Dimension.newBuilder().setDimParam("batch"))
                .addDim(Dimension.newBuilder().setDimValue(width))
                .build();
        TensorType tensor = TensorType.newBuilder()
                .setElemType(isDouble ? Tensors.DOUBLE : Tensors.FLOAT)
                .setShape(shape)
                .build();
        return ValueInfo.newBuilder()
                .setName(name)
                .setType(Type.newBuilder().setTensorType(tensor))
                .build();
    }

    /** Layers, one after the other. */
    private static final class LayerWriter {
        private final Network<?> network;
        private final GraphBuilder graph;
        private int range;

        LayerWriter(Network<?> network, GraphBuilder graph) {
            this.network = network;
            this.graph = graph;
        }

        String write() {
            return chain(network.layers(), INPUT);
        }

        private String chain(List<Layer> layers, String input) {
            String value = input;
            for (Layer layer : layers) {
                if (layer instanceof Layer.Dense dense) {
                    value = dense(dense, value);
                } else if (layer instanceof Layer.Residual residual) {
                    value = graph.add("Add", value, chain(residual.layers(), value));
                } else if (layer instanceof Layer.LayerNorm norm) {
                    value = norm(norm.activation(), norm.epsilon(), "LayerNormalization", 2, value);
                } else if (layer instanceof Layer.BatchNorm norm) {
                    value = norm(norm.activation(), norm.epsilon(), "BatchNormalization", 4, value);
                } else if (layer instanceof Layer.Concatenation concatenation) {
                    value = concat(concatenation, value);
                } else if (layer instanceof Layer.Columns columns) {
                    value = columns(columns, value);
                } else { // a chain is its layers, and a dropout none: it does nothing in prediction
                    value = chain(layer.inner(), value);
                }
            }
            return value;
        }

        /** By the last axis for layers, by columns for batches: both are the operators' defaults. */
        private String norm(Activation activation, double epsilon, String operator, int tensors, String input) {
            List<String> inputs = new ArrayList<>(List.of(input));
            for (int i = 0; i < tensors; i++) {
                inputs.add(graph.addParameters(network, network.ranges().get(range++)));
            }
            if (graph.isDouble() && (float) epsilon != epsilon) {
                graph.note("The epsilon of normalisation is rounded to a float.");
            }
            List<Attribute> attributes = List.of(GraphBuilder.attribute("epsilon", (float) epsilon));
            return Functions.write(activation, graph.add(operator, attributes, inputs.toArray(String[]::new)), graph);
        }

        private String concat(Layer.Concatenation concatenation, String input) {
            List<String> branches = new ArrayList<>();
            for (Layer branch : concatenation.branches()) {
                branches.add(chain(List.of(branch), input));
            }
            List<Attribute> attributes = List.of(GraphBuilder.attribute("axis", 1L));
            return graph.add("Concat", attributes, branches.toArray(String[]::new));
        }

        private String columns(Layer.Columns columns, String input) {
            return graph.add("Slice", input, graph.index(columns.from()), graph.index(columns.to()), graph.index(1));
        }

        private String dense(Layer.Dense dense, String input) {
            String weights = graph.addParameters(network, network.ranges().get(range++));
            String z;
            if (dense.bias()) {
                String bias = graph.addParameters(network, network.ranges().get(range++));
                z = graph.add("Gemm", input, weights, bias);
            } else {
                z = graph.add("MatMul", input, weights);
            }
            return Functions.write(dense.activation(), z, graph);
        }
    }
}
