// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static dev.hadamard.Layer.dense;
import static dev.hadamard.Layer.residual;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hadamard.io.HadamardIOException;
import dev.hadamard.io.TensorFile;
import dev.hadamard.io.TensorFileWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that travelled is the model that left. */
class ModelFileTest {

    @TempDir
    Path directory;

    /** Every activation that a file can hold, blocks within blocks, layers without bias. */
    static Layer[] everyLayer() {
        List<Layer> layers = new java.util.ArrayList<>();
        layers.add(dense(5, Activation.IDENTITY).withoutBias());
        for (Activation activation : Examples.activations()) {
            if (activation != Examples.CUBIC && activation != Examples.RUNNING_SUM) {
                layers.add(residual(dense(3, activation), residual(dense(3, Activation.TANH)), dense(5, activation)));
            }
        }
        layers.add(dense(2, Activation.SOFTMAX));
        return layers.toArray(Layer[]::new);
    }

    private static int[] bits(float[] array) {
        int[] bits = new int[array.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(array[i]);
        }
        return bits;
    }

    @Test
    void floatsReturnBitForBitInBothLayouts() throws IOException {
        Network<float[]> network = Network.floats(5, 7, everyLayer());
        network.parameters()[3] = Float.intBitsToFloat(0x7F80_0001); // a signalling NaN
        network.parameters()[4] = -0f;
        for (ParameterLayout layout : ParameterLayout.values()) {
            Path path = directory.resolve(layout.name());
            ModelFile.of(network).layout(layout).write(path);
            Network<float[]> loaded = Network.loadFloats(path);
            assertThat(bits(loaded.parameters())).isEqualTo(bits(network.parameters()));
            assertThat(loaded.ranges()).isEqualTo(network.ranges());
            assertThat(loaded.seed()).isEqualTo(5);
            assertThat(Architecture.write(loaded.layers())).isEqualTo(Architecture.write(network.layers()));
            assertThat(loaded).hasToString(network.toString());
        }
    }

    @Test
    void doublesReturnAndFloatsSurviveTheWayThroughDouble() throws IOException {
        Network<double[]> doubles = Network.doubles(5, 7, everyLayer());
        Path path = directory.resolve("model");
        doubles.save(path);
        assertThat(Network.loadDoubles(path).parameters()).isEqualTo(doubles.parameters());

        Network<float[]> floats = Network.floats(6, 7, everyLayer());
        floats.save(path);
        Network<double[]> widened = Network.loadDoubles(path);
        assertThat(widened.precision()).isEqualTo("double");
        widened.save(path);
        assertThat(bits(Network.loadFloats(path).parameters())).isEqualTo(bits(floats.parameters()));
    }

    @Test
    void torchsNamesAndLayout() throws IOException {
        Network<float[]> network = Network.floats(
                1,
                3,
                dense(4, Activation.TANH),
                residual(dense(4, Activation.IDENTITY), dense(4, Activation.RELU)),
                dense(2, Activation.SOFTMAX).withoutBias());
        Path path = directory.resolve("torch");
        ModelFile.of(network).layout(ParameterLayout.TORCH).write(path);
        try (TensorFile file = TensorFile.open(path)) {
            assertThat(file.tensors())
                    .extracting(tensor -> tensor.name())
                    .containsExactly(
                            "0.weight", "0.bias", "2.0.weight", "2.0.bias", "2.1.weight", "2.1.bias", "3.weight");
            assertThat(file.tensor("0.weight").shape()).containsExactly(4L, 3L);
            float[] weight = file.readFloats("0.weight");
            for (int unit = 0; unit < 4; unit++) {
                for (int input = 0; input < 3; input++) {
                    assertThat(weight[unit * 3 + input]).isEqualTo(network.parameters()[input * 4 + unit]);
                }
            }
        }
    }

    /** What torch writes: its names, no metadata of ours. */
    @Test
    void parametersOfTorchAreRead() throws IOException {
        Network<double[]> network = Network.doubles(1, 2, dense(3, Activation.RELU), dense(1, Activation.IDENTITY));
        Path path = directory.resolve("state_dict");
        float[] weight = {1, 2, 3, 4, 5, 6};
        new TensorFileWriter()
                .metadata("format", "pt")
                .add("fc1.weight", weight, 3, 2)
                .add("fc1.bias", new float[] {7, 8, 9}, 3)
                .add("fc2.weight", new double[] {10, 11, 12}, 1, 3)
                .add("fc2.bias", new float[] {13}, 1)
                .write(path);
        network.readParameters(path, "fc1", "fc2");
        assertThat(network.parameters()).containsExactly(1, 3, 5, 2, 4, 6, 7, 8, 9, 10, 11, 12, 13);
        assertThatIllegalArgumentException().isThrownBy(() -> network.readParameters(path, "fc1"));
        assertThatThrownBy(() -> network.readParameters(path))
                .isInstanceOf(HadamardIOException.class)
                .hasMessageContaining("no tensor \"0.weight\"");
        assertThatThrownBy(() -> network.readParameters(path, "fc2", "fc1"))
                .isInstanceOf(HadamardIOException.class)
                .hasMessageContaining("should be a float of shape [3, 2], is F64 [1, 3]");
        assertThat(network.parameters()).startsWith(1, 3, 5);

        Network<double[]> same = Network.doubles(2, 2, dense(3, Activation.RELU), dense(1, Activation.IDENTITY));
        ModelFile.of(network).layout(ParameterLayout.TORCH).write(path);
        same.readParameters(path);
        assertThat(same.parameters()).isEqualTo(network.parameters());
        network.save(path);
        same.setParameters(new double[13]);
        same.readParameters(path);
        assertThat(same.parameters()).isEqualTo(network.parameters());
    }

    @Test
    void stringsAndTensorsBesides() throws IOException {
        Path path = directory.resolve("besides");
        ModelFile.of(Network.floats(1, 2, dense(1, Activation.TANH)))
                .metadata("classes", "ja,nein")
                .tensor("mean", new double[] {1, 2})
                .write(path);
        try (TensorFile file = TensorFile.open(path)) {
            assertThat(file.metadata()).containsEntry("classes", "ja,nein").containsEntry("hadamard.version", "1");
            assertThat(file.readDoubles("mean")).containsExactly(1, 2);
        }
        assertThat(Network.loadFloats(path).inputs()).isEqualTo(2);
        ModelFile file = ModelFile.of(Network.floats(1, 2, dense(1, Activation.TANH)));
        assertThatIllegalArgumentException().isThrownBy(() -> file.metadata("hadamard.seed", "2"));
        file.tensor("W1", new double[1]);
        assertThatIllegalArgumentException().isThrownBy(() -> file.write(path)).withMessageContaining("W1");
    }

    @Test
    void usersFunctionsAreRefusedByName() throws IOException {
        for (Activation custom : List.of(Examples.CUBIC, Examples.RUNNING_SUM)) {
            Network<float[]> network = Network.floats(1, 2, residual(dense(2, custom)));
            Path path = directory.resolve("custom");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> network.save(path))
                    .withMessageContaining('"' + custom.label() + '"');
            assertThat(path).doesNotExist();
        }
    }

    @Test
    void blocksAsDeepAsAFileHoldsAndDeeper() throws IOException {
        Layer layer = dense(2, Activation.TANH);
        for (int depth = 1; depth < 100; depth++) {
            layer = residual(layer);
        }
        Path path = directory.resolve("deep");
        Network.floats(1, 2, layer).save(path);
        assertThat(Network.loadFloats(path).parameterCount()).isEqualTo(6);
        Layer deeper = residual(layer);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Network.floats(1, 2, deeper).save(path));
    }

    @Test
    void filesThatAreNoModelsAreToldApart() throws IOException {
        Path path = directory.resolve("other");
        new TensorFileWriter().add("W1", new float[] {1}, 1, 1).write(path);
        refused(path, "no hadamard.version");
        String dense = "[{\"dense\":1,\"activation\":\"tanh\",\"bias\":false}]";
        model(path, "2", "1", dense);
        refused(path, "hadamard.version is not 1");
        model(path, "1", "x", dense);
        refused(path, "hadamard.inputs is no whole number");
        model(path, "1", "4294967297", dense);
        refused(path, "must be in 1..2^31 - 1");
        model(path, "1", "2", dense);
        refused(path, "tensor \"W1\" should be a float of shape [2, 1], is F32 [1, 1]");
        model(path, "1", "1", dense.replace(",\"bias\":false", ""));
        refused(path, "no tensor \"b1\"");
        model(path, "1", "1", dense.replace("tanh", "custom:cubic"));
        refused(path, "the activation \"cubic\" is a user's function");
        model(path, "1", "1", dense.replace("tanh", "th"));
        refused(path, "unknown activation \"th\"");
        model(path, "1", "1", dense.replace(":1,", ":0,"));
        refused(path, "units must be at least 1");
        model(path, "1", "1", dense.replace(":1,", ":2147483000,"));
        refused(path, "tensor \"W1\"");
        model(path, "1", "2147483647", dense.replace(":1,", ":2147483647,"));
        refused(path, "beyond one Java array");
        model(path, "1", "1", dense.replace("]", ",]"));
        refused(path, "layers: ");
        model(path, "1", "1", "[]");
        refused(path, "layers must be at least 1");
        model(path, "1", "1", "[{\"residual\":[]}]");
        refused(path, "layers in residual must be at least 1");
        model(path, "1", "1", "[{\"residual\":".repeat(150) + dense + "}]".repeat(150));
        refused(path, "nesting depth");
        model(path, "1", "1", dense.replace("tanh", "elu"));
        refused(path, "alpha to elu");
        model(path, "1", "1", dense);
        assertThat(Network.loadFloats(path).parameters()).containsExactly(1);
    }

    private static void model(Path path, String version, String inputs, String layers) throws IOException {
        new TensorFileWriter()
                .metadata("hadamard.version", version)
                .metadata("hadamard.inputs", inputs)
                .metadata("hadamard.seed", "1")
                .metadata("hadamard.layers", layers)
                .add("W1", new float[] {1}, 1, 1)
                .write(path);
    }

    private static void refused(Path path, String reason) {
        assertThatThrownBy(() -> Network.loadFloats(path))
                .isInstanceOf(HadamardIOException.class)
                .hasMessageStartingWith(path.toString())
                .hasMessageContaining(reason);
    }

    @Test
    void whereSavingFailsTheOldFileStays() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("folder"));
        Network<float[]> network = Network.floats(1, 2, dense(1, Activation.TANH));
        assertThatThrownBy(() -> network.save(folder)).isInstanceOf(HadamardIOException.class);
        assertThatThrownBy(() -> network.save(directory.resolve("none/model")))
                .isInstanceOf(HadamardIOException.class)
                .hasMessageContaining("its directory does not exist");
        assertThat(folder).isEmptyDirectory();
    }
}
