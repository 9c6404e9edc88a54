// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The full guard looks at every gradient before the update, and changes no bit of a sound training. */
class GuardTest {

    private static final int ROWS = 5;
    private static final int INPUTS = 4;
    private static final int OUTPUTS = 3;

    private static double[][] x(double bad) {
        double[][] x = Examples.normal(1, ROWS, INPUTS);
        x[2][1] = bad;
        return x;
    }

    private static double[][] y() {
        return Examples.oneHot(Examples.labels(2, ROWS, OUTPUTS), OUTPUTS);
    }

    private static <A> Network<A> network(Setting<A> setting, Activation hidden) {
        return setting.network(1, INPUTS, Layer.dense(6, hidden), Layer.dense(OUTPUTS, Activation.SOFTMAX));
    }

    /** An infinite input saturates the hidden layer: the cost is finite, dW₁ = ∞ · 0 is not. */
    @EverySetting
    <A> void aNonFiniteGradientBehindAFiniteCostNeverReachesTheParameters(Setting<A> setting) {
        int checked = 0;
        for (Activation hidden : List.of(Activation.SIGMOID, Activation.TANH)) {
            for (Optimizer optimizer : Examples.optimizers()) {
                Network<A> network = network(setting, hidden);
                try (Trainer<A> trainer = setting.trainer(network)
                        .optimizer(optimizer)
                        .guard(Guard.FULL)
                        .build()) {
                    setting.step(trainer, x(1), y());
                    double[] before = network.parametersAsDoubles();
                    double[] gradients = setting.precision()
                            .doubles(setting.gradients(trainer, x(1), y()).parameters());
                    setting.step(trainer, x(1), y());
                    assertThat(network.parametersAsDoubles()).isNotEqualTo(before);
                    before = network.parametersAsDoubles();
                    NonFiniteException e = catchThrowableOfType(
                            NonFiniteException.class, () -> setting.step(trainer, x(Double.POSITIVE_INFINITY), y()));
                    assertThat(e).as(hidden + ", " + optimizer).isNotNull();
                    assertThat(e.step()).isEqualTo(3);
                    assertThat(e.layer()).isEqualTo(1);
                    assertThat(e.tensor()).isEqualTo("gradient");
                    assertThat(e.row()).isEqualTo(1);
                    assertThat(e.column()).isEqualTo(0);
                    assertThat(e).hasMessageContaining("step 3, layer 1: gradient is NaN at dW1[1,0]");
                    assertNorms(network, e, gradients);
                    assertThat(network.parametersAsDoubles()).isEqualTo(before);
                    setting.step(trainer, x(1), y());
                    assertThat(trainer.steps()).isEqualTo(3);
                }
                checked++;
            }
        }
        assertThat(checked).isEqualTo(2 * 13);
    }

    private static void assertNorms(Network<?> network, NonFiniteException e, double[] gradients) {
        assertThat(e.lastFiniteNorms()).containsOnlyKeys("dW1", "db1", "dW2", "db2");
        for (ParameterRange range : network.ranges()) {
            double sum = 0;
            for (int i = 0; i < range.length(); i++) {
                sum += gradients[range.offset() + i] * gradients[range.offset() + i];
            }
            assertThat(e.lastFiniteNorms().get("d" + range.name()))
                    .isCloseTo(Math.sqrt(sum), org.assertj.core.data.Percentage.withPercentage(0.001));
        }
        assertThat(e).hasMessageContaining("gradient norms of step 2, the last finite ones: {dW1=");
    }

    @EverySetting
    <A> void aFirstStepHasNoNorms(Setting<A> setting) {
        try (Trainer<A> trainer = setting.trainer(network(setting, Activation.TANH))
                .guard(Guard.FULL)
                .build()) {
            NonFiniteException gradient = catchThrowableOfType(
                    NonFiniteException.class, () -> setting.step(trainer, x(Double.NEGATIVE_INFINITY), y()));
            assertThat(gradient.lastFiniteNorms()).isEmpty();
            setting.step(trainer, x(1), y());
            NonFiniteException cost =
                    catchThrowableOfType(NonFiniteException.class, () -> setting.step(trainer, x(Double.NaN), y()));
            assertThat(cost.tensor()).isEqualTo("input");
            assertThat(cost.row()).isEqualTo(2);
            assertThat(cost.column()).isEqualTo(1);
            assertThat(cost.lastFiniteNorms()).hasSize(4);
        }
    }

    /** Squares of large doubles overflow, the doubles themselves are finite. */
    @Test
    void largeGradientsAreFinite() {
        Network<double[]> network =
                Network.doubles(1, 1, Layer.dense(1, Activation.IDENTITY).weights(Initializer.constant(0)));
        try (Trainer<double[]> trainer = Trainer.of(network)
                .loss(Loss.absoluteError())
                .optimizer(Optimizer.gradientDescent(1e-250))
                .guard(Guard.FULL)
                .build()) {
            trainer.step(new double[][] {{1e200}}, new double[][] {{1}});
        }
        assertThat(network.parameters()[0]).isEqualTo(1e-50);
    }

    @EverySetting
    <A> void theGuardChangesNoBit(Setting<A> setting) {
        int checked = 0;
        for (Optimizer optimizer : Examples.optimizers()) {
            List<double[]> trained = new ArrayList<>();
            for (Guard guard : Guard.values()) {
                Network<A> network = network(setting, Activation.GELU);
                try (Trainer<A> trainer = setting.trainer(network)
                        .optimizer(optimizer)
                        .guard(guard)
                        .build()) {
                    for (int step = 0; step < 5; step++) {
                        setting.step(trainer, x(step), y());
                    }
                }
                trained.add(network.parametersAsDoubles());
            }
            assertThat(trained.get(1)).as(optimizer.toString()).isEqualTo(trained.get(0));
            checked++;
        }
        assertThat(checked).isEqualTo(13);
    }

    /** What the update makes infinite is named by the next step, not undone. */
    @EverySetting
    <A> void anUpdateThatOverflowsIsNamedByTheNextStep(Setting<A> setting) {
        Network<A> network = setting.network(
                1,
                1,
                Layer.dense(1, Activation.IDENTITY)
                        .weights(Initializer.constant(1))
                        .withoutBias());
        double huge = setting.precision() == Precision.FLOAT ? Float.MAX_VALUE : Double.MAX_VALUE;
        double[][] x = {{10}};
        try (Trainer<A> trainer = setting.trainer(network)
                .optimizer(Optimizer.gradientDescent(huge))
                .guard(Guard.FULL)
                .build()) {
            setting.step(trainer, x, new double[1][1]);
            assertThat(network.parametersAsDoubles()).containsExactly(Double.NEGATIVE_INFINITY);
            NonFiniteException e =
                    catchThrowableOfType(NonFiniteException.class, () -> setting.step(trainer, x, new double[1][1]));
            assertThat(e.step()).isEqualTo(2);
            assertThat(e.layer()).isEqualTo(1);
            assertThat(e.tensor()).isEqualTo("weights");
            assertThat(e.lastFiniteNorms()).containsExactly(java.util.Map.entry("dW1", 100.0));
        }
    }

    @EverySetting
    <A> void lastGradientsAreThoseOfTheStep(Setting<A> setting) {
        Network<A> network = network(setting, Activation.TANH);
        Network<A> copy = network.snapshot();
        try (Trainer<A> trainer = setting.trainer(network)
                        .optimizer(Optimizer.gradientDescent(0.1))
                        .guard(Guard.FULL)
                        .build();
                Trainer<A> other = setting.trainer(copy)
                        .optimizer(Optimizer.gradientDescent(0.1))
                        .build()) {
            assertThatIllegalStateException().isThrownBy(trainer::lastGradients);
            double[] expected = setting.precision()
                    .doubles(setting.gradients(other, x(1), y()).parameters());
            double cost = setting.step(trainer, x(1), y());
            assertThat(setting.precision().doubles(trainer.lastGradients().parameters()))
                    .isEqualTo(expected);
            assertThat(trainer.lastGradients().cost()).isEqualTo(cost);
            assertThat(trainer.network()).isSameAs(network);
        }
    }

    /** A listener that reads gradients gets them, from optimisers too that would apply them where they arise. */
    @EverySetting
    <A> void listenersReadGradients(Setting<A> setting) {
        Network<A> network = network(setting, Activation.TANH);
        Network<A> copy = network.snapshot();
        List<Integer> read = new ArrayList<>();
        TrainingListener reader = new TrainingListener() {
            @Override
            public boolean readsGradients() {
                return true;
            }

            @Override
            public void stepDone(Trainer<?> trainer, long step, int rows, double cost) {
                read.add(trainer.lastGradients().rows());
            }
        };
        for (Network<A> trained : List.of(network, copy)) {
            try (Trainer<A> trainer = setting.trainer(trained)
                    .optimizer(Optimizer.momentum(0.1, 0.9))
                    .batch(2)
                    .stop(Stop.afterEpochs(2))
                    .build()) {
                TrainingListener[] listeners =
                        trained == network ? new TrainingListener[] {reader} : new TrainingListener[0];
                trainer.fit(setting.precision().data(x(1), Examples.labels(2, ROWS, OUTPUTS), OUTPUTS), listeners);
            }
        }
        assertThat(read).containsExactly(2, 2, 1, 2, 2, 1);
        assertThat(network.parametersAsDoubles()).isEqualTo(copy.parametersAsDoubles());
    }
}
