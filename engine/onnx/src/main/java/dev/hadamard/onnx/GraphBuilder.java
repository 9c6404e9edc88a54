// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.onnx;

import com.google.protobuf.ByteString;
import dev.hadamard.Network;
import dev.hadamard.ParameterRange;
import dev.hadamard.onnx.message.Attribute;
import dev.hadamard.onnx.message.Graph;
import dev.hadamard.onnx.message.Node;
import dev.hadamard.onnx.message.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A graph that grows node by node; each value has a name of its own. */
final class GraphBuilder {

    private final boolean isDouble;
    private final Graph.Builder graph = Graph.newBuilder();
    private final List<String> notes = new ArrayList<>();
    private int values;

    GraphBuilder(boolean isDouble) {
        this.isDouble = isDouble;
    }

    boolean isDouble() {
        return isDouble;
    }

    Graph.Builder graph() {
        return graph;
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    /** What is less exact than in the network; once is enough. */
    void note(String sentence) {
        if (!notes.contains(sentence)) {
            notes.add(sentence);
        }
    }

    /** An operator without attributes; the name of its result. */
    String add(String operator, String... inputs) {
        return add(operator, List.of(), inputs);
    }

    String add(String operator, List<Attribute> attributes, String... inputs) {
        String result = operator.toLowerCase(java.util.Locale.ROOT) + "_" + ++values;
        return add(operator, attributes, result, List.of(inputs));
    }

    /** An operator whose result has a given name. */
    String addNamed(String operator, String result, String input) {
        return add(operator, List.of(), result, List.of(input));
    }

    private String add(String operator, List<Attribute> attributes, String result, List<String> inputs) {
        graph.addNode(Node.newBuilder()
                .setName("node_" + result)
                .setOpType(operator)
                .addAllInput(inputs)
                .addAllAttribute(attributes)
                .addOutput(result));
        return result;
    }

    static Attribute attribute(String name, float value) {
        return Attribute.newBuilder().setName(name).setF(value).setType(1).build();
    }

    static Attribute attribute(String name, long value) {
        return Attribute.newBuilder().setName(name).setI(value).setType(2).build();
    }

    /** A number of the network's precision. */
    String constant(double value) {
        String name = "constant_" + ++values;
        ByteBuffer bytes = buffer(1);
        put(bytes, value);
        graph.addInitializer(tensor(name, bytes));
        return name;
    }

    /** A whole number, as an operator that wants indices reads it: a tensor of one dimension. */
    String index(long value) {
        String name = "index_" + ++values;
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        graph.addInitializer(Tensor.newBuilder()
                .setName(name)
                .setDataType(Tensors.INT64)
                .addDims(1)
                .setRawData(ByteString.copyFrom(bytes.putLong(value).flip())));
        return name;
    }

    /** Weights (inputs x units), a gain or a bias, under their name in the network. */
    String addParameters(Network<?> network, ParameterRange range) {
        ByteBuffer bytes = buffer(range.length());
        if (network.parameters() instanceof float[] floats) {
            bytes.asFloatBuffer().put(floats, range.offset(), range.length());
        } else {
            bytes.asDoubleBuffer().put((double[]) network.parameters(), range.offset(), range.length());
        }
        Tensor.Builder tensor = tensor(range.name(), bytes.position(bytes.capacity()));
        if (range.kind() == ParameterRange.Kind.WEIGHTS) {
            tensor.addDims(range.rows());
        }
        graph.addInitializer(tensor.addDims(range.columns()));
        return range.name();
    }

    private Tensor.Builder tensor(String name, ByteBuffer bytes) {
        return Tensor.newBuilder()
                .setName(name)
                .setDataType(isDouble ? Tensors.DOUBLE : Tensors.FLOAT)
                .setRawData(ByteString.copyFrom(bytes.flip()));
    }

    private ByteBuffer buffer(int elements) {
        return ByteBuffer.allocate(elements * (isDouble ? Double.BYTES : Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private void put(ByteBuffer bytes, double value) {
        if (isDouble) {
            bytes.putDouble(value);
        } else {
            bytes.putFloat((float) value);
        }
    }
}
