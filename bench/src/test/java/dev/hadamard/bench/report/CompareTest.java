// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hadamard.bench.report.Compare.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareTest {

    @TempDir
    private Path folder;

    private Path first;
    private Path second;

    @BeforeEach
    void twoRuns() throws IOException {
        first = Fixture.copyTo(folder.resolve("first"));
        second = Fixture.copyTo(folder.resolve("second"));
    }

    private static String time(String workload, double microseconds, double halfWidth) {
        return String.format(
                Locale.ROOT,
                "{\"benchmark\": \"a.TrainStepBenchmark.step\", \"mode\": \"avgt\", \"params\": {\"workload\": \"%s\"},"
                        + " \"primaryMetric\": {\"scoreUnit\": \"us/op\", \"scoreConfidence\": [%s, %s], \"rawData\": [[%s]]}}",
                workload,
                microseconds - halfWidth,
                microseconds + halfWidth,
                microseconds);
    }

    private Compare compare(List<String> before, List<String> after) throws IOException {
        Files.writeString(first.resolve("result.json"), before.toString());
        Files.writeString(second.resolve("result.json"), after.toString());
        return Compare.of(Report.read(first), Report.read(second));
    }

    @Test
    void overlappingIntervalsAreNoDifference() throws IOException {
        Compare compare = compare(
                List.of(time("a", 100, 6), time("b", 100, 1), time("c", 100, 1), time("d", 100, 1)),
                List.of(time("a", 110, 6), time("b", 110, 1), time("c", 80, 1), time("e", 1, 0.1)));
        assertThat(compare.lines().stream().map(Compare.Line::verdict))
                .containsExactly(Verdict.NO_DIFFERENCE, Verdict.SLOWER, Verdict.FASTER);
        Compare.Line slower = compare.lines().get(1);
        assertThat(slower.ratio()).isCloseTo(1.1, within(1e-12));
        assertThat(slower.interval().low()).isCloseTo(109 / 101.0, within(1e-12));
        assertThat(slower.interval().high()).isCloseTo(111 / 99.0, within(1e-12));
        assertThat(compare.onlyFirst()).singleElement().asString().contains("workload=d");
        assertThat(compare.onlySecond()).singleElement().asString().contains("workload=e");
        assertThat(compare.regressions(0.05)).containsExactly(slower);
        assertThat(compare.regressions(0.11)).isEmpty();
        assertThat(compare.table()).contains("slower").contains("1.100").contains("1.079–1.121");
    }

    @Test
    void aHigherRateIsFaster() throws IOException {
        String rate = "{\"benchmark\": \"a.PeakBenchmark.floats\", \"mode\": \"thrpt\","
                + " \"primaryMetric\": {\"scoreUnit\": \"ops/s\", \"rawData\": [[1]]}, \"secondaryMetrics\": {\"gigaflops\":"
                + " {\"scoreConfidence\": [%s], \"rawData\": [[%s]]}}}";
        Compare compare =
                compare(List.of(rate.formatted("99, 101", "100")), List.of(rate.formatted("199, 201", "200")));
        assertThat(compare.lines()).singleElement().satisfies(line -> {
            assertThat(line.verdict()).isEqualTo(Verdict.FASTER);
            assertThat(line.ratio()).isEqualTo(0.5);
        });
    }

    @Test
    void oneIterationTellsNothing() throws IOException {
        String single = "{\"benchmark\": \"a.b.c\", \"mode\": \"ss\", \"primaryMetric\": {\"scoreUnit\": \"ms/op\","
                + " \"scoreConfidence\": [\"NaN\", \"NaN\"], \"rawData\": [[%s]]}}";
        Compare compare = compare(List.of(single.formatted(1)), List.of(single.formatted(9)));
        assertThat(compare.lines())
                .singleElement()
                .satisfies(line -> assertThat(line.verdict()).isEqualTo(Verdict.UNKNOWN));
        assertThat(compare.regressions(0)).isEmpty();
        assertThat(compare.table()).contains("too few iterations to tell");
    }

    @Test
    void aParameterThatCameLaterHasItsDefaultInOlderRuns() throws IOException {
        String newer = time("a", 100, 1).replace("\"workload\"", "\"batch\": \"own\", \"workload\"");
        assertThat(compare(List.of(time("a", 100, 1)), List.of(newer)).lines()).hasSize(1);
        String other = newer.replace("own", "7");
        assertThat(compare(List.of(time("a", 100, 1)), List.of(other)).lines()).isEmpty();
    }

    @Test
    void otherMachinesAreNotComparable() throws IOException {
        assertThat(Compare.obstacles(Report.read(first), Report.read(second))).isEmpty();
        Path environment = second.resolve("environment.json");
        Files.writeString(
                environment,
                Files.readString(environment)
                        .replace("CPU 9000", "CPU 9001")
                        .replace("Example VM 17.0.15+6", "Example VM 25+36")
                        .replace("-Xmx1g", "-Xmx2g"));
        Path result = second.resolve("result.json");
        Files.writeString(
                result,
                Files.readString(result)
                        .replace("\"threads\" : \"1\"", "\"threads\" : \"4\"")
                        .replace("\"threads\" : \"2\"", "\"threads\" : \"4\""));
        assertThat(Compare.obstacles(Report.read(first), Report.read(second)))
                .hasSize(4)
                .anyMatch(text -> text.startsWith("processor: Example(R) CPU 9000"))
                .anyMatch(text -> text.startsWith("JDK: Example VM 17"))
                .anyMatch(text -> text.startsWith("JVM options: [-Xmx1g] against [-Xmx2g]"))
                .anyMatch(text -> text.contains("number of threads"));
    }
}
