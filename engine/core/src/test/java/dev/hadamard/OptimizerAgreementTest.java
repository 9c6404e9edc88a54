// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.reference.ReferenceTrainer;
import dev.hadamard.verify.Oracle;

/** Every optimiser over fifty steps beside the reference's. */
class OptimizerAgreementTest {

    private static final int STEPS = 50;
    private static final int ROWS = 24;
    private static final int INPUTS = 5;
    private static final int CLASSES = 3;

    /** In double, rounding errors of fifty steps stay far below this. */
    private static final double DOUBLE_TOLERANCE = 1e-9;

    private static final double FLOAT_TOLERANCE = 1e-5;

    @EverySetting
    <A> void fiftySteps(Setting<A> setting) {
        int compared = 0;
        for (Optimizer optimizer : Examples.optimizers()) {
            compare(setting, optimizer);
            compared++;
        }
        assertThat(compared).isEqualTo(13);
    }

    /**
     * In single precision two trainings drift apart at the rate of their own sensitivity, which says nothing about the
     * engine. So before each step the reference's parameters are set to the engine's. Its optimiser's state stays its
     * own: it was fed with gradients at these same parameters, and differs from the engine's by rounding alone.
     */
    private static <A> void compare(Setting<A> setting, Optimizer optimizer) {
        Precision<A> precision = setting.precision();
        boolean resets = precision == Precision.FLOAT;
        double tolerance = resets ? FLOAT_TOLERANCE : DOUBLE_TOLERANCE;
        Network<A> network =
                setting.network(1, INPUTS, Layer.dense(7, Activation.TANH), Layer.dense(CLASSES, Activation.SOFTMAX));
        ReferenceTrainer reference = Oracle.trainer(network, Loss.crossEntropy(), optimizer);
        try (Trainer<A> trainer = setting.trainer(network)
                .loss(Loss.crossEntropy())
                .optimizer(optimizer)
                .build()) {
            for (int step = 0; step < STEPS; step++) {
                double[][] x = precision.rounded(Examples.normal(step, ROWS, INPUTS));
                double[][] y = Examples.oneHot(Examples.labels(step, ROWS, CLASSES), CLASSES);
                if (resets) {
                    reference.network().setParameters(network.parametersAsDoubles());
                }
                double expected = reference.step(x, y);
                double cost = setting.step(trainer, x, y);
                String what = optimizer + ", step " + (step + 1);
                assertThat(Math.abs(cost - expected) / expected)
                        .as(what + ", cost")
                        .isLessThanOrEqualTo(tolerance);
                assertThat(Oracle.relativeDifference(
                                network.parametersAsDoubles(),
                                reference.network().parameters()))
                        .as(what + ", parameters")
                        .isLessThanOrEqualTo(tolerance);
            }
            assertThat(trainer.steps()).isEqualTo(STEPS);
        }
    }
}
