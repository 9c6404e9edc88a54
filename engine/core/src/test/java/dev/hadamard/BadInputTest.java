// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.hadamard.data.Dataset;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Whatever doesn't fit is refused by name and number, before anything changed. */
class BadInputTest {

    private static final int INPUTS = 3;
    private static final int OUTPUTS = 2;
    private static final int BATCH = 4;
    private static final Activation RELU = Activation.RELU;

    /** A trainer and proof that a refused call left no trace. */
    private static final class Subject<A> implements AutoCloseable {
        final Precision<A> precision;
        final Network<A> network;
        final Trainer<A> trainer;
        private final double[] parameters;

        Subject(Setting<A> setting, int outputs) {
            precision = setting.precision();
            network = setting.network(
                    1, INPUTS, Layer.dense(4, Activation.TANH), Layer.dense(outputs, Activation.SOFTMAX));
            trainer = setting.trainer(network).batch(BATCH).build();
            parameters = network.parametersAsDoubles();
        }

        A zeros(int length) {
            return precision.elements().allocate(length);
        }

        void rejects(ThrowingCallable call, String... parts) {
            assertThatIllegalArgumentException()
                    .isThrownBy(call)
                    .satisfies(e -> assertThat(e.getMessage()).contains(parts));
            assertThat(network.parametersAsDoubles()).isEqualTo(parameters);
            assertThat(trainer.steps()).isZero();
        }

        @Override
        public void close() {
            trainer.close();
        }
    }

    @EverySetting
    <A> void rowsThatDontLieInsideTheirArrays(Setting<A> setting) {
        try (Subject<A> s = new Subject<>(setting, OUTPUTS)) {
            A x = s.zeros(12);
            A y = s.zeros(8);
            s.rejects(() -> s.trainer.step(s.zeros(11), 0, 3, y, 0, 2, 4), "x", "4 rows", "12", "11");
            s.rejects(() -> s.trainer.step(x, 0, 3, s.zeros(7), 0, 2, 4), "y", "4 rows", "8", "7");
            s.rejects(() -> s.trainer.step(x, 1, 3, y, 0, 2, 4), "x", "offset 1", "13", "12");
            s.rejects(() -> s.trainer.step(x, 0, 3, y, 1, 2, 4), "y", "offset 1", "9", "8");
            s.rejects(() -> s.trainer.step(x, -1, 3, y, 0, 2, 1), "x", "offset", "-1");
            s.rejects(() -> s.trainer.step(x, 0, 3, y, -2, 2, 1), "y", "offset", "-2");
            s.rejects(() -> s.trainer.step(x, 0, 2, y, 0, 2, 1), "x", "stride 2", "3");
            s.rejects(() -> s.trainer.step(x, 0, 3, y, 0, 1, 1), "y", "stride 1", "2");
            s.rejects(() -> s.trainer.step(x, 0, 4, y, 0, 2, 4), "x", "stride 4", "15", "12");
            s.rejects(() -> s.trainer.step(x, 0, Integer.MAX_VALUE, y, 0, 2, 3), "x", "stride 2147483647");
            s.rejects(() -> s.trainer.step(x, Integer.MAX_VALUE, 3, y, 0, 2, 1), "x", "offset 2147483647");
            s.rejects(() -> s.trainer.gradients(x, 0, 3, y, 1, 2, 4), "y", "offset 1");
            s.rejects(() -> s.trainer.cost(x, 1, 3, y, 0, 2, 4), "x", "offset 1");
            assertThat(s.trainer.step(x, 0, 3, y, 0, 2, 4)).as("what does fit").isFinite();
        }
    }

    @EverySetting
    <A> void numbersOfRows(Setting<A> setting) {
        try (Subject<A> s = new Subject<>(setting, OUTPUTS)) {
            A x = s.zeros(30);
            A y = s.zeros(20);
            int[] classes = new int[10];
            for (int rows : new int[] {0, -1, BATCH + 1, Integer.MIN_VALUE}) {
                String given = Integer.toString(rows);
                s.rejects(() -> s.trainer.step(x, 0, 3, y, 0, 2, rows), "rows", "1", "4", given);
                s.rejects(() -> s.trainer.step(x, 0, 3, classes, 0, rows), "rows", "1", "4", given);
                s.rejects(() -> s.trainer.gradients(x, 0, 3, y, 0, 2, rows), "rows", given);
                s.rejects(() -> s.trainer.gradients(x, 0, 3, classes, 0, rows), "rows", given);
                s.rejects(() -> s.trainer.cost(x, 0, 3, y, 0, 2, rows), "rows", given);
                s.rejects(() -> s.trainer.cost(x, 0, 3, classes, 0, rows), "rows", given);
            }
        }
    }

    @EverySetting
    <A> void arraysOfArrays(Setting<A> setting) {
        try (Subject<A> s = new Subject<>(setting, OUTPUTS)) {
            double[][] y = {{0, 1}, {1, 0}};
            s.rejects(() -> s.trainer.step(new double[0][], new double[0][]), "x", "rows", "0");
            s.rejects(() -> s.trainer.step(new double[5][3], new double[5][2]), "x", "rows", "4", "5");
            s.rejects(() -> s.trainer.step(new double[3][3], y), "y", "2 rows", "3");
            s.rejects(() -> s.trainer.step(new double[][] {{1, 2, 3}, {1, 2}}, y), "x", "row 1", "2", "3");
            s.rejects(() -> s.trainer.step(new double[2][3], new double[2][3]), "y", "row 0", "3", "2");
            s.rejects(() -> s.trainer.step(new float[3][3], new float[2][2]), "y", "2 rows", "3");
            s.rejects(() -> s.trainer.step(new float[2][4], new float[2][2]), "x", "row 0", "4", "3");
            s.rejects(() -> s.trainer.step(new float[2][3], new float[2][1]), "y", "row 0", "1", "2");
            s.rejects(() -> s.trainer.step(new double[2][3], new int[1]), "classes", "1", "2");
            s.rejects(() -> s.trainer.step(new double[2][3], new int[3]), "classes", "3", "2");
            s.rejects(() -> s.trainer.step(new float[2][3], new int[3]), "classes", "3", "2");
            s.rejects(() -> s.trainer.gradients(new double[2][3], new double[1][2]), "y", "1 rows", "2");
        }
    }

    @EverySetting
    <A> void classesOutOfRange(Setting<A> setting) {
        try (Subject<A> s = new Subject<>(setting, OUTPUTS)) {
            A x = s.zeros(12);
            s.rejects(() -> s.trainer.step(x, 0, 3, new int[] {0, 1, 2, 0}, 0, 4), "classes", "row 2", "2", "0 to 1");
            s.rejects(() -> s.trainer.step(x, 0, 3, new int[] {0, -1}, 0, 2), "classes", "row 1", "-1", "0 to 1");
            s.rejects(() -> s.trainer.gradients(x, 0, 3, new int[] {5}, 0, 1), "classes", "row 0", "5");
            s.rejects(() -> s.trainer.cost(x, 0, 3, new int[] {5}, 0, 1), "classes", "row 0", "5");
            s.rejects(() -> s.trainer.step(new double[1][3], new int[] {7}), "classes", "row 0", "7");
            s.rejects(() -> s.trainer.step(x, 0, 3, new int[3], 0, 4), "classes", "4 rows", "3");
            s.rejects(() -> s.trainer.step(x, 0, 3, new int[4], -1, 4), "classes", "-1");
            assertThat(s.trainer.step(x, 0, 3, new int[] {9, 1, 0}, 1, 2))
                    .as("not a row of the batch")
                    .isFinite();
        }
        try (Subject<A> s = new Subject<>(setting, 1)) {
            s.rejects(() -> s.trainer.step(s.zeros(3), 0, 3, new int[] {2}, 0, 1), "classes", "2", "0 to 1");
            assertThat(s.trainer.step(s.zeros(3), 0, 3, new int[] {1}, 0, 1)).isFinite();
        }
    }

    @EverySetting
    <A> void dataThatDoesntFitTheNetwork(Setting<A> setting) {
        try (Subject<A> s = new Subject<>(setting, OUTPUTS)) {
            Dataset<A> narrow = s.precision.data(new double[5][2], new double[5][2]);
            Dataset<A> wide = s.precision.data(new double[5][3], new double[5][3]);
            Dataset<A> classes = s.precision.data(new double[5][3], new int[5], 3);
            s.rejects(() -> s.trainer.fit(narrow), "2 features", "3 inputs");
            s.rejects(() -> s.trainer.fit(wide), "3 outputs", "2 outputs");
            s.rejects(() -> s.trainer.fit(classes), "3 outputs or classes", "2 outputs");
            try (Predictor<A> predictor = Predictor.of(s.network, 2, setting.backend())) {
                s.rejects(() -> Evaluation.of(predictor, narrow), "2 features", "3 inputs");
                s.rejects(() -> Evaluation.of(predictor, wide), "3 outputs", "2");
            }
        }
    }

    @EverySetting
    <A> void predictions(Setting<A> setting) {
        try (Subject<A> s = new Subject<>(setting, OUTPUTS);
                Predictor<A> predictor = Predictor.of(s.network, 2, setting.backend())) {
            A x = s.zeros(12);
            A out = s.zeros(8);
            s.rejects(() -> predictor.predict(x, 0, 3, out, 0, 2, -1), "rows", "-1");
            s.rejects(() -> predictor.predict(x, 0, 3, out, 0, 2, 5), "x", "5 rows", "15", "12");
            s.rejects(() -> predictor.predict(x, 0, 2, out, 0, 2, 1), "x", "stride 2", "3");
            s.rejects(() -> predictor.predict(x, 0, 3, out, 0, 1, 1), "out", "stride 1", "2");
            s.rejects(() -> predictor.predict(x, 0, 3, out, 1, 2, 4), "out", "offset 1", "9", "8");
            s.rejects(() -> predictor.predict(x, -1, 3, out, 0, 2, 1), "x", "offset", "-1");
            s.rejects(() -> predictor.predict(new double[4]), "x", "4", "3");
            s.rejects(() -> predictor.predict(new float[2]), "x", "2", "3");
            s.rejects(() -> predictor.classify(x, 10), "x", "13", "12");
            s.rejects(() -> Predictor.of(s.network, 0), "maxRows", "0");
            assertThat(s.precision.doubles(out)).as("nothing was written").containsOnly(0);
        }
    }

    @EverySetting
    <A> void tensorsThatAreNotThere(Setting<A> setting) {
        try (Subject<A> s = new Subject<>(setting, OUTPUTS)) {
            Gradients<A> gradients = setting.gradients(s.trainer, new double[1][3], new double[1][2]);
            assertThat(gradients.tensors()).isEqualTo(2);
            s.rejects(() -> gradients.activation(0), "tensor", "1 to 2", "0");
            s.rejects(() -> gradients.errorSignal(3), "tensor", "1 to 2", "3");
            assertThatIllegalStateException().isThrownBy(gradients::input).withMessageContaining("inputGradient(true)");
        }
    }

    @EverySetting
    <A> void whatIsClosed(Setting<A> setting) {
        Subject<A> s = new Subject<>(setting, OUTPUTS);
        A x = s.zeros(3);
        A y = s.zeros(2);
        Predictor<A> predictor = setting.predictor(s.network, 1);
        s.close();
        s.close();
        predictor.close();
        predictor.close();
        Dataset<A> data = s.precision.data(new double[5][3], new double[5][2]);
        assertClosed("trainer", () -> s.trainer.step(x, 0, 3, y, 0, 2, 1));
        assertClosed("trainer", () -> s.trainer.step(x, 0, 3, new int[1], 0, 1));
        assertClosed("trainer", () -> s.trainer.step(new double[1][3], new double[1][2]));
        assertClosed("trainer", () -> s.trainer.step(new float[1][3], new float[1][2]));
        assertClosed("trainer", () -> s.trainer.step(new double[1][3], new int[1]));
        assertClosed("trainer", () -> s.trainer.step(new float[1][3], new int[1]));
        assertClosed("trainer", () -> s.trainer.gradients(x, 0, 3, y, 0, 2, 1));
        assertClosed("trainer", () -> s.trainer.gradients(x, 0, 3, new int[1], 0, 1));
        assertClosed("trainer", () -> s.trainer.gradients(new double[1][3], new double[1][2]));
        assertClosed("trainer", () -> s.trainer.cost(x, 0, 3, y, 0, 2, 1));
        assertClosed("trainer", () -> s.trainer.cost(x, 0, 3, new int[1], 0, 1));
        assertClosed("trainer", () -> s.trainer.fit(data));
        assertClosed("predictor", () -> predictor.predict(x, 0, 3, y, 0, 2, 1));
        assertClosed("predictor", () -> predictor.predict(new double[3]));
        assertClosed("predictor", () -> predictor.predict(new float[3]));
        assertClosed("predictor", () -> predictor.classify(x, 0));
        assertThat(s.trainer.steps()).isZero();
    }

    private static void assertClosed(String what, ThrowingCallable call) {
        assertThatIllegalStateException()
                .isThrownBy(call)
                .withMessageContaining(what)
                .withMessageContaining("closed");
    }

    private static void assertRefused(ThrowingCallable call, String... parts) {
        assertThatIllegalArgumentException()
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    @Test
    void hyperparameters() {
        for (double bad : new double[] {Double.NaN, -0.1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            String given = Double.toString(bad);
            for (Optimizer optimizer : Examples.optimizers()) {
                assertRefused(() -> optimizer.withRate(bad), "rate", given);
            }
            assertRefused(() -> Optimizer.momentum(0.1, bad), "momentum", given);
            assertRefused(() -> Optimizer.nesterov(0.1, bad), "momentum", given);
            assertRefused(() -> new Optimizer.AdaGrad(0.1, bad), "epsilon", given);
            assertRefused(() -> new Optimizer.RmsProp(0.1, bad, 1e-8), "alpha", given);
            assertRefused(() -> new Optimizer.RmsProp(0.1, 0.9, bad), "epsilon", given);
            assertRefused(() -> new Optimizer.Adam(0.1, bad, 0.9, 1e-8), "beta1", given);
            assertRefused(() -> new Optimizer.Adam(0.1, 0.9, bad, 1e-8), "beta2", given);
            assertRefused(() -> new Optimizer.Adam(0.1, 0.9, 0.9, bad), "epsilon", given);
            assertRefused(() -> Optimizer.adamW(0.1).weightDecay(bad), "weightDecay", given);
            assertRefused(() -> Loss.huber(bad), "delta", given);
            assertRefused(() -> Stop.afterEpochs(1).orDerivativesBelow(bad), "threshold", given);
            assertRefused(() -> Initializer.normal(0, bad), "deviation", given);
        }
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            String given = Double.toString(bad);
            assertRefused(() -> Activation.leakyRelu(bad), "slope", given);
            assertRefused(() -> Activation.elu(bad), "alpha", given);
            assertRefused(() -> Initializer.constant(bad), "value", given);
            assertRefused(() -> Initializer.uniform(bad, 1), "low", given);
            assertRefused(() -> Initializer.uniform(0, bad), "high", given);
            assertRefused(() -> Initializer.normal(bad, 1), "mean", given);
        }
        assertRefused(() -> Optimizer.gradientDescent(0), "rate", "0.0");
        assertRefused(() -> Optimizer.momentum(0.1, 1), "momentum", "1.0");
        assertRefused(() -> new Optimizer.Adam(0.1, 0.9, 1, 1e-8), "beta2", "1.0");
        assertRefused(() -> Loss.huber(0), "delta", "0.0");
        assertRefused(() -> Initializer.uniform(1, 1), "low 1.0", "high 1.0");
        assertRefused(() -> Stop.afterEpochs(-1), "epochs", "-1");
        assertRefused(() -> new Loss(Loss.Kind.CUSTOM, 0, null, Loss.Reduction.MEAN), "CUSTOM");
    }

    @Test
    void shapesOfNetworks() {
        assertRefused(() -> Network.floats(1, 0, Layer.dense(1, Activation.TANH)), "inputs", "0");
        assertRefused(() -> Network.doubles(1, 3), "layers", "0");
        assertRefused(() -> Layer.dense(0, Activation.TANH), "units", "0");
        assertRefused(() -> Layer.dense(-7, Activation.TANH), "units", "-7");
        assertRefused(Layer::residual, "layers", "0");
        assertRefused(
                () -> Network.floats(
                        1, 3, Layer.dense(4, Activation.TANH), Layer.residual(Layer.dense(5, Activation.TANH))),
                "residual",
                "4",
                "5");
        assertRefused(
                () -> Network.doubles(
                        1, 3, Layer.residual(Layer.dense(3, Activation.TANH), Layer.residual(Layer.dense(2, RELU)))),
                "residual",
                "3",
                "2");
    }

    @Test
    void parametersBeyondOneArray() {
        assertRefused(
                () -> Network.floats(1, 50_000, Layer.dense(50_000, RELU)), "layer 1", "50000 x 50000", "2500000000");
        assertRefused(
                () -> Network.doubles(1, 40_000, Layer.dense(40_000, RELU), Layer.dense(40_000, RELU)),
                "layer 2",
                "40000 x 40000",
                "3200040000");
        assertRefused(() -> Network.floats(1, 1, Layer.dense(Integer.MAX_VALUE, RELU)), "layer 1", "2147483647");
        assertRefused(
                () -> Network.floats(1, Integer.MAX_VALUE, Layer.dense(Integer.MAX_VALUE, RELU)),
                "layer 1",
                "4611686014132420609");
    }

    @Test
    void batchesBeyondOneArray() {
        Network<float[]> wide = Network.floats(1, 1, Layer.dense(3, Activation.TANH));
        Network<float[]> deep = Network.floats(1, 70_000, Layer.dense(1, Activation.TANH));
        assertRefused(() -> Trainer.of(wide).batch(800_000_000).build(), "800000000", "3", "layer 1");
        assertRefused(() -> Trainer.of(deep).batch(40_000).build(), "40000", "70000");
        assertRefused(() -> Predictor.of(wide, 800_000_000), "800000000", "3");
        assertRefused(() -> Trainer.of(wide).batch(0), "batch", "0");
        assertRefused(() -> Trainer.of(wide).threads(0), "threads", "0");
        assertRefused(() -> Predictor.of(wide, 1, Backend.named("scalar"), 0), "threads", "0");
    }

    @Test
    void givenValuesOfAnotherNumber() {
        Layer.Dense layer = Layer.dense(2, Activation.TANH);
        assertRefused(
                () -> Network.doubles(1, 3, layer.weights(Initializer.values(1, 2, 3, 4, 5))), "3", "2", "6", "5");
        assertRefused(() -> Network.doubles(1, 3, layer.biases(Initializer.values(1))), "given", "2", "1");
        Network<double[]> network = Network.doubles(1, 3, layer);
        double[] before = network.parametersAsDoubles();
        assertRefused(() -> network.setParameters(new double[7]), "values", "8", "7");
        assertThat(network.parametersAsDoubles()).isEqualTo(before);
    }

    @Test
    void backendsOfOtherNames() {
        assertRefused(() -> Backend.named("cuda"), "cuda", "auto", "scalar", "netlib-native");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() ->
                        Trainer.of(Network.floats(1, 1, Layer.dense(1, RELU))).backend(null))
                .withMessageContaining("backend");
    }
}
