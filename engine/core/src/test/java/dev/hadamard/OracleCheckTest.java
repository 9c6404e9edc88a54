// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hadamard.verify.OracleCheck;
import dev.hadamard.verify.OracleReport;
import dev.hadamard.verify.TensorDifference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The oracle check passes on the engine, whatever it computes, and names what differs. */
class OracleCheckTest {

    private static final Layer[] RESIDUAL = {
        Layer.dense(5, Activation.SILU),
        Layer.residual(Layer.dense(4, Activation.RELU), Layer.dense(5, Activation.GELU)),
        Layer.dense(VerifyExamples.OUTPUTS, Activation.SOFTMAX).withoutBias()
    };

    @EverySetting
    <A> void passesOnEveryActivationWithEveryLoss(Setting<A> setting) {
        List<String> failures = new ArrayList<>();
        int cases = VerifyExamples.forEveryActivationAndLoss((name, loss, x, y, layers) -> {
            Network<A> network = setting.network(1, VerifyExamples.INPUTS, layers);
            OracleReport report = OracleCheck.of(network, loss, Optimizer.gradientDescent(0.001))
                    .backend(setting.backend())
                    .steps(2)
                    .check(x, y);
            if (!report.agrees()) {
                failures.add(name + ": " + report);
            }
        });
        assertThat(failures).isEmpty();
        assertThat(cases).isEqualTo(VerifyExamples.CASES);
    }

    @EverySetting
    <A> void passesOnEveryOptimizer(Setting<A> setting) {
        int checked = 0;
        double[][] x = Examples.normal(1, VerifyExamples.ROWS, VerifyExamples.INPUTS);
        int[] classes = Examples.labels(2, VerifyExamples.ROWS, VerifyExamples.OUTPUTS);
        for (Optimizer optimizer : Examples.optimizers()) {
            Network<A> network = setting.network(1, VerifyExamples.INPUTS, RESIDUAL);
            double[] before = network.parametersAsDoubles();
            OracleReport report = OracleCheck.of(network, Loss.crossEntropy(), optimizer)
                    .backend(setting.backend())
                    .threads(2)
                    .steps(30)
                    .check(x, classes)
                    .assertAgrees();
            // Four layers and a sum forward and back, cost, dX, and seven tensors of gradients and of parameters.
            assertThat(report.tensors()).hasSize(30 * (2 * 5 + 2 + 2 * 7));
            assertThat(report.rowsLeftOut()).isLessThan(report.rows() / 10);
            assertThat(network.parametersAsDoubles()).isEqualTo(before);
            checked++;
        }
        assertThat(checked).isEqualTo(13);
    }

    /** A derivative that only one of the two sees: the engine asks for it in each pass, the reference too. */
    @EverySetting
    <A> void whatDiffersIsNamed(Setting<A> setting) {
        int[] calls = new int[1];
        int forward = 4 * 3;
        Activation fickle = Activation.elementwise("fickle", z -> z, z -> ++calls[0] <= forward ? 1 : 1.25);
        Network<A> network = setting.network(1, 2, Layer.dense(3, fickle), Layer.dense(2, Activation.SOFTMAX));
        OracleReport report = OracleCheck.of(network, Loss.crossEntropy(), Optimizer.gradientDescent(0.1))
                .backend(setting.backend())
                .check(Examples.normal(1, 4, 2), Examples.labels(2, 4, 2));
        assertThat(report.agrees()).isFalse();
        TensorDifference first = report.differing().get(0);
        assertThat(first.tensor()).isEqualTo("delta1");
        assertThat(first.layer()).isEqualTo(1);
        assertThat(first.step()).isEqualTo(1);
        assertThat(first.actual())
                .isCloseTo(1.25 * first.expected(), org.assertj.core.data.Percentage.withPercentage(0.1));
        assertThat(report.differing()).extracting(TensorDifference::tensor).containsOnly("delta1", "dW1", "db1", "dX");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(report::assertAgrees)
                .withMessageContaining("step 1, layer 1, delta1[" + first.row() + "," + first.column() + "]: engine ")
                .withMessageContaining("reference ")
                .withMessageContaining("DIFFERS");
    }

    @Test
    void ulpsAreThoseOfTheElementType() {
        Network<float[]> network = Network.floats(1, 2, Layer.dense(1, Activation.IDENTITY));
        OracleReport report = OracleCheck.of(network, Loss.squaredError(), Optimizer.gradientDescent(0.1))
                .check(Examples.normal(1, 3, 2), Examples.normal(2, 3, 1));
        // Sums of three products are rounded a few times; in ulps of double this would be 2²⁹ times as much.
        assertThat(report.worst()).isNotEmpty().allMatch(tensor -> tensor.ulps() < 16);
        assertThat(report.worst()).anyMatch(tensor -> tensor.ulps() > 0);
    }

    /** With the number of rows that stand within rounding of a kink. */
    static List<Arguments> kinks() {
        return List.of(
                Arguments.of(Activation.RELU, 1),
                Arguments.of(Activation.leakyRelu(), 1),
                Arguments.of(Activation.elu(0.5), 1),
                Arguments.of(Activation.elu(1), 0),
                Arguments.of(Activation.TANH, 0));
    }

    @ParameterizedTest
    @MethodSource("kinks")
    void rowsAtAKinkAreLeftOut(Activation activation, int expected) {
        Network<float[]> network = Network.floats(
                1, 1, Layer.dense(2, activation).weights(Initializer.constant(1)), Layer.dense(1, Activation.TANH));
        double[][] x = {{1e-9}, {1}, {0}};
        network.parameters()[3] = 1f; // the second unit's bias: the layer's largest pre-activation is 1 in every row
        OracleReport report = OracleCheck.of(network, Loss.squaredError(), Optimizer.gradientDescent(1e-6))
                .steps(1)
                .check(x, new double[][] {{1}, {2}, {3}})
                .assertAgrees();
        assertThat(report.rowsLeftOut()).isEqualTo(expected);
        assertThat(report.rows()).isEqualTo(3);
        OracleReport single = OracleCheck.of(network, Loss.squaredError(), Optimizer.gradientDescent(1e-6))
                .check(new double[][] {{1e-9}}, new double[][] {{1}});
        assertThat(single.agrees()).as("where nothing was compared").isEqualTo(expected == 0);
        assertThat(single.rowsLeftOut()).isEqualTo(expected);
    }

    /** |a − y| has its kink where the output meets the target. */
    @Test
    void rowsAtTheKinkOfTheLossAreLeftOut() {
        Network<double[]> network =
                Network.doubles(1, 1, Layer.dense(1, Activation.IDENTITY).weights(Initializer.constant(1)));
        OracleReport report = OracleCheck.of(network, Loss.absoluteError(), Optimizer.gradientDescent(1e-6))
                .check(new double[][] {{1}, {2}}, new double[][] {{1 + 1e-15}, {3}})
                .assertAgrees();
        assertThat(report.rowsLeftOut()).isEqualTo(1);
    }

    @Test
    void aTighterToleranceFindsRounding() {
        Network<float[]> network =
                Network.floats(1, 9, Layer.dense(7, Activation.TANH), Layer.dense(2, Activation.SOFTMAX));
        OracleCheck check = OracleCheck.of(network, Loss.crossEntropy(), Optimizer.adam(0.1));
        double[][] x = Examples.normal(1, 8, 9);
        int[] classes = Examples.labels(2, 8, 2);
        check.check(x, classes).assertAgrees();
        assertThat(check.tolerance(1e-12).check(x, classes).agrees()).isFalse();
    }

    @Test
    void badInputIsRefused() {
        Network<float[]> network = Network.floats(1, 3, Layer.dense(2, Activation.SOFTMAX));
        OracleCheck check = OracleCheck.of(network, Loss.crossEntropy(), Optimizer.adam(0.1));
        assertThatIllegalArgumentException().isThrownBy(() -> check.steps(0)).withMessageContaining("steps");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check.tolerance(1))
                .withMessageContaining("tolerance");
        for (double bad : new double[] {0, -1, 1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> check.tolerance(bad))
                    .withMessageContaining("tolerance");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check.check(new double[1][3], new double[1][3]))
                .withMessageContaining("y: row 0 has 3 elements");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check.check(new double[2][3], new int[1]))
                .withMessageContaining("x has 2 rows, y has 1");
    }
}
