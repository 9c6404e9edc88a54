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
import picocli.AutoComplete;
import picocli.CommandLine;

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

    /** Of all commands that there are, by the command line's own list. */
    @Test
    void everyCommandsHelpEndsWithAnExample() {
        List<CommandLine> commands = HadamardCommand.commandLine().getSubcommands().values().stream()
                .filter(command -> !command.getCommandSpec().usageMessage().hidden())
                .filter(command -> !(command.getCommand() instanceof AutoComplete.GenerateCompletion)) // picocli's own
                .toList();
        assertThat(commands).hasSize(9);
        for (CommandLine command : commands) {
            String name = command.getCommandName();
            Console console = Console.run(name, "--help");
            assertThat(console.code()).as(name).isZero();
            List<String> help = console.out();
            assertThat(help.subList(help.size() - 2, help.size()))
                    .as(name)
                    .satisfies(lines -> assertThat(lines.get(0)).isEqualTo("Example:"))
                    .satisfies(lines -> assertThat(lines.get(1)).startsWith("  hadamard " + name));
        }
        assertThat(Console.run("--help").out()).contains("Example:");
        assertThat(Console.run("generate-completion", "--help").code()).isZero();
    }

    @Test
    void latencyIsMeasuredAndChecked() throws IOException {
        Path file = folder.resolve("latency.json");
        Console console = Console.run(
                "latency",
                "--workload",
                "tiny",
                "--seconds",
                "0.2",
                "--rounds",
                "2",
                "--rate",
                "500",
                "--snapshot-every",
                "10",
                "--json",
                file.toString());
        assertThat(console.code()).as("%s", console.err()).isZero();
        assertThat(String.join("\n", console.out())).contains("outputs checked", "p99.9", "snapshots");
        Json json = Json.read(file);
        for (String kind : List.of("alone", "training")) {
            assertThat(json.number(kind + ".requests")).isEqualTo(200);
            double p50 = json.number(kind + ".responseMicroseconds.p50");
            assertThat(p50).isGreaterThanOrEqualTo(json.number(kind + ".computationMicroseconds.p50"));
            assertThat(json.number(kind + ".responseMicroseconds.longest")).isGreaterThanOrEqualTo(p50);
        }
        assertThat(json.number("snapshots")).isPositive();
        for (String[] bad : new String[][] {{"--rows", "0"}, {"--rate", "0"}, {"--seconds", "NaN"}, {"--rows", "33"}}) {
            assertThat(Console.run("latency", "--workload", "tiny", bad[0], bad[1])
                            .code())
                    .isEqualTo(2);
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

    /** The colon of a drive is not that of a kind of data. */
    @Test
    void pathsMayBeThoseOfWindows() {
        for (String path :
                List.of("C:\\data\\iris 2.csv", "C:/data/iris.csv", "..\\iris.csv", "\\\\server\\share\\x")) {
            assertThat(DataSource.parse("csv:" + path)).isEqualTo(new DataSource.Csv(Path.of(path)));
            assertThat(DataSource.parse("libsvm:" + path)).isEqualTo(new DataSource.Libsvm(Path.of(path)));
            assertThat(DataSource.parse("idx:" + path)).isEqualTo(new DataSource.Idx(Path.of(path)));
            assertThat(DataSource.parse("rows:" + path)).isEqualTo(new DataSource.Rows(Path.of(path)));
        }
    }

    @Test
    void namesMayHaveDashes() {
        assertThat(Names.parse(ActivationName.class, "leaky-relu")).isEqualTo(ActivationName.LEAKY_RELU);
        assertThat(Names.parse(ActivationName.class, "gelu_tanh")).isEqualTo(ActivationName.GELU_TANH);
        assertThat(HiddenLayers.parse("512, 256")).hasToString("512,256");
        assertThat(HiddenLayers.parse("none").units()).isEmpty();
    }
}
