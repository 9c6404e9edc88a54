// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import static dev.hadamard.data.TempFiles.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hadamard.io.HadamardIOException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8ReaderTest {

    @TempDir
    Path directory;

    private String decode(byte[] content, int charsAtOnce) throws IOException {
        Path path = TempFiles.write(directory, "text", content);
        return Input.read(path, in -> {
            StringBuilder text = new StringBuilder();
            char[] chars = new char[charsAtOnce + 1];
            try (Utf8Reader reader = new Utf8Reader(path, in, Integer.MAX_VALUE)) {
                for (int count = reader.read(chars, 1, charsAtOnce);
                        count >= 0;
                        count = reader.read(chars, 1, charsAtOnce)) {
                    text.append(chars, 1, count);
                }
            }
            return text.toString();
        });
    }

    /** Sequences of one to four bytes, so that some lie across the ends of every buffer. */
    private static String mixture(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < length; i++) {
            text.append(new String[] {"a", "ä", "€", "𝄞", "\r\n"}[i % 5]);
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1000, 1 << 20})
    void decodesWhateverTheBuffersAre(int charsAtOnce) throws IOException {
        String text = mixture(100_003);

        assertThat(decode(utf8(text), charsAtOnce)).isEqualTo(text);
        assertThat(decode(utf8("\uFEFF" + text), charsAtOnce)).isEqualTo(text);
    }

    @Test
    void skipsOneByteOrderMarkOnly() throws IOException {
        assertThat(decode(utf8(""), 10)).isEmpty();
        assertThat(decode(utf8("\uFEFF"), 10)).isEmpty();
        assertThat(decode(utf8("\uFEFF\uFEFFa\uFEFF"), 10)).isEqualTo("\uFEFFa\uFEFF");
    }

    @Test
    void saysLineAndByteOfWhatIsNotUtf8() throws IOException {
        String before = mixture(50_000);
        long line = 1 + before.chars().filter(c -> c == '\n').count();
        byte[] content = utf8(before + "?after");
        int at = utf8(before).length;
        content[at] = (byte) 0xC3;

        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(() -> decode(content, 1000))
                .withMessage(
                        directory.resolve("text") + ": line " + line + ": not UTF-8 (byte 0xC3 at offset " + at + ")");
    }

    @Test
    void aSequenceThatIsCutOffIsNotUtf8() {
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(() -> decode(new byte[] {'a', '\n', (byte) 0xE2, (byte) 0x82}, 10))
                .withMessage(directory.resolve("text") + ": line 2: not UTF-8 (byte 0xE2 at offset 2)");
    }
}
