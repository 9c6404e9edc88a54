// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Two networks small enough to be worked by hand, to the digits printed: no bias, sigmoid hidden units, a linear
 * output, E = ½(ŷ − y)².
 */
class WorkedNumbersTest {

    private static final ReferenceLoss LOSS = ReferenceLoss.halfSquaredError();
    private static final double RATE = 0.01;

    private static ReferenceNetwork chain() {
        return ReferenceNetwork.of(
                ReferenceLayer.dense(new double[][] {{2}}, ReferenceActivation.sigmoid()),
                ReferenceLayer.dense(new double[][] {{5}}, ReferenceActivation.sigmoid()),
                ReferenceLayer.dense(new double[][] {{3}}, ReferenceActivation.identity()));
    }

    /** 1-1-2-1: x to i by w_in, i to j and k by w_ij and w_ik, j and k to the output by w_j and w_k. */
    private static ReferenceNetwork split() {
        return ReferenceNetwork.of(
                ReferenceLayer.dense(new double[][] {{2}}, ReferenceActivation.sigmoid()),
                ReferenceLayer.dense(new double[][] {{4, 6}}, ReferenceActivation.sigmoid()),
                ReferenceLayer.dense(new double[][] {{5}, {3}}, ReferenceActivation.identity()));
    }

    private static List<GradientRule> rules(ReferenceNetwork network) {
        return List.of(new Backpropagation(network, LOSS), new UnsharedChainRule(network, LOSS));
    }

    private static String round(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private static String significant(double value, int digits) {
        return new BigDecimal(value).round(new MathContext(digits)).toPlainString();
    }

    @Test
    void chainForward() {
        ReferenceNetwork network = chain();
        List<LayerTrace> traces = network.forward(new double[] {1});
        assertThat(round(traces.get(0).output()[0], 4)).isEqualTo("0.8808");
        assertThat(round(traces.get(1).output()[0], 4)).isEqualTo("0.9879");
        assertThat(round(traces.get(2).output()[0], 4)).isEqualTo("2.9638");
        double cost = new Backpropagation(network, LOSS).cost(new double[] {1}, new double[] {3});
        assertThat(round(cost, 4)).isEqualTo("0.0007");
    }

    @Test
    void chainCachedTermsMultiplyToTheErrorSignals() {
        ReferenceNetwork network = chain();
        Backpropagation.Pass pass = new Backpropagation(network, LOSS)
                .pass(new double[] {1}, new double[] {3}, 1, new ReferenceGradients(network));
        double a1 = pass.layers().get(0).output()[0];
        double a2 = pass.layers().get(1).output()[0];
        double first = pass.layers().get(2).output()[0] - 3;
        double second = 3 * a2 * (1 - a2);
        double third = 5 * a1 * (1 - a1);
        assertThat(round(first, 4)).isEqualTo("-0.0362");
        assertThat(round(second, 4)).isEqualTo("0.0358");
        assertThat(round(third, 4)).isEqualTo("0.5250");
        assertThat(pass.layers().get(2).delta()).containsExactly(first);
        assertThat(Differences.relative(pass.layers().get(1).delta(), new double[] {first * second}))
                .isLessThanOrEqualTo(1e-14);
        assertThat(Differences.relative(pass.layers().get(0).delta(), new double[] {first * second * third}))
                .isLessThanOrEqualTo(1e-14);
    }

    @Test
    void chainGradients() {
        ReferenceNetwork network = chain();
        for (GradientRule rule : rules(network)) {
            ReferenceGradients gradients = new ReferenceGradients(network);
            rule.accumulate(new double[] {1}, new double[] {3}, 1, gradients);
            double[] flat = gradients.flat();
            assertThat(round(flat[0], 6)).isEqualTo("-0.000681");
            assertThat(round(flat[1], 4)).isEqualTo("-0.0011");
            assertThat(round(flat[2], 4)).isEqualTo("-0.0358");
        }
    }

    @Test
    void splitForward() {
        ReferenceNetwork network = split();
        List<LayerTrace> traces = network.forward(new double[] {1});
        assertThat(round(traces.get(0).output()[0], 4)).isEqualTo("0.8808");
        assertThat(round(traces.get(1).output()[0], 4)).isEqualTo("0.9713");
        assertThat(round(traces.get(1).output()[1], 4)).isEqualTo("0.9950");
        assertThat(round(traces.get(2).output()[0], 4)).isEqualTo("7.8416");
        double cost = new Backpropagation(network, LOSS).cost(new double[] {1}, new double[] {8});
        assertThat(round(cost, 4)).isEqualTo("0.0125");
    }

    /** Δw = −η ∂E/∂w: the output is below its target and all weights are positive, so every weight grows. */
    @Test
    void splitUpdates() {
        ReferenceNetwork network = split();
        for (GradientRule rule : rules(network)) {
            ReferenceGradients gradients = new ReferenceGradients(network);
            rule.accumulate(new double[] {1}, new double[] {8}, 1, gradients);
            assertThat(significant(-RATE * gradients.weights(2)[0][0], 10)).isEqualTo("0.001538853417");
            assertThat(significant(-RATE * gradients.weights(2)[1][0], 10)).isEqualTo("0.001576268872");
            assertThat(significant(-RATE * gradients.weights(1)[0][0], 10)).isEqualTo("0.0001942286672");
            assertThat(significant(-RATE * gradients.weights(1)[0][1], 10)).isEqualTo("0.00002100293805");
            assertThat(significant(-RATE * gradients.weights(0)[0][0], 10)).isEqualTo("0.0001076321682");
        }
    }

    @Test
    void splitStep() {
        ReferenceNetwork network = split();
        double[] before = network.parameters();
        assertThat(before).containsExactly(2, 4, 6, 5, 3);
        ReferenceTrainer trainer = new ReferenceTrainer(
                network, LOSS, ReferenceLoss.Reduction.MEAN, ReferenceOptimizer.gradientDescent(RATE));
        trainer.step(new double[][] {{1}}, new double[][] {{8}});
        double[] updates = network.parameters();
        for (int i = 0; i < updates.length; i++) {
            updates[i] -= before[i];
        }
        double[] printed = {0.0001076321682, 0.0001942286672, 0.00002100293805, 0.001538853417, 0.001576268872};
        for (int i = 0; i < updates.length; i++) {
            // Half a unit of the tenth digit, and the rounding of a weight up to 8.
            assertThat(Math.abs(updates[i] - printed[i])).isLessThanOrEqualTo(5e-10 * printed[i] + Math.ulp(4.0));
        }
    }
}
