// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Updates by gradients from elsewhere: the trainer's own steps, to the bit. */
class UpdaterTest {

    private static final int ROWS = 11;
    private static final int INPUTS = 4;
    private static final int CLASSES = 3;
    private static final int STEPS = 6;
    private static final double[][] X = Examples.normal(1, ROWS, INPUTS);
    private static final int[] LABELS = Examples.labels(2, ROWS, CLASSES);
    private static final double[] WEIGHTS = Examples.uniform(3, 1, ROWS, 0.1, 3)[0];

    private static <A> Network<A> network(Setting<A> setting) {
        return setting.network(1, INPUTS, Layer.dense(6, Activation.TANH), Layer.dense(CLASSES, Activation.SOFTMAX));
    }

    /** Whatever a step may consist of; each is applied to the trainer and to the updater. */
    private static <A> List<UnaryOperator<TrainerBuilder<A>>> wishes() {
        List<UnaryOperator<TrainerBuilder<A>>> wishes = new ArrayList<>();
        for (Optimizer optimizer : List.of(
                Optimizer.gradientDescent(0.1),
                Optimizer.momentum(0.1, 0.9),
                Optimizer.adam(0.01),
                Optimizer.adamW(0.01),
                Optimizer.lbfgs())) {
            wishes.add(builder -> builder.optimizer(optimizer));
        }
        wishes.add(builder -> builder.schedule(Schedule.cosine(STEPS, 0.1)));
        wishes.add(builder -> builder.guard(Guard.FULL).clipping(Clipping.byGlobalNorm(0.1)));
        wishes.add(builder -> builder.regularization(Regularization.none()
                .withL1(0.01)
                .withL2(0.1)
                .withWeightDecay(0.1)
                .withMaxNorm(0.5)));
        wishes.add(builder -> builder.optimizer(Optimizer.lbfgs())
                .regularization(Regularization.none().withL2(0.1)));
        wishes.add(builder -> builder.freeze(1).threads(2));
        return wishes;
    }

    @EverySetting
    <A> void stepsAreTheTrainersToTheBit(Setting<A> setting) {
        A x = setting.precision().block(X).array();
        List<UnaryOperator<TrainerBuilder<A>>> wishes = wishes();
        for (UnaryOperator<TrainerBuilder<A>> wish : wishes) {
            Network<A> expected = network(setting);
            Network<A> updated = network(setting);
            try (Trainer<A> trainer =
                            wish.apply(setting.trainer(expected).batch(ROWS)).build();
                    Trainer<A> source = setting.trainer(updated).batch(ROWS).build();
                    Updater<A> updater = wish.apply(setting.trainer(updated)).buildUpdater()) {
                for (int step = 0; step < STEPS; step++) {
                    double cost = trainer.step(x, 0, INPUTS, LABELS, 0, WEIGHTS, 0, ROWS);
                    double found = updater.step((parameters, gradient) -> {
                        assertThat(parameters).isSameAs(updated.parameters());
                        Gradients<A> gradients = source.gradients(x, 0, INPUTS, LABELS, 0, WEIGHTS, 0, ROWS);
                        System.arraycopy(gradients.parameters(), 0, gradient, 0, updated.parameterCount());
                        return gradients.cost();
                    });
                    assertThat(found).isEqualTo(cost);
                    assertThat(updated.parametersAsDoubles()).isEqualTo(expected.parametersAsDoubles());
                }
                assertThat(updater.steps()).isEqualTo(STEPS);
                assertThat(updater.network()).isSameAs(updated);
            }
        }
        assertThat(wishes).hasSize(10);
    }

    @EverySetting
    <A> void weightedGradientsAreThoseOfAWeightedStep(Setting<A> setting) {
        double rate = 0.125;
        A x = setting.precision().block(X).array();
        A y = setting.precision().block(Examples.oneHot(LABELS, CLASSES)).array();
        Network<A> network = network(setting);
        Optimizer descent = Optimizer.gradientDescent(rate);
        try (Trainer<A> trainer =
                setting.trainer(network).batch(ROWS).optimizer(descent).build()) {
            double[] before = network.parametersAsDoubles();
            double[] byClasses = gradient(setting, trainer.gradients(x, 0, INPUTS, LABELS, 0, WEIGHTS, 0, ROWS));
            double[] byRows = gradient(setting, trainer.gradients(x, 0, INPUTS, y, 0, CLASSES, WEIGHTS, 0, ROWS));
            double[] ones = gradient(setting, trainer.gradients(x, 0, INPUTS, LABELS, 0, null, 0, ROWS));
            assertThat(ones).isEqualTo(gradient(setting, trainer.gradients(x, 0, INPUTS, LABELS, 0, ROWS)));
            trainer.step(x, 0, INPUTS, LABELS, 0, WEIGHTS, 0, ROWS);
            double[] after = network.parametersAsDoubles();
            double tolerance = 10 * setting.precision().epsilon();
            for (int i = 0; i < before.length; i++) {
                assertThat((before[i] - after[i]) / rate).isCloseTo(byClasses[i], within(tolerance / rate));
                assertThat(byRows[i]).isCloseTo(byClasses[i], within(tolerance));
            }
            assertThat(before).isNotEmpty();
        }
    }

    private static <A> double[] gradient(Setting<A> setting, Gradients<A> gradients) {
        return setting.precision().doubles(gradients.parameters());
    }

    @Test
    void goesOnFromASavedState() {
        Network<double[]> whole = Network.doubles(1, 2, Layer.dense(2, Activation.TANH));
        Network<double[]> parts = Network.doubles(1, 2, Layer.dense(2, Activation.TANH));
        Updater.GradientSource<double[]> slope = (parameters, gradient) -> {
            System.arraycopy(parameters, 0, gradient, 0, gradient.length);
            return 1;
        };
        MapState saved = new MapState();
        try (Updater<double[]> once = Trainer.of(whole).buildUpdater();
                Updater<double[]> first = Trainer.of(parts).buildUpdater()) {
            once.step(slope);
            once.step(slope);
            first.step(slope);
            first.state().save(saved);
        }
        try (Updater<double[]> second = Trainer.of(parts).buildUpdater()) {
            second.state().restore(saved);
            second.step(slope);
            assertThat(second.steps()).isEqualTo(2);
        }
        assertThat(parts.parameters()).isEqualTo(whole.parameters());
    }

    @Test
    void refusesWhatItCannotDo() {
        Network<double[]> network = Network.doubles(1, 2, Layer.dense(2, Activation.TANH));
        Network<double[]> normed = Network.doubles(1, 2, Layer.dense(2, Activation.TANH), Layer.batchNorm());
        double[] before = network.parameters().clone();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trainer.of(network)
                        .scheduleByEpoch(Schedule.cosine(3, 0))
                        .buildUpdater())
                .withMessageContaining("epochs");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trainer.of(normed).buildUpdater())
                .withMessageContaining("batch norms");
        Updater<double[]> updater = Trainer.of(network).buildUpdater();
        assertThatThrownBy(() -> updater.step((parameters, gradient) -> Double.NaN))
                .isInstanceOf(NonFiniteException.class)
                .hasMessageContaining("cost is NaN");
        assertThat(network.parameters()).isEqualTo(before);
        assertThat(updater.steps()).isZero();
        updater.close();
        assertThatThrownBy(() -> updater.step((parameters, gradient) -> 0)).isInstanceOf(IllegalStateException.class);
    }
}
