// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two networks small enough to be worked by hand, to the digits printed: no bias, sigmoid hidden units, a linear
 * output, E = ½(ŷ − y)².
 */
class WorkedNumbersTest {

    private static final double RATE = 0.01;

    /**
     * What cancels in single precision: the error ŷ − y is a small difference of numbers around 3 and 8, of which a
     * rounding is some millionths, and so is 1 − a of a unit at 0.995, of which one is 1.2e-5.
     */
    private static final double CANCELLATION = 3e-5;

    private static <A> Network<A> chain(Setting<A> setting) {
        return setting.network(
                1,
                1,
                weights(Activation.SIGMOID, 1, 2),
                weights(Activation.SIGMOID, 1, 5),
                weights(Activation.IDENTITY, 1, 3));
    }

    /** 1-1-2-1: x to i by w_in, i to j and k by w_ij and w_ik, j and k to the output by w_j and w_k. */
    private static <A> Network<A> split(Setting<A> setting) {
        return setting.network(
                1,
                1,
                weights(Activation.SIGMOID, 1, 2),
                weights(Activation.SIGMOID, 2, 4, 6),
                weights(Activation.IDENTITY, 1, 5, 3));
    }

    private static Layer weights(Activation f, int units, double... values) {
        return Layer.dense(units, f).withoutBias().weights(Initializer.values(values));
    }

    private static <A> Trainer<A> trainer(Setting<A> setting, Network<A> network) {
        return setting.trainer(network)
                .loss(Loss.halfSquaredError())
                .optimizer(Optimizer.gradientDescent(RATE))
                .build();
    }

    /** Half a unit of the last printed digit, and in single precision what {@link #CANCELLATION} allows. */
    private static void assertPrinted(Setting<?> setting, double actual, String printed) {
        double expected = Double.parseDouble(printed);
        int decimals = printed.length() - printed.indexOf('.') - 1;
        double rounding = setting.precision() == Precision.FLOAT ? CANCELLATION * Math.abs(expected) : 0;
        assertThat(Math.abs(actual - expected))
                .as(actual + " as " + printed)
                .isLessThanOrEqualTo(0.5 * Math.pow(10, -decimals) + rounding);
    }

    @EverySetting
    <A> void theChain(Setting<A> setting) {
        Precision<A> precision = setting.precision();
        try (Trainer<A> trainer = trainer(setting, chain(setting))) {
            Gradients<A> gradients = setting.gradients(trainer, new double[][] {{1}}, new double[][] {{3}});
            double a1 = precision.doubles(gradients.activation(1))[0];
            double a2 = precision.doubles(gradients.activation(2))[0];
            double a3 = precision.doubles(gradients.activation(3))[0];
            assertPrinted(setting, a1, "0.8808");
            assertPrinted(setting, a2, "0.9879");
            assertPrinted(setting, a3, "2.9638");
            assertPrinted(setting, gradients.cost(), "0.0007");

            double delta1 = precision.doubles(gradients.errorSignal(1))[0];
            double delta2 = precision.doubles(gradients.errorSignal(2))[0];
            double delta3 = precision.doubles(gradients.errorSignal(3))[0];
            assertPrinted(setting, delta3, "-0.0362");
            assertPrinted(setting, delta2 / delta3, "0.0358");
            assertPrinted(setting, delta1 / delta2, "0.5250");

            double[] gradient = precision.doubles(gradients.parameters());
            assertPrinted(setting, gradient[0], "-0.000681");
            assertPrinted(setting, gradient[1], "-0.0011");
            assertPrinted(setting, gradient[2], "-0.0358");
        }
    }

    @EverySetting
    <A> void theSplit(Setting<A> setting) {
        Precision<A> precision = setting.precision();
        try (Trainer<A> trainer = trainer(setting, split(setting))) {
            Gradients<A> gradients = setting.gradients(trainer, new double[][] {{1}}, new double[][] {{8}});
            double[] second = precision.doubles(gradients.activation(2));
            assertPrinted(setting, precision.doubles(gradients.activation(1))[0], "0.8808");
            assertPrinted(setting, second[0], "0.9713");
            assertPrinted(setting, second[1], "0.9950");
            assertPrinted(setting, precision.doubles(gradients.activation(3))[0], "7.8416");
            assertPrinted(setting, gradients.cost(), "0.0125");

            double[] gradient = precision.doubles(gradients.parameters());
            String[] updates = {
                "0.0001076321682", "0.0001942286672", "0.00002100293805", "0.001538853417", "0.001576268872"
            };
            assertThat(gradient).hasSize(updates.length);
            for (int i = 0; i < updates.length; i++) {
                assertPrinted(setting, -RATE * gradient[i], updates[i]);
            }
        }
    }

    @EverySetting
    <A> void aStepMakesTheSplitNetworksUpdates(Setting<A> setting) {
        Network<A> network = split(setting);
        double[] before = network.parametersAsDoubles();
        assertThat(before).containsExactly(2, 4, 6, 5, 3);
        try (Trainer<A> trainer = trainer(setting, network)) {
            setting.step(trainer, new double[][] {{1}}, new double[][] {{8}});
        }
        double[] updates = {0.0001076321682, 0.0001942286672, 0.00002100293805, 0.001538853417, 0.001576268872};
        double[] after = network.parametersAsDoubles();
        for (int i = 0; i < updates.length; i++) {
            // a weight up to 8 is rounded to the element type
            double rounding =
                    CANCELLATION * updates[i] + 4 * setting.precision().epsilon();
            assertThat(Math.abs(after[i] - before[i] - updates[i])).isLessThanOrEqualTo(rounding);
        }
    }
}
