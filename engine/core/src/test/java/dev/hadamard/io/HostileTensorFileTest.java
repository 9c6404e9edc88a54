// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are not what they claim: each is refused in words. */
class HostileTensorFileTest {

    private static final String T = "{'t':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}";

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'t':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'t':{'dtype':'F32','shape':[0],'data_offsets':[8,8]}} | Duplicate",
                "{'t':{'dtype':'F32','dtype':'F32','shape':[2],'data_offsets':[0,8]}} | Duplicate",
                "{'t':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'u':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | overlap",
                "{'t':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | gap",
                "{'t':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | the file goes on",
                "{'t':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}} | do not lie in the 8 bytes",
                "{'t':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} | do not lie",
                "{'t':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}} | has 12 bytes",
                "{'t':{'dtype':'F64','shape':[2],'data_offsets':[0,8]}} | has 16 bytes",
                "{'t':{'dtype':'F31','shape':[2],'data_offsets':[0,8]}} | unknown dtype",
                "{'t':{'dtype':32,'shape':[2],'data_offsets':[0,8]}} | a string for dtype",
                "{'t':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} | negative",
                "{'t':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}} | whole numbers",
                "{'t':{'dtype':'F32','shape':['2'],'data_offsets':[0,8]}} | whole numbers",
                "{'t':{'dtype':'F32','shape':[9223372036854775807,9223372036854775807],'data_offsets':[0,8]}} | beyond any file",
                "{'t':{'dtype':'F32','shape':[9223372036854775808],'data_offsets':[0,8]}} | range of",
                "{'t':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,8]}} | Number value length",
                "{'t':{'dtype':'F32','shape':2,'data_offsets':[0,8]}} | an array for shape",
                "{'t':{'dtype':'F32','shape':[2],'data_offsets':[0,8,8]}} | more than 2",
                "{'t':{'dtype':'F32','shape':[2],'data_offsets':[0]}} | two data_offsets",
                "{'t':{'dtype':'F32','shape':[2]}} | needs dtype, shape and two data_offsets",
                "{'t':[]} | an object for",
                "{'__metadata__':{'a':1}} | a string for \"a\"",
                "{'__metadata__':'a'} | an object for",
                "{'t':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} x | Unrecognized token",
                "{'t':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} {} | nothing may follow",
                "{'t':{'dtype':'F32','shape':[2],'data_offsets':[0,8] | end-of-input",
                "[] | must begin with {",
            })
    void isRefused(String header, String reason) throws IOException {
        Path path = RawFile.write(directory, header.replace('\'', '"'), 8);
        assertThatThrownBy(() -> TensorFile.open(path))
                .isInstanceOf(HadamardIOException.class)
                .hasMessageStartingWith(path.toString())
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {Long.MIN_VALUE, -1, 0, 1, 63, Integer.MAX_VALUE, 1L << 32, Long.MAX_VALUE - 7, Long.MAX_VALUE})
    void headerLengthThatCannotBe(long length) throws IOException {
        byte[] bytes = RawFile.bytes((T + "}").replace('\'', '"'), new byte[8]);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length == 63 ? bytes.length - 7 : length);
        Path path = Files.write(directory.resolve("length"), bytes);
        assertThatThrownBy(() -> TensorFile.open(path))
                .isInstanceOf(HadamardIOException.class)
                .hasMessageContaining("byte 0")
                .hasMessageContaining("length of its header");
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        Path path = directory.resolve("cut");
        new TensorFileWriter()
                .metadata("a", "b")
                .add("t", new float[] {1, 2}, 2)
                .write(path);
        byte[] whole = Files.readAllBytes(path);
        for (int length = 0; length < whole.length; length++) {
            Files.write(path, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> TensorFile.open(path)).isInstanceOf(HadamardIOException.class);
        }
        assertThat(whole).hasSizeGreaterThan(80);
    }

    @Test
    void deepJsonIsRefused() throws IOException {
        String deep = "{\"t\":{\"x\":" + "[".repeat(1_000_000) + "}}";
        Path path = RawFile.write(directory, deep, 0);
        assertThatThrownBy(() -> TensorFile.open(path))
                .isInstanceOf(HadamardIOException.class)
                .hasMessageContaining("nesting depth");
    }

    @Test
    void aHeaderBeyondTheLimitIsRefusedBeforeItIsRead() throws IOException {
        Path path = directory.resolve("sparse");
        try (var file = new java.io.RandomAccessFile(path.toFile(), "rw")) {
            file.write(new byte[] {0, 0, 0, 0, 1}); // 2³² bytes of header, and they are there, as a hole
            file.setLength(1L << 33);
        }
        assertThatThrownBy(() -> TensorFile.open(path))
                .isInstanceOf(HadamardIOException.class)
                .hasMessageContaining("at most " + TensorFile.MAX_HEADER_BYTES);
    }

    @Test
    void aTensorBeyondTheHeapIsRefusedBeforeItIsRead() throws IOException {
        Path path = directory.resolve("sparse");
        long bytes = 1L << 43;
        byte[] head = RawFile.bytes(
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[" + (bytes / 4) + "],\"data_offsets\":[0," + bytes + "]}}",
                new byte[0]);
        try (var file = new java.io.RandomAccessFile(path.toFile(), "rw")) {
            file.write(head);
            file.setLength(head.length + bytes);
        }
        try (TensorFile file = TensorFile.open(path)) {
            assertThatThrownBy(() -> file.readFloats("t"))
                    .isInstanceOf(HadamardIOException.class)
                    .hasMessageContaining("beyond one Java array");
        } finally {
            Files.delete(path);
        }
    }

    @Test
    void notUtf8AndUtf16AreRefused() throws IOException {
        byte[] bytes = RawFile.bytes("{\"tt\":{}}", new byte[0]);
        bytes[10] = (byte) 0xFF;
        assertThatThrownBy(() -> TensorFile.open(Files.write(directory.resolve("a"), bytes)))
                .isInstanceOf(HadamardIOException.class)
                .hasMessageContaining("byte 10: not UTF-8");
        byte[] wide = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_16LE);
        byte[] file = ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(4)
                .put(wide)
                .array();
        assertThatThrownBy(() -> TensorFile.open(Files.write(directory.resolve("b"), file)))
                .isInstanceOf(HadamardIOException.class);
    }

    @Test
    void missingFilesAndDirectoriesAreNamed() {
        assertThatThrownBy(() -> TensorFile.open(directory.resolve("none")))
                .isInstanceOf(HadamardIOException.class)
                .hasMessageContaining("none: no such file");
        assertThatThrownBy(() -> TensorFile.open(directory))
                .isInstanceOf(HadamardIOException.class)
                .hasMessageContaining("is a directory");
    }

    @Test
    void aFilesWordsStayOnOneLine() throws IOException {
        Path path = RawFile.write(directory, "{\"a\\nb" + "c".repeat(200) + "\":[]}", 0);
        assertThatThrownBy(() -> TensorFile.open(path))
                .isInstanceOf(HadamardIOException.class)
                .hasMessageContaining("a?bccc")
                .hasMessageContaining("…")
                .hasMessageNotContaining("\n");
    }
}
