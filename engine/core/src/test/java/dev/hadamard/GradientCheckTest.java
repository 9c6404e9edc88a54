// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hadamard.verify.GradientCheck;
import dev.hadamard.verify.GradientReport;
import dev.hadamard.verify.GradientReport.Parameter;
import dev.hadamard.verify.GradientReport.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The gradient check passes on the engine, whatever it computes, and tells where a derivative is wrong. */
class GradientCheckTest {

    private static final int ROWS = 6;

    /** tanh with a wrong derivative that a well-known library once shipped: (1 − a)² for 1 − a². */
    private static final Activation WRONG_TANH =
            Activation.elementwise("wrong-tanh", Math::tanh, z -> (1 - Math.tanh(z)) * (1 - Math.tanh(z)));

    @EverySetting
    <A> void passesOnEveryActivationWithEveryLoss(Setting<A> setting) {
        List<String> failures = new ArrayList<>();
        int cases = VerifyExamples.forEveryActivationAndLoss((name, loss, x, y, layers) -> {
            Network<A> network = setting.network(1, VerifyExamples.INPUTS, layers);
            GradientReport report = GradientCheck.of(network, loss)
                    .backend(setting.backend())
                    .everyParameter()
                    .check(x, y);
            if (!report.agrees() || report.parameters().size() != network.parameterCount()) {
                failures.add(name + ": " + report);
            }
        });
        assertThat(failures).isEmpty();
        assertThat(cases).isEqualTo(VerifyExamples.CASES);
    }

    @EverySetting
    <A> void aWrongDerivativeIsFoundWhereItActs(Setting<A> setting) {
        Network<A> network = setting.network(
                1, 4, Layer.dense(5, WRONG_TANH), Layer.dense(6, Activation.TANH), Layer.dense(3, Activation.SOFTMAX));
        GradientReport report = GradientCheck.of(network, Loss.crossEntropy())
                .backend(setting.backend())
                .everyParameter()
                .check(Examples.normal(1, ROWS, 4), Examples.labels(2, ROWS, 3));
        assertThat(report.agrees()).isFalse();
        List<Parameter> differing = report.with(Verdict.DIFFERS);
        assertThat(differing)
                .isNotEmpty()
                .allMatch(parameter -> parameter.range().layer() == 1);
        assertThat(report.with(Verdict.AGREES))
                .filteredOn(parameter -> parameter.range().layer() > 1)
                .hasSize(5 * 6 + 6 + 6 * 3 + 3);
        assertThat(report.with(Verdict.NOT_DIFFERENTIABLE)).isEmpty();
        assertThat(report.worst(1)).first().isEqualTo(differing.get(0));
        Parameter worst = differing.get(0);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(report::assertAgrees)
                .withMessageContaining("layer 1, d" + worst.range().name() + "[" + worst.row() + "," + worst.column())
                .withMessageContaining("gradient ")
                .withMessageContaining("difference quotient ");
    }

    /** A wrong factor on one bias alone is found too: here a loss's gradient that forgets one output. */
    @EverySetting
    <A> void aWrongLossIsFound(Setting<A> setting) {
        Loss wrong = Loss.custom(new RowLoss() {
            @Override
            public double value(double[] a, double[] y) {
                return a[0] * a[0] + a[1] * a[1];
            }

            @Override
            public void gradient(double[] a, double[] y, double[] dA) {
                dA[0] = 2 * a[0];
                dA[1] = a[1];
            }
        });
        Network<A> network = setting.network(1, 3, Layer.dense(2, Activation.SIGMOID));
        GradientReport report = GradientCheck.of(network, wrong)
                .backend(setting.backend())
                .check(Examples.normal(1, ROWS, 3), new double[ROWS][2]);
        assertThat(report.with(Verdict.DIFFERS)).hasSize(4).allMatch(parameter -> parameter.column() == 1);
    }

    /** Zero inputs and zero biases put every ReLU exactly at its kink. */
    @EverySetting
    <A> void aKinkIsNeitherRightNorWrong(Setting<A> setting) {
        Network<A> network =
                setting.network(1, 3, Layer.dense(4, Activation.RELU), Layer.dense(2, Activation.IDENTITY));
        double[][] y = {{1, -2}};
        GradientReport report = GradientCheck.of(network, Loss.squaredError())
                .backend(setting.backend())
                .check(new double[1][3], y);
        assertThat(report.with(Verdict.DIFFERS)).isEmpty();
        assertThat(report.with(Verdict.NOT_DIFFERENTIABLE))
                .hasSize(4)
                .allMatch(parameter -> parameter.range().name().equals("b1"));
        assertThat(report.agrees()).isTrue();
        assertThat(report.toString()).contains("4 not differentiable here");
    }

    /** Where nothing has a derivative nothing was checked, which is no success. */
    @Test
    void kinksAloneAreNoSuccess() {
        Network<double[]> network = Network.doubles(
                1,
                1,
                Layer.dense(1, Activation.RELU).weights(Initializer.constant(0)).withoutBias());
        GradientReport report =
                GradientCheck.of(network, Loss.squaredError()).check(new double[][] {{1}}, new double[][] {{1}});
        assertThat(report.with(Verdict.NOT_DIFFERENTIABLE)).hasSize(1);
        assertThat(report.agrees()).isFalse();
        assertThatExceptionOfType(AssertionError.class).isThrownBy(report::assertAgrees);
    }

    @Test
    void aSampleIsOfEveryTensorAndSeeded() {
        Network<float[]> network =
                Network.floats(1, 30, Layer.dense(20, Activation.TANH), Layer.dense(4, Activation.SOFTMAX));
        GradientCheck check = GradientCheck.of(network, Loss.crossEntropy()).sample(7, 5);
        double[][] x = Examples.normal(1, ROWS, 30);
        GradientReport report = check.check(x, Examples.labels(2, ROWS, 4)).assertAgrees();
        assertThat(report.parameters()).hasSize(3 * 7 + 4).doesNotHaveDuplicates();
        assertThat(check.check(x, Examples.labels(2, ROWS, 4))).isEqualTo(report);
        assertThat(check.sample(7, 6).check(x, Examples.labels(2, ROWS, 4))).isNotEqualTo(report);
    }

    @Test
    void tolerancesAreOfTheElementTypeUnlessGiven() {
        Layer layer = Layer.dense(2, Activation.SOFTMAX);
        double[][] x = Examples.normal(1, ROWS, 3);
        int[] classes = Examples.labels(2, ROWS, 2);
        GradientCheck floats = GradientCheck.of(Network.floats(1, 3, layer), Loss.crossEntropy());
        GradientCheck doubles = GradientCheck.of(Network.doubles(1, 3, layer), Loss.crossEntropy());
        assertThat(floats.check(x, classes).tolerance()).isEqualTo(1e-4);
        assertThat(doubles.check(x, classes).tolerance()).isEqualTo(1e-6);
        assertThat(doubles.tolerance(1e-5).check(x, classes).tolerance()).isEqualTo(1e-5);
        assertThat(doubles.sample(1, 3).check(x, classes).parameters()).hasSize(2);
    }

    /** How long that takes, GradientCheckBenchmark measures. */
    @EverySetting
    <A> void anImageNetworkIsCheckedBySample(Setting<A> setting) {
        Network<A> network =
                setting.network(1, 784, Layer.dense(128, Activation.RELU), Layer.dense(10, Activation.SOFTMAX));
        double[] before = network.parametersAsDoubles();
        double[][] x = Examples.uniform(1, 32, 784, 0, 1);
        int[] classes = Examples.labels(2, 32, 10);
        GradientReport report = GradientCheck.of(network, Loss.crossEntropy())
                .backend(setting.backend())
                .check(x, classes)
                .assertAgrees();
        assertThat(report.parameters()).hasSize(3 * GradientCheck.DEFAULT_SAMPLE + 10);
        assertThat(network.parametersAsDoubles()).isEqualTo(before);
    }

    @Test
    void badInputIsRefused() {
        Network<float[]> network = Network.floats(1, 3, Layer.dense(2, Activation.SOFTMAX));
        GradientCheck check = GradientCheck.of(network, Loss.crossEntropy());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check.check(new double[0][], new int[0]))
                .withMessageContaining("x must have at least one row");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check.check(new double[2][3], new double[1][2]))
                .withMessageContaining("x has 2 rows, y has 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check.check(new double[][] {{1, 2}}, new int[1]))
                .withMessageContaining("x: row 0 has 2 elements, the network's have 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check.check(new double[1][3], new int[] {2}))
                .withMessageContaining("row 0 has class 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check.sample(0, 1))
                .withMessageContaining("perTensor");
        for (double bad : new double[] {0, -1, 1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> check.tolerance(bad))
                    .withMessageContaining("tolerance");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check.tolerance(Double.NaN))
                .withMessageContaining("tolerance");
    }
}
