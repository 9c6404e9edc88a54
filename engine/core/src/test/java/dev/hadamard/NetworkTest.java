// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.ParameterRange.Kind;
import org.junit.jupiter.api.Test;

class NetworkTest {

    private static Network<float[]> network() {
        return Network.floats(
                7,
                3,
                Layer.dense(4, Activation.RELU),
                Layer.residual(Layer.dense(2, Activation.TANH).withoutBias(), Layer.dense(4, Activation.GELU)),
                Layer.dense(5, Activation.SOFTMAX));
    }

    @Test
    void parametersLieWithoutGapsInTheOrderOfComputation() {
        Network<float[]> network = network();
        assertThat(network.ranges())
                .containsExactly(
                        new ParameterRange(1, Kind.WEIGHTS, 0, 3, 4),
                        new ParameterRange(1, Kind.BIAS, 12, 1, 4),
                        new ParameterRange(2, Kind.WEIGHTS, 16, 4, 2),
                        new ParameterRange(3, Kind.WEIGHTS, 24, 2, 4),
                        new ParameterRange(3, Kind.BIAS, 32, 1, 4),
                        new ParameterRange(4, Kind.WEIGHTS, 36, 4, 5),
                        new ParameterRange(4, Kind.BIAS, 56, 1, 5));
        assertThat(network.ranges())
                .extracting(ParameterRange::name)
                .containsExactly("W1", "b1", "W2", "W3", "b3", "W4", "b4");
        assertThat(network.parameterCount()).isEqualTo(61);
        assertThat(network.parameters()).hasSize(61);
    }

    @Test
    void tellsItsShape() {
        Network<float[]> network = network();
        assertThat(network.inputs()).isEqualTo(3);
        assertThat(network.outputs()).isEqualTo(5);
        assertThat(network.layers()).hasSize(3);
        assertThat(network.seed()).isEqualTo(7);
        assertThat(network.precision()).isEqualTo("float");
        assertThat(Network.doubles(1, 1, Layer.dense(1, Activation.TANH)).precision())
                .isEqualTo("double");
        assertThat(network).hasToString("float 3-4 relu-residual(2 tanh-4 gelu)-5 softmax (61 parameters)");
    }

    @Test
    void itsArrayIsLiveAndASnapshotIsNot() {
        Network<float[]> network = network();
        Network<float[]> snapshot = network.snapshot();
        assertThat(snapshot.parameters()).isEqualTo(network.parameters()).isNotSameAs(network.parameters());
        network.parameters()[5] = 42;
        assertThat(network.parametersAsDoubles()[5]).isEqualTo(42);
        assertThat(snapshot.parameters()[5]).isNotEqualTo(42);
        assertThat(snapshot.ranges()).isEqualTo(network.ranges());
    }

    @EverySetting
    <A> void parametersCanBeSet(Setting<A> setting) {
        Network<A> network = setting.network(1, 2, Layer.dense(1, Activation.TANH));
        network.setParameters(new double[] {0.1, 0.2, 0.3});
        double[] expected = setting.precision().doubles(setting.precision().array(0.1, 0.2, 0.3));
        assertThat(network.parametersAsDoubles()).isEqualTo(expected);
        assertThat(setting.precision().doubles(network.parameters())).isEqualTo(expected);
    }

    @Test
    void theDefaultLossFitsTheOutput() {
        assertThat(defaultLoss(Activation.SOFTMAX)).isEqualTo(Loss.crossEntropy());
        assertThat(defaultLoss(Activation.SIGMOID)).isEqualTo(Loss.binaryCrossEntropy());
        assertThat(defaultLoss(Activation.IDENTITY)).isEqualTo(Loss.halfSquaredError());
        assertThat(defaultLoss(Activation.TANH)).isEqualTo(Loss.halfSquaredError());
    }

    private static Loss defaultLoss(Activation output) {
        return Trainer.of(Network.doubles(1, 1, Layer.dense(2, output))).loss;
    }
}
