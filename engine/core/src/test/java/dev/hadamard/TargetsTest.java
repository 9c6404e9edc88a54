// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.Precision.Block;
import dev.hadamard.reference.ReferenceTrace;
import dev.hadamard.verify.Oracle;

/** Targets as class indices, and losses at the ends of their domain. */
class TargetsTest {

    /** Classes and one-hot rows may be computed by other kernels: a few roundings apart. */
    private static final double ROUNDINGS = 16;

    private static final int ROWS = 13;
    private static final int INPUTS = 5;
    private static final int[] CLASSES = Examples.labels(1, ROWS, 4);
    private static final double[][] X = Examples.normal(1, ROWS, INPUTS);

    @EverySetting
    <A> void classesEqualOneHotRowsForEveryLoss(Setting<A> setting) {
        int compared = 0;
        for (Loss loss : Examples.losses()) {
            for (Activation f : new Activation[] {Activation.SOFTMAX, Activation.SIGMOID}) {
                Layer[] layers = {Layer.dense(6, Activation.TANH), Layer.dense(4, f)};
                assertClassesEqualRows(setting, loss, CLASSES, layers);
                compared++;
            }
        }
        assertThat(compared).isEqualTo(16 * 2);
    }

    @EverySetting
    <A> void aSingleOutputStandsForTwoClasses(Setting<A> setting) {
        int[] labels = Examples.labels(2, ROWS, 2);
        assertThat(labels).contains(0, 1);
        int compared = 0;
        for (Loss loss : Examples.losses()) {
            Layer[] layers = {Layer.dense(6, Activation.TANH), Layer.dense(1, Activation.SIGMOID)};
            assertClassesEqualRows(setting, loss, labels, layers);
            compared++;
        }
        assertThat(compared).isEqualTo(16);
    }

    private static <A> void assertClassesEqualRows(Setting<A> setting, Loss loss, int[] labels, Layer... layers) {
        Precision<A> precision = setting.precision();
        Network<A> network = setting.network(3, INPUTS, layers);
        Block<A> x = precision.block(X);
        int[] shifted = new int[labels.length + 2];
        System.arraycopy(labels, 0, shifted, 2, labels.length);
        try (Trainer<A> trainer =
                setting.trainer(network).loss(loss).batch(ROWS).build()) {
            Gradients<A> ofRows = setting.gradients(trainer, X, Examples.oneHot(labels, network.outputs()));
            double cost = ofRows.cost();
            double[] expected = precision.doubles(ofRows.parameters());
            double[] expectedDelta = precision.doubles(ofRows.errorSignal(2));

            Gradients<A> ofClasses = trainer.gradients(x.array(), 0, INPUTS, shifted, 2, ROWS);
            double tolerance = ROUNDINGS * precision.epsilon();
            assertThat(Math.abs(ofClasses.cost() - cost)).isLessThanOrEqualTo(tolerance * cost);
            assertThat(Oracle.relativeDifference(precision.doubles(ofClasses.parameters()), expected))
                    .isLessThanOrEqualTo(tolerance);
            assertThat(Oracle.relativeDifference(precision.doubles(ofClasses.errorSignal(2)), expectedDelta))
                    .isLessThanOrEqualTo(tolerance);
            assertThat(Math.abs(trainer.cost(x.array(), 0, INPUTS, shifted, 2, ROWS) - cost))
                    .isLessThanOrEqualTo(tolerance * cost);
        }
    }

    /**
     * Both pairs at logits where e^z is far beyond the range of either type, with the right class and with the wrong
     * one.
     */
    @EverySetting
    <A> void matchedPairsAreStableAtLogitsOfTenThousand(Setting<A> setting) {
        double[][] logits = {{1e4, -1e4, 0}, {-1e4, 1e4, 1e4}, {1e4, 1e4, 1e4}, {-1e4, -1e4, -1e4}, {1e4, 0, 9999}};
        double[][] y = {{0, 1, 0}, {0, 1, 0}, {0.2, 0.3, 0.5}, {1, 0, 0}, {1, 0, 0}};
        assertStable(setting, Activation.SOFTMAX, Loss.crossEntropy(), logits, y);
        assertStable(setting, Activation.SIGMOID, Loss.binaryCrossEntropy(), logits, y);
    }

    private static <A> void assertStable(Setting<A> setting, Activation f, Loss loss, double[][] logits, double[][] y) {
        Precision<A> precision = setting.precision();
        Layer layer = Layer.dense(3, f).weights(Initializer.values(1, 0, 0, 0, 1, 0, 0, 0, 1));
        Network<A> network = setting.network(1, 3, layer);
        ReferenceTrace expected =
                Oracle.trainer(network, loss, Optimizer.gradientDescent(1)).trace(logits, precision.rounded(y));
        try (Trainer<A> trainer = setting.trainer(network).loss(loss).build()) {
            Gradients<A> gradients = setting.gradients(trainer, logits, y);
            assertThat(gradients.cost()).isFinite().isGreaterThan(1000);
            assertThat(Math.abs(gradients.cost() - expected.cost()))
                    .isLessThanOrEqualTo(precision.tolerance() * expected.cost());
            assertThat(Oracle.relativeDifference(
                            precision.doubles(gradients.parameters()),
                            expected.gradients().flat()))
                    .isLessThanOrEqualTo(precision.tolerance());
        }
    }
}
