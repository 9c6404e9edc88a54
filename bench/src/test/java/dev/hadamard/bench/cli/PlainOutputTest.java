// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hadamard.bench.Main;
import dev.hadamard.bench.process.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where nobody watches, or somebody wants it so, output is lines of text: no colour, no cursor that moves. */
@Timeout(120)
class PlainOutputTest {

    private static final Path SCRIPT = Path.of("/usr/bin/script");

    @TempDir
    Path folder;

    private List<String> train() throws IOException {
        return List.of(
                "train",
                "--no-compare",
                "--epochs",
                "20",
                "--layers",
                "8",
                "--data",
                "csv:" + Tables.classes(folder, 60));
    }

    private static String run(List<String> command, Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("NO_COLOR", "CI"));
        builder.environment().put("TERM", "xterm-256color");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }

    @Test
    void throughAPipe() throws Exception {
        String training = run(ChildJvm.of(Main.class.getName(), train()).command(), Map.of());
        assertThat(training).contains("epoch  1/20", "test accuracy").doesNotContain("\u001b", "\r");
        String help = run(
                ChildJvm.of(Main.class.getName(), List.of("train", "--help")).command(), Map.of());
        assertThat(help).contains("--layers").doesNotContain("\u001b", "\r");
    }

    /** On a real terminal, which {@code script} makes. */
    @Test
    void onATerminalWhereSomebodyWantsItSo() throws Exception {
        assumeTrue(Files.isExecutable(SCRIPT), SCRIPT + " is not there to make a terminal");
        List<String> java = ChildJvm.of(Main.class.getName(), train()).command();
        String line = java.stream()
                .filter(word -> !word.startsWith("-Ddev.hadamard.bench.parent=")) // it would miss us, and end
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString(), "-qec", line, "/dev/null"));
        assertThat(run(command, Map.of())).as("a bar, where nobody objects").contains("\r", "%");
        for (String variable : List.of("NO_COLOR", "CI")) {
            String plain = run(command, Map.of(variable, "1")).replace("\r\n", "\n");
            assertThat(plain)
                    .as(variable)
                    .contains("epoch  1/20", "test accuracy")
                    .doesNotContain("\u001b", "\r");
        }
    }

    @Test
    void variablesDecide() {
        assertThat(Progress.allowsBar(Map.of("TERM", "xterm"))).isTrue();
        assertThat(Progress.allowsBar(Map.of("NO_COLOR", "", "CI", ""))).isTrue();
        assertThat(Progress.allowsBar(Map.of("TERM", "dumb"))).isFalse();
        assertThat(Progress.allowsBar(Map.of("NO_COLOR", "1"))).isFalse();
        assertThat(Progress.allowsBar(Map.of("CI", "true"))).isFalse();
    }
}
