// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hadamard.reference.ReferenceNetwork;
import dev.hadamard.verify.Oracle;
import org.junit.jupiter.api.Test;

/** The yardstick of all these tests. */
class OracleTest {

    private static double difference(double[] actual, double[] expected) {
        return Oracle.relativeDifference(actual, expected);
    }

    @Test
    void theLargestDifferenceByTheLargestElement() {
        assertThat(difference(new double[] {1, 2.5, -4}, new double[] {1, 2, -4}))
                .isEqualTo(0.125);
        assertThat(difference(new double[] {0, 3}, new double[] {1, 2})).isEqualTo(0.5);
        assertThat(difference(new double[] {-8}, new double[] {8})).isEqualTo(2);
        assertThat(difference(new double[] {}, new double[] {})).isZero();
        assertThat(difference(new double[] {0, 0}, new double[] {0, -0.0})).isZero();
    }

    @Test
    void neverNaN() {
        assertThat(difference(new double[] {1e-300}, new double[] {0})).isInfinite();
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThat(difference(new double[] {0, bad}, new double[] {0, 1})).isInfinite();
            assertThat(difference(new double[] {0, 1}, new double[] {0, bad})).isInfinite();
            assertThat(difference(new double[] {bad}, new double[] {bad})).isInfinite();
        }
    }

    @Test
    void lengthsMustAgree() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> difference(new double[2], new double[3]))
                .withMessageContaining("2")
                .withMessageContaining("3");
    }

    @EverySetting
    <A> void theTwinHasTheSameParametersOfItsOwn(Setting<A> setting) {
        Network<A> network = setting.network(
                1,
                3,
                Layer.dense(4, Activation.RELU),
                Layer.residual(Layer.dense(2, Activation.TANH).withoutBias(), Layer.dense(4, Activation.GELU)),
                Layer.dense(2, Activation.SOFTMAX));
        ReferenceNetwork twin = Oracle.network(network);
        assertThat(twin.parameters()).isEqualTo(network.parametersAsDoubles());
        assertThat(twin.inputs()).isEqualTo(3);
        assertThat(twin.outputs()).isEqualTo(2);
        assertThat(twin.denseLayers()).hasSize(4);
        twin.setParameters(new double[network.parameterCount()]);
        assertThat(network.parametersAsDoubles()).isNotEqualTo(twin.parameters());
    }
}
