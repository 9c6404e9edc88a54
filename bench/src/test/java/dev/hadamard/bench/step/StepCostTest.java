// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StepCostTest {

    @Test
    void countsEachProductByItself() {
        long forward = 2 * 7 * 4 * 16 + 2 * 7 * 16 * 3;
        long weightGradients = forward;
        long errorSignals = 2 * 7 * 16 * 3; // through the second layer only
        assertThat(StepCost.operations(7, 4, 16, 3)).isEqualTo(forward + weightGradients + errorSignals);
    }

    @Test
    void oneLayerNeedsNoErrorSignalBelow() {
        assertThat(StepCost.operations(1, 5, 3)).isEqualTo(2 * 2 * 5 * 3);
    }

    @Test
    void largeStepsDoNotOverflow() {
        assertThat(StepCost.operations(100_000, 50_000, 20_000, 2)).isEqualTo(400_024_000_000_000L);
    }

    @Test
    void workloadsAreThoseOfTheIssue() {
        assertThat(Arrays.toString(Workload.values()))
                .isEqualTo("[tiny, 32 x 4-16-3, online, 1 x 784-128-10, small, 32 x 784-128-10,"
                        + " medium, 128 x 784-512-256-10, large, 512 x 1024-1024-1024-10,"
                        + " deep, 128 x 784-2500-2000-1500-1000-500-10]");
        assertThat(Workload.DEEP.operations()).isEqualTo(8_687_360_000L);
        assertThat(Workload.MEDIUM.operations()).isEqualTo(308_150_272L);
        assertThat(Workload.named("medium")).isEqualTo(Workload.MEDIUM);
    }
}
