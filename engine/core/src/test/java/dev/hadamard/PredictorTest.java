// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hadamard.Precision.Block;
import dev.hadamard.reference.ReferenceNetwork;
import dev.hadamard.verify.Oracle;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictorTest {

    private static final int ROWS = 11;
    private static final int INPUTS = 5;
    private static final int OUTPUTS = 3;
    private static final double[][] X = Examples.normal(1, ROWS, INPUTS);

    private static Layer[] layers() {
        return new Layer[] {
            Layer.dense(7, Activation.GELU),
            Layer.residual(Layer.dense(7, Activation.SOFTMAX), Layer.dense(7, Examples.RUNNING_SUM)),
            Layer.dense(OUTPUTS, Activation.SOFTMAX)
        };
    }

    private static <A> double[][] expected(Setting<A> setting, Network<A> network) {
        ReferenceNetwork reference = Oracle.network(network);
        return Arrays.stream(setting.precision().rounded(X))
                .map(reference::predict)
                .toArray(double[][]::new);
    }

    private static <A> void assertAgree(Setting<A> setting, double[] actual, double[] expected) {
        assertThat(Oracle.relativeDifference(actual, expected))
                .isLessThanOrEqualTo(setting.precision().tolerance());
    }

    /**
     * Rows in one pass, in several, with a smaller last one; from strided rows to strided rows, writing nothing else.
     */
    @EverySetting
    <A> void anyNumberOfRowsInAnyLayout(Setting<A> setting) {
        Network<A> network = setting.network(1, INPUTS, layers());
        double[][] expected = expected(setting, network);
        Block<A> x = setting.precision().block(X, 3, INPUTS + 2);
        int offset = 4;
        int stride = OUTPUTS + 1;
        for (int maxRows : new int[] {1, 2, 4, ROWS - 1, ROWS, ROWS + 1, 100}) {
            for (int rows = 0; rows <= ROWS; rows++) {
                double[] canaries = new double[offset + ROWS * stride];
                Arrays.fill(canaries, Double.NaN);
                A out = setting.precision().array(canaries);
                try (Predictor<A> predictor = setting.predictor(network, maxRows)) {
                    predictor.predict(x.array(), x.offset(), x.stride(), out, offset, stride, rows);
                }
                double[] actual = setting.precision().doubles(out);
                for (int row = 0; row < rows; row++) {
                    int start = offset + row * stride;
                    assertAgree(setting, Arrays.copyOfRange(actual, start, start + OUTPUTS), expected[row]);
                    Arrays.fill(actual, start, start + OUTPUTS, Double.NaN);
                }
                assertThat(actual).as("what lies around the outputs").containsOnly(Double.NaN);
            }
        }
    }

    @EverySetting
    <A> void oneSampleOfEitherType(Setting<A> setting) {
        Network<A> network = setting.network(1, INPUTS, layers());
        double[][] expected = expected(setting, network);
        try (Predictor<A> predictor = setting.predictor(network, 2)) {
            for (int row = 0; row < ROWS; row++) {
                assertAgree(setting, predictor.predict(X[row]), expected[row]);
                float[] floats = new float[INPUTS];
                for (int i = 0; i < INPUTS; i++) {
                    floats[i] = (float) X[row][i];
                }
                double[] ofFloats =
                        Oracle.network(network).predict(Precision.FLOAT.rounded(new double[][] {X[row]})[0]);
                assertAgree(setting, predictor.predict(floats), ofFloats);
            }
        }
    }

    @EverySetting
    <A> void equalsTheTrainersOutputs(Setting<A> setting) {
        Network<A> network = setting.network(1, INPUTS, layers());
        A x = setting.precision().block(X).array();
        A out = setting.precision().array(new double[ROWS * OUTPUTS]);
        try (Trainer<A> trainer = setting.trainer(network).build();
                Predictor<A> predictor = setting.predictor(network, ROWS)) {
            Gradients<A> gradients = trainer.gradients(x, 0, INPUTS, new int[ROWS], 0, ROWS);
            predictor.predict(x, 0, INPUTS, out, 0, OUTPUTS, ROWS);
            assertAgree(
                    setting,
                    setting.precision().doubles(out),
                    setting.precision().doubles(gradients.activation(gradients.tensors())));
        }
    }

    @EverySetting
    <A> void theClassIsTheLargestOutput(Setting<A> setting) {
        Network<A> network = setting.network(1, INPUTS, layers());
        A x = setting.precision().block(X, 3, INPUTS + 2).array();
        double[][] expected = expected(setting, network);
        int[] seen = new int[OUTPUTS];
        try (Predictor<A> predictor = setting.predictor(network, 1)) {
            for (int row = 0; row < ROWS; row++) {
                int label = predictor.classify(x, 3 + row * (INPUTS + 2));
                assertThat(expected[row][label])
                        .isEqualTo(Arrays.stream(expected[row]).max().orElseThrow());
                seen[label]++;
            }
        }
        assertThat(Arrays.stream(seen).filter(count -> count > 0).count()).isGreaterThan(1);
    }

    @Test
    void equalOutputsAreTheFirstClass() {
        Layer equal = Layer.dense(3, Activation.SOFTMAX).weights(Initializer.constant(0));
        try (Predictor<double[]> predictor = Predictor.of(Network.doubles(1, 2, equal), 1, Backend.named("scalar"))) {
            assertThat(predictor.classify(new double[] {1, 2}, 0)).isZero();
        }
    }

    @Test
    void aSingleOutputIsAClassAboveOneHalf() {
        Layer identity = Layer.dense(1, Activation.IDENTITY).weights(Initializer.constant(1));
        try (Predictor<double[]> predictor =
                Predictor.of(Network.doubles(1, 1, identity), 1, Backend.named("scalar"))) {
            assertThat(predictor.classify(new double[] {0.5}, 0)).isZero();
            assertThat(predictor.classify(new double[] {0.5000001}, 0)).isEqualTo(1);
            assertThat(predictor.classify(new double[] {9, -3, 0.9}, 2)).isEqualTo(1);
            assertThat(predictor.classify(new double[] {9, -3, 0.9}, 1)).isZero();
        }
    }

    @EverySetting
    <A> void readsTheParametersAsTheyAreAndASnapshotStays(Setting<A> setting) {
        Network<A> network = setting.network(1, INPUTS, layers());
        Network<A> snapshot = network.snapshot();
        try (Predictor<A> live = setting.predictor(network, 1);
                Predictor<A> still = setting.predictor(snapshot, 1);
                Trainer<A> trainer = setting.trainer(network).build()) {
            double[] before = live.predict(X[0]);
            assertThat(still.predict(X[0])).isEqualTo(before);
            setting.step(trainer, X, Examples.oneHot(new int[ROWS], OUTPUTS));
            assertThat(live.predict(X[0])).isNotEqualTo(before);
            assertThat(still.predict(X[0])).isEqualTo(before);
        }
    }

    @EverySetting
    <A> void goesOnByANewerSnapshot(Setting<A> setting) {
        Network<A> network = setting.network(1, INPUTS, layers());
        try (Predictor<A> predictor = setting.predictor(network.snapshot(), 1);
                Trainer<A> trainer = setting.trainer(network).build()) {
            double[] before = predictor.predict(X[0]);
            for (int step = 0; step < 3; step++) {
                setting.step(trainer, X, Examples.oneHot(new int[ROWS], OUTPUTS));
                Network<A> newer = network.snapshot();
                predictor.use(newer);
                assertThat(predictor.network()).isSameAs(newer);
                try (Predictor<A> other = setting.predictor(newer, 1)) {
                    assertThat(predictor.predict(X[0]))
                            .isEqualTo(other.predict(X[0]))
                            .isNotEqualTo(before);
                }
            }
            Network<A> wider = setting.network(1, INPUTS + 1, layers());
            Network<A> shorter = setting.network(1, INPUTS, Layer.dense(OUTPUTS, Activation.SOFTMAX));
            for (Network<A> unlike : List.of(wider, shorter)) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> predictor.use(unlike))
                        .withMessageContaining("the predictor was made for");
            }
        }
    }
}
