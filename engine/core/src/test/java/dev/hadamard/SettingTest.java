// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Guards the other tests: the backends that they say they run on are really there, and are what their names say. */
class SettingTest {

    @Test
    void coversEveryBackendInBothPrecisions() {
        assertThat(Setting.backends())
                .extracting(Backend::name)
                .containsExactlyInAnyOrder("scalar", "netlib-java", "netlib-native", "simd");
        assertThat(Setting.all()).hasSize(2 * Setting.backends().size());
    }

    @EverySetting
    <A> void computesWithTheBackendThatWasAskedFor(Setting<A> setting) {
        Network<A> network = setting.network(1, 2, Layer.dense(1, Activation.IDENTITY));
        try (Trainer<A> trainer = setting.trainer(network).build();
                Predictor<A> predictor = setting.predictor(network, 1)) {
            assertThat(trainer.backend().name()).isEqualTo(setting.backend().name());
            assertThat(predictor.backend().name()).isEqualTo(setting.backend().name());
        }
        assertThat(network.precision()).isEqualTo(setting.precision().toString());
    }
}
