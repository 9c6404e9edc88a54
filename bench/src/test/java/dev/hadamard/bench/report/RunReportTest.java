// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole report, from a small result of every benchmark. */
class RunReportTest {

    private static final List<String> PICTURES =
            List.of("speedup", "roofline", "batch", "threads", "latency", "coldstart", "gradient");

    @TempDir
    private Path folder;

    private Path run;

    @BeforeEach
    void copyRun() throws IOException {
        run = Fixture.copyTo(folder);
        try (InputStream in = RunReportTest.class.getResourceAsStream("every/result.json")) {
            Files.write(run.resolve("result.json"), in.readAllBytes());
        }
    }

    @Test
    void everyPictureIsThereInBothFormats() throws IOException {
        List<String> broken = RunReport.write(Report.read(run), run);
        assertThat(broken).isEmpty();
        String text = Files.readString(run.resolve("report.md"));
        for (String name : PICTURES) {
            assertThat(run.resolve(name + ".svg")).content().startsWith("<svg ");
            assertThat(run.resolve(name + ".png")).isNotEmptyFile();
            assertThat(text).contains("](" + name + ".svg)");
        }
        assertThat(text)
                .startsWith("# " + Fixture.NAME + "\n\nExample(R) CPU 9000")
                .contains("**Mind:** The tree had changes")
                .contains("## Training steps")
                .contains("## Threads")
                .contains("## Products")
                .contains("## Share of the peak")
                .contains(
                        "| Inference    | workload small, implementation simd, precision float, threads 1, batch 16 |")
                .contains("- Nothing is broken.");
        assertThat(text).doesNotContain("Element-wise kernels"); // of which the run has none
    }

    @Test
    void tablesOfThreadsAndProducts() throws IOException {
        Report report = Report.read(run);
        assertThat(report.tables(Report.Section.THREADS).orElseThrow())
                .contains("| small, 32 x 784-128-10       |            200 |     125 (1.60x) |");
        assertThat(report.tables(Report.Section.PRODUCTS).orElseThrow())
                .contains("| layers of 1 MFLOP and more |        1 |                                 1.20 |  1.20 |")
                .contains("| 128x784x512 |              102 |");
        assertThat(report.render(Report.Section.TRAIN, folder.resolve("README.md"))
                        .orElseThrow())
                .doesNotContain("![");
        RunReport.write(report, run);
        assertThat(report.render(Report.Section.TRAIN, folder.resolve("README.md"))
                        .orElseThrow())
                .contains("![Speed-up over the naive reference](jmh-results/" + Fixture.NAME + "/speedup.svg)")
                .contains("/roofline.svg)");
    }

    @Test
    void aPointAboveTheRoofIsToldAndFails() throws IOException {
        Path result = run.resolve("result.json");
        Files.writeString(result, Files.readString(result).replace("[[1000], [1020]]", "[[700], [720]]"));
        assertThat(RunReport.write(Report.read(run), run))
                .singleElement()
                .asString()
                .contains("128x784x512 forward, simd: 145 GFLOP/s".replace("145", "144.7"))
                .contains("of its roof of 120");
        assertThat(run.resolve("report.md")).content().contains("- **Broken:** 128x784x512");
    }

    @Test
    void geometricMeans() {
        assertThat(ProductTable.geometricMean(List.of())).isEmpty();
        assertThat(ProductTable.geometricMean(List.of(2.0, 8.0))).hasValue(4.0);
    }

    @Test
    void shapesAreOfOneKind() {
        assertThat(new ProductShape("128x784x512").group()).isEqualTo(ProductShape.Group.LAYERS);
        assertThat(new ProductShape("512x1024x10").group()).isEqualTo(ProductShape.Group.SMALL_OR_NARROW);
        assertThat(new ProductShape("1x1024x1024").group()).isEqualTo(ProductShape.Group.SMALL_OR_NARROW);
        assertThat(new ProductShape("64x64x64").group()).isEqualTo(ProductShape.Group.SMALL_OR_NARROW);
        assertThat(new ProductShape("256x256x256").group()).isEqualTo(ProductShape.Group.OTHER);
    }
}
