// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.ChildJvm;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Small files that inflate to ten times the heap: each reader refuses them in one line that begins with the file's
 * name, within the heap and within seconds.
 */
@Timeout(60)
class EndlessGzipTest {

    private static final int HEAP_MEGABYTES = 32;
    private static final int INFLATED = 10 * HEAP_MEGABYTES << 20;
    private static final int COMPRESSED = 2 << 20;

    @TempDir
    Path folder;

    /** A beginning, then one text again and again. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            csv      | ''    | \\0
            csv      | ''    | 7
            csv      | ''    | 7,
            csv      | ''    | \\n
            csv      | '"'   | 7
            csv      | ''    | 7,8\\n
            features | ''    | 7,
            features | ''    | 7,8\\n
            libsvm   | ''    | 7
            libsvm   | 1     | \\s1:1
            libsvm   | ''    | \\n
            libsvm   | ''    | 1 1:1 9:1\\n
            images   | ''    | \\0
            images   | \\0\\0\\b\\3\\7\\0\\0\\0\\0\\0\\0\\1\\0\\0\\0\\1 | \\0
            labels   | \\0\\0\\b\\1\\7\\0\\0\\0 | \\1
            """)
    void isRefusedWithinTheHeap(String reader, String beginning, String repeated)
            throws IOException, InterruptedException {
        Path file = folder.resolve("endless.gz");
        write(file, bytes(beginning), bytes(repeated));
        assertThat(Files.size(file)).isLessThan(COMPRESSED);
        List<String> answer = new ChildJvm()
                .flags("-Xmx" + HEAP_MEGABYTES + "m")
                .run(EndlessGzipProbe.class, reader, file.toString())
                .out();
        assertThat(answer).singleElement().asString().startsWith("refused: " + file + ": ");
    }

    private static byte[] bytes(String escaped) {
        return escaped.translateEscapes().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void write(Path file, byte[] beginning, byte[] repeated) throws IOException {
        byte[] block = new byte[repeated.length << 14];
        for (int i = 0; i < block.length; i++) {
            block[i] = repeated[i % repeated.length];
        }
        try (OutputStream out = new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.write(beginning);
            for (long written = 0; written < INFLATED; written += block.length) {
                out.write(block);
            }
        }
    }
}
