// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Where writing fails, what was there stays, and nothing else does. */
class AtomicFileTest {

    @TempDir
    Path directory;

    @Test
    void replacesAndLeavesNothingElse() throws IOException {
        Path path = directory.resolve("file");
        write(path, "old");
        write(path, "new");
        assertThat(path).hasContent("new");
        assertThat(names()).containsExactly("file");
    }

    @Test
    void aFailureMidwayKeepsTheOldFile() throws IOException {
        Path path = directory.resolve("file");
        write(path, "old");
        assertThatThrownBy(() -> AtomicFile.write(path, channel -> {
                    channel.write(ByteBuffer.wrap(new byte[100]));
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(HadamardIOException.class)
                .hasMessage(path + ": cannot be written: No space left on device");
        assertThatThrownBy(() -> AtomicFile.write(path, channel -> {
                    throw new IllegalStateException("a bug");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(path).hasContent("old");
        assertThat(names()).containsExactly("file");
    }

    @Test
    void directoriesThatCannotBeWrittenAreNamed() throws IOException {
        Path missing = directory.resolve("none").resolve("file");
        assertThatThrownBy(() -> write(missing, "x"))
                .isInstanceOf(HadamardIOException.class)
                .hasMessage(missing + ": cannot be written: its directory does not exist");
        Path plain = Files.writeString(directory.resolve("plain"), "x");
        assertThatThrownBy(() -> write(plain.resolve("file"), "x"))
                .isInstanceOf(HadamardIOException.class)
                .hasMessageContaining("cannot be written");
        assertThatThrownBy(() -> write(directory, "x"))
                .isInstanceOf(HadamardIOException.class)
                .hasMessageContaining("is a directory");
        assertThatThrownBy(() -> write(directory.getRoot(), "x"))
                .isInstanceOf(HadamardIOException.class)
                .hasMessageContaining("is a directory");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
    void aLinkStaysAndWhatItLeadsToIsReplaced() throws IOException {
        Path target = directory.resolve("target");
        write(target, "old");
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);
        write(link, "new");
        assertThat(link).isSymbolicLink();
        assertThat(target).hasContent("new");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no file there is a device")
    void devicesAreNotReplaced() {
        assertThatThrownBy(() -> write(Path.of("/dev/null"), "x"))
                .isInstanceOf(HadamardIOException.class)
                .hasMessageContaining("no regular file");
    }

    @Test
    void leftoversOfKilledProcessesGoAndNothingElse() throws IOException {
        Path path = directory.resolve("file");
        write(path, "old");
        Files.writeString(directory.resolve(".file.01234567-89ab-cdef-0123-456789abcdef.tmp"), "half");
        Files.writeString(directory.resolve(".file.tmp"), "somebody's");
        AtomicFile.deleteLeftovers(directory);
        assertThat(names()).containsExactlyInAnyOrder("file", ".file.tmp");
    }

    private static void write(Path path, String content) throws IOException {
        AtomicFile.write(path, channel -> channel.write(ByteBuffer.wrap(content.getBytes())));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
