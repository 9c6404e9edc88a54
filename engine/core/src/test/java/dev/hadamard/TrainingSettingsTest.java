// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.hadamard.reference.ReferenceOptimizer;
import dev.hadamard.reference.ReferenceTrainer;
import dev.hadamard.verify.Oracle;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Rates, frozen layers, regularisation and clipping: thirty steps beside the reference's, and bad settings. */
class TrainingSettingsTest {

    private static final int STEPS = 30;
    private static final int ROWS = 12;
    private static final int INPUTS = 5;
    private static final int CLASSES = 3;

    /** In double, rounding errors of thirty steps stay far below this. */
    private static final double DOUBLE_TOLERANCE = 1e-9;

    private static final double FLOAT_TOLERANCE = 2e-5;

    private static final List<Optimizer> OPTIMIZERS = List.of(
            Optimizer.gradientDescent(0.1),
            Optimizer.momentum(0.05, 0.9),
            Optimizer.adam(0.01),
            Optimizer.adamW(0.01).biases(false));

    private static <A> Network<A> network(Setting<A> setting) {
        return setting.network(
                1,
                INPUTS,
                Layer.dense(7, Activation.TANH),
                Layer.dense(6, Activation.SIGMOID),
                Layer.dense(CLASSES, Activation.SOFTMAX));
    }

    private static <A> void compare(
            Setting<A> setting,
            Optimizer optimizer,
            UnaryOperator<TrainerBuilder<A>> settings,
            Schedule schedule,
            Regularization regularization,
            Clipping clipping,
            double... layerFactors) {
        Precision<A> precision = setting.precision();
        double tolerance = precision == Precision.FLOAT ? FLOAT_TOLERANCE : DOUBLE_TOLERANCE;
        Network<A> network = network(setting);
        ReferenceOptimizer theirs = Oracle.optimizer(optimizer);
        theirs.setLayerFactors(layerFactors);
        ReferenceTrainer reference = new ReferenceTrainer(
                        Oracle.network(network),
                        Oracle.loss(Loss.crossEntropy()),
                        Oracle.reduction(Loss.crossEntropy()),
                        theirs)
                .constraints(Oracle.constraints(regularization, clipping));
        try (Trainer<A> trainer = settings.apply(
                        setting.trainer(network).optimizer(optimizer).batch(ROWS))
                .build()) {
            for (int step = 0; step < STEPS; step++) {
                double[][] x = precision.rounded(Examples.normal(step, ROWS, INPUTS));
                double[][] y = Examples.oneHot(Examples.labels(step, ROWS, CLASSES), CLASSES);
                if (precision == Precision.FLOAT) {
                    reference.network().setParameters(network.parametersAsDoubles());
                }
                theirs.setLearningRate(optimizer.rate() * schedule.factor(step));
                double expected = reference.step(x, y);
                double cost = setting.step(trainer, x, y);
                String what = optimizer + ", " + regularization + ", " + clipping + ", step " + (step + 1);
                assertThat(Math.abs(cost - expected) / expected)
                        .as(what + ", cost")
                        .isLessThanOrEqualTo(tolerance);
                assertThat(Oracle.relativeDifference(
                                network.parametersAsDoubles(),
                                reference.network().parameters()))
                        .as(what + ", parameters")
                        .isLessThanOrEqualTo(tolerance);
            }
        }
    }

    @EverySetting
    <A> void schedulesAndRatesOfLayers(Setting<A> setting) {
        Schedule schedule = Schedule.cosine(20, 0.1).warmUp(5, 0.2);
        for (Optimizer optimizer : OPTIMIZERS) {
            compare(setting, optimizer, b -> b.schedule(schedule), schedule, Regularization.none(), null, 1, 1, 1);
            compare(
                    setting,
                    optimizer,
                    b -> b.schedule(schedule).rateOfLayer(1, 0.5).rateOfLayer(3, 2),
                    schedule,
                    Regularization.none(),
                    null,
                    0.5,
                    1,
                    2);
        }
    }

    @EverySetting
    <A> void frozenLayersStayAsTheyAre(Setting<A> setting) {
        Schedule constant = Schedule.constant();
        for (Optimizer optimizer : OPTIMIZERS) {
            compare(setting, optimizer, b -> b.freeze(1), constant, Regularization.none(), null, 0, 1, 1);
            compare(setting, optimizer, b -> b.freeze(2, 3), constant, Regularization.none(), null, 1, 0, 0);
            compare(setting, optimizer, b -> b.freeze(1, 3), constant, Regularization.none(), null, 0, 1, 0);
        }
    }

    @EverySetting
    <A> void regularisation(Setting<A> setting) {
        Regularization none = Regularization.none();
        int compared = 0;
        for (Regularization regularization : List.of(
                none.withL2(0.1),
                none.withL1(0.01).withBiases(true),
                none.withL1(0.01).withL2(0.02).withMaxNorm(0.8),
                none.withMaxNorm(0.5),
                none.withL2(0.1).withBiases(true))) {
            for (Optimizer optimizer : OPTIMIZERS) {
                compare(
                        setting,
                        optimizer,
                        b -> b.regularization(regularization),
                        Schedule.constant(),
                        regularization,
                        null,
                        1,
                        1,
                        1);
                compared++;
            }
        }
        assertThat(compared).isEqualTo(20);
        for (Optimizer optimizer : OPTIMIZERS.subList(0, 3)) {
            Regularization decay = none.withWeightDecay(0.1);
            compare(setting, optimizer, b -> b.regularization(decay), Schedule.constant(), decay, null, 1, 1, 1);
        }
    }

    @EverySetting
    <A> void clipping(Setting<A> setting) {
        int compared = 0;
        for (Clipping clipping :
                List.of(Clipping.byValue(0.01), Clipping.byLayerNorm(0.05), Clipping.byGlobalNorm(0.1))) {
            for (Optimizer optimizer : OPTIMIZERS) {
                compare(
                        setting,
                        optimizer,
                        b -> b.clipping(clipping),
                        Schedule.constant(),
                        Regularization.none(),
                        clipping,
                        1,
                        1,
                        1);
                compared++;
            }
        }
        assertThat(compared).isEqualTo(12);
    }

    /** torch.nn.utils.clip_grad_norm_ of torch 2.13.0 makes the same of (3, 4) and (12). */
    @Test
    void aClippedNormIsTorchs() {
        Network<double[]> network =
                Network.doubles(1, 1, Layer.dense(3, Activation.IDENTITY).withoutBias());
        network.setParameters(new double[3]);
        try (Trainer<double[]> trainer = Trainer.of(network)
                .backend(Backend.named("scalar"))
                .loss(Loss.halfSquaredError())
                .optimizer(Optimizer.gradientDescent(1))
                .clipping(Clipping.byGlobalNorm(6.5))
                .build()) {
            trainer.step(new double[][] {{1}}, new double[][] {{3, 4, 12}});
        }
        assertThat(network.parameters()).containsExactly(1.4999998846153937, 1.9999998461538582, 5.999999538461575);
    }

    /** The penalty is part of cost and gradient: central differences of the cost agree with the gradient. */
    @Test
    void penaltiesByFiniteDifferences() {
        Network<double[]> network =
                Network.doubles(3, INPUTS, Layer.dense(4, Activation.TANH), Layer.dense(CLASSES, Activation.SOFTMAX));
        double[] x = Examples.normal(1, 1, ROWS * INPUTS)[0];
        int[] classes = Examples.labels(2, ROWS, CLASSES);
        try (Trainer<double[]> trainer = Trainer.of(network)
                .batch(ROWS)
                .backend(Backend.named("scalar"))
                .regularization(new Regularization(0.03, 0.2, 0, 0, true))
                .build()) {
            double[] gradients = trainer.gradients(x, 0, INPUTS, classes, 0, ROWS)
                    .parameters()
                    .clone();
            double[] w = network.parameters();
            double h = 1e-6;
            for (int i = 0; i < w.length; i++) {
                double before = w[i] == 0 ? h : w[i]; // biases off L1's kink
                w[i] = before;
            }
            gradients = trainer.gradients(x, 0, INPUTS, classes, 0, ROWS)
                    .parameters()
                    .clone();
            for (int i = 0; i < w.length; i++) {
                double before = w[i];
                double step = Math.min(h, Math.abs(before) / 2);
                w[i] = before + step;
                double up = trainer.cost(x, 0, INPUTS, classes, 0, ROWS);
                w[i] = before - step;
                double down = trainer.cost(x, 0, INPUTS, classes, 0, ROWS);
                w[i] = before;
                assertThat((up - down) / (2 * step) - gradients[i]).isBetween(-1e-8, 1e-8);
            }
        }
    }

    @EverySetting
    <A> void frozenLayersCostNoProduct(Setting<A> setting) {
        Network<A> network = network(setting);
        double[][] x = Examples.normal(1, ROWS, INPUTS);
        double[][] y = Examples.oneHot(Examples.labels(2, ROWS, CLASSES), CLASSES);
        try (Trainer<A> trainer =
                setting.trainer(network).batch(ROWS).freeze(1, 2).build()) {
            Gradients<A> gradients = setting.gradients(trainer, x, y);
            ParameterRange third = network.ranges().get(4);
            double[] flat = setting.precision().doubles(gradients.parameters());
            assertThat(Arrays.copyOf(flat, third.offset())).containsOnly(0);
            assertThat(Arrays.copyOfRange(flat, third.offset(), flat.length)).doesNotContain(0);
            assertThatIllegalStateException()
                    .isThrownBy(() -> gradients.errorSignal(2))
                    .withMessageContaining("2")
                    .withMessageContaining("frozen");
            assertThat(setting.precision().doubles(gradients.errorSignal(3))).doesNotContain(0);
        }
    }

    @Test
    void badSettingsAreRefusedWhenTheTrainerIsBuilt() {
        Network<float[]> network = network(new Setting<>(Backend.named("scalar"), Precision.FLOAT));
        TrainerBuilder<float[]> builder = Trainer.of(network);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.rateOfLayer(0, 1))
                .withMessage("layer must be from 1 to 3, was 0");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.freeze(4)).withMessageContaining("was 4");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.rateOfLayer(1, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trainer.of(network).freeze(1, 2, 3).build())
                .withMessage("freeze: all 3 layers are frozen, nothing is left to train");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.optimizer(Optimizer.adamW(0.1))
                        .regularization(Regularization.none().withWeightDecay(0.1))
                        .build())
                .withMessageContaining("weightDecay")
                .withMessageContaining("0.1");
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Regularization.none().withL1(bad));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Regularization.none().withL2(bad));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Regularization.none().withWeightDecay(bad));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Regularization.none().withMaxNorm(bad));
            assertThatIllegalArgumentException().isThrownBy(() -> Clipping.byValue(bad));
            assertThatIllegalArgumentException().isThrownBy(() -> Optimizer.lion(bad));
            assertThatIllegalArgumentException().isThrownBy(() -> Optimizer.rprop(bad));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Clipping.byGlobalNorm(0));
    }
}
