// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.bench.report.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {

    private static final String README = "# R\n\n<!-- measured: begin train -->\n<!-- measured: end train -->\n";
    private static final String DESIGN = "# D\n\n<!-- measured: begin threads -->\n<!-- measured: end threads -->\n"
            + "<!-- measured: begin kernels -->\nold\n<!-- measured: end kernels -->\n\n"
            + "<!-- measured: begin functions -->\n<!-- measured: end functions -->\n";

    @TempDir
    private Path folder;

    private Path run;
    private Path readme;
    private Path design;
    private Path functions;

    @BeforeEach
    void writeFiles() throws IOException {
        run = Fixture.copyTo(folder);
        readme = Files.writeString(folder.resolve("README.md"), README);
        design = Files.writeString(folder.resolve("DESIGN.md"), DESIGN);
        functions = Files.writeString(folder.resolve("functions.md"), "| exp | 1.5 |\n");
    }

    @Test
    void withoutFilesTablesArePrinted() {
        Console console = report();
        assertThat(console.code()).isZero();
        assertThat(console.out())
                .anyMatch(line -> line.startsWith("| tiny"))
                .anyMatch(line -> line.startsWith("| tanh"));
        assertThat(console.err()).isEmpty();
    }

    @Test
    void sectionsAreReplacedAndASecondTimeNothingChanges() throws IOException {
        String[] args = {
            "--readme", readme.toString(), "--design", design.toString(), "--functions", functions.toString()
        };
        assertThat(report(args).code()).isZero();
        List<String> once = List.of(Files.readString(readme), Files.readString(design));
        assertThat(once.get(0))
                .startsWith("# R\n\n<!-- measured: begin train -->\n\n| workload")
                .contains("21.0x (simd)");
        assertThat(once.get(1))
                .contains("| tanh")
                .contains("\n\n| exp | 1.5 |\n\n")
                .doesNotContain("old");
        assertThat(report(args)).isEqualTo(new Console(0, List.of(), List.of()));
        assertThat(List.of(Files.readString(readme), Files.readString(design))).isEqualTo(once);
    }

    @Test
    void oneFileMayHoldAllSections() throws IOException {
        Files.writeString(readme, README + DESIGN);
        assertThat(report("--readme", readme.toString(), "--design", readme.toString())
                        .code())
                .isZero();
        assertThat(readme).content().contains("| tiny").contains("| tanh");
    }

    @Test
    void whatWasNotMeasuredIsLeftAndSaid() throws IOException {
        Path result = run.resolve("result.json");
        Files.writeString(result, Files.readString(result).replace("TrainStepBenchmark", "OtherBenchmark"));
        Console console = report("--readme", readme.toString(), "--design", design.toString());
        assertThat(console.code()).isZero();
        assertThat(console.err()).hasSize(1);
        assertThat(console.err().get(0)).contains("nothing for section train");
        assertThat(readme).hasContent(README);
        assertThat(design).content().contains("| tanh");
    }

    @Test
    void missingMarksAreAnErrorAndNothingIsWritten() throws IOException {
        Files.writeString(design, "# D\n");
        Console console = report("--readme", readme.toString(), "--design", design.toString());
        assertThat(console.code()).isEqualTo(2);
        assertThat(console.err()).hasSize(1);
        assertThat(console.err().get(0)).contains("DESIGN.md").contains("<!-- measured: begin threads -->");
        assertThat(readme).hasContent(README);
    }

    @Test
    void badInputIsAnsweredByOneLine() throws IOException {
        assertOneLine(Console.run("report"), "RUN_FOLDER");
        assertOneLine(Console.run("report", folder.resolve("none").toString()), "no such file");
        assertOneLine(report("--readme", folder.resolve("none.md").toString()), "no such file");
        assertOneLine(report("--readme", folder.toString()), "can't be read");
        assertOneLine(report("--functions", functions.toString()), "--design");
        assertOneLine(Console.run("bench", "--quick", "--full"), "--quick");
        assertOneLine(Console.run("bench", "--only", "nope"), "nope");
        assertOneLine(Console.run("bench", "--forks", "0"), "at least 1");
        assertOneLine(Console.run("bench", "--only", "gemm", "--out", readme.toString()), "README.md");
    }

    @Test
    void aWholeReportGoesWhereItIsAskedFor() throws IOException {
        Path out = folder.resolve("out");
        assertThat(report("--out", out.toString()).code()).isZero();
        assertThat(out.resolve("report.md")).content().startsWith("# " + Fixture.NAME);
        assertThat(out.resolve("speedup.svg")).isNotEmptyFile();
        assertThat(run.resolve("report.md")).doesNotExist();
    }

    @Test
    void runsAreComparedWithExitCodes() throws IOException {
        Path other = Fixture.copyTo(folder.resolve("other"));
        Console same = Console.run("report", "--compare", run.toString(), other.toString());
        assertThat(same.code()).isZero();
        assertThat(same.out().get(same.out().size() - 1))
                .isEqualTo("18 benchmarks compared, 0 regressions above 5.0 %");

        Path result = other.resolve("result.json");
        setConfidence(run.resolve("result.json"), "[0.9, 1.1]");
        setConfidence(result, "[1.9, 2.1]");
        Files.writeString(
                result, Files.readString(result).replace("[[1.0, 1.0], [1.25, 1.25], [0.75, 0.75]]", "[[2.0]]"));
        Console slower = Console.run("report", "--compare", run.toString(), other.toString(), "--fail-above", "20%");
        assertThat(slower.code()).isEqualTo(1);
        assertThat(slower.out())
                .anyMatch(line -> line.startsWith("regression: TrainStepBenchmark.step")
                        && line.contains("workload=tiny")
                        && line.endsWith("costs 100.0 % more"));
        assertThat(Console.run("report", "--compare", run.toString(), other.toString(), "--fail-above", "150")
                        .code())
                .isZero();

        Path environment = other.resolve("environment.json");
        Files.writeString(environment, Files.readString(environment).replace("CPU 9000", "CPU 1"));
        Console machines = Console.run("report", "--compare", run.toString(), other.toString());
        assertThat(machines.code()).isEqualTo(2);
        assertThat(machines.err().get(0)).contains("not the same processor: Example(R) CPU 9000");
        assertThat(Console.run("report", "--compare", run.toString(), other.toString(), "--force")
                        .code())
                .isEqualTo(1);
    }

    /** Of the benchmark that the test changes. */
    private static void setConfidence(Path result, String interval) throws IOException {
        String text = Files.readString(result);
        String changed = text.replace(
                "\"rawData\" : [[1.0, 1.0], [1.25",
                "\"scoreConfidence\" : " + interval + ", \"rawData\" : [[1.0, 1.0], [1.25");
        assertThat(changed).isNotEqualTo(text);
        Files.writeString(result, changed);
    }

    @Test
    void whatCannotBeComparedIsAnsweredByOneLine() throws IOException {
        assertOneLine(Console.run("report", "--compare", run.toString()), "--compare");
        assertOneLine(
                Console.run(
                        "report",
                        "--compare",
                        run.toString(),
                        folder.resolve("none").toString()),
                "no such");
        assertOneLine(
                Console.run("report", "--compare", run.toString(), run.toString(), "--fail-above", "much"),
                "percentage");
        assertOneLine(
                Console.run("report", "--compare", run.toString(), run.toString(), "--fail-above", "-1"), "0 or more");
        Files.writeString(run.resolve("result.json"), "");
        assertOneLine(Console.run("report", "--compare", run.toString(), run.toString()), "is empty");
    }

    private static void assertOneLine(Console console, String expected) {
        assertThat(console.code()).isEqualTo(2);
        assertThat(console.err()).hasSize(1);
        assertThat(console.err().get(0)).startsWith("hadamard").contains(expected);
    }

    private Console report(String... options) {
        List<String> args = new ArrayList<>(List.of("report", run.toString()));
        args.addAll(List.of(options));
        return Console.run(args.toArray(String[]::new));
    }
}
