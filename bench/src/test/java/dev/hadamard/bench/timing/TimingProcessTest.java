// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.timing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TimingProcessTest {

    @Test
    void reportOfARealProcessArrives() {
        TimingReport report = TimingProcess.run(
                "netlib-java",
                List.of("time-step", "--implementation", "netlib-java", "--layers", "8", "--batch", "16"));
        assertThat(report).isInstanceOf(TimingReport.Timed.class);
        StepTiming timing = ((TimingReport.Timed) report).timing();
        assertThat(timing.name()).isEqualTo("netlib-java");
        assertThat(timing.microsecondsPerStep()).isPositive();
        assertThat(timing.maxRelativeGradientDifference()).isBetween(0.0, 1e-5);
    }

    @Test
    void aProcessThatFailsIsReportedByItsLastLine() {
        TimingReport report = TimingProcess.run(
                "scalar", List.of("time-step", "--implementation", "scalar", "--data", "csv:no-such-file.csv"));
        assertThat(report)
                .isEqualTo(new TimingReport.Failed(
                        "scalar", "its process ended with code 2: hadamard time-step: no-such-file.csv: no such file"));
    }

    @Test
    void whatCannotBeUsedIsNoFailure() {
        TimingReport report =
                TimingProcess.run("simd", List.of("time-step", "--implementation", "simd", "--layers", "8"));
        assertThat(report).isNotInstanceOf(TimingReport.Failed.class);
        assertThat(report.name()).isEqualTo("simd");
    }
}
