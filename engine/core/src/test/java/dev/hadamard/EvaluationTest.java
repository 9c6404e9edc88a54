// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hadamard.data.Dataset;
import org.junit.jupiter.api.Test;

/** On networks whose outputs are their inputs, so that the figures can be worked by hand. */
class EvaluationTest {

    private static Predictor<double[]> identity(int width) {
        double[] weights = new double[width * width];
        for (int i = 0; i < width; i++) {
            weights[i * width + i] = 1;
        }
        Layer layer = Layer.dense(width, Activation.IDENTITY).weights(Initializer.values(weights));
        return Predictor.of(Network.doubles(1, width, layer), 2, Backend.named("scalar"));
    }

    @Test
    void accuracyIsTheShareOfRightClasses() {
        double[][] x = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 2, 0}, {5, 5, 1}};
        Evaluation evaluation = Evaluation.of(identity(3), Dataset.ofRows(x, new int[] {0, 1, 1, 1, 0}, 3));
        assertThat(evaluation.rows()).isEqualTo(5);
        assertThat(evaluation.accuracy()).isEqualTo(0.8);
        assertThat(evaluation.rmse()).isNaN();
        assertThat(evaluation.r2()).isNaN();
    }

    @Test
    void aSingleOutputDecidesBetweenTwoClasses() {
        double[][] x = {{0.2}, {0.7}, {0.9}, {0.5}};
        Evaluation evaluation = Evaluation.of(identity(1), Dataset.ofRows(x, new int[] {0, 1, 0, 0}, 2));
        assertThat(evaluation.accuracy()).isEqualTo(0.75);
    }

    @Test
    void errorsOfTargets() {
        double[][] x = {{1, 10}, {2, 20}, {3, 30}};
        double[][] y = {{1, 12}, {2, 20}, {6, 28}};
        Evaluation evaluation = Evaluation.of(identity(2), Dataset.ofRows(x, y));
        // first output: Σ(y − a)² = 9, ȳ = 3, Σ(y − ȳ)² = 14; second: 8, 20, 128
        assertThat(evaluation.rmse()).isEqualTo(Math.sqrt(17.0 / 6), within(1e-15));
        assertThat(evaluation.r2()).isEqualTo((1 - 9.0 / 14 + 1 - 8.0 / 128) / 2, within(1e-15));
        assertThat(evaluation.accuracy()).isNaN();
    }

    @Test
    void aConstantTargetHasNoR2() {
        Evaluation evaluation =
                Evaluation.of(identity(1), Dataset.ofRows(new double[][] {{1}, {2}}, new double[][] {{1}, {1}}));
        assertThat(evaluation.r2()).isNaN();
        assertThat(evaluation.rmse()).isEqualTo(Math.sqrt(0.5));
    }

    @EverySetting
    <A> void sameOnEverySetting(Setting<A> setting) {
        double[][] x = Examples.normal(1, 30, 4);
        int[] labels = Examples.labels(2, 30, 3);
        Network<A> network = setting.network(1, 4, Layer.dense(5, Activation.TANH), Layer.dense(3, Activation.SOFTMAX));
        try (Predictor<A> predictor = setting.predictor(network, 7)) {
            int right = 0;
            for (int row = 0; row < x.length; row++) {
                right += predictor.classify(setting.precision().array(x[row]), 0) == labels[row] ? 1 : 0;
            }
            Evaluation evaluation = Evaluation.of(predictor, setting.precision().data(x, labels, 3));
            assertThat(evaluation.accuracy()).isEqualTo(right / 30.0);
        }
    }
}
