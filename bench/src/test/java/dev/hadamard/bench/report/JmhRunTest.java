// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.bench.process.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a user starts it, on the smallest benchmark there is. */
class JmhRunTest {

    @TempDir
    private Path folder;

    @Test
    void aRunLeavesAFolderThatTellsNoNamesAndMakesAReport() throws IOException, InterruptedException {
        String output = bench(0, "-p", "kernel=relu", "-p", "implementation=simd", "-p", "length=1000");
        assertThat(output)
                .contains("left out of the benchmarks' environment: OPENBLAS_CORETYPE")
                .contains("relu float[1,000]")
                .contains("suite quick: 1 JVMs")
                .contains(">>> JVM 1 of 1");
        Path run;
        try (Stream<Path> runs = Files.list(folder)) {
            run = runs.toList().get(0);
        }
        assertThat(run.getFileName().toString()).matches("\\d{4}-\\d\\d-\\d\\d-[a-z0-9-]+-jdk[0-9.]+-[0-9a-z]+");
        assertThat(ResultFile.read(run.resolve("result.json"))).hasSize(1);
        assertThat(run.resolve("run.log"))
                .content()
                .contains("relu float[1,000]")
                .contains("ns/op");
        RunEnvironment environment = RunEnvironment.read(run.resolve("environment.json"));
        assertThat(environment.variables()).isEqualTo(Map.of("OPENBLAS_VERBOSE", "0"));
        assertThat(environment.options()).contains("-Dsecret=file");
        assertThat(environment.steadiness().before()).isPresent();
        assertThat(environment.steadiness().after()).isPresent();
        for (String file : List.of("result.json", "environment.json", "run.log", "report.md")) {
            assertThat(run.resolve(file))
                    .content()
                    .doesNotContain(System.getProperty("java.home"))
                    .doesNotContain(System.getProperty("user.dir"))
                    .doesNotContain("somebody");
        }
        assertThat(Report.read(run)
                        .render(Report.Section.KERNELS, folder.resolve("DESIGN.md"))
                        .orElseThrow())
                .contains("| relu ")
                .contains("One fork each");
        assertThat(bench(2, "-p", "kernel=relu", "-p", "implementation=simd", "-p", "length=1000"))
                .contains("exists already");
    }

    @Test
    void whatFailsItsCheckEndsTheRun() throws IOException, InterruptedException {
        String output = bench(
                1, "-p", "kernel=relu", "-p", "implementation=scalar", "-p", "length=1000", "-p", "precision=half");
        assertThat(output.lines().reduce((first, second) -> second).orElseThrow())
                .startsWith("hadamard bench: ")
                .contains("half");
    }

    /** What it prints, with the exit code checked. */
    private String bench(int expectedCode, String... selection) throws IOException, InterruptedException {
        List<String> args = new ArrayList<>(List.of("bench", "--only", "elementwise", "--out", folder.toString()));
        args.addAll(List.of("--warmups", "0", "--iterations", "1", "--milliseconds", "10"));
        args.addAll(List.of(selection));
        ProcessBuilder builder = ChildJvm.of("dev.hadamard.bench.Main", args).redirectErrorStream(true);
        builder.command().add(1, "-Djmh.ignoreLock=true"); // of another run on this machine
        builder.command().add(1, "-Dsecret=" + folder.resolve("somebody").resolve("file"));
        builder.environment().keySet().removeIf(name -> name.startsWith("OPENBLAS_"));
        builder.environment().put("OPENBLAS_CORETYPE", "Haswell");
        builder.environment().put("OPENBLAS_VERBOSE", "0");
        Process process = ChildJvm.start(builder);
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isEqualTo(expectedCode);
        return output;
    }
}
