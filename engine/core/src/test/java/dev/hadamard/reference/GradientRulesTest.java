// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The three ways to a gradient agree: every activation x loss x structure, with and without bias. */
class GradientRulesTest {

    /** Rounding of the cost over the step, 1e-16/6e-6, relative to a gradient of at least {@link #LEAST_GRADIENT}. */
    private static final double CENTRAL_TOLERANCE = 1e-6;

    /** Below a normalisation most of a gradient cancels, but not its rounding. */
    private static final double NORM_TOLERANCE = 1e-5;

    private static final double UNSHARED_TOLERANCE = 1e-12;

    private static final double LEAST_GRADIENT = 1e-3;
    private static final double KINK_DISTANCE = 0.01;
    private static final int MOST_DRAWS = 200_000;

    private record Case(ReferenceNetwork network, double[] x, double[] y) {}

    @Test
    void threeWaysAgree() {
        int cases = 0;
        for (ReferenceActivation f : Samples.activations()) {
            for (boolean bias : new boolean[] {true, false}) {
                for (ReferenceLoss loss : Samples.losses()) {
                    for (String structure : Samples.STRUCTURES) {
                        String name = f.name() + ", " + loss.name() + ", " + structure + (bias ? ", bias" : "");
                        Case drawn = draw(name, f, bias, loss, structure);
                        compareCentral(name, drawn, loss);
                        compareUnshared(name, drawn, loss);
                        cases++;
                    }
                }
            }
        }
        assertThat(cases).isEqualTo(13 * 2 * 8 * 6);
    }

    @Test
    void residualAsLastLayer() {
        for (ReferenceActivation f : Samples.activations()) {
            RandomGenerator random = new SplittableRandom(11);
            ReferenceNetwork network = ReferenceNetwork.of(
                    Samples.dense(3, 4, f, true, random),
                    ReferenceLayer.residual(
                            Samples.dense(4, 2, f, true, random),
                            ReferenceLayer.residual(Samples.dense(2, 2, f, false, random)),
                            Samples.dense(2, 4, f, true, random)));
            Case drawn = new Case(network, new double[] {0.9, -0.7, 0.4}, new double[] {3, -2, 5, 1.5});
            compareCentral(f.name(), drawn, ReferenceLoss.halfSquaredError());
            compareUnshared(f.name(), drawn, ReferenceLoss.halfSquaredError());
        }
    }

    @Test
    void networkOfOneResidualLayer() {
        RandomGenerator random = new SplittableRandom(12);
        ReferenceNetwork network = ReferenceNetwork.of(
                ReferenceLayer.residual(Samples.dense(3, 3, ReferenceActivation.tanh(), true, random)));
        Case only = new Case(network, new double[] {0.9, -0.7, 0.4}, new double[] {3, -2, 5});
        compareCentral("one residual", only, ReferenceLoss.squaredError());
        compareUnshared("one residual", only, ReferenceLoss.squaredError());
    }

    /** Masks that differ from step to step and row to row; all three ways drop the same. */
    @Test
    void dropoutInEveryPlace() {
        int dropped = 0;
        for (ReferenceActivation f : Samples.activations()) {
            for (long step = 1; step <= 3; step++) {
                RandomGenerator random = new SplittableRandom(15);
                ReferenceLayer.Draw draw =
                        (s, row, column) -> new SplittableRandom(31 * (31 * s + row) + column).nextDouble();
                ReferenceNetwork network = ReferenceNetwork.of(
                        ReferenceLayer.dropout(3, 0.2, draw),
                        Samples.dense(3, 6, f, true, random),
                        ReferenceLayer.dropout(6, 0.5, draw),
                        ReferenceLayer.residual(
                                Samples.dense(6, 6, f, true, random), ReferenceLayer.dropout(6, 0.3, draw)),
                        ReferenceLayer.dropout(6, 0, draw),
                        Samples.dense(6, 4, f, false, random),
                        ReferenceLayer.dropout(4, 0.4, draw));
                double[] x = {0.9, -0.7, 0.4};
                double[] all = network.predict(x);
                network.dropOut(step, 5);
                dropped += Arrays.equals(network.predict(x), all) ? 0 : 1;
                Case drawn = new Case(network, x, new double[] {3, -2, 5, 1.5});
                compareCentral(f.name() + ", step " + step, drawn, ReferenceLoss.halfSquaredError());
                compareUnshared(f.name() + ", step " + step, drawn, ReferenceLoss.halfSquaredError());
                network.keepAll();
                assertThat(network.predict(x)).containsExactly(all);
            }
        }
        assertThat(dropped).isEqualTo(13 * 3);
    }

    /** Layer normalisation, branches and columns; every parameter's gradient in three ways. */
    @Test
    void normsAndBranchesInEveryPlace() {
        int checked = 0;
        for (ReferenceActivation f : Samples.activations()) {
            RandomGenerator random = new SplittableRandom(16);
            ReferenceNetwork network = ReferenceNetwork.of(
                    norm(3, f, random),
                    new ReferenceConcatenation(List.of(
                            List.of(Samples.dense(3, 4, f, true, random)),
                            List.of(
                                    new ReferenceColumns(3, 1, 3),
                                    norm(2, f, random),
                                    Samples.dense(2, 2, f, true, random)),
                            List.of(new ReferenceColumns(3, 0, 1)))),
                    ReferenceLayer.residual(norm(7, f, random), Samples.dense(7, 7, f, true, random)),
                    Samples.dense(7, 4, f, false, random),
                    norm(4, f, random));
            Case drawn = new Case(network, new double[] {0.9, -0.7, 0.4}, new double[] {3, -2, 5, 1.5});
            ReferenceLoss loss = ReferenceLoss.halfSquaredError();
            Backpropagation rule = new Backpropagation(network, loss);
            compare(f.name(), drawn, rule, new CentralDifferences(network, loss), NORM_TOLERANCE);
            compareUnshared(f.name(), drawn, loss);
            checked++;
        }
        assertThat(checked).isEqualTo(13);
    }

    /** By differences of the cost of the whole batch, in which each sample depends on all. */
    @Test
    void batchNormsInEveryPlace() {
        int checked = 0;
        for (ReferenceActivation f : Samples.activations()) {
            RandomGenerator random = new SplittableRandom(17);
            ReferenceNetwork network = ReferenceNetwork.of(
                    new ReferenceBatchNorm(3, f, 1e-3, 0.1),
                    new ReferenceConcatenation(List.of(
                            List.of(Samples.dense(3, 2, f, true, random), new ReferenceBatchNorm(2, f, 1e-3, 0.1)),
                            List.of(norm(3, f, random)))),
                    ReferenceLayer.residual(new ReferenceBatchNorm(5, f, 1e-3, 0.1)),
                    Samples.dense(5, 2, f, true, random));
            double[] parameters = network.parameters();
            for (int i = 0; i < parameters.length; i++) {
                parameters[i] += random.nextDouble(0, 0.5);
            }
            network.setParameters(parameters);
            double[][] x = Samples.rows(6, 3, -1, 1, random);
            double[][] y = Samples.rows(6, 2, -1, 1, random);
            double[] gradients = trainer(network).gradients(x, y).gradients().flat();
            for (int i = 0; i < parameters.length; i++) {
                double h = 1e-5;
                double above = costWith(network, parameters, i, h, x, y);
                double below = costWith(network, parameters, i, -h, x, y);
                assertThat(gradients[i])
                        .as("%s, parameter %d", f.name(), i)
                        .isCloseTo((above - below) / (2 * h), within(1e-6 * (1 + Math.abs(gradients[i]))));
            }
            checked++;
        }
        assertThat(checked).isEqualTo(13);
    }

    private static ReferenceTrainer trainer(ReferenceNetwork network) {
        return new ReferenceTrainer(
                network,
                ReferenceLoss.halfSquaredError(),
                ReferenceLoss.Reduction.SUM,
                ReferenceOptimizer.gradientDescent(0));
    }

    private static double costWith(
            ReferenceNetwork network, double[] parameters, int i, double change, double[][] x, double[][] y) {
        double[] changed = parameters.clone();
        changed[i] += change;
        network.setParameters(changed);
        double cost = trainer(network).gradients(x, y).cost();
        network.setParameters(parameters);
        return cost;
    }

    private static ReferenceLayerNorm norm(int width, ReferenceActivation f, RandomGenerator random) {
        double[] gain = random.doubles(width, 0.5, 1.5).toArray();
        return new ReferenceLayerNorm(gain, random.doubles(width, -0.5, 0.5).toArray(), f, 1e-3);
    }

    @Test
    void weightScalesEveryGradient() {
        RandomGenerator random = new SplittableRandom(13);
        assertWeightScales(Samples.network("residual", ReferenceActivation.tanh(), true, random), Samples.logCosh());
        assertWeightScales(
                Samples.network("residual", ReferenceActivation.softmax(), true, random), ReferenceLoss.crossEntropy());
        assertWeightScales(
                Samples.network("depth 2", ReferenceActivation.sigmoid(), true, random),
                ReferenceLoss.binaryCrossEntropy());
        assertWeightScales(
                ReferenceNetwork.of(
                        Samples.dense(3, 2, ReferenceActivation.tanh(), true, random),
                        ReferenceLayer.residual(Samples.dense(2, 2, ReferenceActivation.tanh(), true, random))),
                ReferenceLoss.squaredError());
    }

    private static void assertWeightScales(ReferenceNetwork network, ReferenceLoss loss) {
        double[] x = {0.9, -0.7, 0.4};
        double[] y = {0.3, 0.6};
        for (GradientRule rule : rules(network, loss)) {
            ReferenceGradients one = new ReferenceGradients(network);
            ReferenceGradients quarter = new ReferenceGradients(network);
            double cost = rule.accumulate(x, y, 1, one);
            assertThat(rule.accumulate(x, y, 0.25, quarter)).isEqualTo(cost).isEqualTo(rule.cost(x, y));
            // Powers of two scale without rounding.
            assertThat(quarter.flat()).containsExactly(quarterOf(one.flat()));
            assertThat(rule.inputGradient(x, y, 0.25)).containsExactly(quarterOf(rule.inputGradient(x, y, 1)));
            // Gradients are added to what is there.
            rule.accumulate(x, y, 0.75, quarter);
            assertThat(Differences.relative(quarter, one)).isLessThanOrEqualTo(1e-14);
        }
    }

    private static double[] quarterOf(double[] v) {
        return Arrays.stream(v).map(value -> 0.25 * value).toArray();
    }

    private static List<GradientRule> rules(ReferenceNetwork network, ReferenceLoss loss) {
        return List.of(
                new Backpropagation(network, loss),
                new UnsharedChainRule(network, loss),
                new CentralDifferences(network, loss));
    }

    @Test
    void memoizationSavesWhatTheUnsharedRuleRepeats() {
        AtomicInteger values = new AtomicInteger();
        AtomicInteger slopes = new AtomicInteger();
        ReferenceActivation counted = ReferenceActivation.elementWise(
                "counted",
                z -> {
                    values.incrementAndGet();
                    return Math.tanh(z);
                },
                z -> {
                    slopes.incrementAndGet();
                    return 1 - Math.tanh(z) * Math.tanh(z);
                });
        for (int depth = 1; depth <= 12; depth++) {
            ReferenceLayer[] layers = new ReferenceLayer[depth];
            for (int l = 0; l < depth; l++) {
                layers[l] = ReferenceLayer.dense(new double[][] {{0.9}}, counted);
            }
            ReferenceNetwork network = ReferenceNetwork.of(layers);
            ReferenceLoss loss = ReferenceLoss.halfSquaredError();
            values.set(0);
            slopes.set(0);
            new Backpropagation(network, loss)
                    .accumulate(new double[] {1}, new double[] {2}, 1, new ReferenceGradients(network));
            assertThat(values).hasValue(depth);
            assertThat(slopes).hasValue(depth);
            values.set(0);
            slopes.set(0);
            new UnsharedChainRule(network, loss)
                    .accumulate(new double[] {1}, new double[] {2}, 1, new ReferenceGradients(network));
            // A forward pass for each layer and one for the cost; chains of 1, 2, … depth factors.
            assertThat(values).hasValue((depth + 1) * depth);
            assertThat(slopes).hasValue(depth * (depth + 1) / 2);
        }
    }

    @Test
    void centralDifferencesLeaveTheNetworkAlone() {
        RandomGenerator random = new SplittableRandom(14);
        ReferenceNetwork network = Samples.network("depth 3", ReferenceActivation.silu(), true, random);
        double[] before = network.parameters();
        double[] x = {0.1, 0.2, 0.3};
        CentralDifferences rule = new CentralDifferences(network, ReferenceLoss.l1());
        rule.accumulate(x, new double[] {1, 2}, 1, new ReferenceGradients(network));
        rule.inputGradient(x, new double[] {1, 2}, 1);
        assertThat(network.parameters()).containsExactly(before);
        assertThat(x).containsExactly(0.1, 0.2, 0.3);
        AtomicInteger calls = new AtomicInteger();
        ReferenceLoss failing = ReferenceLoss.of(
                "failing",
                (a, y) -> {
                    if (calls.incrementAndGet() == 4) {
                        throw new IllegalStateException("fourth call");
                    }
                    return a[0];
                },
                (a, y, dA) -> dA[0] = 1);
        CentralDifferences interrupted = new CentralDifferences(network, failing);
        assertThatThrownBy(() -> interrupted.accumulate(x, new double[] {1, 2}, 1, new ReferenceGradients(network)))
                .hasMessage("fourth call");
        assertThat(network.parameters()).containsExactly(before);
    }

    @Test
    void wrongLengthsAreRefused() {
        RandomGenerator random = new SplittableRandom(15);
        ReferenceNetwork network = ReferenceNetwork.of(Samples.dense(3, 2, ReferenceActivation.tanh(), true, random));
        ReferenceNetwork other = network.copy();
        ReferenceLoss loss = ReferenceLoss.squaredError();
        for (GradientRule rule : rules(network, loss)) {
            ReferenceGradients gradients = new ReferenceGradients(network);
            assertThatThrownBy(() -> rule.accumulate(new double[4], new double[2], 1, gradients))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("x must have 3 numbers, has 4");
            assertThatThrownBy(() -> rule.accumulate(new double[3], new double[1], 1, gradients))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("y must have 2 numbers, has 1");
            assertThatThrownBy(() -> rule.inputGradient(new double[3], new double[0], 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("y must have 2 numbers, has 0");
            assertThatThrownBy(() -> rule.cost(new double[2], new double[2]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("x must have 3 numbers, has 2");
            assertThatThrownBy(() -> rule.accumulate(new double[3], new double[2], 1, new ReferenceGradients(other)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("gradients");
            assertThat(gradients.flat()).containsOnly(0);
        }
    }

    private static void compareCentral(String name, Case drawn, ReferenceLoss loss) {
        Backpropagation rule = new Backpropagation(drawn.network(), loss);
        compare(name, drawn, rule, new CentralDifferences(drawn.network(), loss), CENTRAL_TOLERANCE);
    }

    private static void compareUnshared(String name, Case drawn, ReferenceLoss loss) {
        UnsharedChainRule rule = new UnsharedChainRule(drawn.network(), loss);
        compare(name, drawn, rule, new Backpropagation(drawn.network(), loss), UNSHARED_TOLERANCE);
    }

    private static void compare(String name, Case drawn, GradientRule actual, GradientRule expected, double tolerance) {
        ReferenceGradients g = new ReferenceGradients(drawn.network());
        ReferenceGradients r = new ReferenceGradients(drawn.network());
        double cost = actual.accumulate(drawn.x(), drawn.y(), 1, g);
        assertThat(expected.accumulate(drawn.x(), drawn.y(), 1, r)).isEqualTo(cost);
        double difference = Math.max(
                Differences.relative(g, r),
                Differences.relative(
                        actual.inputGradient(drawn.x(), drawn.y(), 1),
                        expected.inputGradient(drawn.x(), drawn.y(), 1)));
        assertThat(difference).as(name).isLessThanOrEqualTo(tolerance);
    }

    /**
     * Draws parameters, input and target until the comparison is well posed: outputs inside every loss's domain, no
     * kink within reach of the step, no gradient so small that it would drown in the cost's rounding.
     */
    private static Case draw(String name, ReferenceActivation f, boolean bias, ReferenceLoss loss, String structure) {
        RandomGenerator random = new SplittableRandom(name.hashCode());
        for (int n = 0; n < MOST_DRAWS; n++) {
            ReferenceNetwork network = Samples.network(structure, f, bias, random);
            double[] x = Samples.row(Samples.INPUTS, -1.5, 1.5, random);
            double[] y = Samples.row(Samples.OUTPUTS, 0, 1, random);
            Case drawn = new Case(network, x, y);
            if (isInside(network.predict(x), y) && isWellConditioned(drawn, loss)) {
                return drawn;
            }
        }
        throw new AssertionError("no well-posed case in " + MOST_DRAWS + " draws: " + name);
    }

    private static boolean isInside(double[] a, double[] y) {
        for (int i = 0; i < a.length; i++) {
            double e = Math.abs(a[i] - y[i]);
            boolean inDomain = a[i] > 0.05 && a[i] < 0.95;
            boolean smooth = e > KINK_DISTANCE && Math.abs(e - Samples.HUBER_DELTA) > KINK_DISTANCE;
            if (!inDomain || !smooth) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWellConditioned(Case drawn, ReferenceLoss loss) {
        ReferenceGradients gradients = new ReferenceGradients(drawn.network());
        Backpropagation.Pass pass = new Backpropagation(drawn.network(), loss).pass(drawn.x(), drawn.y(), 1, gradients);
        for (LayerTrace.OfDense layer : pass.denseLayers()) {
            for (double z : layer.z()) {
                if (Math.abs(z) < KINK_DISTANCE) {
                    return false;
                }
            }
        }
        boolean large = Differences.maxAbs(pass.inputGradient()) >= LEAST_GRADIENT;
        for (int l = 0; l < gradients.layers(); l++) {
            large &= Differences.maxAbs(Differences.flat(gradients.weights(l))) >= LEAST_GRADIENT;
            large &= gradients.bias(l) == null || Differences.maxAbs(gradients.bias(l)) >= LEAST_GRADIENT;
        }
        return large;
    }
}
