// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class MatchedPairTest {

    private static final double ROUNDING = 1e-13;

    /** A network that gives f of its input: W = I. */
    private static ReferenceNetwork through(ReferenceActivation f, int width) {
        double[][] identity = new double[width][width];
        for (int i = 0; i < width; i++) {
            identity[i][i] = 1;
        }
        return ReferenceNetwork.of(ReferenceLayer.dense(identity, f));
    }

    private static double[] delta(ReferenceNetwork network, ReferenceLoss loss, double[] x, double[] y) {
        Backpropagation.Pass pass = new Backpropagation(network, loss).pass(x, y, 1, new ReferenceGradients(network));
        return pass.layers().get(0).delta();
    }

    @Test
    void pairsAgreeWithLossAndActivationTakenApart() {
        Map<MatchedPair, ReferenceActivation> activations = Map.of(
                MatchedPair.SOFTMAX_CROSS_ENTROPY, ReferenceActivation.softmax(),
                MatchedPair.SIGMOID_BINARY_CROSS_ENTROPY, ReferenceActivation.sigmoid());
        RandomGenerator random = new SplittableRandom(7);
        int cases = 0;
        for (MatchedPair pair : MatchedPair.values()) {
            ReferenceActivation f = activations.get(pair);
            ReferenceLoss loss = pair == MatchedPair.SOFTMAX_CROSS_ENTROPY
                    ? ReferenceLoss.crossEntropy()
                    : ReferenceLoss.binaryCrossEntropy();
            assertThat(MatchedPair.of(through(f, 3).last(), loss)).contains(pair);
            for (int n = 1; n <= 50; n++) {
                double[] z = Samples.row(5, -3, 3, random);
                double[] y = Samples.row(5, -0.5, 2, random);
                double[] a = new double[5];
                double[] dA = new double[5];
                double[] expected = new double[5];
                double[] actual = new double[5];
                f.apply(z, a);
                loss.gradient(a, y, dA);
                f.vectorJacobianProduct(z, a, dA, expected);
                pair.delta(a, y, actual);
                assertThat(Differences.relative(actual, expected)).isLessThanOrEqualTo(ROUNDING);
                assertThat(pair.value(z, y)).isCloseTo(loss.value(a, y), within(ROUNDING));
                cases++;
            }
        }
        assertThat(cases).isEqualTo(100);
    }

    @Test
    void othersAreNoPair() {
        ReferenceLayer softmax = through(ReferenceActivation.softmax(), 2).last();
        ReferenceLayer sigmoid = through(ReferenceActivation.sigmoid(), 2).last();
        assertThat(MatchedPair.of(softmax, ReferenceLoss.binaryCrossEntropy())).isEmpty();
        assertThat(MatchedPair.of(sigmoid, ReferenceLoss.crossEntropy())).isEmpty();
        assertThat(MatchedPair.of(softmax, ReferenceLoss.halfSquaredError())).isEmpty();
        assertThat(MatchedPair.of(ReferenceLayer.residual(softmax), ReferenceLoss.crossEntropy()))
                .isEmpty();
    }

    @Test
    void softmaxWithCrossEntropyIsStableAtLogitsOf1e4() {
        ReferenceNetwork network = through(ReferenceActivation.softmax(), 3);
        ReferenceLoss loss = ReferenceLoss.crossEntropy();
        double[] z = {1e4, -1e4, 1e4};
        double[] y = {0.5, 2, 0};
        // Σy·logsumexp − Σyz = 2.5(1e4 + log 2) − 0.5e4 + 2e4; a = ½, 0, ½; Δ = a·2.5 − y
        assertThat(new Backpropagation(network, loss).cost(z, y)).isCloseTo(2.5 * Math.log(2) + 4e4, within(1e-11));
        assertThat(delta(network, loss, z, y)).containsExactly(0.75, -2, 1.25);
        assertThat(new UnsharedChainRule(network, loss).inputGradient(z, y, 1)).containsExactly(0.75, -2, 1.25);
    }

    @Test
    void sigmoidWithBinaryCrossEntropyIsStableAtLogitsOf1e4() {
        ReferenceNetwork network = through(ReferenceActivation.sigmoid(), 4);
        ReferenceLoss loss = ReferenceLoss.binaryCrossEntropy();
        double[] z = {1e4, -1e4, 1e4, -1e4};
        double[] y = {0.25, 0.25, 1, 0};
        // softplus(z) − yz = 1e4 − 0.25e4, 0.25e4, 0, 0
        assertThat(new Backpropagation(network, loss).cost(z, y)).isEqualTo(1e4);
        assertThat(delta(network, loss, z, y)).containsExactly(0.75, -0.25, 0, 0);
        assertThat(new UnsharedChainRule(network, loss).inputGradient(z, y, 1)).containsExactly(0.75, -0.25, 0, 0);
    }

    @Test
    void certainAndRightCostsNothing() {
        ReferenceNetwork network = through(ReferenceActivation.softmax(), 3);
        double[] z = {-1e4, 1e4, -1e4};
        double[] y = {0, 1, 0};
        assertThat(new Backpropagation(network, ReferenceLoss.crossEntropy()).cost(z, y))
                .isZero();
        assertThat(delta(network, ReferenceLoss.crossEntropy(), z, y)).containsOnly(0);
    }
}
