// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.CounterRandom.Purpose;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import org.junit.jupiter.api.Test;

class InitializerTest {

    private static final int FAN_IN = 300;
    private static final int FAN_OUT = 500;

    private static double[] filled(Initializer initializer) {
        double[] values = new double[FAN_IN * FAN_OUT];
        initializer.fill(values, FAN_IN, FAN_OUT, new CounterRandom(1, Purpose.WEIGHTS, 0));
        return values;
    }

    private static double variance(double[] values, double mean) {
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    }

    /** Bounds are kept and nearly reached; mean and variance within five standard errors, fourth moment 9/5 σ⁴. */
    private static void assertUniform(Initializer initializer, double low, double high) {
        double[] values = filled(initializer);
        double width = high - low;
        DoubleSummaryStatistics statistics = Arrays.stream(values).summaryStatistics();
        assertThat(statistics.getMin()).isBetween(low, low + 1e-3 * width);
        assertThat(statistics.getMax()).isBetween(high - 1e-3 * width, high);
        double variance = width * width / 12;
        assertMoments(values, (low + high) / 2, variance, Math.sqrt(0.8));
    }

    private static void assertNormal(Initializer initializer, double mean, double variance) {
        double[] values = filled(initializer);
        assertMoments(values, mean, variance, Math.sqrt(2));
        double deviation = Math.sqrt(variance);
        long outside = Arrays.stream(values)
                .filter(v -> Math.abs(v - mean) > 2 * deviation)
                .count();
        // 4.55 % of a normal distribution lie beyond two deviations, none of a uniform one
        assertThat((double) outside / values.length).isBetween(0.043, 0.048);
    }

    private static void assertMoments(double[] values, double mean, double variance, double deviationOfVariance) {
        double root = Math.sqrt(values.length);
        double average = Arrays.stream(values).average().orElseThrow();
        assertThat(Math.abs(average - mean)).isLessThan(5 * Math.sqrt(variance) / root);
        assertThat(Math.abs(variance(values, mean) / variance - 1)).isLessThan(5 * deviationOfVariance / root);
    }

    @Test
    void constants() {
        assertThat(filled(Initializer.constant(0.25))).containsOnly(0.25);
    }

    @Test
    void boundsAndVariances() {
        assertUniform(Initializer.uniform(-1, 3), -1, 3);
        assertNormal(Initializer.normal(2, 0.5), 2, 0.25);
        double xavier = Math.sqrt(6.0 / (FAN_IN + FAN_OUT));
        assertUniform(Initializer.xavierUniform(), -xavier, xavier);
        assertNormal(Initializer.xavierNormal(), 0, 2.0 / (FAN_IN + FAN_OUT));
        double he = Math.sqrt(6.0 / FAN_IN);
        assertUniform(Initializer.heUniform(), -he, he);
        assertNormal(Initializer.heNormal(), 0, 2.0 / FAN_IN);
        double lecun = Math.sqrt(3.0 / FAN_IN);
        assertUniform(Initializer.lecunUniform(), -lecun, lecun);
        assertNormal(Initializer.lecunNormal(), 0, 1.0 / FAN_IN);
    }

    @Test
    void givenValuesAreCopied() {
        double[] given = {1, 2, 3, 4, 5, 6};
        Initializer initializer = Initializer.values(given);
        given[0] = 99;
        Layer layer = Layer.dense(3, Activation.TANH).weights(initializer).biases(Initializer.values(7, 8, 9));
        assertThat(Network.doubles(1, 2, layer).parameters()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(Network.floats(1, 2, layer).parameters()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void layersKnowTheirFans() {
        int[][] fans = new int[4][];
        Initializer[] recorders = new Initializer[4];
        for (int i = 0; i < 4; i++) {
            int place = i;
            recorders[i] = (values, fanIn, fanOut, random) -> fans[place] = new int[] {values.length, fanIn, fanOut};
        }
        Network.doubles(
                1,
                5,
                Layer.dense(3, Activation.TANH).weights(recorders[0]).biases(recorders[1]),
                Layer.dense(2, Activation.TANH).weights(recorders[2]).biases(recorders[3]));
        assertThat(fans).isDeepEqualTo(new int[][] {{15, 5, 3}, {3, 5, 3}, {6, 3, 2}, {2, 3, 2}});
    }

    @Test
    void defaultsSuitTheActivation() {
        for (Activation f : Examples.activations()) {
            Layer.Dense layer = Layer.dense(FAN_OUT, f);
            double[] weights = filled(layer.weights());
            boolean rectifies = f == Activation.RELU
                    || f == Activation.SILU
                    || f == Activation.GELU
                    || f == Activation.GELU_TANH
                    || f instanceof Activation.LeakyRelu
                    || f instanceof Activation.Elu;
            double variance = rectifies ? 2.0 / FAN_IN : 2.0 / (FAN_IN + FAN_OUT);
            assertThat(variance(weights, 0) / variance).as(f.label()).isBetween(0.97, 1.03);
            assertThat(filled(layer.biases())).containsOnly(0);
        }
    }

    @Test
    void everyTensorHasAStreamOfItsOwn() {
        Layer layer = Layer.dense(4, Activation.TANH)
                .weights(Initializer.normal(0, 1))
                .biases(Initializer.normal(0, 1));
        Network<double[]> network = Network.doubles(1, 4, layer, layer, Layer.residual(layer));
        double[] parameters = network.parameters();
        assertThat(network.ranges()).hasSize(6);
        assertThat(Arrays.stream(parameters).distinct().count()).isEqualTo(parameters.length);
        assertThat(Network.doubles(1, 4, layer, layer, Layer.residual(layer)).parameters())
                .isEqualTo(parameters);
        double[] other =
                Network.doubles(2, 4, layer, layer, Layer.residual(layer)).parameters();
        for (int i = 0; i < other.length; i++) {
            assertThat(other[i]).isNotEqualTo(parameters[i]);
        }
    }

    /** A layer's parameters don't depend on what comes before it, but for the number of layers. */
    @Test
    void aLayersStreamDependsOnItsNumberAlone() {
        Layer last = Layer.dense(3, Activation.TANH);
        Network<double[]> narrow = Network.doubles(1, 2, Layer.dense(4, Activation.TANH), last);
        Network<double[]> wide = Network.doubles(1, 9, Layer.dense(4, Activation.TANH), last);
        assertThat(weights(narrow, "W2")).isEqualTo(weights(wide, "W2"));
    }

    private static double[] weights(Network<double[]> network, String name) {
        ParameterRange range = network.ranges().stream()
                .filter(r -> r.name().equals(name))
                .findFirst()
                .orElseThrow();
        return Arrays.copyOfRange(network.parameters(), range.offset(), range.offset() + range.length());
    }
}
