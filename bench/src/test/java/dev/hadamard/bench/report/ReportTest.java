// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hadamard.bench.report.Report.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {

    private static final String CAPTION =
            " Median of 3 forks (smallest–largest). Measured on 2026-11-24: Example(R) CPU 9000"
                    + " @ 3.00GHz, amd64, 4 cores, load average 0.3 before the run; Linux 6.1; Example VM 17.0.15+6, `-Xmx1g`;"
                    + " OpenBLAS 0.3.31-1.5.13, ZEN kernels; vectors of 512 bits; commit 0123abc with changes that are not"
                    + " committed. Run [NAME](jmh-results/NAME), from which `java -jar bench/target/hadamard.jar report"
                    + " jmh-results/NAME OPTION` makes this section.";

    @TempDir
    private Path folder;

    private Path run;

    @BeforeEach
    void copyRun() throws IOException {
        run = Fixture.copyTo(folder);
    }

    @Test
    void readsTimesOnly() throws IOException {
        List<Measurement> measurements = ResultFile.read(run.resolve("result.json"));
        assertThat(measurements).hasSize(18); // the 19th is a throughput
        Measurement first = measurements.get(0);
        assertThat(first.benchmark()).isEqualTo("TrainStepBenchmark");
        assertThat(first.parameters())
                .containsEntry("implementation", "reference")
                .hasSize(6);
        assertThat(first.value()).isEqualTo(new Spread(21_000, 20_000, 30_000, 3));
        assertThat(measurements.get(7).value().median()).isEqualTo(1.45e6); // from milliseconds
    }

    @Test
    void rendersTrainingSteps() throws IOException {
        String text = Report.read(run)
                .render(Section.TRAIN, folder.resolve("README.md"))
                .orElseThrow();
        assertThat(text).startsWith("""
                | workload                     |        reference |           scalar | netlib-java |       netlib-native |              simd |      products alone | fastest over reference |
                | ---------------------------- | ---------------: | ---------------: | ----------: | ------------------: | ----------------: | ------------------: | ---------------------: |
                | tiny, 32 x 4-16-3            | 21.0 (20.0–30.0) | 8.05 (7.90–8.50) |           – |                   – | 1.00 (0.750–1.25) |                   – |           21.0x (simd) |
                | medium, 128 x 784-512-256-10 |                – |                – |           – | 1,501 (1,500–1,600) |                 – | 1,450 (1,400–1,500) |                      – |

                """).endsWith(TrainTable.LEGEND + caption("--readme README.md"));
    }

    @Test
    void rendersKernels() throws IOException {
        String text = Report.read(run)
                .render(Section.KERNELS, folder.resolve("DESIGN.md"))
                .orElseThrow();
        assertThat(text).startsWith("""
                | kernel, float |    length |              scalar |             simd |                math | scalar/simd | math/simd | of triad's bandwidth |
                | ------------- | --------: | ------------------: | ---------------: | ------------------: | ----------: | --------: | -------------------: |
                | triad         | 1,000,000 |                   – | 90.0 (90.0–90.0) |                   – |           – |         – |                100 % |
                | hadamard      |         7 | 1,000 (1,000–2,000) |                – |                   – |           – |         – |                      |
                | hadamard      | 1,000,000 |       120 (120–120) |    120 (110–130) |                   – |       1.00x |         – |                 75 % |
                | relu          | 1,000,000 |                   – | 80.0 (80.0–80.0) |                   – |           – |         – |                 75 % |
                | tanh          |     1,000 | 1,100 (1,000–1,200) |    110 (100–120) | 2,200 (2,200–2,200) |       10.0x |     20.0x |                      |
                | unheard-of    | 1,000,000 |                   – | 1.00 (1.00–1.00) |                   – |           – |         – |                    – |

                | kernel, double | length | scalar |          simd | math | scalar/simd | math/simd | of triad's bandwidth |
                | -------------- | -----: | -----: | ------------: | ---: | ----------: | --------: | -------------------: |
                | tanh           |  1,000 |      – | 250 (250–250) |    – |           – |         – |                      |

                """).endsWith(KernelTable.LEGEND + caption("--design DESIGN.md"));
    }

    private static String caption(String option) {
        return CAPTION.replace("NAME", Fixture.NAME).replace("OPTION", option);
    }

    @Test
    void aRunElsewhereIsNamedWithoutItsFolders() throws IOException {
        Path other = Files.createDirectories(folder.resolve("elsewhere")).resolve("README.md");
        assertThat(Report.read(run).render(Section.TRAIN, other).orElseThrow())
                .contains("Run `" + Fixture.NAME + "`")
                .doesNotContain(folder.toString());
    }

    @Test
    void oneForkHasNoSpread() {
        assertThat(Spread.of(List.of(3.14159))).hasToString("3.14");
        assertThat(Spread.of(List.of(4.0, 1.0))).hasToString("2.50 (1.00–4.00)");
        assertThat(List.of(0.001234, 0.9, 9.99, 99.94, 1234.5, 0.0).stream().map(Spread::digits))
                .containsExactly("0.00123", "0.900", "9.99", "99.9", "1,235", "0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                                | result.json: is empty
            [                                                                 | line 1: no valid JSON
            [] []                                                             | more than one JSON value
            []                                                                | holds no times
            {}                                                                | must be a list
            [1]                                                               | [0]: has no field mode
            [{"mode":"avgt","benchmark":"step"}]                              | has no field primaryMetric
            [{"mode":"avgt","benchmark":"a.b","primaryMetric":7}]             | primaryMetric: has no field rawData
            [{"mode":"avgt","benchmark":"a.b","primaryMetric":{"rawData":[]}}] | must hold forks
            [{"mode":"avgt","benchmark":"a.b","primaryMetric":{"rawData":[[]]}}] | must hold forks
            [{"mode":"avgt","benchmark":"a.b","primaryMetric":{"rawData":[["NaN"]]}}] | rawData[0][0]: must be a number
            [{"mode":"avgt","benchmark":"a.b","primaryMetric":{"rawData":[[1]],"scoreUnit":"ops/s"}}] | no time: ops/s
            """)
    void whatIsNoResultIsRefused(String json, String message) throws IOException {
        Files.writeString(run.resolve("result.json"), json);
        assertThatThrownBy(() -> Report.read(run))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("result.json")
                .hasMessageContaining(message);
    }
}
