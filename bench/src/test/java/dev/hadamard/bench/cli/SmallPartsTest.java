// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hadamard.History;
import dev.hadamard.bench.timing.StepTiming;
import dev.hadamard.bench.timing.TimingReport;
import dev.hadamard.data.Dataset;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallPartsTest {

    @TempDir
    Path folder;

    @Test
    void digitsAreComplete() throws IOException {
        Dataset<double[]> digits = Digits.read();
        assertThat(digits.rows()).isEqualTo(1797);
        assertThat(digits.features()).isEqualTo(64);
        assertThat(digits.outputs()).isEqualTo(10);
        assertThat(digits.label(7)).isEqualTo(7);
        assertThat(Arrays.stream(digits.x()).summaryStatistics().getMin()).isZero();
        assertThat(Arrays.stream(digits.x()).summaryStatistics().getMax()).isEqualTo(1);
    }

    @Test
    void infoTellsOfEveryBackend() {
        Console console = Console.run("info");
        assertThat(console.code()).isZero();
        for (String name : List.of("auto: ", "scalar, ", "netlib-java, ", "netlib-native, ", "simd")) {
            assertThat(console.out()).anyMatch(line -> line.startsWith(name));
        }
    }

    @Test
    void everyCommandsHelpEndsWithAnExample() {
        for (String command : List.of("train", "predict", "inspect", "export", "bench", "report", "info")) {
            List<String> help = Console.run(command, "--help").out();
            assertThat(help.subList(help.size() - 2, help.size()))
                    .as(command)
                    .satisfies(lines -> assertThat(lines.get(0)).isEqualTo("Example:"))
                    .satisfies(lines -> assertThat(lines.get(1)).startsWith("  hadamard " + command));
        }
    }

    @Test
    void shellsAreToldWhatThereIs() {
        Console console = Console.run("generate-completion");
        assertThat(console.code()).isZero();
        assertThat(String.join("\n", console.out())).contains("hadamard", "--label-smoothing");
    }

    @Test
    void helpNamesTheOptions() {
        Console console = Console.run("train", "--help");
        assertThat(console.code()).isZero();
        assertThat(String.join("\n", console.out()))
                .contains("--data", "--layers", "--[no-]compare", "--json")
                .doesNotContain("DEFAULT-VALUE");
        assertThat(Console.run("--help").out()).noneMatch(line -> line.contains(TimeStepCommand.NAME));
        assertThat(Console.run("--version").out()).singleElement().asString().startsWith("hadamard ");
    }

    @Test
    void jsonIsThereAsAWholeOrNotAtAll() throws IOException {
        Path path = folder.resolve("out.json");
        Files.writeString(path, "old");
        JsonFile file = JsonFile.writable(path);
        assertThat(path).hasContent("old");
        assertThatThrownBy(() -> file.write(json -> {
                    json.writeStartObject();
                    throw new IOException("disk full");
                }))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("out.json")
                .hasMessageContaining("disk full");
        assertThat(path).hasContent("old");
        file.write(json -> {
            json.writeStartObject();
            json.writeNumberField("a", 1);
            json.writeEndObject();
        });
        assertThat(Json.read(path).leaves()).isEqualTo(Map.of("a", 1.0));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(path);
        }
    }

    @Test
    void descriptionsLoseTheirFolders() {
        assertThat(Environment.withoutFolders("library: /usr/lib/libblas.so.3, 8 GFLOP/s"))
                .isEqualTo("library: libblas.so.3, 8 GFLOP/s");
        String home = System.getProperty("user.home");
        assertThat(Environment.withoutFolders("at " + home + "/.javacpp/cache/libopenblas.so.0\nnext"))
                .isEqualTo("at libopenblas.so.0\nnext");
        assertThat(Environment.withoutFolders("C:\\Users\\me\\blas.dll is bad")).isEqualTo("blas.dll is bad");
    }

    @Test
    void plainProgressIsALineAnEpoch() {
        StringWriter text = new StringWriter();
        try (Progress progress = Progress.of(new PrintWriter(text), false, 12, 120)) {
            progress.step();
            progress.epoch(new History.Epoch(3, 0.25, 1000, 1_000_000_000, Double.NaN));
        }
        assertThat(text.toString().strip()).isEqualTo("epoch  3/12   cost 0.250000   1,000 samples/s");
    }

    @Test
    void tableComparesWithTheReference() {
        Comparison comparison = new Comparison(List.of(
                new TimingReport.Timed(new StepTiming("reference", 1000, 32_000, 1.5, 0)),
                new TimingReport.Timed(new StepTiming("scalar", 100, 320_000, 15, 1e-7)),
                new TimingReport.Unavailable("simd", "no kernels"),
                new TimingReport.Failed("netlib-java", "broke")));
        StringWriter text = new StringWriter();
        comparison.print(new PrintWriter(text));
        assertThat(text.toString()
                        .lines()
                        .map(line -> line.replaceAll(" +", " "))
                        .toList())
                .containsExactly(
                        "implementation us/step samples/s GFLOP/s speed-up gradient difference",
                        "reference 1,000.0 32,000 1.50 1.0x 0.0e+00",
                        "scalar 100.0 320,000 15.00 10.0x 1.0e-07",
                        "simd not available: no kernels",
                        "netlib-java failed: broke");
        assertThat(comparison.anyFailed()).isTrue();
        assertThat(comparison.timings()).hasSize(2);
    }

    @Test
    void speedUpNeedsAReference() {
        StepTiming scalar = new StepTiming("scalar", 100, 320_000, 15, 1e-7);
        Comparison comparison =
                new Comparison(List.of(new TimingReport.Failed("reference", "broke"), new TimingReport.Timed(scalar)));
        assertThat(comparison.speedup(scalar)).isEmpty();
    }

    @Test
    void namesMayHaveDashes() {
        assertThat(Names.parse(ActivationName.class, "leaky-relu")).isEqualTo(ActivationName.LEAKY_RELU);
        assertThat(Names.parse(ActivationName.class, "gelu_tanh")).isEqualTo(ActivationName.GELU_TANH);
        assertThat(HiddenLayers.parse("512, 256")).hasToString("512,256");
        assertThat(HiddenLayers.parse("none").units()).isEmpty();
    }
}
