// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {

    @TempDir
    private Path folder;

    @Test
    void areUnknownWhereThereIsNoCheckout() {
        assertThat(Sources.around(folder.resolve("program.jar")))
                .isEqualTo(new Sources("unknown", true))
                .hasToString("commit unknown");
    }

    @Test
    void areThoseOfTheCheckoutAroundTheProgram() throws IOException, InterruptedException {
        Path program = Files.createDirectories(folder.resolve("bench").resolve("target"))
                .resolve("program.jar");
        Files.writeString(folder.resolve("pom.xml"), "<project/>");
        Files.writeString(folder.resolve("README.md"), "text");
        git("init", "--quiet");
        git("add", ".");
        git("-c", "user.name=n", "-c", "user.email=e", "-c", "commit.gpgsign=false", "commit", "--quiet", "-m", "all");
        Files.writeString(folder.resolve("README.md"), "no part of the program");
        Sources clean = Sources.around(program);
        assertThat(clean.commit()).matches("[0-9a-f]{7,}");
        assertThat(clean.dirty()).isFalse();
        assertThat(clean).hasToString("commit " + clean.commit());
        Files.writeString(folder.resolve("pom.xml"), "<project></project>");
        assertThat(Sources.around(program))
                .isEqualTo(new Sources(clean.commit(), true))
                .hasToString("commit " + clean.commit() + " with changes that are not committed");
    }

    private void git(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(args));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
