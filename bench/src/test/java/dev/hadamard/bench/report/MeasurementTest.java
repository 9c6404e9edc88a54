// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasurementTest {

    @TempDir
    private Path folder;

    @Test
    void aDistributionHasPercentiles() throws IOException {
        Measurement m = read("""
                {"benchmark": "a.InferenceBenchmark.predict", "mode": "sample", "params": {"batch": "4"},
                 "primaryMetric": {"scoreUnit": "us/op",
                   "scorePercentiles": {"0.0": 1.0, "50.0": 2.0, "99.9": 30.0},
                   "rawDataHistogram": [[[[1.0, 3], [5.0, 1]], [[4.0, 2]]], [[[6.0, 1]]]]}}
                """).get(0);
        assertThat(m.forks()).containsExactly(3000.0, 6000.0); // the means of 2 and 4 µs, and of 6
        assertThat(m.iterations()).containsExactly(2000.0, 4000.0, 6000.0);
        assertThat(m.percentiles()).contains(entry("50.0", 2000.0), entry("99.9", 30_000.0));
        assertThat(m.label()).isEqualTo("InferenceBenchmark.predict batch=4");
    }

    @Test
    void aCounterIsARate() throws IOException {
        Measurement m = read("""
                {"benchmark": "a.PeakBenchmark.floats", "mode": "thrpt",
                 "primaryMetric": {"scoreUnit": "ops/s", "rawData": [[5], [6]]},
                 "secondaryMetrics": {"gigaflops": {"score": 110, "scoreUnit": "ops/s", "rawData": [[100, 104], [116]]}}}
                """).get(0);
        assertThat(m.unit()).isEqualTo(Measurement.Unit.GIGAFLOPS);
        assertThat(m.value()).isEqualTo(new Spread(109, 102, 116, 2));
        assertThat(m.allocation()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [[[]]]          | must hold forks
            [[[[1, 2, 3]]]] | must be a value and a count
            [[[7]]]         | must be a list
            """)
    void brokenHistogramsAreRefused(String histogram, String message) {
        assertThatThrownBy(() -> read("""
                {"benchmark": "a.b", "mode": "sample",
                 "primaryMetric": {"scoreUnit": "us/op", "scorePercentiles": {}, "rawDataHistogram": HISTOGRAM}}
                """.replace("HISTOGRAM", histogram)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whatAllocatesAfterItsWarmUpBreaksAPromise() throws IOException {
        assertThat(failures("simd", "[[0.01, 900.0], [0.02]]", "300 ms")).isEmpty(); // one iteration compiles late
        assertThat(failures("simd", "[[0.01], [32.5, 900.0]]", "300 ms"))
                .singleElement()
                .asString()
                .contains("implementation=simd")
                .endsWith("allocates 32.5 B a call");
        assertThat(failures("reference", "[[32.5]]", "300 ms")).isEmpty();
        assertThat(failures("netlib-java", "[[32.5]]", "300 ms")).isEmpty();
        assertThat(failures("simd", "[[32.5]]", "1 ms")).isEmpty(); // 2000 calls: who knows
    }

    @Test
    void samplesOfJmhAreNotThoseOfAPrediction() throws IOException {
        String prediction = """
                {"benchmark": "a.InferenceBenchmark.predict", "mode": "sample", "params": {"implementation": "simd"},
                 "warmupIterations": 6, "warmupTime": "300 ms", "measurementTime": "300 ms",
                 "primaryMetric": {"scoreUnit": "us/op", "scorePercentiles": {"50.0": 3}, "rawDataHistogram": [[[[3, 1]]]]},
                 "secondaryMetrics": {"gc.alloc.rate.norm": {"rawData": [[BYTES]]}}}
                """;
        assertThat(AllocationCheck.failures(read(prediction.replace("BYTES", "6"))))
                .isEmpty();
        assertThat(AllocationCheck.failures(read(prediction.replace("BYTES", "24"))))
                .hasSize(1);
    }

    private List<String> failures(String implementation, String bytes, String warmUp) throws IOException {
        return AllocationCheck.failures(read("""
                {"benchmark": "a.TrainStepBenchmark.step", "mode": "avgt", "params": {"implementation": "%s"},
                 "warmupIterations": 6, "warmupTime": "%s", "measurementTime": "300 ms",
                 "primaryMetric": {"scoreUnit": "us/op", "rawData": [[3]]},
                 "secondaryMetrics": {"gc.alloc.rate.norm": {"rawData": %s}}}
                """.formatted(implementation, warmUp, bytes)));
    }

    private List<Measurement> read(String entry) throws IOException {
        return ResultFile.read(Files.writeString(folder.resolve("result.json"), "[" + entry + "]"));
    }
}
