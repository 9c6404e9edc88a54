// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static dev.hadamard.Layer.batchNorm;
import static dev.hadamard.Layer.chain;
import static dev.hadamard.Layer.columns;
import static dev.hadamard.Layer.concatenate;
import static dev.hadamard.Layer.dense;
import static dev.hadamard.Layer.dropout;
import static dev.hadamard.Layer.layerNorm;
import static dev.hadamard.Layer.residual;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.hadamard.io.HadamardIOException;
import dev.hadamard.io.TensorFile;
import dev.hadamard.io.TensorInfo;
import dev.hadamard.reference.ReferenceTrainer;
import dev.hadamard.verify.Oracle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Splits, concatenations, layer and batch normalisation, in every place where they may stand. */
class LayersTest {

    private static final int ROWS = 7;
    private static final int INPUTS = 5;
    private static final int OUTPUTS = 3;
    private static final int STRUCTURES = 20;
    private static final double[][] X = Examples.normal(1, ROWS, INPUTS);
    private static final double[][] Y = Examples.oneHot(Examples.labels(2, ROWS, OUTPUTS), OUTPUTS);

    @TempDir
    Path directory;

    private static Layer output() {
        return dense(OUTPUTS, Activation.SOFTMAX);
    }

    private static Map<String, Layer[]> structures() {
        Map<String, Layer[]> all = new LinkedHashMap<>();
        all.put("norm", new Layer[] {dense(9, Activation.IDENTITY), layerNorm(Activation.TANH), output()});
        all.put("norm behind an activation", new Layer[] {dense(9, Activation.GELU), layerNorm(), output()});
        all.put("norm on the input", new Layer[] {layerNorm(), dense(4, Activation.SILU), output()});
        all.put("norms in a row", new Layer[] {
            dense(6, Activation.SOFTMAX), layerNorm(Activation.SOFTMAX), layerNorm(Activation.SIGMOID), output()
        });
        all.put("norm at the end", new Layer[] {dense(OUTPUTS, Activation.IDENTITY), layerNorm(Activation.SOFTMAX)});
        all.put("norms in blocks", new Layer[] {
            dense(6, Activation.IDENTITY),
            residual(layerNorm(Activation.GELU_TANH), dense(6, Activation.IDENTITY)),
            residual(layerNorm(Activation.SILU)),
            layerNorm(Activation.elu(1)),
            output()
        });
        all.put("branches", new Layer[] {
            concatenate(dense(4, Activation.TANH), chain(dense(7, Activation.SIGMOID), dense(2, Activation.GELU))),
            output()
        });
        all.put("branches behind an activation", new Layer[] {
            dense(6, Activation.SILU),
            concatenate(dense(4, Activation.TANH), columns(0, 6), chain(columns(2, 5), dense(3, Activation.GELU))),
            output()
        });
        all.put("split", new Layer[] {
            concatenate(
                    chain(columns(0, 2), dense(3, Activation.TANH)),
                    chain(columns(2, 5), dense(4, Activation.SOFTPLUS))),
            output()
        });
        all.put("branches in branches", new Layer[] {
            dense(4, Activation.TANH),
            concatenate(
                    concatenate(columns(1, 2), dense(2, Activation.SIGMOID)),
                    chain(residual(dense(4, Activation.SOFTMAX)), concatenate(columns(0, 4), columns(3, 4)))),
            output()
        });
        all.put("a block of branches", new Layer[] {
            residual(concatenate(dense(2, Activation.TANH), dense(3, Activation.GELU))), output()
        });
        all.put("branches at the end", new Layer[] {
            dense(6, Activation.TANH), concatenate(dense(1, Activation.SIGMOID), dense(OUTPUTS - 1, Activation.SOFTMAX))
        });
        all.put("columns at the end", new Layer[] {dense(OUTPUTS + 2, Activation.SIGMOID), columns(1, OUTPUTS + 1)});
        all.put("batch norm", new Layer[] {
            dense(9, Activation.IDENTITY).withoutBias(), batchNorm(Activation.TANH), output()
        });
        all.put("batch norm behind an activation", new Layer[] {dense(9, Activation.GELU), batchNorm(), output()});
        all.put("batch norm on the input", new Layer[] {
            batchNorm().withEpsilon(0.1).withMomentum(0.5), dense(4, Activation.SOFTMAX), batchNorm(), output()
        });
        all.put("batch norm at the end", new Layer[] {dense(OUTPUTS, Activation.IDENTITY), batchNorm(Activation.SOFTMAX)
        });
        all.put("batch norms in blocks", new Layer[] {
            dense(6, Activation.TANH),
            residual(batchNorm(Activation.SILU), dense(6, Activation.TANH)),
            residual(residual(batchNorm(Activation.SOFTMAX)), dropout(0.2)),
            batchNorm(Activation.elu(1)),
            output()
        });
        all.put("batch norms in branches", new Layer[] {
            concatenate(
                    chain(dense(4, Activation.TANH), batchNorm()),
                    chain(columns(1, 3), batchNorm(Activation.SIGMOID), dropout(0.3)),
                    columns(0, 2)),
            layerNorm(),
            output()
        });
        all.put("everything", new Layer[] {
            concatenate(chain(layerNorm(), dropout(0.3), dense(4, Activation.TANH)), columns(0, 3)),
            layerNorm(Activation.SILU),
            chain(chain(dropout(0.2))),
            output()
        });
        return all;
    }

    /** Gains and biases as training leaves them: not all alike. */
    private static <A> Network<A> network(Setting<A> setting, Layer[] layers) {
        Network<A> network = setting.network(5, INPUTS, layers);
        double[] parameters = network.parametersAsDoubles();
        for (ParameterRange range : network.ranges()) {
            for (int i = 0; range.rows() == 1 && i < range.length(); i++) {
                parameters[range.offset() + i] += 0.25 * Math.sin(range.offset() + i);
            }
        }
        network.setParameters(parameters);
        return network;
    }

    private static <A> StructureChecks<A> checks(Setting<A> setting) {
        return new StructureChecks<>(setting, structures(), layers -> network(setting, layers), X, Y);
    }

    @EverySetting
    <A> void agreesWithTheReference(Setting<A> setting) {
        assertThat(checks(setting).againstTheReference(Optimizer.adamW(0.01))).isEqualTo(2 * STRUCTURES);
    }

    @EverySetting
    <A> void agreesWithFiniteDifferences(Setting<A> setting) {
        assertThat(checks(setting).againstDifferences()).isEqualTo(STRUCTURES);
    }

    /** torch.nn.LayerNorm(4)(torch.tensor([[1., 2., 3., 4.]])) prints -1.3416, -0.4472, 0.4472, 1.3416. */
    @EverySetting
    <A> void normalizesAsTorchDoes(Setting<A> setting) {
        Network<A> network = setting.network(1, 4, layerNorm());
        try (Predictor<A> predictor = Predictor.of(network, 1, setting.backend())) {
            double scale = 1 / Math.sqrt(1.25 + 1e-5);
            double[] normalized = predictor.predict(new double[] {1, 2, 3, 4});
            for (int i = 0; i < 4; i++) {
                assertThat(normalized[i]).isCloseTo((i - 1.5) * scale, within(1e-7));
            }
            assertThat(predictor.predict(new double[] {7, 7, 7, 7})).containsOnly(0);
        }
        assertThat(network.ranges()).extracting(ParameterRange::name).containsExactly("g1", "b1");
        assertThat(network.parametersAsDoubles()).containsExactly(1, 1, 1, 1, 0, 0, 0, 0);
    }

    /** torch.nn.BatchNorm1d(1) on 1, 2, 3, 4; afterwards running_mean is 0.25 and running_var 1.0667. */
    @EverySetting
    <A> void batchesAreNormalizedAsTorchDoes(Setting<A> setting) {
        Network<A> network = setting.network(1, 1, batchNorm());
        double[][] x = {{1}, {2}, {3}, {4}};
        double scale = 1 / Math.sqrt(1.25 + 1e-5);
        try (Trainer<A> trainer = setting.trainer(network)
                .loss(Loss.halfSquaredError())
                .optimizer(Optimizer.gradientDescent(1e-12))
                .batch(4)
                .build()) {
            Gradients<A> gradients = trainer.gradients(x, x);
            for (int i = 0; i < 4; i++) {
                assertThat(network.elements().get(gradients.activation(1), i))
                        .isCloseTo((i - 1.5) * scale, within(1e-6));
            }
            assertThat(network.parametersAsDoubles()).containsExactly(1, 0, 0, 1); // no step, no statistics
            trainer.step(x, x);
        }
        assertThat(network.ranges()).extracting(ParameterRange::name).containsExactly("g1", "b1", "mean1", "var1");
        assertThat(network.parametersAsDoubles())
                .containsExactly(new double[] {1, 0, 0.25, 0.9 + 0.1 * 5 / 3}, within(1e-6));
        try (Predictor<A> predictor = Predictor.of(network, 1, setting.backend())) {
            assertThat(predictor.predict(new double[] {2})[0])
                    .isCloseTo(1.75 / Math.sqrt(0.9 + 0.5 / 3 + 1e-5), within(1e-6));
        }
    }

    @EverySetting
    <A> void aFrozenBatchNormComputesAsInPrediction(Setting<A> setting) {
        Network<A> network = network(setting, new Layer[] {dense(4, Activation.TANH), batchNorm(), output()});
        double[] before = network.parametersAsDoubles();
        try (Trainer<A> trainer = setting.trainer(network).freeze(2).batch(ROWS).build();
                Predictor<A> predictor = Predictor.of(network, 1, setting.backend())) {
            Gradients<A> gradients = trainer.gradients(X, Y);
            double[] predicted = predictor.predict(X[3]);
            for (int i = 0; i < OUTPUTS; i++) {
                assertThat(network.elements().get(gradients.activation(3), 3 * OUTPUTS + i))
                        .isCloseTo(predicted[i], within(1e-6));
            }
            trainer.step(X, Y);
        }
        for (ParameterRange range : network.ranges()) {
            if (range.layer() == 2) {
                assertThat(Arrays.copyOfRange(
                                network.parametersAsDoubles(), range.offset(), range.offset() + range.length()))
                        .as(range.name())
                        .isEqualTo(Arrays.copyOfRange(before, range.offset(), range.offset() + range.length()));
            }
        }
    }

    /** No variance, no NaN. */
    @EverySetting
    <A> void aBatchOfOneRow(Setting<A> setting) {
        Network<A> network = setting.network(1, INPUTS, batchNorm(), output());
        try (Trainer<A> trainer = setting.trainer(network).batch(ROWS).build()) {
            trainer.step(new double[][] {X[0]}, new double[][] {Y[0]});
            trainer.step(X, Y);
        }
        assertThat(Arrays.stream(network.parametersAsDoubles())).allMatch(Double::isFinite);
        assertThat(network.parametersAsDoubles()[2 * INPUTS]).isNotZero();
    }

    /** Whose line search asks for the cost of many points, but ends in one step. */
    @EverySetting
    <A> void lbfgsTrainsBatchNorms(Setting<A> setting) {
        Network<A> network = setting.network(1, INPUTS, dense(6, Activation.TANH), batchNorm(), output());
        try (Trainer<A> trainer = setting.trainer(network)
                .batch(ROWS)
                .optimizer(Optimizer.lbfgs())
                .stop(Stop.afterEpochs(12))
                .build()) {
            History history = trainer.fit(setting.precision().data(X, Examples.labels(2, ROWS, OUTPUTS), OUTPUTS));
            List<History.Epoch> epochs = history.epochs();
            assertThat(history.finalCost()).isLessThan(epochs.get(0).cost() / 10);
        }
        ParameterRange mean = network.ranges().get(4);
        assertThat(mean.kind()).isEqualTo(ParameterRange.Kind.MEAN);
        assertThat(network.parametersAsDoubles()[mean.offset()]).isNotZero();
    }

    /** Rows of weight 0 count in no statistic. */
    @EverySetting
    <A> void rowsOfWeightZeroAreAbsentFromTheBatch(Setting<A> setting) {
        int[] labels = Examples.labels(2, ROWS, OUTPUTS);
        double[] weights = {1, 0, 2, 0.5, 0, 1, 1};
        int[] kept = IntStream.range(0, ROWS).filter(row -> weights[row] != 0).toArray();
        double[][] fewX = Arrays.stream(kept).mapToObj(row -> X[row]).toArray(double[][]::new);
        int[] fewLabels = Arrays.stream(kept).map(row -> labels[row]).toArray();
        double[] fewWeights =
                Arrays.stream(kept).mapToDouble(row -> weights[row]).toArray();
        Layer[] layers = {batchNorm(), dense(4, Activation.TANH), batchNorm(), output()};
        Network<A> all = setting.network(1, INPUTS, layers);
        Network<A> few = setting.network(1, INPUTS, layers);
        ReferenceTrainer reference = Oracle.trainer(all, Loss.crossEntropy(), Optimizer.gradientDescent(0.1));
        double cost = reference
                .gradients(setting.precision().rounded(X), Examples.oneHot(labels, OUTPUTS), weights)
                .cost();
        try (Trainer<A> one = setting.trainer(all).batch(ROWS).build();
                Trainer<A> other = setting.trainer(few).batch(ROWS).build()) {
            A x = setting.precision().block(X).array();
            A xOfFew = setting.precision().block(fewX).array();
            assertThat(one.step(x, 0, INPUTS, labels, 0, weights, 0, ROWS))
                    .isEqualTo(other.step(xOfFew, 0, INPUTS, fewLabels, 0, fewWeights, 0, kept.length))
                    .isCloseTo(cost, within(cost * 16 * setting.precision().epsilon()));
        }
        assertThat(all.parametersAsDoubles()).isEqualTo(few.parametersAsDoubles());
    }

    /** What products apply at once, and what follows the whole gradient, are the same bits. */
    @EverySetting
    <A> void fusedUpdatesChangeNoBit(Setting<A> setting) {
        for (Layer[] layers : structures().values()) {
            double[][] results = new double[2][];
            for (int guarded = 0; guarded < 2; guarded++) {
                Network<A> network = network(setting, layers);
                try (Trainer<A> trainer = setting.trainer(network)
                        .loss(Loss.halfSquaredError())
                        .optimizer(Optimizer.momentum(0.05, 0.9))
                        .guard(guarded == 1 ? Guard.FULL : Guard.COST)
                        .batch(ROWS)
                        .build()) {
                    for (int step = 0; step < 4; step++) {
                        trainer.step(X, Y);
                    }
                }
                results[guarded] = network.parametersAsDoubles();
            }
            if (setting.backend().name().equals("simd")
                    || setting.backend().name().equals("scalar")) {
                assertThat(results[0]).isEqualTo(results[1]);
            } else {
                assertThat(results[0]).containsExactly(results[1], within(1e-5));
            }
        }
    }

    @EverySetting
    <A> void predictsRowsThatLieAnywhere(Setting<A> setting) {
        for (Layer[] layers : structures().values()) {
            Network<A> network = network(setting, layers);
            Precision.Block<A> x = setting.precision().block(X, 3, INPUTS + 2);
            A out = setting.precision().array(new double[ROWS * OUTPUTS]);
            A single = setting.precision().array(new double[ROWS * OUTPUTS]);
            try (Predictor<A> all = Predictor.of(network, 4, setting.backend());
                    Predictor<A> one = Predictor.of(network, 1, setting.backend())) {
                all.predict(x.array(), 3, x.stride(), out, 0, OUTPUTS, ROWS);
                one.predict(x.array(), 3, x.stride(), single, 0, OUTPUTS, ROWS);
            }
            double[] expected = new double[ROWS * OUTPUTS];
            network.elements().toDoubles(single, 0, expected, 0, expected.length);
            double[] actual = new double[ROWS * OUTPUTS];
            network.elements().toDoubles(out, 0, actual, 0, actual.length);
            assertThat(actual).containsExactly(expected, within(1e-6));
        }
    }

    @EverySetting
    <A> void frozenLayersStay(Setting<A> setting) {
        Network<A> network = setting.network(
                1, INPUTS, dense(4, Activation.TANH), layerNorm(), dense(4, Activation.TANH), layerNorm(), output());
        double[] before = network.parametersAsDoubles();
        try (Trainer<A> trainer =
                setting.trainer(network).freeze(1, 2, 4).batch(ROWS).build()) {
            trainer.step(X, Y);
        }
        double[] after = network.parametersAsDoubles();
        for (ParameterRange range : network.ranges()) {
            double[] was = Arrays.copyOfRange(before, range.offset(), range.offset() + range.length());
            double[] is = Arrays.copyOfRange(after, range.offset(), range.offset() + range.length());
            if (range.layer() == 3 || range.layer() == 5) {
                assertThat(is).as(range.name()).isNotEqualTo(was);
            } else {
                assertThat(is).as(range.name()).isEqualTo(was);
            }
        }
    }

    /** Penalties, decay and limits spare gains as they spare biases. */
    @EverySetting
    <A> void decaySparesGains(Setting<A> setting) {
        double[][] gains = new double[2][];
        for (int i = 0; i < 2; i++) {
            Network<A> network = setting.network(1, INPUTS, layerNorm(), output());
            try (Trainer<A> trainer = setting.trainer(network)
                    .optimizer(Optimizer.gradientDescent(1e-9))
                    .regularization(new Regularization(0, 0, 1e7, 0, i == 1))
                    .batch(ROWS)
                    .build()) {
                trainer.step(X, Y);
            }
            gains[i] = Arrays.copyOf(network.parametersAsDoubles(), INPUTS);
        }
        assertThat(gains[0]).containsExactly(new double[] {1, 1, 1, 1, 1}, within(1e-6));
        assertThat(gains[1]).containsExactly(new double[] {0.99, 0.99, 0.99, 0.99, 0.99}, within(1e-6));
    }

    @Test
    void modelsKeepTheirLayers() throws IOException {
        int saved = 0;
        for (Layer[] layers : structures().values()) {
            Network<double[]> network = Network.doubles(3, INPUTS, layers);
            Path file = directory.resolve("model" + saved);
            network.save(file);
            Network<double[]> loaded = Network.loadDoubles(file);
            assertThat(Architecture.write(loaded.layers())).isEqualTo(Architecture.write(network.layers()));
            assertThat(loaded.parameters()).isEqualTo(network.parameters());
            assertThat(loaded.toString()).isEqualTo(network.toString());
            Path torch = directory.resolve("torch" + saved);
            ModelFile.of(network).layout(ParameterLayout.TORCH).write(torch);
            assertThat(Network.loadDoubles(torch).parameters()).isEqualTo(network.parameters());
            saved++;
        }
        assertThat(saved).isEqualTo(STRUCTURES);
    }

    @Test
    void namesAreThoseOfTorchModules() throws IOException {
        Network<float[]> network = Network.floats(
                1,
                INPUTS,
                dense(4, Activation.IDENTITY),
                layerNorm(Activation.RELU),
                concatenate(dense(2, Activation.TANH), chain(columns(0, 2), dense(3, Activation.TANH), layerNorm())),
                output());
        Path file = directory.resolve("torch");
        ModelFile.of(network).layout(ParameterLayout.TORCH).write(file);
        try (TensorFile tensors = TensorFile.open(file)) {
            assertThat(tensors.tensors())
                    .extracting(TensorInfo::name)
                    .containsExactlyInAnyOrder(
                            "0.weight",
                            "0.bias",
                            "1.weight",
                            "1.bias",
                            "3.0.0.weight",
                            "3.0.0.bias",
                            "3.1.1.weight",
                            "3.1.1.bias",
                            "3.1.3.weight",
                            "3.1.3.bias",
                            "4.weight",
                            "4.bias");
            assertThat(tensors.tensor("1.weight").shape()).containsExactly(4L);
        }
        assertThat(network.toString())
                .startsWith("float 5-4 identity-layer norm relu-concatenation(2 tanh-chain(columns 0 to 2-3 tanh-layer"
                        + " norm identity))-3 softmax (");
    }

    @Test
    void badDescriptionsAreRefused() {
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("[{\"layer_norm\":1e-5}]", "a layer is either dense");
        bad.put("[{\"layer_norm\":0,\"activation\":\"relu\"}]", "epsilon");
        bad.put("[{\"layer_norm\":1e-5,\"dense\":3,\"activation\":\"relu\"}]", "a layer is either dense");
        bad.put("[{\"batch_norm\":1e-5,\"activation\":\"relu\"}]", "a layer is either dense");
        bad.put("[{\"batch_norm\":1e-5,\"momentum\":2,\"activation\":\"relu\"}]", "momentum");
        bad.put("[{\"momentum\":0.1,\"dropout\":0.1}]", "a layer is either dense");
        bad.put("[{\"columns\":0}]", "a layer is either dense");
        bad.put("[{\"to\":1}]", "a layer is either dense");
        bad.put("[{\"columns\":2,\"to\":1}]", "columns");
        bad.put("[{\"concatenate\":[]}]", "branches in concatenate");
        bad.put("[{\"chain\":[]}]", "layers in chain");
        bad.put("[{\"chain\":3}]", "wrong type");
        bad.put("[{\"concatenate\":[{\"dropout\":0}],\"activation\":\"relu\"}]", "a layer is either dense");
        bad.forEach((text, message) -> assertThatExceptionOfType(HadamardIOException.class)
                .as(text)
                .isThrownBy(() -> Architecture.read(text))
                .withMessageContaining(message));
    }

    @Test
    void badSettingsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> concatenate()).withMessageContaining("branches");
        assertThatIllegalArgumentException().isThrownBy(() -> chain()).withMessageContaining("layers");
        assertThatIllegalArgumentException().isThrownBy(() -> columns(-1, 2)).withMessageContaining("-1 to 2");
        assertThatIllegalArgumentException().isThrownBy(() -> columns(2, 2)).withMessageContaining("2 to 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> layerNorm().withEpsilon(0))
                .withMessageContaining("epsilon");
        for (double momentum : new double[] {0, -1, 1.5, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> batchNorm().withMomentum(momentum))
                    .withMessageContaining("momentum");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> batchNorm().withEpsilon(-1))
                .withMessageContaining("epsilon");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Network.floats(1, 3, columns(1, 4), dense(1, Activation.TANH)))
                .withMessageContaining("columns 1 to 4 do not lie in the 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Network.floats(1, 3, columns(1, 2)))
                .withMessageContaining("layers with parameters must be at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Network.floats(1, 3, residual(concatenate(columns(0, 1), columns(0, 1)))))
                .withMessageContaining("residual");
    }

    /** A normalisation reads units by their place, so nobody warns of twins below it. */
    @Test
    void twinUnitsBelowANormAreNoneForEver() {
        Layer.Dense twins = dense(2, Activation.TANH).weights(Initializer.constant(0.5));
        Layer.Dense flat = dense(2, Activation.SOFTMAX).weights(Initializer.constant(0.5));
        List<List<String>> warnings = List.of(
                SymmetricUnits.warnings(Network.floats(1, 3, twins, flat)),
                SymmetricUnits.warnings(Network.floats(1, 3, twins, layerNorm(), flat)),
                SymmetricUnits.warnings(Network.floats(1, 3, twins, concatenate(columns(0, 2)), flat)));
        assertThat(warnings.get(0)).hasSize(1);
        assertThat(warnings.get(1)).isEmpty();
        assertThat(warnings.get(2)).isEmpty();
    }
}
