// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hadamard.compute.StrategyLookup.Choice;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrategyLookupTest {

    @Test
    void knowsFourNames() {
        assertThat(StrategyLookup.names()).containsExactly("scalar", "netlib-java", "netlib-native", "simd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "netlib-java", "netlib-native", "simd"})
    void findsAStrategyByItsName(String name) {
        Strategy strategy = StrategyLookup.named(name);
        assertThat(strategy.name()).isEqualTo(name);
        assertThat(StrategyLookup.named(name)).isSameAs(strategy);
        assertThat(StrategyLookup.choose(name).reason()).isEqualTo("named by the caller");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cuda", "Scalar", "netlib"})
    void refusesAnUnknownName(String name) {
        assertThatThrownBy(() -> StrategyLookup.named(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "unknown backend \"%s\": expected auto or one of [scalar, netlib-java, netlib-native, simd]",
                        name);
    }

    @Test
    void autoIsDecidedOnce() {
        Choice auto = StrategyLookup.auto();
        assertThat(auto.reason()).isEqualTo("chosen by auto");
        assertThat(StrategyLookup.auto()).isSameAs(auto);
        assertThat(StrategyLookup.choose("auto")).isSameAs(auto);
        assertThat(StrategyLookup.named(auto.strategy().name())).isSameAs(auto.strategy());
    }

    @Test
    void autoNamesWhatItPassedOver() {
        Choice auto = StrategyLookup.auto();
        List<String> passedOver =
                auto.refusals().stream().map(Refusal::strategy).toList();
        assertThat(StrategyLookup.names()).containsAll(passedOver);
        assertThat(passedOver).doesNotContain(auto.strategy().name()).doesNotHaveDuplicates();
        assertThat(auto.refusals())
                .allSatisfy(refusal -> assertThat(refusal.reason()).isNotBlank());
    }

    @Test
    void withOpenBlasAutoIsNativeOrWideVectors() {
        Strategy auto = StrategyLookup.auto().strategy();
        if (auto instanceof VectorStrategy simd) {
            assertThat(simd.vectorBits()).isGreaterThanOrEqualTo(256);
        } else {
            assertThat(auto.name()).isEqualTo("netlib-native");
        }
    }
}
