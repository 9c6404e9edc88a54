// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read again, bit for bit, and lies in the file as the format wants it. */
class TensorFileTest {

    /** More than one buffer of 65,536 bytes for any type. */
    private static final int LONG = 20_011;

    @TempDir
    Path directory;

    @Test
    void floatsReturnBitForBit() throws IOException {
        int[] bits = new Random(1).ints(LONG).toArray(); // signalling NaNs and subnormals among them
        bits[0] = 0x7F80_0001;
        bits[1] = 0x8000_0000;
        float[] array = new float[LONG];
        for (int i = 0; i < LONG; i++) {
            array[i] = Float.intBitsToFloat(bits[i]);
        }
        Path path = directory.resolve("floats");
        new TensorFileWriter().add("t", array, LONG).write(path);
        try (TensorFile file = TensorFile.open(path)) {
            float[] read = file.readFloats("t");
            for (int i = 0; i < LONG; i++) {
                assertThat(Float.floatToRawIntBits(read[i])).isEqualTo(bits[i]);
            }
            double[] widened = file.readDoubles("t");
            for (int i = 0; i < LONG; i++) {
                assertThat(widened[i]).isEqualTo(Double.valueOf(array[i]));
            }
        }
    }

    @Test
    void doublesReturnBitForBit() throws IOException {
        long[] bits = new Random(2).longs(LONG).toArray();
        bits[0] = 0x7FF0_0000_0000_0001L;
        double[] array = new double[LONG];
        for (int i = 0; i < LONG; i++) {
            array[i] = Double.longBitsToDouble(bits[i]);
        }
        Path path = directory.resolve("doubles");
        new TensorFileWriter().add("t", array, LONG).write(path);
        try (TensorFile file = TensorFile.open(path)) {
            double[] read = file.readDoubles("t");
            float[] rounded = file.readFloats("t");
            for (int i = 0; i < LONG; i++) {
                assertThat(Double.doubleToRawLongBits(read[i])).isEqualTo(bits[i]);
                assertThat(rounded[i]).isEqualTo(Float.valueOf((float) array[i]));
            }
        }
    }

    @Test
    void partsOfArraysAndLongsAndMetadata() throws IOException {
        Path path = directory.resolve("parts");
        new TensorFileWriter()
                .metadata("who", "\"Grüße\" \u0001 \uD83D\uDE00")
                .metadata("who else", "")
                .add("f", new float[] {9, 1, 2, 3, 4, 5, 6, 9}, 1, new long[] {2, 3})
                .add("d", new double[] {9, 1, 9}, 1, new long[0])
                .add("l", new long[] {Long.MIN_VALUE, -1}, 2)
                .add("nothing", new float[0], 3, 0)
                .write(path);
        try (TensorFile file = TensorFile.open(path)) {
            assertThat(file.metadata())
                    .containsOnlyKeys("who", "who else")
                    .containsValue("\"Grüße\" \u0001 \uD83D\uDE00");
            assertThat(file.tensors()).hasSize(4);
            assertThat(file.tensor("f").shape()).isEqualTo(List.of(2L, 3L));
            assertThat(file.readFloats("f")).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(file.tensor("d").shape()).isEmpty();
            assertThat(file.readDoubles("d")).containsExactly(1);
            assertThat(file.readLongs("l")).containsExactly(Long.MIN_VALUE, -1);
            assertThat(file.readFloats("nothing")).isEmpty();
            float[] target = {8, 0, 0, 0, 0, 0, 0, 8};
            file.read("f", target, 1);
            assertThat(target).containsExactly(8, 1, 2, 3, 4, 5, 6, 8);
        }
    }

    @Test
    void everyTensorIsAlignedAndEqualContentGivesEqualBytes() throws IOException {
        Path path = directory.resolve("aligned");
        TensorFileWriter writer = new TensorFileWriter()
                .metadata("a", "b")
                .add("f", new float[] {1}, 1)
                .add("d", new double[] {2}, 1)
                .add("g", new float[] {3, 4, 5}, 3)
                .add("l", new long[] {6}, 1);
        writer.write(path);
        byte[] first = Files.readAllBytes(path);
        writer.write(path);
        assertThat(Files.readAllBytes(path)).isEqualTo(first);
        try (TensorFile file = TensorFile.open(path)) {
            assertThat(file.tensors())
                    .hasSize(4)
                    .allSatisfy(tensor -> assertThat(
                                    tensor.position() % tensor.type().bytes())
                            .isZero());
        }
    }

    /** The example of the format's own description, in its bytes. */
    @Test
    void theBytesAreThoseOfTheFormat() throws IOException {
        Path path = directory.resolve("bytes");
        new TensorFileWriter().add("t", new float[] {1, -2}, 2, 1).write(path);
        String header = "{\"t\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}";
        String padded = header + " ".repeat((8 - header.length() % 8) % 8);
        byte[] data = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(1)
                .putFloat(-2)
                .array();
        assertThat(Files.readAllBytes(path)).isEqualTo(RawFile.bytes(padded, data));
    }

    @Test
    void everyHalfAndEveryBfloatIsReadExactly() throws IOException {
        int count = 1 << 16;
        ByteBuffer data = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int turn = 0; turn < 2; turn++) {
            for (int i = 0; i < count; i++) {
                data.putShort((short) i);
            }
        }
        String header = "{\"h\":{\"dtype\":\"F16\",\"shape\":[65536],\"data_offsets\":[0,131072]},"
                + "\"b\":{\"dtype\":\"BF16\",\"shape\":[65536],\"data_offsets\":[131072,262144]}}";
        Path path = Files.write(directory.resolve("halves"), RawFile.bytes(header, data.array()));
        try (TensorFile file = TensorFile.open(path)) {
            float[] halves = file.readFloats("h");
            double[] wideHalves = file.readDoubles("h");
            float[] bfloats = file.readFloats("b");
            double[] wideBfloats = file.readDoubles("b");
            for (int i = 0; i < count; i++) {
                assertThat((double) halves[i]).isEqualTo(Double.valueOf(value(i, 5, 10)));
                assertThat(wideHalves[i]).isEqualTo(Double.valueOf(value(i, 5, 10)));
                assertThat((double) bfloats[i]).isEqualTo(Double.valueOf(value(i, 8, 7)));
                assertThat(wideBfloats[i]).isEqualTo(Double.valueOf(value(i, 8, 7)));
            }
        }
    }

    /** The value of 16 bits by the definition of IEEE 754's interchange formats. */
    private static double value(int bits, int exponentBits, int significandBits) {
        int bias = (1 << exponentBits - 1) - 1;
        int exponent = bits >> significandBits & (1 << exponentBits) - 1;
        int significand = bits & (1 << significandBits) - 1;
        double sign = bits >> 15 == 0 ? 1 : -1;
        if (exponent == (1 << exponentBits) - 1) {
            return significand == 0 ? sign / 0.0 : Double.NaN;
        }
        double fraction = significand / (double) (1 << significandBits);
        return exponent == 0
                ? sign * fraction * Math.pow(2, 1 - bias)
                : sign * (1 + fraction) * Math.pow(2, exponent - bias);
    }

    @Test
    void readingIsLazy() throws IOException {
        Path path = directory.resolve("lazy");
        new TensorFileWriter()
                .add("a", new float[] {1}, 1)
                .add("b", new float[LONG], LONG)
                .write(path);
        try (TensorFile file = TensorFile.open(path)) {
            byte[] whole = Files.readAllBytes(path);
            Files.write(path, java.util.Arrays.copyOf(whole, whole.length - 4));
            assertThat(file.readFloats("a")).containsExactly(1);
            assertThatThrownBy(() -> file.readFloats("b"))
                    .isInstanceOf(HadamardIOException.class)
                    .hasMessageContaining("byte " + (whole.length - 4))
                    .hasMessageContaining("cut while it was read");
        }
    }

    @Test
    void wrongRequestsAreToldApart() throws IOException {
        Path path = directory.resolve("requests");
        new TensorFileWriter()
                .add("l", new long[] {1}, 1)
                .add("f", new float[] {1}, 1)
                .write(path);
        try (TensorFile file = TensorFile.open(path)) {
            assertThatThrownBy(() -> file.readFloats("x"))
                    .isInstanceOf(HadamardIOException.class)
                    .hasMessageContaining("no tensor \"x\"");
            assertThatThrownBy(() -> file.readFloats("l"))
                    .isInstanceOf(HadamardIOException.class)
                    .hasMessageContaining("I64");
            assertThatThrownBy(() -> file.readLongs("f"))
                    .isInstanceOf(HadamardIOException.class)
                    .hasMessageContaining("not I64");
            assertThatThrownBy(() -> file.read("f", new float[1], 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> file.read("f", new double[1], -1)).isInstanceOf(IllegalArgumentException.class);
        }
        TensorFileWriter writer = new TensorFileWriter().add("f", new float[] {1}, 1);
        assertThatThrownBy(() -> writer.add("f", new float[] {1}, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.add("__metadata__", new float[] {1}, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.add("g", new float[2], 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.add("g", new float[2], 1, new long[] {2}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.add("g", new float[0], 1L << 31, 1L << 31, 1L << 31, 0, 1L << 31))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void metadataOfAnotherWriterIsKept() throws IOException {
        String header = "  {}";
        assertThatThrownBy(() -> TensorFile.open(RawFile.write(directory, header, 0)))
                .isInstanceOf(HadamardIOException.class);
        byte[] spaced = RawFile.bytes("{ \"__metadata__\" : { \"format\" : \"pt\" } }\n  ", new byte[0]);
        assertThat(new String(spaced, StandardCharsets.UTF_8)).contains("pt");
        try (TensorFile file = TensorFile.open(Files.write(directory.resolve("pt"), spaced))) {
            assertThat(file.metadata()).containsEntry("format", "pt");
            assertThat(file.tensors()).isEmpty();
        }
    }
}
