// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.onnx;

import static dev.hadamard.Layer.dense;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hadamard.Activation;
import dev.hadamard.Initializer;
import dev.hadamard.Layer;
import dev.hadamard.Network;
import dev.hadamard.io.HadamardIOException;
import dev.hadamard.onnx.message.Attribute;
import dev.hadamard.onnx.message.Graph;
import dev.hadamard.onnx.message.Model;
import dev.hadamard.onnx.message.Node;
import dev.hadamard.onnx.message.Tensor;
import dev.hadamard.onnx.message.ValueInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files as others write them, and files that nobody should have written. */
class OnnxImportTest {

    private static final int MUTATED = 20_000;

    @TempDir
    Path directory;

    private final Graph.Builder graph = Graph.newBuilder()
            .addInput(ValueInfo.newBuilder().setName("x"))
            .addOutput(ValueInfo.newBuilder().setName("y"));

    private OnnxImportTest node(String operator, String result, String... inputs) {
        graph.addNode(Node.newBuilder()
                .setOpType(operator)
                .addAllInput(List.of(inputs))
                .addOutput(result));
        return this;
    }

    private OnnxImportTest attribute(String name, double value) {
        int last = graph.getNodeCount() - 1;
        graph.setNode(
                last,
                graph.getNode(last).toBuilder()
                        .addAttribute(
                                Attribute.newBuilder().setName(name).setType(1).setF((float) value)));
        return this;
    }

    private OnnxImportTest constant(String name, List<Long> shape, double... values) {
        Tensor.Builder tensor = Tensor.newBuilder().setName(name).setDataType(1).addAllDims(shape);
        for (double value : values) {
            tensor.addFloatData((float) value);
        }
        graph.addInitializer(tensor);
        return this;
    }

    private Path written() throws IOException {
        Path path = directory.resolve("file.onnx");
        Files.write(path, Model.newBuilder().setGraph(graph).build().toByteArray());
        return path;
    }

    private void refused(String reason) throws IOException {
        Path path = written();
        assertThatThrownBy(() -> OnnxImport.readFloats(path))
                .isInstanceOf(HadamardIOException.class)
                .hasMessageStartingWith(path.toString())
                .hasMessageContaining(reason);
    }

    /** As torch.onnx writes nn.Sequential(nn.Flatten(), nn.Linear(3, 2), nn.GELU(), nn.Dropout(), nn.Linear(2, 1)). */
    @Test
    void linearLayersOfTorch() throws IOException {
        constant("1.weight", List.of(2L, 3L), 1, 2, 3, 4, 5, 6)
                .constant("1.bias", List.of(2L), 7, 8)
                .constant("4.weight", List.of(1L, 2L), 9, 10)
                .constant("4.bias", List.of(1L), 11)
                .constant("root", List.of(), Math.sqrt(2))
                .constant("one", List.of(), 1)
                .constant("half", List.of(), 0.5);
        node("Flatten", "flat", "x")
                .node("Gemm", "g", "flat", "1.weight", "1.bias")
                .attribute("transB", 1);
        node("Div", "d", "g", "root").node("Erf", "e", "d").node("Add", "a", "e", "one");
        node("Mul", "m", "g", "a").node("Mul", "h", "m", "half").node("Dropout", "o", "h");
        node("Gemm", "y", "o", "4.weight", "4.bias").attribute("transB", 1).attribute("alpha", 2);
        Network<double[]> network = OnnxImport.readDoubles(written());
        assertThat(network.parameters()).containsExactly(1, 4, 2, 5, 3, 6, 7, 8, 18, 20, 11);
        assertThat(network).hasToString("double 3-2 gelu-1 identity (11 parameters)");
        assertThat(OnnxImport.readFloats(written()).parameterCount()).isEqualTo(11);
    }

    @Test
    void matMulWithBiasInEitherOrderAndTransposedConstants() throws IOException {
        constant("w", List.of(2L, 1L), 1, 2)
                .constant("b", List.of(1L, 2L), 3, 4)
                .constant("v", List.of(2L, 1L), 5, 6);
        node("Transpose", "wt", "w").node("MatMul", "p", "x", "wt").node("Add", "q", "b", "p");
        node("LeakyRelu", "r", "q").attribute("alpha", 0.2);
        node("MatMul", "s", "r", "v").node("Softmax", "y", "s");
        Network<double[]> network = OnnxImport.readDoubles(written());
        assertThat(network.parameters()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(network.layers())
                .extracting(layer -> ((Layer.Dense) layer).activation())
                .containsExactly(Activation.leakyRelu(0.2), Activation.SOFTMAX);
    }

    @Test
    void oneOperatorForGelu() throws IOException {
        constant("w", List.of(1L, 1L), 1);
        node("MatMul", "a", "x", "w").node("Gelu", "y", "a");
        assertThat(OnnxImport.readFloats(written())).hasToString("float 1-1 gelu (1 parameters)");
    }

    @Test
    void whatIsNoDenseNetworkIsRefusedByName() throws IOException {
        constant("w", List.of(1L, 1L), 1);
        node("Conv", "y", "x", "w");
        refused("the operator \"Conv\"");
        graph.clearNode();
        node("MatMul", "a", "x", "w").node("Exp", "y", "a");
        refused("no known activation");
        graph.clearNode();
        node("Relu", "y", "x");
        refused("follows no Gemm or MatMul");
        graph.clearNode();
        node("MatMul", "y", "x", "x");
        refused("no constant");
        graph.clearNode();
        node("MatMul", "y", "none", "w");
        refused("comes from nowhere");
        graph.clearNode();
        node("MatMul", "y", "y", "w");
        refused("cycle");
        graph.clearNode();
        node("Relu", "y", "z").node("Relu", "z", "y");
        refused("");
        graph.clearNode();
        node("MatMul", "a", "x", "w").node("Softmax", "y", "a").attribute("axis", 0);
        refused("axis is 0");
        graph.clearNode();
        node("MatMul", "a", "x", "w").node("MatMul", "b", "x", "w").node("Add", "y", "a", "b");
        refused("neither of which is made of the other");
        graph.clearNode();
        node("Identity", "y", "x");
        refused("has no layer");
        graph.clearNode();
        node("MatMul", "y", "x", "w").node("MatMul", "y", "x", "w");
        refused("there twice");
        graph.clearNode();
        constant("v", List.of(2L, 2L), 1);
        node("MatMul", "y", "x", "v");
        refused("another length");
        graph.clearNode();
        constant("u", List.of(2L, 1L), 1, 2);
        node("MatMul", "a", "x", "w").node("MatMul", "y", "a", "u");
        refused("a matrix of 2 x 1 follows a value of width 1");
        graph.addInput(ValueInfo.newBuilder().setName("z"));
        refused("2 inputs");
    }

    @Test
    void longGraphsEndSoon() throws IOException {
        node("Mul", "v1", "x", "x");
        for (int i = 1; i < 9_999; i++) {
            node("Mul", "v" + (i + 1), "v" + i, "v" + i);
        }
        node("Identity", "y", "v9999");
        refused("");
        node("Identity", "y2", "v9999");
        refused("more than the 10000");
    }

    @Test
    @Timeout(300)
    void mutatedFilesAreReadOrRefused() throws IOException {
        Path path = directory.resolve("mutated.onnx");
        Layer[] layers = {
            dense(3, Activation.GELU_TANH).biases(Initializer.normal(0, 1)),
            Layer.residual(dense(3, Activation.elu())),
            dense(2, Activation.SOFTMAX)
        };
        OnnxExport.write(Network.floats(1, 4, layers), path);
        byte[] first = Files.readAllBytes(path);
        OnnxExport.write(Network.doubles(1, 4, layers), path);
        byte[] second = Files.readAllBytes(path);
        Random random = new Random(4);
        int refused = 0;
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            for (int i = 0; i < MUTATED; i++) {
                byte[] content = mutated(random.nextBoolean() ? first : second, random);
                file.write(ByteBuffer.wrap(content), 0); // a file that is made anew each time costs milliseconds
                file.truncate(content.length);
                try {
                    assertThat(OnnxImport.readFloats(path).outputs()).isPositive();
                } catch (HadamardIOException e) {
                    assertThat(e.getMessage()).startsWith(path.toString());
                    assertThat(e.getMessage().lines()).hasSize(1);
                    refused++;
                }
            }
        }
        assertThat(refused).isBetween(MUTATED / 4, MUTATED - 100);
    }

    private static byte[] mutated(byte[] content, Random random) {
        byte[] copy = content.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(copy.length);
            switch (random.nextInt(4)) {
                case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> copy[at] = (byte) random.nextInt(256);
                case 2 -> copy = Arrays.copyOf(copy, 1 + at);
                default -> {
                    int from = random.nextInt(copy.length);
                    int length = Math.min(1 + random.nextInt(30), copy.length - Math.max(from, at));
                    System.arraycopy(copy, from, copy, at, Math.max(length, 0));
                }
            }
        }
        return copy;
    }

    @Test
    void filesThatAreNotThereOrNoOnnxFiles() throws IOException {
        assertThatThrownBy(() -> OnnxImport.readFloats(directory.resolve("none")))
                .isInstanceOf(HadamardIOException.class)
                .hasMessageContaining("no such file");
        Path text = Files.writeString(directory.resolve("text"), "Hadamard");
        assertThatThrownBy(() -> OnnxImport.readFloats(text))
                .isInstanceOf(HadamardIOException.class)
                .hasMessageContaining("no ONNX file");
        assertThatThrownBy(() -> OnnxImport.readFloats(directory)).isInstanceOf(HadamardIOException.class);
    }
}
