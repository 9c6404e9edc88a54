// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hadamard.Backend;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What lies in a run folder, and how it is named. */
class RunFolderTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            AMD EPYC, amd64                                     | amd-epyc
            AMD Ryzen 9 9950X 16-Core Processor, amd64          | amd-ryzen-9-9950x
            Intel(R) Xeon(R) Platinum 8488C CPU @ 2.40GHz, amd64 | intel-xeon-platinum-8488c
            aarch64                                             | aarch64
            ../../etc                                           | etc
            ???                                                 | processor
            """)
    void isNamedByDateProcessorJdkAndCommit(String processor, String name) throws IOException {
        RunFolder made = RunFolder.create(folder.resolve("runs"), environment(processor));
        assertThat(made.path()).isEqualTo(folder.resolve("runs").resolve("2026-11-24-" + name + "-jdk17.0.15-0123abc"));
        assertThat(made.path()).isEmptyDirectory();
    }

    @Test
    void isNeverMadeTwice() throws IOException {
        RunFolder.create(folder, environment("cpu"));
        assertThatThrownBy(() -> RunFolder.create(folder, environment("cpu")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("exists already");
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> RunFolder.create(file, environment("cpu")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("can't be made");
    }

    @Test
    void environmentIsReadAsItWasWritten() throws IOException {
        RunEnvironment environment = environment("AMD EPYC, amd64");
        Path file = folder.resolve("environment.json");
        environment.write(file);
        assertThat(RunEnvironment.read(file)).isEqualTo(environment);
        assertThat(Files.readString(file)).endsWith("}\n");
    }

    @Test
    void kernelAndVectorWidthAreFoundInDescriptions() {
        Map<String, String> backends = Map.of(
                "netlib-native", Backend.named("netlib-native").describe(),
                "simd", Backend.named("simd").describe());
        assertThat(environment("cpu", backends).blas()).matches("OpenBLAS \\d\\S+, \\w+ kernels");
        assertThat(environment("cpu", backends).vectorBits()).isIn("128", "256", "512", "1024", "2048");
        assertThat(environment("cpu", Map.of()).blas()).isEmpty();
        assertThat(environment("cpu", Map.of()).vectorBits()).isEmpty();
    }

    @Test
    void readsWhatLinuxTells() throws IOException {
        write("proc/cpuinfo", "model name\t: X\nflags\t\t: fpu sse avx2 fma avx512f\n");
        Path cpu = Path.of("sys/devices/system/cpu/cpu0");
        write(cpu + "/cache/index0/type", "Data\n");
        write(cpu + "/cache/index0/level", "1\n");
        write(cpu + "/cache/index0/size", "32K\n");
        write(cpu + "/cache/index2/type", "Unified\n");
        write(cpu + "/cache/index2/level", "2\n");
        write(cpu + "/cache/index2/size", "1024K\n");
        write(cpu + "/cpufreq/scaling_governor", "powersave\n");
        assertThat(LinuxProcessor.read(folder))
                .isEqualTo(new LinuxProcessor(
                        List.of("avx2", "fma", "avx512f"), Map.of("L1d", "32K", "L2", "1024K"), "powersave"));
        assertThat(LinuxProcessor.read(folder.resolve("none"))).isEqualTo(new LinuxProcessor(List.of(), Map.of(), ""));
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void eachTextOfAResultIsScrubbedAndNumbersAreKept() throws IOException {
        StringWriter out = new StringWriter();
        ResultFile.scrub(
                "[{\"jvm\":\"secret\",\"jvmArgs\":[\"-Dx=secret\"],\"score\":1234567.890123456789012,\"n\":3,\"e\":{}}]",
                out,
                text -> text.replace("secret", "java"));
        assertThat(out.toString().replaceAll("\\s", ""))
                .isEqualTo(
                        "[{\"jvm\":\"java\",\"jvmArgs\":[\"-Dx=java\"],\"score\":1234567.890123456789012,\"n\":3,\"e\":{}}]");
    }

    @Test
    void eachLineOfALogIsScrubbedAndTheConsoleHasItAsItIs() throws IOException {
        StringBuilder console = new StringBuilder();
        OutputStream collect = new OutputStream() {
            @Override
            public void write(int b) {
                console.append((char) b);
            }
        };
        Path file = folder.resolve("run.log");
        try (RunLog log = new RunLog(file, collect, text -> text.replace("secret", "µ"))) {
            log.write("a sec".getBytes(StandardCharsets.UTF_8));
            assertThat(console).hasToString("a sec");
            log.write("ret\nsecret end".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(file).hasContent("a µ\nµ end");
        assertThat(console).hasToString("a secret\nsecret end");
    }

    private static RunEnvironment environment(String processor) {
        return environment(processor, Map.of("simd", "one\ntwo"));
    }

    private static RunEnvironment environment(String processor, Map<String, String> backends) {
        return new RunEnvironment(
                "2026-11-24",
                "quick",
                processor,
                2,
                new LinuxProcessor(List.of("fma"), Map.of("L2", "1024K"), ""),
                0.5,
                "Linux 6.1",
                "VM 17",
                "17.0.15",
                List.of("-Xmx1g"),
                backends,
                Map.of("OPENBLAS_NUM_THREADS", "1"),
                new Sources("0123abc", false),
                Map.of("UseAVX", "3"),
                new Steadiness(Optional.of(new Calibration(10, 0.01)), Optional.of(new Calibration(11, 0.125))));
    }
}
