// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.data.Dataset;
import org.junit.jupiter.api.Test;

/** One seed decides everything. */
class ReproducibilityTest {

    private static final int ROWS = 50;
    private static final double[][] X = Examples.normal(1, ROWS, 6);
    private static final int[] CLASSES = Examples.labels(2, ROWS, 3);

    private static Layer[] layers() {
        return new Layer[] {
            Layer.dense(8, Activation.RELU),
            Layer.residual(Layer.dense(8, Activation.GELU)),
            Layer.dense(3, Activation.SOFTMAX)
        };
    }

    private static <A> double[] trained(Setting<A> setting, long seed) {
        Network<A> network = setting.network(seed, 6, layers());
        Dataset<A> data = setting.precision().data(X, CLASSES, 3);
        try (Trainer<A> trainer = setting.trainer(network).batch(8).build()) {
            trainer.fit(data);
        }
        return network.parametersAsDoubles();
    }

    @EverySetting
    <A> void twoRunsOfOneSeedHaveTheSameBits(Setting<A> setting) {
        double[] first = trained(setting, 11);
        assertThat(trained(setting, 11)).isEqualTo(first);
        assertThat(trained(setting, 12)).isNotEqualTo(first);
    }

    /** The order of the samples is decided by the network's seed, or by the trainer's own. */
    @EverySetting
    <A> void theTrainersSeedDecidesTheOrderAlone(Setting<A> setting) {
        double[][] results = new double[3][];
        long[] seeds = {5, 6, 11};
        for (int i = 0; i < seeds.length; i++) {
            Network<A> network = setting.network(11, 6, layers());
            try (Trainer<A> trainer =
                    setting.trainer(network).batch(8).seed(seeds[i]).build()) {
                trainer.fit(setting.precision().data(X, CLASSES, 3));
            }
            results[i] = network.parametersAsDoubles();
        }
        assertThat(results[1]).isNotEqualTo(results[0]);
        assertThat(results[2]).as("the network's seed is the default").isEqualTo(trained(setting, 11));
    }

    @Test
    void bothPrecisionsStartFromTheSameNumbers() {
        float[] floats = Network.floats(3, 6, layers()).parameters();
        double[] doubles = Network.doubles(3, 6, layers()).parameters();
        assertThat(floats).hasSameSizeAs(doubles);
        for (int i = 0; i < floats.length; i++) {
            assertThat(floats[i]).isEqualTo((float) doubles[i]);
        }
        assertThat(Network.doubles(4, 6, layers()).parameters()).isNotEqualTo(doubles);
    }
}
