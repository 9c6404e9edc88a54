// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import static dev.hadamard.data.TempFiles.gzip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import dev.hadamard.io.HadamardIOException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxReaderTest {

    private static final byte[] TRAIN_LABELS = labels(0, 2, 1);
    private static final byte[] TEST_LABELS = labels(3, 0);

    @TempDir
    Path directory;

    /** Element type, dimensions and elements, which need not fit. */
    private static byte[] idx(int type, int[] dimensions, byte[] elements) {
        ByteBuffer file = ByteBuffer.allocate(4 + 4 * dimensions.length + elements.length);
        file.put((byte) 0).put((byte) 0).put((byte) type).put((byte) dimensions.length);
        for (int dimension : dimensions) {
            file.putInt(dimension);
        }
        return file.put(elements).array();
    }

    /** Images of ascending pixels 0, 1, … */
    private static byte[] images(int count, int height, int width) {
        byte[] pixels = new byte[count * height * width];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) i;
        }
        return idx(0x08, new int[] {count, height, width}, pixels);
    }

    private static byte[] labels(int... labels) {
        byte[] bytes = new byte[labels.length];
        for (int i = 0; i < labels.length; i++) {
            bytes[i] = (byte) labels[i];
        }
        return idx(0x08, new int[] {labels.length}, bytes);
    }

    private Path file(byte[] content) throws IOException {
        return TempFiles.write(directory, "file", content);
    }

    private void assertImagesRefused(byte[] content, String message) throws IOException {
        Path path = file(content);
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(() -> IdxReader.readImages(path))
                .withMessage(path + ": " + message);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsImages(boolean gzip) throws IOException {
        byte[] content = images(10, 5, 7);

        IdxReader.Images images = IdxReader.readImages(file(gzip ? gzip(content) : content));

        assertThat(images.count()).isEqualTo(10);
        assertThat(images.height()).isEqualTo(5);
        assertThat(images.width()).isEqualTo(7);
        assertThat(images.features()).isEqualTo(35);
        assertThat(images.pixels()).isEqualTo(Arrays.copyOfRange(content, 16, 16 + 350));
        assertThat(images.toFloats()).hasSize(350).contains(1f, 0).startsWith(0, 1 / 255f, 2 / 255f);
        for (int i = 0; i < 350; i++) {
            assertThat(images.toFloats()[i]).isEqualTo(i % 256 / 255f);
            assertThat(images.toDoubles()[i]).isEqualTo(i % 256 / 255.0);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsLabels(boolean gzip) throws IOException {
        byte[] content = labels(0, 9, 47, 255);

        assertThat(IdxReader.readLabels(file(gzip ? gzip(content) : content))).containsExactly(0, 9, 47, 255);
    }

    private void writeDirectory(String dash, String ending) throws IOException {
        byte[][] contents = {images(3, 2, 2), TRAIN_LABELS, images(2, 2, 2), TEST_LABELS};
        String[] names = {"train-images@3", "train-labels@1", "t10k-images@3", "t10k-labels@1"};
        for (int i = 0; i < 4; i++) {
            TempFiles.write(
                    directory,
                    names[i].replace("@", dash + "idx") + "-ubyte" + ending,
                    ending.isEmpty() ? contents[i] : gzip(contents[i]));
        }
    }

    @ParameterizedTest
    @CsvSource({"-, ''", "-, .gz", "., ''", "., .gz"})
    void readsADirectory(String dash, String ending) throws IOException {
        writeDirectory(dash, ending);

        Split<float[]> floats = IdxReader.readFloats(directory);
        Split<double[]> doubles = IdxReader.readDoubles(directory);

        assertThat(floats.train().features()).isEqualTo(4);
        assertThat(floats.train().x()).hasSize(12).endsWith(11 / 255f);
        assertThat(floats.train().labels()).containsExactly(0, 2, 1);
        assertThat(floats.train().outputs()).as("the test part has class 3").isEqualTo(4);
        assertThat(floats.test().x()).hasSize(8).endsWith(7 / 255f);
        assertThat(floats.test().labels()).containsExactly(3, 0);
        assertThat(doubles.train().x()).hasSize(12).endsWith(11 / 255.0);
        assertThat(doubles.test().labels()).containsExactly(3, 0);
    }

    @Test
    void saysWhatADirectoryLacks() throws IOException {
        Path missing = directory.resolve("none");
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(() -> IdxReader.readFloats(missing))
                .withMessage(missing + ": no such directory");
        Path file = file(new byte[0]);
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(() -> IdxReader.readFloats(file))
                .withMessage(file + ": not a directory");
        writeDirectory("-", "");
        Files.delete(directory.resolve("t10k-labels-idx1-ubyte"));
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(() -> IdxReader.readFloats(directory))
                .withMessage(directory.resolve("t10k-labels-idx1-ubyte") + ": no such file, nor with .gz");
    }

    @Test
    void imagesAndLabelsMustMatch() throws IOException {
        writeDirectory("-", "");
        TempFiles.write(directory, "train-labels-idx1-ubyte", labels(0, 1));
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(() -> IdxReader.readFloats(directory))
                .withMessage(directory.resolve("train-images-idx3-ubyte") + ": 3 images, but 2 labels beside them");

        writeDirectory("-", "");
        TempFiles.write(directory, "t10k-images-idx3-ubyte", images(2, 4, 1));
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(() -> IdxReader.readFloats(directory))
                .withMessage(directory.resolve("t10k-images-idx3-ubyte") + ": images of 4 x 1, but 2 x 2 in "
                        + directory.resolve("train-images-idx3-ubyte"));
    }

    @Test
    void refusesOtherFiles() throws IOException {
        assertImagesRefused(new byte[] {1, 2, 3, 4, 5}, "byte 0: 0x0102 instead of two zero bytes: not an IDX file");
        assertImagesRefused(
                idx(0x0D, new int[] {1, 1, 1}, new byte[4]),
                "byte 2: element type 0x0D; only 0x08, unsigned byte, is read");
        assertImagesRefused(labels(1, 2), "byte 3: number of dimensions is 1, expected 3");
        Path images = file(images(1, 1, 1));
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(() -> IdxReader.readLabels(images))
                .withMessage(images + ": byte 3: number of dimensions is 3, expected 1");
    }

    @Test
    void refusesFilesThatEndTooSoonOrTooLate() throws IOException {
        byte[] whole = images(2, 3, 4);
        for (int length = 0; length < 16; length++) {
            assertImagesRefused(Arrays.copyOf(whole, length), "byte " + length + ": the file ends within its header");
        }
        for (int length = 16; length < 40; length++) {
            assertImagesRefused(
                    Arrays.copyOf(whole, length),
                    "byte " + length + ": the file ends after " + (length - 16)
                            + " of the 24 elements that its header declares, which begin at byte 16");
        }
        assertThat(IdxReader.readImages(file(whole)).count()).isEqualTo(2);
        assertImagesRefused(
                Arrays.copyOf(whole, 41), "byte 40: the file goes on after the 24 elements that its header declares");
    }

    @Test
    void refusesTruncatedGzip() throws IOException {
        byte[] whole = gzip(images(5, 3, 4));
        for (int length = 2; length < whole.length; length++) {
            Path path = file(Arrays.copyOf(whole, length));
            assertThatExceptionOfType(HadamardIOException.class)
                    .as("cut after %d of %d bytes", length, whole.length)
                    .isThrownBy(() -> IdxReader.readImages(path))
                    .withMessageStartingWith(path + ": gzip data is truncated");
        }
        assertThat(IdxReader.readImages(file(whole)).count()).isEqualTo(5);
    }

    @Test
    void refusesDimensionsThatCannotBe() throws IOException {
        assertImagesRefused(
                idx(0x08, new int[] {1, -1, 1}, new byte[9]),
                "byte 8: dimension 2 of 3 is 4294967295: more elements than fit into one array");
        assertImagesRefused(
                idx(0x08, new int[] {0x7FFFFFFF, 1, 1}, new byte[9]),
                "byte 4: dimension 1 of 3 is 2147483647: more elements than fit into one array");
        // 2^32: would be 0 in 32 bits. 2^96 would be in 64.
        assertImagesRefused(
                idx(0x08, new int[] {0x10000, 0x100, 0x100}, new byte[9]),
                "byte 12: dimension 3 of 3 is 256: more elements than fit into one array");
        assertImagesRefused(idx(0x08, new int[] {3, 0, 1}, new byte[9]), "byte 8: dimension 2 of 3 is 0");
        assertImagesRefused(idx(0x08, new int[] {0, 28, 28}, new byte[0]), "byte 4: dimension 1 of 3 is 0");
    }

    /** What a header declares costs nothing: only what arrives is stored. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allocatesNoMoreThanTheFileHolds(boolean gzip) throws IOException {
        byte[] content = idx(0x08, new int[] {60000, 28, 1000}, new byte[100]);
        Path path = file(gzip ? gzip(content) : content);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();

        long before = threads.getThreadAllocatedBytes(thread);
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(() -> IdxReader.readImages(path))
                .withMessageContaining("the file ends after 100 of the 1680000000 elements");
        long allocated = threads.getThreadAllocatedBytes(thread) - before;

        assertThat(allocated).isLessThan(4 << 20);
    }

    @Test
    void aHeapTooSmallIsAnErrorOfTheFile() throws IOException {
        Path path = file(images(1, 1, 1));
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(() -> Input.read(path, in -> {
                    throw new OutOfMemoryError("Java heap space");
                }))
                .withMessage(path + ": doesn't fit into the heap of "
                        + (Runtime.getRuntime().maxMemory() >> 20) + " MB; java -Xmx sets a larger one");
    }

    @Test
    void imagesHaveAShape() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IdxReader.Images(2, 3, 4, new byte[23]))
                .withMessage("2 images of 3 x 4 in 23 pixels");
        assertThatIllegalArgumentException().isThrownBy(() -> new IdxReader.Images(-1, -1, 1, new byte[1]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IdxReader.Images(1 << 30, 1 << 30, 1 << 30, new byte[0]));
    }
}
