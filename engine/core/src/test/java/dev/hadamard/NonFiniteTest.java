// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** NaN and infinity stop a step before its update, with the place where they came from. */
class NonFiniteTest {

    private static final int INPUTS = 3;
    private static final int OUTPUTS = 2;
    private static final int ROWS = 4;

    private static double[][] x() {
        return Examples.normal(1, ROWS, INPUTS);
    }

    private static double[][] y() {
        return Examples.uniform(2, ROWS, OUTPUTS, 0.1, 0.9);
    }

    private static double[][] with(double[][] rows, int row, int column, double value) {
        rows[row][column] = value;
        return rows;
    }

    private static <A> Network<A> network(Setting<A> setting, Activation hidden) {
        return setting.network(1, INPUTS, Layer.dense(5, hidden), Layer.dense(OUTPUTS, Activation.IDENTITY));
    }

    private static <A> Trainer<A> trainer(Setting<A> setting, Network<A> network) {
        return setting.trainer(network)
                .loss(Loss.halfSquaredError())
                .optimizer(Optimizer.adam(0.01))
                .build();
    }

    private static <A> NonFiniteException failure(Setting<A> setting, Trainer<A> trainer, double[][] x, double[][] y) {
        return catchThrowableOfType(NonFiniteException.class, () -> setting.step(trainer, x, y));
    }

    private static void assertPlace(NonFiniteException e, long step, int layer, String tensor, String... parts) {
        assertThat(e).isNotNull();
        assertThat(e.step()).isEqualTo(step);
        assertThat(e.layer()).isEqualTo(layer);
        assertThat(e.tensor()).isEqualTo(tensor);
        assertThat(e)
                .hasMessageContaining("step " + step)
                .hasMessageContaining("layer " + layer)
                .hasMessageContaining(tensor);
        for (String part : parts) {
            assertThat(e).hasMessageContaining(part);
        }
    }

    /** As if the bad batch had never been: same parameters, same state of the optimiser, same number of steps. */
    @EverySetting
    <A> void aBadBatchLeavesNoTrace(Setting<A> setting) {
        Network<A> network = network(setting, Activation.TANH);
        Network<A> untouched = network.snapshot();
        try (Trainer<A> trainer = trainer(setting, network);
                Trainer<A> other = trainer(setting, untouched)) {
            for (int step = 1; step <= 3; step++) {
                double[] before = network.parametersAsDoubles();
                NonFiniteException e = failure(setting, trainer, with(x(), 2, 1, Double.NaN), y());
                assertPlace(e, step, 0, "input", "NaN", "row 2", "column 1");
                assertThat(network.parametersAsDoubles()).isEqualTo(before);
                assertThat(trainer.steps()).isEqualTo(step - 1);

                assertThat(setting.step(trainer, x(), y())).isEqualTo(setting.step(other, x(), y()));
                assertThat(network.parametersAsDoubles())
                        .isEqualTo(untouched.parametersAsDoubles())
                        .isNotEqualTo(before);
            }
        }
    }

    /** Every activation, hidden or at the output, and every loss propagates NaN to the cost. */
    @EverySetting
    <A> void noActivationOrLossHidesNaN(Setting<A> setting) {
        List<String> hidden = new ArrayList<>();
        int tried = 0;
        for (Activation f : Examples.activations()) {
            for (Loss loss : Examples.losses()) {
                Network<A> network = setting.network(1, INPUTS, Layer.dense(5, f), Layer.dense(OUTPUTS, f));
                try (Trainer<A> trainer = setting.trainer(network).loss(loss).build()) {
                    NonFiniteException e = failure(setting, trainer, with(x(), 3, 2, Double.NaN), y());
                    if (e == null || e.layer() != 0) {
                        hidden.add(f.label() + ", " + loss + ": " + e);
                    }
                }
                tried++;
            }
        }
        assertThat(hidden).isEmpty();
        assertThat(tried).isEqualTo(15 * 16);
    }

    @EverySetting
    <A> void aNaNWeightOrBiasIsFoundInItsLayer(Setting<A> setting) {
        Network<A> network = network(setting, Activation.RELU);
        double[] good = network.parametersAsDoubles();
        for (ParameterRange range : network.ranges()) {
            double[] bad = good.clone();
            // column 1 of the last row: row 4 of W2, row 2 of W1, row 0 of a bias
            int index = range.length() - range.columns() + 1;
            bad[range.offset() + index] = Double.NaN;
            network.setParameters(bad);
            try (Trainer<A> trainer = trainer(setting, network)) {
                // positive inputs keep some ReLU open to a NaN in W2
                NonFiniteException e = failure(setting, trainer, Examples.uniform(1, ROWS, INPUTS, 0.5, 1), y());
                assertPlace(e, 1, range.layer(), "weights", "NaN", range.name() + "[" + (range.rows() - 1) + ",1]");
            }
            assertThat(network.parametersAsDoubles()).isEqualTo(bad);
        }
        network.setParameters(good);
        try (Trainer<A> trainer = trainer(setting, network)) {
            assertThat(setting.step(trainer, x(), y())).isFinite();
        }
    }

    @EverySetting
    <A> void anOverflowIsFoundWhereItHappens(Setting<A> setting) {
        double huge = setting.precision() == Precision.FLOAT ? 1e30 : 1e200;
        Network<A> network = network(setting, Activation.IDENTITY);
        double[] good = network.parametersAsDoubles();
        double[] large = good.clone();
        Arrays.fill(large, 0, INPUTS * 5, huge);
        network.setParameters(large);
        double[][] positive = Examples.uniform(1, ROWS, INPUTS, 1, 2);
        try (Trainer<A> trainer = trainer(setting, network)) {
            NonFiniteException e = failure(setting, trainer, with(positive, 0, 0, huge), y());
            assertPlace(e, 1, 1, "activation", "Infinity", "row 0", "column 0");
            assertThat(network.parametersAsDoubles())
                    .isEqualTo(setting.precision().doubles(network.parameters()));
            network.setParameters(good);
            assertThat(setting.step(trainer, x(), y())).isFinite();
        }
    }

    @EverySetting
    <A> void aBadTargetIsACostThatIsNotFinite(Setting<A> setting) {
        Network<A> network = network(setting, Activation.TANH);
        double[] before = network.parametersAsDoubles();
        try (Trainer<A> trainer = trainer(setting, network)) {
            for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
                assertPlace(
                        failure(setting, trainer, x(), with(y(), 1, 1, bad)),
                        1,
                        2,
                        "cost",
                        bad < 0 ? "Infinity" : Double.toString(bad));
            }
            assertThat(network.parametersAsDoubles()).isEqualTo(before);
        }
    }

    /** Logarithm of an output that is 0 or negative. */
    @EverySetting
    <A> void anOutputOutsideTheLossesDomainIsACostThatIsNotFinite(Setting<A> setting) {
        Layer negative = Layer.dense(OUTPUTS, Activation.IDENTITY)
                .weights(Initializer.uniform(-0.1, 0.1))
                .biases(Initializer.constant(-1));
        for (Loss loss : List.of(Loss.crossEntropy(), Loss.binaryCrossEntropy())) {
            Network<A> network = setting.network(1, INPUTS, Layer.dense(4, Activation.TANH), negative);
            double[] before = network.parametersAsDoubles();
            try (Trainer<A> trainer = setting.trainer(network).loss(loss).build()) {
                assertPlace(failure(setting, trainer, x(), y()), 1, 2, "cost", "NaN");
            }
            assertThat(network.parametersAsDoubles()).isEqualTo(before);
        }
    }

    @EverySetting
    <A> void gradientsThrowAndCostDoesNot(Setting<A> setting) {
        Network<A> network = network(setting, Activation.TANH);
        double[][] bad = with(x(), 0, 0, Double.NaN);
        A x = setting.precision().block(bad).array();
        A y = setting.precision().block(y()).array();
        try (Trainer<A> trainer = trainer(setting, network)) {
            NonFiniteException e = catchThrowableOfType(
                    NonFiniteException.class, () -> trainer.gradients(x, 0, INPUTS, y, 0, OUTPUTS, ROWS));
            assertPlace(e, 1, 0, "input", "row 0", "column 0");
            assertThat(trainer.cost(x, 0, INPUTS, y, 0, OUTPUTS, ROWS)).isNaN();
        }
    }

    @EverySetting
    <A> void fitStopsBeforeTheBadStep(Setting<A> setting) {
        Network<A> network = network(setting, Activation.TANH);
        Network<A> expected = network.snapshot();
        double[][] x = with(x(), 3, 0, Double.NaN);
        try (Trainer<A> trainer =
                        setting.trainer(network).batch(1).shuffle(false).build();
                Trainer<A> byHand = setting.trainer(expected).batch(1).build()) {
            NonFiniteException e = catchThrowableOfType(
                    NonFiniteException.class,
                    () -> trainer.fit(setting.precision().data(x, y())));
            assertPlace(e, 4, 0, "input", "NaN");
            assertThat(trainer.steps()).isEqualTo(3);
            for (int row = 0; row < 3; row++) {
                setting.step(byHand, new double[][] {x[row]}, new double[][] {y()[row]});
            }
        }
        assertThat(network.parametersAsDoubles()).isEqualTo(expected.parametersAsDoubles());
    }
}
