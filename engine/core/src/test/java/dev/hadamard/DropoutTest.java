// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static dev.hadamard.Layer.dense;
import static dev.hadamard.Layer.dropout;
import static dev.hadamard.Layer.residual;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hadamard.Precision.Block;
import dev.hadamard.data.Dataset;
import dev.hadamard.io.HadamardIOException;
import dev.hadamard.io.TensorFile;
import dev.hadamard.verify.OracleCheck;
import dev.hadamard.verify.OracleReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dropout in every place, against the reference, finite differences, and its own definition. */
class DropoutTest {

    private static final int ROWS = 11;
    private static final int INPUTS = 7;
    private static final int OUTPUTS = 3;
    private static final double[][] X = Examples.normal(1, ROWS, INPUTS);
    private static final int[] CLASSES = Examples.labels(2, ROWS, OUTPUTS);
    private static final double[][] Y = Examples.oneHot(CLASSES, OUTPUTS);

    @TempDir
    Path directory;

    private static Layer output() {
        return dense(OUTPUTS, Activation.SOFTMAX);
    }

    /**
     * Between layers, on the input, behind each kind of activation, in and around blocks, twice in a row, at the end.
     */
    private static Map<String, Layer[]> structures() {
        Map<String, Layer[]> structures = new LinkedHashMap<>();
        structures.put("hidden", new Layer[] {dense(9, Activation.TANH), dropout(0.5), output()});
        structures.put("input", new Layer[] {dropout(0.2), dense(9, Activation.GELU), output()});
        structures.put("row-wise", new Layer[] {dense(9, Activation.SOFTMAX), dropout(0.3), output()});
        structures.put("twice", new Layer[] {dense(9, Activation.SILU), dropout(0.3), dropout(0.4), output()});
        structures.put(
                "at the end",
                new Layer[] {dense(9, Activation.TANH), dense(OUTPUTS, Activation.SIGMOID), dropout(0.25)});
        structures.put("in a block", new Layer[] {
            dense(5, Activation.TANH),
            residual(dense(8, Activation.SIGMOID), dropout(0.4), dense(5, Activation.TANH)),
            output()
        });
        structures.put("a block's end", new Layer[] {
            dense(5, Activation.TANH), residual(dense(5, Activation.SIGMOID), dropout(0.4)), dropout(0.1), output()
        });
        structures.put("a block of its own", new Layer[] {dense(5, Activation.TANH), residual(dropout(0.5)), output()});
        structures.put(
                "block on the input", new Layer[] {residual(dropout(0.5)), dense(4, Activation.elu()), output()});
        structures.put("rate 0", new Layer[] {dense(9, Activation.TANH), dropout(0), output()});
        return structures;
    }

    private static <A> StructureChecks<A> checks(Setting<A> setting) {
        return new StructureChecks<>(setting, structures(), layers -> setting.network(5, INPUTS, layers), X, Y);
    }

    @EverySetting
    <A> void agreesWithTheReference(Setting<A> setting) {
        assertThat(checks(setting).againstTheReference(Optimizer.gradientDescent(0.1)))
                .isEqualTo(2 * 10);
    }

    /**
     * Rows near a kink leave the batch, and those behind them move to other masks, in the reference as in the engine.
     */
    @EverySetting
    <A> void agreesWhereRowsAreLeftOut(Setting<A> setting) {
        Network<A> network = setting.network(
                5,
                1,
                dropout(0.5),
                dense(2, Activation.RELU).weights(Initializer.constant(1)),
                dropout(0.5),
                dense(1, Activation.IDENTITY));
        double[] parameters = network.parametersAsDoubles();
        parameters[3] = 1; // the second unit's bias: the layer's largest pre-activation
        network.setParameters(parameters);
        double tiny = setting.precision().elements().epsilon();
        double[][] x = {{tiny}, {1}, {tiny}, {2}, {-3}, {tiny}, {3}, {4}};
        // An output that does not saturate: 1 − a² of a saturated tanh is rounding alone.
        double[][] y = {{1}, {0}, {-1}, {1}, {0}, {1}, {-1}, {1}};
        OracleReport report = OracleCheck.of(network, Loss.squaredError(), Optimizer.gradientDescent(1e-4))
                .backend(setting.backend())
                .steps(8)
                .check(x, y)
                .assertAgrees();
        assertThat(report.rowsLeftOut()).isBetween(1L, report.rows() / 2);
    }

    @EverySetting
    <A> void agreesWithFiniteDifferences(Setting<A> setting) {
        assertThat(checks(setting).againstDifferences()).isEqualTo(10);
    }

    /** By the definition: a uniform number below the rate drops; what stays is scaled by 1/(1 − rate). */
    @EverySetting
    <A> void elementsAreDroppedByTheHashOfSeedStepLayerAndIndex(Setting<A> setting) {
        double rate = 0.3;
        Network<A> network = setting.network(77, INPUTS, dropout(rate), dropout(0.75), dense(1, Activation.IDENTITY));
        Block<A> x = setting.precision().block(X, 2, INPUTS + 3);
        Block<A> y = setting.precision().block(new double[ROWS][1], 0, 1);
        double least = setting.precision().elements().epsilon();
        try (Trainer<A> trainer = setting.trainer(network)
                .optimizer(Optimizer.gradientDescent(1e-9))
                .loss(Loss.halfSquaredError())
                .build()) {
            for (long step = 1; step <= 3; step++) {
                Gradients<A> gradients = trainer.gradients(x.array(), 2, x.stride(), y.array(), 0, 1, ROWS);
                double[] first = setting.precision().doubles(gradients.activation(1));
                double[] second = setting.precision().doubles(gradients.activation(2));
                CounterRandom random = new CounterRandom(77, CounterRandom.Purpose.DROPOUT, step);
                for (int i = 0; i < ROWS * INPUTS; i++) {
                    double in = setting.precision().elements().get(x.array(), 2 + i / INPUTS * x.stride() + i % INPUTS);
                    double kept = uniform(random, 1, i) < rate ? 0 : in / (1 - rate);
                    assertThat(Math.abs(first[i] - kept)).isLessThanOrEqualTo(least * Math.abs(kept));
                    assertThat(second[i]).isEqualTo(uniform(random, 2, i) < 0.75 ? 0 * first[i] : 4 * first[i]);
                }
                trainer.step(x.array(), 2, x.stride(), y.array(), 0, 1, ROWS);
                assertThat(trainer.steps()).isEqualTo(step);
            }
        }
    }

    private static double uniform(CounterRandom random, int layer, int index) {
        return (random.at(((long) layer << 32) + index) >>> 11) * 0x1p-53;
    }

    @EverySetting
    <A> void theShareDroppedIsTheRateAndTheMeanStays(Setting<A> setting) {
        int width = 500;
        int rows = 200;
        for (double rate : new double[] {0, 0.1, 0.5, 0.9}) {
            Network<A> network = setting.network(3, width, dropout(rate), dense(1, Activation.IDENTITY));
            A x = setting.precision().elements().allocate(rows * width);
            setting.precision().elements().fill(x, 0, rows * width, 1);
            A y = setting.precision().elements().allocate(rows);
            try (Trainer<A> trainer = setting.trainer(network)
                    .loss(Loss.halfSquaredError())
                    .batch(rows)
                    .build()) {
                double[] a = setting.precision()
                        .doubles(trainer.gradients(x, 0, width, y, 0, 1, rows).activation(1));
                double dropped = 0;
                double mean = 0;
                for (double value : a) {
                    dropped += value == 0 ? 1.0 / a.length : 0;
                    mean += value / a.length;
                }
                // five standard deviations of a binomial share
                double share = 5 * Math.sqrt(rate * (1 - rate) / a.length) + 1e-9;
                assertThat(Math.abs(dropped - rate)).isLessThanOrEqualTo(share);
                assertThat(Math.abs(mean - 1)).isLessThanOrEqualTo(share / (1 - rate) + 1e-6);
            }
        }
    }

    /** A network without the dropouts, of the same parameters, gives the same bits. */
    @EverySetting
    <A> void nothingIsDroppedInPredictionOrCost(Setting<A> setting) {
        Network<A> dropping = setting.network(
                5, INPUTS, dropout(0.5), dense(9, Activation.TANH), dropout(0.5), residual(dropout(0.9)), output());
        // A residual block of a dropout alone doubles in prediction, so here it stands in both networks.
        Network<A> plain = setting.network(5, INPUTS, dense(9, Activation.TANH), residual(dropout(0)), output());
        plain.setParameters(dropping.parametersAsDoubles());
        Block<A> x = setting.precision().block(X, 1, INPUTS + 2);
        A expected = setting.precision().elements().allocate(ROWS * OUTPUTS);
        A actual = setting.precision().elements().allocate(ROWS * OUTPUTS);
        try (Predictor<A> one = setting.predictor(plain, 4);
                Predictor<A> other = setting.predictor(dropping, 4);
                Trainer<A> trainer = setting.trainer(dropping).build();
                Trainer<A> of = setting.trainer(plain).build()) {
            one.predict(x.array(), 1, x.stride(), expected, 0, OUTPUTS, ROWS);
            other.predict(x.array(), 1, x.stride(), actual, 0, OUTPUTS, ROWS);
            assertThat(actual).isEqualTo(expected);
            double cost = of.cost(x.array(), 1, x.stride(), CLASSES, 0, ROWS);
            assertThat(trainer.cost(x.array(), 1, x.stride(), CLASSES, 0, ROWS)).isEqualTo(cost);
            assertThat(trainer.gradients(x.array(), 1, x.stride(), CLASSES, 0, ROWS)
                            .cost())
                    .isNotEqualTo(cost);
            Dataset<A> data = setting.precision().data(X, CLASSES, OUTPUTS);
            History history = trainer.fit(data, data);
            assertThat(history.epochs()).isNotEmpty();
        }
    }

    @EverySetting
    <A> void nanIsNotHiddenByDroppingIt(Setting<A> setting) {
        Network<A> network = setting.network(5, INPUTS, dropout(0.999), output());
        double[][] x = new double[ROWS][INPUTS];
        x[4][2] = Double.NaN;
        try (Trainer<A> trainer = setting.trainer(network).build()) {
            assertThatThrownBy(() -> trainer.step(x, CLASSES)).isInstanceOf(NonFiniteException.class);
        }
    }

    /** Layers below a dropout that are frozen get no error signal. */
    @EverySetting
    <A> void frozenLayersBelowStayAsTheyAre(Setting<A> setting) {
        Network<A> network = setting.network(5, INPUTS, dense(4, Activation.TANH), dropout(0.5), output());
        double[] before = network.parametersAsDoubles();
        try (Trainer<A> trainer = setting.trainer(network).freeze(1).build()) {
            trainer.step(X, CLASSES);
            assertThatThrownBy(() -> trainer.gradients(X, Y).errorSignal(1)).isInstanceOf(IllegalStateException.class);
        }
        double[] after = network.parametersAsDoubles();
        int first = INPUTS * 4 + 4;
        assertThat(Arrays.copyOf(after, first)).isEqualTo(Arrays.copyOf(before, first));
        assertThat(after[first]).isNotEqualTo(before[first]);
    }

    /** A row of weight 0 is as good as absent: its place in the masks goes to the next. */
    @EverySetting
    <A> void rowsOfWeightZeroTakeNoMask(Setting<A> setting) {
        double[] weights = new double[ROWS];
        Arrays.fill(weights, 1);
        weights[0] = 0;
        weights[5] = 0;
        double[][] some = IntStream.range(0, ROWS)
                .filter(row -> weights[row] > 0)
                .mapToObj(row -> X[row])
                .toArray(double[][]::new);
        int[] classes = IntStream.range(0, ROWS)
                .filter(row -> weights[row] > 0)
                .map(row -> CLASSES[row])
                .toArray();
        Network<A> network = setting.network(5, INPUTS, dense(9, Activation.TANH), dropout(0.5), output());
        Network<A> other = network.snapshot();
        A x = setting.precision().block(X).array();
        try (Trainer<A> weighted = setting.trainer(network).build();
                Trainer<A> without = setting.trainer(other).build()) {
            for (int step = 0; step < 3; step++) {
                weighted.step(x, 0, INPUTS, CLASSES, 0, weights, 0, ROWS);
                double[] ones = new double[some.length];
                Arrays.fill(ones, 1);
                without.step(setting.precision().block(some).array(), 0, INPUTS, classes, 0, ones, 0, some.length);
            }
        }
        assertThat(network.parameters()).isEqualTo(other.parameters());
    }

    @EverySetting
    <A> void trainingGoesOnFromEveryStepWithTheSameBits(Setting<A> setting) throws IOException {
        Network<A> whole = setting.network(1, INPUTS, structures().get("a block's end"));
        Dataset<A> data = setting.precision().data(X, CLASSES, OUTPUTS);
        Path all = directory.resolve("all");
        try (Trainer<A> trainer = forResume(setting, whole).build()) {
            trainer.fit(data, Checkpoints.in(all).every(1).keep(100));
            assertThat(trainer.steps()).isEqualTo(9);
        }
        List<Path> files;
        try (Stream<Path> list = Files.list(all)) {
            files = list.sorted().toList();
        }
        assertThat(files).hasSize(9);
        for (Path file : files) {
            Path copy = Files.createDirectory(directory.resolve(file.getFileName()));
            Files.copy(file, copy.resolve(file.getFileName()));
            Network<A> network = setting.network(1, INPUTS, structures().get("a block's end"));
            try (Trainer<A> trainer = forResume(setting, network).build()) {
                assertThat(Checkpoints.in(copy).resume(trainer)).isPresent();
                trainer.fit(data);
            }
            assertThat(network.parameters()).isEqualTo(whole.parameters());
        }
        Network<A> otherSeed = setting.network(2, INPUTS, structures().get("a block's end"));
        try (Trainer<A> trainer = forResume(setting, otherSeed).build()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Checkpoints.in(all).resume(trainer))
                    .withMessageContaining("dropout by 1");
        }
    }

    private static <A> TrainerBuilder<A> forResume(Setting<A> setting, Network<A> network) {
        return setting.trainer(network)
                .optimizer(Optimizer.adam(0.01))
                .batch(4)
                .seed(8)
                .stop(Stop.afterEpochs(3));
    }

    @Test
    void modelsKeepTheirDropouts() throws IOException {
        Network<float[]> network =
                Network.floats(5, INPUTS, dropout(0.1), dense(4, Activation.RELU), residual(dropout(0.25)), output());
        Path path = directory.resolve("model");
        network.save(path);
        Network<float[]> loaded = Network.loadFloats(path);
        assertThat(loaded.layers().get(0)).isEqualTo(dropout(0.1));
        assertThat(Architecture.write(loaded.layers())).isEqualTo(Architecture.write(network.layers()));
        assertThat(Architecture.write(loaded.layers()))
                .contains("{\"dropout\":0.1}", "{\"residual\":[{\"dropout\":0.25}]}");
        assertThat(loaded.parameters()).isEqualTo(network.parameters());
        ModelFile.of(network).layout(ParameterLayout.TORCH).write(path);
        try (TensorFile file = TensorFile.open(path)) {
            assertThat(file.tensors())
                    .extracting(tensor -> tensor.name())
                    .containsExactly("1.weight", "1.bias", "4.weight", "4.bias");
        }
        assertThat(Network.loadFloats(path).parameters()).isEqualTo(network.parameters());
    }

    @Test
    void badDescriptionsAreRefused() {
        for (String text : new String[] {
            "[{\"dropout\":1}]",
            "[{\"dropout\":-0.1}]",
            "[{\"dropout\":\"0.5\"}]",
            "[{\"dropout\":0.5,\"dense\":3}]",
            "[{\"dropout\":0.5,\"activation\":\"relu\"}]",
            "[{\"dropout\":0.5,\"residual\":[{\"dropout\":0.5}]}]"
        }) {
            assertThatThrownBy(() -> Architecture.read(text)).as(text).isInstanceOf(HadamardIOException.class);
        }
    }

    @Test
    void badSettingsAreRefused() {
        for (double rate : new double[] {-0.1, 1, 1.5, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> dropout(rate))
                    .withMessage("rate of dropout must be from 0 to below 1, was " + rate);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Network.floats(1, 3, dropout(0.5)))
                .withMessageContaining("layers with parameters must be at least 1");
        Network<float[]> network = Network.floats(1, 3, dense(4, Activation.TANH), dropout(0.5), output());
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Trainer.of(network).optimizer(Optimizer.lbfgs()).build())
                .withMessageContaining("goes without dropout");
    }

    /** Equal units whose outputs are dropped at different times do separate. */
    @Test
    void twinUnitsBelowADropoutAreNoneForEver() {
        Layer twins = dense(4, Activation.TANH).weights(Initializer.constant(0.5));
        Layer sink = dense(2, Activation.SOFTMAX).weights(Initializer.constant(0.5));
        assertThat(SymmetricUnits.warnings(Network.floats(1, 3, twins, sink))).hasSize(1);
        assertThat(SymmetricUnits.warnings(Network.floats(1, 3, twins, dropout(0.5), sink)))
                .isEmpty();
    }
}
