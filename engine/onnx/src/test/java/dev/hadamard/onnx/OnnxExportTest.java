// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.onnx;

import static dev.hadamard.Layer.dense;
import static dev.hadamard.Layer.residual;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import dev.hadamard.Activation;
import dev.hadamard.Initializer;
import dev.hadamard.Layer;
import dev.hadamard.Network;
import dev.hadamard.io.HadamardIOException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What ONNX Runtime computes of a file is what a predictor computes of the network, and what is read back as well. */
class OnnxExportTest {

    private static final double[][] X = Rows.normal(1, 7, 5);

    /** Rounding of some dozen float operations, in another order. */
    private static final double FLOAT_TOLERANCE = 1e-5;

    private static final double DOUBLE_TOLERANCE = 1e-12;

    @TempDir
    Path directory;

    static Stream<Activation> activations() {
        return Stream.concat(
                Stream.of(Activation.Standard.values()),
                Stream.of(Activation.leakyRelu(), Activation.leakyRelu(-0.5), Activation.elu(), Activation.elu(-0.7)));
    }

    /** The function in the middle, in residual blocks, at the end; biases that are not 0; a layer without any. */
    private static Layer[] layers(Activation activation) {
        return new Layer[] {
            dense(6, activation).biases(Initializer.normal(0, 1)),
            residual(
                    dense(4, activation).withoutBias(),
                    residual(dense(4, Activation.TANH).biases(Initializer.normal(0, 1))),
                    dense(6, activation)),
            dense(3, activation).biases(Initializer.normal(0, 1))
        };
    }

    @ParameterizedTest
    @MethodSource("activations")
    void floats(Activation activation) throws IOException, OrtException {
        Path path = directory.resolve("model.onnx");
        Network<float[]> network = Network.floats(3, 5, layers(activation));
        assertThat(OnnxExport.write(network, path)).isEmpty();
        double[][] expected = Rows.predictedByFloats(network, X);
        Rows.assertClose(Runtime.run(path, X, false), expected, FLOAT_TOLERANCE);
        Network<float[]> imported = OnnxImport.readFloats(path);
        assertThat(imported).hasToString(network.toString());
        assertThat(imported.parameters()).isEqualTo(network.parameters());
        Rows.assertClose(Rows.predictedByFloats(imported, X), expected, 0);
    }

    @ParameterizedTest
    @MethodSource("activations")
    void doubles(Activation activation) throws IOException, OrtException {
        Path path = directory.resolve("model.onnx");
        Network<double[]> network = Network.doubles(3, 5, layers(activation));
        List<String> notes = OnnxExport.write(network, path);
        boolean rounded = activation == Activation.GELU;
        assertThat(notes).hasSize(rounded ? 1 : 0);
        double[][] expected = Rows.predictedByDoubles(network, X);
        Rows.assertClose(Runtime.run(path, X, true), expected, rounded ? FLOAT_TOLERANCE : DOUBLE_TOLERANCE);
        Network<double[]> imported = OnnxImport.readDoubles(path);
        assertThat(imported.parameters()).isEqualTo(network.parameters());
        Rows.assertClose(Rows.predictedByDoubles(imported, X), expected, DOUBLE_TOLERANCE);
    }

    /** What is left of a dropout is what a prediction leaves: nothing. */
    @Test
    void dropoutLeavesNoTrace() throws IOException, OrtException {
        Path path = directory.resolve("model.onnx");
        Network<float[]> network = Network.floats(
                3,
                5,
                Layer.dropout(0.2),
                dense(6, Activation.TANH),
                Layer.dropout(0.5),
                residual(dense(6, Activation.RELU), Layer.dropout(0.5)),
                dense(3, Activation.SOFTMAX));
        assertThat(OnnxExport.write(network, path)).isEmpty();
        Rows.assertClose(Runtime.run(path, X, false), Rows.predictedByFloats(network, X), FLOAT_TOLERANCE);
        Network<float[]> imported = OnnxImport.readFloats(path);
        assertThat(imported.layers()).hasSize(3);
        assertThat(imported.parameters()).isEqualTo(network.parameters());
    }

    @Test
    void branchesAndNormalisation() throws IOException, OrtException {
        Layer[] layers = {
            Layer.layerNorm(),
            Layer.concatenate(
                    dense(6, Activation.TANH),
                    Layer.chain(Layer.columns(1, 4), dense(4, Activation.IDENTITY), Layer.layerNorm(Activation.RELU)),
                    Layer.columns(2, 3)),
            Layer.batchNorm(Activation.TANH),
            Layer.chain(
                    dense(4, Activation.GELU_TANH),
                    Layer.layerNorm(Activation.SOFTMAX).withEpsilon(0.25)),
            dense(3, Activation.SOFTMAX)
        };
        Path path = directory.resolve("model.onnx");
        Network<float[]> floats = Network.floats(3, 5, layers);
        for (int i = 0; i < floats.parameterCount(); i++) {
            floats.parameters()[i] += 0.25f * (float) Math.sin(i); // running statistics, gains and biases too
        }
        assertThat(OnnxExport.write(floats, path)).isEmpty();
        Rows.assertClose(Runtime.run(path, X, false), Rows.predictedByFloats(floats, X), FLOAT_TOLERANCE);
        Network<double[]> doubles = Network.doubles(3, 5, layers);
        assertThat(OnnxExport.write(doubles, path))
                .containsExactly("The epsilon of normalisation is rounded to a float.");
        Rows.assertClose(Runtime.run(path, X, true), Rows.predictedByDoubles(doubles, X), 1e-6);
    }

    @Test
    void theBatchIsOpen() throws IOException, OrtException {
        Path path = directory.resolve("model.onnx");
        OnnxExport.write(Network.floats(3, 5, dense(2, Activation.SOFTMAX)), path);
        for (int rows : new int[] {1, 2, 33}) {
            assertThat(Runtime.run(path, Rows.normal(2, rows, 5), false)).hasNumberOfRows(rows);
        }
    }

    @Test
    void usersFunctionsAreRefusedByName() {
        Path path = directory.resolve("model.onnx");
        Activation custom = Activation.elementwise("wave", Math::sin, Math::cos);
        Network<float[]> network = Network.floats(3, 5, dense(2, custom));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OnnxExport.write(network, path))
                .withMessageContaining("\"wave\"");
        assertThat(path).doesNotExist();
    }

    @Test
    void whereItCannotBeWrittenIsTold() {
        assertThatThrownBy(() -> OnnxExport.write(
                        Network.floats(3, 5, dense(2, Activation.TANH)), directory.resolve("none/model.onnx")))
                .isInstanceOf(HadamardIOException.class)
                .hasMessageContaining("its directory does not exist");
    }
}
