// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hadamard.Activation;
import dev.hadamard.Backend;
import dev.hadamard.Layer;
import dev.hadamard.Loss;
import dev.hadamard.Network;
import dev.hadamard.ParameterRange;
import dev.hadamard.verify.GradientReport.Parameter;
import dev.hadamard.verify.GradientReport.Verdict;
import org.junit.jupiter.api.Test;

/** Verdicts on costs whose derivatives are known. */
class DifferencesTest {

    private static final double TOLERANCE = 1e-6;

    /** C = Σ_j (w1j + 2 w2j − y_j)², a parabola: differences are exact but for rounding. */
    private static Network<double[]> linear(double... weights) {
        Network<double[]> network =
                Network.doubles(1, 2, Layer.dense(3, Activation.IDENTITY).withoutBias());
        network.setParameters(weights);
        return network;
    }

    private static Differences differences(Network<?> network, Loss loss, double[] x, double[] y) {
        return new Differences(
                network, loss, Backend.named("scalar"), new double[][] {x}, new double[][] {y}, TOLERANCE);
    }

    private static Differences parabola(double... weights) {
        return differences(linear(weights), Loss.squaredError(), new double[] {1, 2}, new double[] {0, 0, 1});
    }

    private static final double[] WEIGHTS = {1, 2, 3, 4, 5, 6};

    /** ∂C/∂w22 = 2 · 2 (w12 + 2 w22). */
    private static final double SLOPE = 4 * (2 + 2 * 5);

    private static Parameter judged(double gradient, double largest) {
        ParameterRange range = linear(WEIGHTS).ranges().get(0);
        try (Differences differences = parabola(WEIGHTS)) {
            double quotient = differences.firstQuotient(range, 4);
            assertThat(quotient).isCloseTo(SLOPE, within(1e-7));
            return differences.judge(range, 4, gradient, quotient, largest);
        }
    }

    @Test
    void aGradientAgreesToTheTolerance() {
        Parameter right = judged(SLOPE, 100);
        assertThat(right.verdict()).isEqualTo(Verdict.AGREES);
        assertThat(right.row()).isEqualTo(1);
        assertThat(right.column()).isEqualTo(1);
        assertThat(right.gradient()).isEqualTo(SLOPE);
        assertThat(right.relative()).isLessThan(1e-9);
        assertThat(judged(SLOPE + 90e-6, 100).verdict()).isEqualTo(Verdict.AGREES);
        assertThat(judged(SLOPE - 90e-6, 100).verdict()).isEqualTo(Verdict.AGREES);
        Parameter high = judged(SLOPE + 110e-6, 100);
        assertThat(high.verdict()).isEqualTo(Verdict.DIFFERS);
        assertThat(high.relative()).isCloseTo(1.1e-6, within(1e-8));
        assertThat(judged(SLOPE - 110e-6, 100).verdict()).isEqualTo(Verdict.DIFFERS);
        assertThat(judged(0, 100).relative()).isCloseTo(SLOPE / 100, within(1e-7));
        assertThat(judged(-SLOPE, 100).verdict()).isEqualTo(Verdict.DIFFERS);
    }

    /** C = |w − y| at w = y: slopes of −1 and 1, and any gradient between them. */
    @Test
    void aKinkTakesAnySubgradient() {
        Network<double[]> network =
                Network.doubles(1, 1, Layer.dense(1, Activation.IDENTITY).withoutBias());
        network.setParameters(new double[] {0.5});
        ParameterRange range = network.ranges().get(0);
        try (Differences differences =
                differences(network, Loss.absoluteError(), new double[] {1}, new double[] {0.5})) {
            double quotient = differences.firstQuotient(range, 0);
            assertThat(quotient).isCloseTo(0, within(1e-9));
            for (double between : new double[] {-1, -0.5, 0.5, 1}) {
                assertThat(differences.judge(range, 0, between, quotient, 1).verdict())
                        .as("%s", between)
                        .isEqualTo(Verdict.NOT_DIFFERENTIABLE);
            }
            for (double beyond : new double[] {-1.01, 1.01, 3}) {
                Parameter judged = differences.judge(range, 0, beyond, quotient, 1);
                assertThat(judged.verdict()).as("%s", beyond).isEqualTo(Verdict.DIFFERS);
            }
        }
    }

    /** Strong curvature is no kink: C = cosh-like, of which a wrong gradient lies between wide slopes. */
    @Test
    void aBendIsNoKink() {
        Network<double[]> network =
                Network.doubles(1, 1, Layer.dense(1, Activation.TANH).withoutBias());
        network.setParameters(new double[] {1e-3});
        ParameterRange range = network.ranges().get(0);
        try (Differences differences =
                differences(network, Loss.squaredError(), new double[] {4e4}, new double[] {0.5})) {
            double quotient = differences.firstQuotient(range, 0);
            Parameter judged = differences.judge(range, 0, quotient + 1, quotient, Math.abs(quotient) + 1e3);
            assertThat(judged.verdict()).isEqualTo(Verdict.DIFFERS);
        }
    }

    /** The step is in proportion to the tensor's parameters: both are invisible to a step of another size. */
    @Test
    void stepsFitTheScaleOfTheParameters() {
        for (double scale : new double[] {1e-9, 1e9}) {
            Network<double[]> network =
                    Network.doubles(1, 2, Layer.dense(3, Activation.TANH).withoutBias());
            double[] weights = WEIGHTS.clone();
            for (int i = 0; i < weights.length; i++) {
                weights[i] *= scale / 8;
            }
            network.setParameters(weights);
            GradientReport report = GradientCheck.of(network, Loss.squaredError())
                    .everyParameter()
                    .check(new double[][] {{1 / scale, -0.5 / scale}}, new double[][] {{1, 0, -1}})
                    .assertAgrees();
            assertThat(report.with(Verdict.AGREES)).hasSize(6);
        }
        assertThat(GradientCheck.of(linear(0, 0, 0, 0, 0, 0), Loss.squaredError())
                        .check(new double[][] {{1, 2}}, new double[][] {{1, 2, 3}})
                        .assertAgrees()
                        .with(Verdict.AGREES))
                .hasSize(6);
    }

    /** The caller's parameters are used, and its network is left alone. */
    @Test
    void parametersAreThoseOfTheNetwork() {
        try (Differences differences = parabola(0, 0, 0, 0, 0, 0)) {
            ParameterRange range = linear(WEIGHTS).ranges().get(0);
            assertThat(differences.firstQuotient(range, 5)).isCloseTo(-4, within(1e-9));
            assertThat(differences.firstQuotient(range, 0)).isCloseTo(0, within(1e-9));
        }
    }
}
