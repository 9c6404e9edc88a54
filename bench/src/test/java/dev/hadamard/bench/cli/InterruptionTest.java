// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.Network;
import dev.hadamard.bench.Main;
import dev.hadamard.bench.process.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real training that is told to end, by a real signal. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class InterruptionTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"INT, 130, auto", "TERM, 143, auto", "INT, 130, reference"})
    void whatWasPromisedIsWritten(String signal, int exitCode, String backend) throws Exception {
        Process training = start(backend);
        BufferedReader out = training.inputReader();
        String line = out.readLine();
        while (line != null && !line.startsWith("epoch ")) {
            line = out.readLine();
        }
        assertThat(line).as("training has begun").isNotNull();
        assertThat(new ProcessBuilder("kill", "-" + signal, "" + training.pid())
                        .start()
                        .waitFor())
                .isZero();
        List<String> rest = out.lines().toList();
        assertThat(training.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(training.exitValue()).as("%s", rest).isEqualTo(exitCode);
        assertThat(rest).anyMatch(text -> text.startsWith("test accuracy"));
        assertThat(Json.read(folder.resolve("run.json")).text("stoppedBecause")).isEqualTo("request");
        Network<?> saved = backend.equals("auto")
                ? Network.loadFloats(folder.resolve("model"))
                : Network.loadDoubles(folder.resolve("model"));
        assertThat(Arrays.stream(saved.parametersAsDoubles())).allMatch(Double::isFinite);
    }

    /** In the background of some shells, a signal is ignored unless that is undone. */
    private Process start(String backend) throws IOException {
        List<String> args = List.of(
                "train",
                "--data",
                "csv:" + Tables.classes(folder, 60),
                "--epochs",
                "100000000",
                "--backend",
                backend,
                "--save",
                folder.resolve("model").toString(),
                "--json",
                folder.resolve("run.json").toString());
        ProcessBuilder java = ChildJvm.of(Main.class.getName(), args);
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT,TERM"));
        command.addAll(java.command());
        return java.command(command).redirectErrorStream(true).start();
    }
}
