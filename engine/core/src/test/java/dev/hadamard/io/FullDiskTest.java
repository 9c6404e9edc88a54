// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that may write no more than some bytes to a file, as on a disk that is full. */
class FullDiskTest {

    private static final String OLD = "old";

    /** Blocks of 512 bytes, or of 1024: less than the new file in either case. */
    private static final int BLOCKS = 64;

    private static final int ELEMENTS = 100_000;

    @TempDir
    Path directory;

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no such limit there")
    void theOldFileStaysAndTheErrorIsClear() throws IOException, InterruptedException {
        Path path = Files.writeString(directory.resolve("file"), OLD);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String command = "ulimit -f " + BLOCKS + " && exec \"$0\" -XX:-UsePerfData -cp \"$1\" \"$2\" \"$3\"";
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(
                        "sh", "-c", command, java, absolute(classPath), FullDiskTest.class.getName(), path.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        assertThat(Files.readString(log))
                .startsWith(path + ": cannot be written: ")
                .doesNotContain("at dev.");
        assertThat(path).hasContent(OLD);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrder(path, log);
        }
    }

    private static String absolute(String classPath) {
        StringBuilder result = new StringBuilder();
        for (String entry : classPath.split(File.pathSeparator)) {
            result.append(result.isEmpty() ? "" : File.pathSeparator)
                    .append(Path.of(entry).toAbsolutePath());
        }
        return result.toString();
    }

    /**
     * Writes too much.
     *
     * @param args the file
     */
    public static void main(String[] args) throws IOException {
        try {
            new TensorFileWriter().add("t", new float[ELEMENTS], ELEMENTS).write(Path.of(args[0]));
            throw new IllegalStateException("more was written than is possible");
        } catch (HadamardIOException e) {
            System.out.write((e.getMessage() + "\n").getBytes(StandardCharsets.UTF_8));
            System.out.flush();
        }
    }
}
