// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ReferenceNetworkTest {

    private static final ReferenceActivation IDENTITY = ReferenceActivation.identity();

    private static ReferenceLayer.Dense zeros(int inputs, int outputs) {
        return ReferenceLayer.dense(new double[inputs][outputs], IDENTITY);
    }

    /** 2-3 with bias, residual(3-1 without, 1-3 with bias), 3-1 without. */
    private static ReferenceNetwork counting() {
        return ReferenceNetwork.of(
                ReferenceLayer.dense(new double[][] {{1, 2, 3}, {4, 5, 6}}, new double[] {7, 8, 9}, IDENTITY),
                ReferenceLayer.residual(
                        ReferenceLayer.dense(new double[][] {{10}, {11}, {12}}, IDENTITY),
                        ReferenceLayer.dense(new double[][] {{13, 14, 15}}, new double[] {16, 17, 18}, IDENTITY)),
                ReferenceLayer.dense(new double[][] {{19}, {20}, {21}}, IDENTITY));
    }

    @Test
    void flatOrderIsWeightsRowMajorThenBiasLayerByLayer() {
        ReferenceNetwork network = counting();
        double[] expected = new double[21];
        for (int i = 0; i < 21; i++) {
            expected[i] = i + 1;
        }
        assertThat(network.parameterCount()).isEqualTo(21);
        assertThat(network.parameters()).containsExactly(expected);
        assertThat(network.denseLayers()).hasSize(4);
        assertThat(network.layers()).hasSize(3);
    }

    @Test
    void parametersAreReadAndWrittenAlike() {
        ReferenceNetwork network = counting();
        double[] halves = new double[21];
        for (int i = 0; i < 21; i++) {
            halves[i] = i / 2.0;
        }
        network.setParameters(halves);
        assertThat(network.parameters()).containsExactly(halves);
        assertThat(network.denseLayers().get(0).weights()[1][0]).isEqualTo(1.5);
        assertThat(network.denseLayers().get(2).bias()).containsExactly(7.5, 8, 8.5);
        assertThatThrownBy(() -> network.setParameters(new double[20]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("flat must have 21 numbers, has 20");
        assertThat(network.parameters()).containsExactly(halves);
    }

    @Test
    void gradientsLieInTheSameOrder() {
        ReferenceNetwork network = counting();
        ReferenceGradients gradients = new ReferenceGradients(network);
        gradients.weights(0)[1][0] = 4;
        gradients.bias(0)[2] = 9;
        gradients.weights(1)[0][0] = 10;
        gradients.bias(2)[0] = 16;
        gradients.weights(3)[2][0] = 21;
        double[] flat = gradients.flat();
        for (int i = 0; i < flat.length; i++) {
            assertThat(flat[i]).isIn(0.0, i + 1.0);
        }
        assertThat(flat).hasSize(21).contains(4, 9, 10, 16, 21);
        assertThat(gradients.bias(1)).isNull();
        assertThat(gradients.layers()).isEqualTo(4);
    }

    @Test
    void forwardByHand() {
        ReferenceNetwork network = counting();
        // a1 = (1·1 + 2·4 + 7, 1·2 + 2·5 + 8, 1·3 + 2·6 + 9); F inner = a1·(10, 11, 12); F = inner·(13, 14, 15) + b
        double inner = 16 * 10 + 20 * 11 + 24 * 12;
        double[] a2 = {16 + 13 * inner + 16, 20 + 14 * inner + 17, 24 + 15 * inner + 18};
        double[] x = {1, 2};
        assertThat(network.forward(x).get(0).output()).containsExactly(16, 20, 24);
        assertThat(network.forward(x).get(1).output()).containsExactly(a2);
        assertThat(network.predict(x)).containsExactly(19 * a2[0] + 20 * a2[1] + 21 * a2[2]);
        assertThat(x).containsExactly(1, 2);
    }

    @Test
    void copiesAndConstructorArgumentsAreIndependent() {
        double[][] weights = {{1, 2}};
        double[] bias = {3, 4};
        ReferenceLayer.Dense layer = ReferenceLayer.dense(weights, bias, IDENTITY);
        weights[0][0] = 99;
        bias[0] = 99;
        ReferenceNetwork network = ReferenceNetwork.of(layer);
        assertThat(network.parameters()).containsExactly(1, 2, 3, 4);
        ReferenceNetwork copy = network.copy();
        copy.setParameters(new double[] {5, 6, 7, 8});
        assertThat(network.parameters()).containsExactly(1, 2, 3, 4);
        ReferenceNetwork nested = counting().copy();
        assertThat(nested.parameters()).containsExactly(counting().parameters());
    }

    @Test
    void shapesThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> ReferenceLayer.dense(new double[0][0], IDENTITY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("weights")
                .hasMessageContaining("0 x 0");
        assertThatThrownBy(() -> ReferenceLayer.dense(new double[2][0], IDENTITY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 x 0");
        assertThatThrownBy(() -> ReferenceLayer.dense(new double[][] {{1, 2}, {3}}, IDENTITY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weights must be a rectangle: row 1 has 1 numbers, row 0 has 2");
        assertThatThrownBy(() -> ReferenceLayer.dense(new double[2][3], new double[2], IDENTITY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bias")
                .hasMessageContaining("2 for 2 x 3");
        assertThatThrownBy(() -> ReferenceNetwork.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("layers");
        assertThatThrownBy(() -> ReferenceNetwork.of(zeros(2, 3), zeros(4, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("layers don't fit: layer 2 takes 4 numbers, layer 1 gives 3");
        assertThatThrownBy(() -> ReferenceLayer.residual())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("layers");
        assertThatThrownBy(() -> ReferenceLayer.residual(zeros(2, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("take 2 numbers and give 3");
        ReferenceLayer.Dense twice = zeros(2, 2);
        assertThatThrownBy(() -> ReferenceNetwork.of(twice, ReferenceLayer.residual(twice)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two places");
        assertThatThrownBy(() -> counting().predict(new double[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("x must have 2 numbers, has 3");
    }
}
