// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ReferenceTrainerTest {

    private static final double ROUNDING = 1e-14;
    private static final double[][] XOR_INPUTS = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
    private static final int[] XOR_LABELS = {0, 1, 1, 0};
    private static final int XOR_STEPS = 1000;

    private static ReferenceNetwork network(long seed) {
        return Samples.network("residual", ReferenceActivation.tanh(), true, new SplittableRandom(seed));
    }

    private static ReferenceTrainer trainer(ReferenceNetwork network, ReferenceLoss.Reduction reduction) {
        return new ReferenceTrainer(
                network, ReferenceLoss.halfSquaredError(), reduction, ReferenceOptimizer.gradientDescent(0.1));
    }

    @Test
    void aBatchIsItsSamplesAveragedOrSummed() {
        int rows = 7;
        RandomGenerator random = new SplittableRandom(21);
        double[][] x = Samples.rows(rows, 3, -1, 1, random);
        double[][] y = Samples.rows(rows, 2, -1, 1, random);
        ReferenceNetwork network = network(22);
        for (ReferenceLoss.Reduction reduction : ReferenceLoss.Reduction.values()) {
            ReferenceTrainer trainer = trainer(network, reduction);
            double factor = reduction == ReferenceLoss.Reduction.MEAN ? 1.0 / rows : 1;
            double cost = 0;
            double[] expected = new double[network.parameterCount()];
            for (int row = 0; row < rows; row++) {
                ReferenceTrainer.Result single = trainer.gradients(new double[][] {x[row]}, new double[][] {y[row]});
                cost += factor * single.cost();
                double[] flat = single.gradients().flat();
                for (int k = 0; k < flat.length; k++) {
                    expected[k] += factor * flat[k];
                }
            }
            ReferenceTrainer.Result batch = trainer.gradients(x, y);
            assertThat(batch.cost()).isCloseTo(cost, within(ROUNDING)).isEqualTo(trainer.cost(x, y));
            assertThat(Differences.relative(batch.gradients().flat(), expected)).isLessThanOrEqualTo(ROUNDING);
        }
    }

    @Test
    void traceHoldsWhatTheGradientsAreMadeOf() {
        int rows = 5;
        RandomGenerator random = new SplittableRandom(23);
        double[][] x = Samples.rows(rows, 3, -1, 1, random);
        double[][] y = Samples.rows(rows, 2, -1, 1, random);
        ReferenceNetwork network = network(24);
        ReferenceTrainer trainer = trainer(network, ReferenceLoss.Reduction.MEAN);
        ReferenceTrace trace = trainer.trace(x, y);
        ReferenceTrainer.Result result = trainer.gradients(x, y);
        assertThat(trace.cost()).isEqualTo(result.cost());
        assertThat(trace.gradients().flat()).containsExactly(result.gradients().flat());

        // Dense layers 0, 1, 2, 3 are W1, the two inside the residual layer, W3.
        double[][] residual = trace.outputs(1);
        double[][][] inputs = {x, trace.activations(0), trace.activations(1), residual};
        for (int l = 0; l < 4; l++) {
            ReferenceLayer.Dense layer = network.denseLayers().get(l);
            double[][] dW = new double[layer.inputs()][layer.outputs()];
            for (int row = 0; row < rows; row++) {
                for (int j = 0; j < layer.outputs(); j++) {
                    double z = layer.bias()[j];
                    for (int i = 0; i < layer.inputs(); i++) {
                        z += inputs[l][row][i] * layer.weights()[i][j];
                        dW[i][j] += inputs[l][row][i] * trace.deltas(l)[row][j];
                    }
                    assertThat(trace.preActivations(l)[row][j]).isCloseTo(z, within(ROUNDING));
                    assertThat(trace.activations(l)[row][j]).isCloseTo(Math.tanh(z), within(ROUNDING));
                }
            }
            assertThat(Differences.relative(Differences.flat(trace.gradients().weights(l)), Differences.flat(dW)))
                    .isLessThanOrEqualTo(ROUNDING);
        }
        for (int row = 0; row < rows; row++) {
            assertThat(residual[row][0])
                    .isCloseTo(trace.activations(0)[row][0] + trace.activations(2)[row][0], within(ROUNDING));
            assertThat(trace.outputs(2)[row]).containsExactly(trainer.predict(x[row]));
            double[] inputGradient = new double[3];
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 4; j++) {
                    inputGradient[i] += trace.deltas(0)[row][j]
                            * network.denseLayers().get(0).weights()[i][j];
                }
            }
            assertThat(trace.inputGradients()[row]).containsExactly(inputGradient, within(ROUNDING));
            assertResidualError(network, trace.passes().get(row));
        }
    }

    /** Δ of the residual layer is Δ3 W3ᵀ; below it Δ1 = (Δ + Δ_F W_Fᵀ) ⊙ f'(Z1): the sum over both paths. */
    private static void assertResidualError(ReferenceNetwork network, Backpropagation.Pass pass) {
        double[] delta = pass.layers().get(1).delta();
        double[] above = pass.layers().get(2).delta();
        double[] below = pass.layers().get(0).delta();
        double[] a = pass.layers().get(0).output();
        double[] firstOfF = pass.denseLayers().get(1).delta();
        double[][] w3 = network.denseLayers().get(3).weights();
        double[][] wF = network.denseLayers().get(1).weights();
        for (int i = 0; i < delta.length; i++) {
            assertThat(delta[i]).isCloseTo(above[0] * w3[i][0] + above[1] * w3[i][1], within(ROUNDING));
            double sum = delta[i];
            for (int j = 0; j < firstOfF.length; j++) {
                sum += firstOfF[j] * wF[i][j];
            }
            assertThat(below[i]).isCloseTo(sum * (1 - a[i] * a[i]), within(ROUNDING));
        }
    }

    @Test
    void stepUpdatesByTheGradientsAndReturnsTheCostBefore() {
        RandomGenerator random = new SplittableRandom(25);
        double[][] x = Samples.rows(4, 3, -1, 1, random);
        double[][] y = Samples.rows(4, 2, -1, 1, random);
        ReferenceNetwork network = network(26);
        ReferenceTrainer trainer = trainer(network, ReferenceLoss.Reduction.MEAN);
        double[] expected = network.parameters();
        ReferenceTrainer.Result result = trainer.gradients(x, y);
        assertThat(network.parameters()).containsExactly(expected);
        double[] g = result.gradients().flat();
        for (int k = 0; k < g.length; k++) {
            expected[k] -= 0.1 * g[k];
        }
        assertThat(trainer.step(x, y)).isEqualTo(result.cost());
        assertThat(network.parameters()).containsExactly(expected);
        assertThat(trainer.cost(x, y)).isLessThan(result.cost());
    }

    @Test
    void unsharedRuleTrainsAlike() {
        RandomGenerator random = new SplittableRandom(27);
        double[][] x = Samples.rows(4, 3, -1, 1, random);
        double[][] y = Samples.rows(4, 2, -1, 1, random);
        ReferenceNetwork shared = network(28);
        ReferenceNetwork unshared = shared.copy();
        ReferenceTrainer trainer = trainer(shared, ReferenceLoss.Reduction.SUM);
        ReferenceTrainer slow = new ReferenceTrainer(
                new UnsharedChainRule(unshared, ReferenceLoss.halfSquaredError()),
                ReferenceLoss.Reduction.SUM,
                ReferenceOptimizer.gradientDescent(0.1));
        for (int step = 0; step < 20; step++) {
            assertThat(slow.step(x, y)).isCloseTo(trainer.step(x, y), within(1e-12));
        }
        assertThat(Differences.relative(unshared.parameters(), shared.parameters()))
                .isLessThanOrEqualTo(1e-12);
    }

    @Test
    void learnsXorOnFiveOfFiveSeeds() {
        int learnt = 0;
        double[][] y = ReferenceTargets.rows(XOR_LABELS, 1);
        for (long seed = 1; seed <= 5; seed++) {
            RandomGenerator random = new SplittableRandom(seed);
            ReferenceNetwork network = ReferenceNetwork.of(
                    Samples.dense(2, 4, ReferenceActivation.tanh(), true, random),
                    Samples.dense(4, 1, ReferenceActivation.sigmoid(), true, random));
            ReferenceTrainer trainer = new ReferenceTrainer(
                    network,
                    ReferenceLoss.binaryCrossEntropy(),
                    ReferenceLoss.Reduction.MEAN,
                    ReferenceOptimizer.adam(0.05));
            for (int step = 0; step < XOR_STEPS; step++) {
                trainer.step(XOR_INPUTS, y);
            }
            boolean right = true;
            for (int row = 0; row < 4; row++) {
                right &= Math.round(trainer.predict(XOR_INPUTS[row])[0]) == XOR_LABELS[row];
            }
            learnt += right && trainer.cost(XOR_INPUTS, y) < 0.05 ? 1 : 0;
        }
        assertThat(learnt).isEqualTo(5);
    }

    @Test
    void aNonFiniteCostStopsBeforeTheUpdate() {
        ReferenceNetwork network = network(29);
        double[] before = network.parameters();
        ReferenceTrainer trainer = trainer(network, ReferenceLoss.Reduction.MEAN);
        double[][] x = {{1, Double.NaN, 2}};
        assertThatThrownBy(() -> trainer.step(x, new double[][] {{0, 0}}))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("NaN");
        assertThat(network.parameters()).containsExactly(before);
    }

    @Test
    void batchesThatDoNotFitAreRefusedBeforeAnythingChanges() {
        ReferenceNetwork network = network(30);
        double[] before = network.parameters();
        ReferenceTrainer trainer = trainer(network, ReferenceLoss.Reduction.MEAN);
        double[][] x = {{1, 2, 3}, {4, 5, 6}};
        double[][] y = {{1, 2}, {3, 4}};
        assertRefused(trainer, new double[0][], new double[0][], "x must have at least one row, has 0");
        assertRefused(trainer, x, new double[][] {{1, 2}}, "x has 2 rows, y has 1");
        assertRefused(trainer, new double[][] {x[0], {4, 5}}, y, "x[1] must have 3 numbers, has 2");
        assertRefused(trainer, x, new double[][] {y[0], {3, 4, 5}}, "y[1] must have 2 numbers, has 3");
        assertThat(network.parameters()).containsExactly(before);
    }

    private static void assertRefused(ReferenceTrainer trainer, double[][] x, double[][] y, String message) {
        assertThatThrownBy(() -> trainer.step(x, y))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> trainer.gradients(x, y)).hasMessage(message);
        assertThatThrownBy(() -> trainer.trace(x, y)).hasMessage(message);
        assertThatThrownBy(() -> trainer.cost(x, y)).hasMessage(message);
    }
}
