// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimingReportTest {

    private static final StepTiming TIMING = new StepTiming("scalar", 12.5, 2.56e6, 7.25, 1.5e-7);

    @Test
    void everyKindSurvivesItsLine() {
        assertSurvives(new TimingReport.Timed(TIMING));
        assertSurvives(new TimingReport.Unavailable("simd", "no \"such\" module\nand a second line"));
        assertSurvives(new TimingReport.Failed("netlib-java", "gradients are not finite"));
    }

    private static void assertSurvives(TimingReport report) {
        assertThat(report.toLine()).startsWith(TimingReport.MARK).doesNotContain("\n");
        assertThat(TimingReport.ofLine(report.toLine())).contains(report);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "OpenJDK 64-Bit Server VM warning: something",
                "{\"name\":\"scalar\"}",
                "hadamard-timing ",
                "hadamard-timing {\"name\":\"scalar\"}",
                "hadamard-timing {\"name\":\"scalar\",\"microsecondsPerStep\":1",
                "hadamard-timing {\"name\":\"scalar\",\"microsecondsPerStep\":1,\"samplesPerSecond\":1,\"gflops\":\"NaN\","
                        + "\"maxRelativeGradientDifference\":0}"
            })
    void otherAndDamagedLinesAreNone(String line) {
        assertThat(TimingReport.ofLine(line)).isEmpty();
    }

    @Test
    void figuresAreFigures() {
        assertThatThrownBy(() -> new StepTiming("scalar", 1, 1, 1, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxRelativeGradientDifference");
        assertThatThrownBy(() -> new StepTiming("scalar", Double.POSITIVE_INFINITY, 1, 1, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
