// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.compute.UpdateRule.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of {@link UpdateKernels}, for every strategy: three steps of every rule against textbook loops. */
class UpdateKernelsTest {

    private static final int STEPS = 3;

    /**
     * In units of epsilon, relative to the terms of a sum: a handful of roundings a step, numbers of the rule included.
     */
    private static final double TOLERANCE = 32;

    private static final List<UpdateRule> RULES = rules();

    private final SplittableRandom random = new SplittableRandom(8);

    private static List<UpdateRule> rules() {
        List<UpdateRule> rules = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (double weightDecay : kind == Kind.ADAM ? new double[] {0, 0.01} : new double[] {0}) {
                UpdateRule rule = new UpdateRule(kind);
                rule.rate = 0.01;
                rule.decay = 0.9;
                rule.secondDecay = 0.999;
                rule.epsilon = 1e-8;
                rule.weightDecay = weightDecay;
                rule.gradientFactor = 0.7;
                rule.meanFactor = 0.4;
                rule.decrease = 0.5;
                rule.increase = 1.25;
                rule.least = 1e-3;
                rule.most = 0.7;
                rules.add(rule);
            }
        }
        return rules;
    }

    @Test
    void everyKindIsTested() {
        assertThat(RULES.stream().map(rule -> rule.kind).collect(Collectors.toSet()))
                .isEqualTo(EnumSet.allOf(Kind.class));
    }

    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.ALL)
    void update(Subject<?> subject) {
        int cases = 0;
        for (UpdateRule rule : RULES) {
            for (int length : Lengths.ALL) {
                check(subject, rule, length);
                cases++;
            }
        }
        assertThat(cases).isEqualTo(RULES.size() * Lengths.ALL.length);
    }

    private <A> void check(Subject<A> subject, UpdateRule rule, int length) {
        UpdateKernels<A> kernels = subject.newKernels().updates();
        Block<A> w = new Block<>(subject.elements(), 1, length, random.nextInt(6), 0)
                .fill(random::nextGaussian)
                .guard();
        Block<A> g = w.copy();
        Block<A> first = w.copy().fill(() -> 0);
        Block<A> second = w.copy().fill(() -> rule.kind == Kind.RPROP ? 0.5 : 0);
        Block<A> third = w.copy().fill(() -> 0);
        for (int step = 1; step <= STEPS; step++) {
            g.fill(() -> random.nextInt(10) == 0 ? 0 : random.nextGaussian());
            rule.firstCorrection = 1 - Math.pow(rule.decay, step);
            rule.secondCorrection = 1 - Math.pow(rule.secondDecay, step);
            Textbook expected = new Textbook(rule, w.row(0), g.row(0), first.row(0), second.row(0), third.row(0));
            Block<A> wBefore = w.copy();
            Block<A> gBefore = g.copy();
            Block<A> firstBefore = first.copy();
            Block<A> secondBefore = second.copy();

            kernels.update(
                    rule,
                    w.array,
                    g.array,
                    rule.kind.slots() > 0 ? first.array : null,
                    rule.kind.slots() > 1 ? second.array : null,
                    rule.kind.slots() > 2 ? third.array : null,
                    w.offset,
                    length);

            double epsilon = TOLERANCE * subject.epsilon();
            w.assertClose(
                    rule.kind + " w",
                    (i, j) -> expected.w[j],
                    (i, j) -> epsilon * (Math.abs(wBefore.at(0, j)) + expected.change[j]));
            first.assertClose(
                    rule.kind + " s",
                    (i, j) -> expected.s[j],
                    (i, j) -> epsilon * (Math.abs(firstBefore.at(0, j)) + expected.sChange[j]));
            second.assertClose(rule.kind + " t", (i, j) -> expected.t[j], (i, j) -> epsilon * expected.t[j]);
            third.assertClose(rule.kind + " u", (i, j) -> expected.u[j], (i, j) -> epsilon * expected.u[j]);
            w.assertUnchangedOutside("w", wBefore);
            first.assertUnchangedOutside("s", firstBefore);
            second.assertUnchangedOutside("t", secondBefore);
            g.assertUnchanged("g", gBefore);
        }
    }

    /** One step in double: new w, s and t, and the sizes of the terms that change w and s. */
    private static final class Textbook {

        final double[] w;
        final double[] s;
        final double[] t;
        final double[] u;
        final double[] change;
        final double[] sChange;

        Textbook(UpdateRule rule, double[] w, double[] g, double[] s, double[] t, double[] u) {
            this.w = w;
            this.s = s;
            this.t = t;
            this.u = u;
            this.change = new double[w.length];
            this.sChange = new double[w.length];
            for (int i = 0; i < w.length; i++) {
                step(rule, i, g[i]);
            }
        }

        private void step(UpdateRule rule, int i, double g) {
            double oldW = w[i];
            sChange[i] = Math.abs(g) + g * g;
            switch (rule.kind) {
                case GRADIENT_DESCENT -> w[i] -= rule.rate * g;
                case MOMENTUM -> {
                    s[i] = rule.decay * s[i] + g;
                    w[i] -= rule.rate * s[i];
                }
                case NESTEROV -> {
                    s[i] = rule.decay * s[i] + g;
                    w[i] -= rule.rate * (g + rule.decay * s[i]);
                }
                case ADAGRAD -> {
                    s[i] += g * g;
                    w[i] -= rule.rate * g / (Math.sqrt(s[i]) + rule.epsilon);
                }
                case RMSPROP -> {
                    s[i] = rule.decay * s[i] + (1 - rule.decay) * g * g;
                    w[i] -= rule.rate * g / (Math.sqrt(s[i]) + rule.epsilon);
                }
                case AMSGRAD, NADAM, ADADELTA, RPROP, LION -> further(rule, i, g);
                case ADAM -> {
                    w[i] -= rule.rate * rule.weightDecay * w[i];
                    s[i] = rule.decay * s[i] + (1 - rule.decay) * g;
                    t[i] = rule.secondDecay * t[i] + (1 - rule.secondDecay) * g * g;
                    w[i] -= rule.rate
                            / rule.firstCorrection
                            * s[i]
                            / (Math.sqrt(t[i]) / Math.sqrt(rule.secondCorrection) + rule.epsilon);
                }
            }
            change[i] = Math.abs(w[i] - oldW) + rule.rate * Math.abs(g);
        }

        private void further(UpdateRule rule, int i, double g) {
            double root = Math.sqrt(rule.secondCorrection);
            switch (rule.kind) {
                case AMSGRAD -> {
                    moments(rule, i, g);
                    u[i] = Math.max(u[i], t[i]);
                    w[i] -= rule.rate / rule.firstCorrection * s[i] / (Math.sqrt(u[i]) / root + rule.epsilon);
                }
                case NADAM -> {
                    moments(rule, i, g);
                    double direction = rule.gradientFactor * g + rule.meanFactor * s[i];
                    w[i] -= rule.rate * direction / (Math.sqrt(t[i]) / root + rule.epsilon);
                }
                case ADADELTA -> {
                    s[i] = rule.decay * s[i] + (1 - rule.decay) * g * g;
                    double d = Math.sqrt(t[i] + rule.epsilon) / Math.sqrt(s[i] + rule.epsilon) * g;
                    t[i] = rule.decay * t[i] + (1 - rule.decay) * d * d;
                    w[i] -= rule.rate * d;
                }
                case RPROP -> {
                    double agreement = Math.signum(g) * Math.signum(s[i]);
                    double factor = agreement > 0 ? rule.increase : agreement < 0 ? rule.decrease : 1;
                    t[i] = Math.max(rule.least, Math.min(rule.most, t[i] * factor));
                    s[i] = agreement < 0 ? 0 : g;
                    w[i] -= Math.signum(s[i]) * t[i];
                }
                default -> {
                    double direction = rule.decay * s[i] + (1 - rule.decay) * g;
                    s[i] = rule.secondDecay * s[i] + (1 - rule.secondDecay) * g;
                    w[i] -= rule.rate * Math.signum(direction);
                }
            }
        }

        private void moments(UpdateRule rule, int i, double g) {
            s[i] = rule.decay * s[i] + (1 - rule.decay) * g;
            t[i] = rule.secondDecay * t[i] + (1 - rule.secondDecay) * g * g;
        }
    }

    @Test
    void noBranchButAllSigns() {
        float[] steps = {1, 1, 1, 1, 1};
        float[] w = new float[5];
        float[] g = {Float.MIN_VALUE, -Float.MAX_VALUE, 0, Float.NaN, -Float.MIN_VALUE};
        UpdateRule rule = new UpdateRule(Kind.RPROP);
        rule.decrease = 0.5;
        rule.increase = 1.2;
        rule.least = 1e-3;
        rule.most = 0.25;
        UpdateKernels<float[]> kernels = FloatElements.INSTANCE
                .newKernels(StrategyLookup.named("scalar"))
                .updates();
        kernels.update(rule, w, g, new float[5], steps, null, 0, 5);
        assertThat(w).containsExactly(-0.25f, 0.25f, 0, Float.NaN, 0.25f);
    }

    /** With a zero gradient from the start, root and mean are 0, and ε alone keeps the quotient from being NaN. */
    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.ALL)
    void zeroGradientsChangeNothing(Subject<?> subject) {
        for (UpdateRule rule : RULES) {
            if (rule.weightDecay == 0) {
                checkZeroGradients(subject, rule);
            }
        }
    }

    private <A> void checkZeroGradients(Subject<A> subject, UpdateRule rule) {
        Block<A> w = new Block<>(subject.elements(), 1, 37, 0, 0).fill(random::nextGaussian);
        Block<A> g = w.copy().fill(() -> 0);
        Block<A> before = w.copy();
        subject.newKernels()
                .updates()
                .update(rule, w.array, g.array, g.copy().array, g.copy().array, g.copy().array, 0, w.columns);
        w.assertClose(rule.kind + " w", before::at, (i, j) -> 0);
    }
}
