// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.hadamard.io.HadamardIOException;
import dev.hadamard.io.TensorFileWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowFileTest {

    /** A sum of some hundred numbers of order 1, in another order. */
    private static final double SUM_OF_HUNDREDS = 1e-13;

    private static final LongFunction<Random> STREAMS = number -> new Random(number * 31 + 7);

    @TempDir
    private Path directory;

    /** Row r has the features r, r + 0.25, … and the class r mod 3. */
    private static Dataset<float[]> numbered(int rows, int features) {
        float[] x = new float[rows * features];
        for (int i = 0; i < x.length; i++) {
            x[i] = i / features + i % features * 0.25f;
        }
        return Dataset.ofFloats(
                x, features, IntStream.range(0, rows).map(r -> r % 3).toArray(), 3);
    }

    private Path written(Dataset<?> data) throws HadamardIOException {
        Path path = directory.resolve("rows.safetensors");
        RowFileWriter.write(path, data, List.of());
        return path;
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Dataset<float[]> data = numbered(207, 5);
        Path path = directory.resolve("rows.safetensors");

        RowFileWriter.write(path, data, List.of("a", "b", "ü"));

        RowFile<float[]> file = RowFile.openFloats(path);
        assertThat(file).hasToString("207 rows of 5 float features, 3 classes, in rows.safetensors");
        assertThat(file.classNames()).containsExactly("a", "b", "ü");
        assertThat(file.read().x()).containsExactly(data.x());
        assertThat(file.read().labels()).containsExactly(data.labels());
        assertThat(RowFile.openDoubles(path).read().x())
                .containsExactly(data.toDoubles().x());
        try (var left = Files.list(directory)) {
            assertThat(left).containsExactly(path);
        }
    }

    @Test
    void targetRowsToo() throws IOException {
        Dataset<double[]> data = Dataset.ofDoubles(new double[] {1, 2, 3, 4}, 2, new double[] {5, 6, 7, 8, 9, 10}, 3);

        RowFile<double[]> file = RowFile.openDoubles(written(data));

        assertThat(file.hasLabels()).isFalse();
        assertThat(file.read().x()).containsExactly(1, 2, 3, 4);
        assertThat(file.read().y()).containsExactly(5, 6, 7, 8, 9, 10);
        assertThat(file.part(1, 1).read().y()).containsExactly(8, 9, 10);
    }

    @ParameterizedTest
    @CsvSource({
        "1,1,1,1",
        "10,3,2,2",
        "12,4,4,1",
        "207,8,8,2",
        "207,8,5,3",
        "207,1,1,4",
        "207,207,64,2",
        "207,300,64,2",
        "209,16,16,13",
        "208,16,16,13",
        "207,16,16,100"
    })
    void anEpochHasEachRowOnceInWholeBatches(int rows, int batch, int blockRows, int blocks) throws IOException {
        RowFile<float[]> file = RowFile.openFloats(written(numbered(rows, 2))).window(blockRows, blocks);
        try (RowWindows<float[]> windows = file.windows(batch, STREAMS)) {
            for (long epoch = 0; epoch < 3; epoch++) {
                int[] order = epoch(windows, epoch);
                assertThat(Arrays.stream(order).sorted().toArray())
                        .containsExactly(IntStream.range(0, rows).toArray());
            }
        }
    }

    /** The rows of an epoch in order, by their first feature; labels and other features must belong to them. */
    private static int[] epoch(RowWindows<float[]> windows, long epoch) throws IOException {
        IntStream.Builder rows = IntStream.builder();
        for (int w = 0; w < windows.windows(); w++) {
            windows.moveTo(epoch, w);
            Dataset<float[]> data = windows.data();
            assertThat(w < windows.windows() - 1 ? windows.windowRows() : data.rows())
                    .isEqualTo(data.rows());
            for (int i : windows.order()) {
                int row = (int) data.x()[2 * i];
                assertThat(data.x()[2 * i + 1]).isEqualTo(row + 0.25f);
                assertThat(data.label(i)).isEqualTo(row % 3);
                rows.add(row);
            }
        }
        return rows.build().toArray();
    }

    @Test
    void epochsDifferAndRepeatFromAnywhere() throws IOException {
        RowFile<float[]> file = RowFile.openFloats(written(numbered(1025, 2))).window(16, 4);
        int[][] first;
        try (RowWindows<float[]> windows = file.windows(8, STREAMS)) {
            first = new int[][] {epoch(windows, 0), epoch(windows, 1), epoch(windows, 2)};
        }
        Set<Integer> neighbours = new HashSet<>();
        for (int[] order : first) {
            assertThat(order).isNotEqualTo(IntStream.range(0, 1025).toArray());
            neighbours.add(order[0]);
            neighbours.add(order[1000]);
        }
        assertThat(neighbours).hasSizeGreaterThan(3);
        try (RowWindows<float[]> windows = file.windows(8, STREAMS)) {
            assertThat(epoch(windows, 2)).isEqualTo(first[2]);
            windows.moveTo(1, 7);
            assertThat(windows.data().x()[2 * windows.order()[5]]).isEqualTo(first[1][7 * windows.windowRows() + 5]);
            assertThat(epoch(windows, 0)).isEqualTo(first[0]);
        }
    }

    @Test
    void withoutStreamsTheOrderIsTheFiles() throws IOException {
        RowFile<float[]> file = RowFile.openFloats(written(numbered(207, 2))).window(16, 4);
        try (RowWindows<float[]> windows = file.windows(8, null)) {
            assertThat(epoch(windows, 0)).isEqualTo(IntStream.range(0, 207).toArray());
        }
    }

    @Test
    void scalesAsInMemory() throws IOException {
        Dataset<float[]> data = numbered(207, 3);
        RowFile<float[]> file = RowFile.openFloats(written(data)).window(16, 2);

        assertThat(file.standard().shift())
                .containsExactly(Scaler.standard(data).shift(), within(SUM_OF_HUNDREDS));
        assertThat(file.standard().scale())
                .containsExactly(Scaler.standard(data).scale(), within(SUM_OF_HUNDREDS));
        assertThat(file.minMax()).isEqualTo(Scaler.minMax(data));
        Scaler scaler = file.part(0, 100).standard();
        assertThat(file.scaled(scaler).read().x())
                .containsExactly(scaler.apply(data).x());
        assertThat(file.scaled(scaler).standard()).isEqualTo(file.standard());
    }

    @Test
    void anUnfinishedFileLeavesTheOldOne() throws IOException {
        Path path = written(numbered(4, 2));
        byte[] old = Files.readAllBytes(path);
        try (RowFileWriter writer = new RowFileWriter(path, 7)) {
            writer.add(new float[9], 2);
        }
        assertThat(Files.readAllBytes(path)).isEqualTo(old);
        try (var left = Files.list(directory)) {
            assertThat(left).containsExactly(path);
        }
    }

    @Test
    void badRowsAreRefused() throws IOException {
        try (RowFileWriter writer = new RowFileWriter(directory.resolve("new"), 2)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> writer.finish(new int[0], 1, List.of()))
                    .withMessage("no row was added");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> writer.add(new float[3], 2))
                    .withMessage("row: 2 features at offset 2 do not lie in an array of 3");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> writer.add(new double[] {1, 1e300}, 0))
                    .withMessage("row 0, column 1 is 1.0E300, too large for a float");
            writer.add(new double[] {1, 2}, 0);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> writer.finish(new int[2], 1, List.of()))
                    .withMessage("labels has 2 rows, added were 1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> writer.finish(new int[] {4}, 4, List.of()))
                    .withMessageContaining("row 0 has class 4, expected 0 to 3");
        }
        RowFile<float[]> file = RowFile.openFloats(written(numbered(4, 2)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> file.part(2, 3))
                .withMessage("part: 3 rows from 2, there are 4");
        assertThatIllegalArgumentException().isThrownBy(() -> file.window(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> file.windows(0, null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> file.scaled(new Scaler(new double[3], new double[] {1, 1, 1})))
                .withMessage("features: a scaler of 3 columns, rows have 2");
    }

    @Test
    void badFilesAreRefused() throws IOException {
        Path path = directory.resolve("bad");
        assertRefused(new TensorFileWriter().add("x", new float[6], 6), path, "is no matrix of floats");
        assertRefused(new TensorFileWriter().add("x", new float[0], 0, 6), path, "is no matrix of floats");
        assertRefused(new TensorFileWriter().add("x", new float[6], 3, 2), path, "no tensor \"y\"");
        assertRefused(
                new TensorFileWriter().add("x", new float[6], 3, 2).add("y", new float[2], 2, 1),
                path,
                "tensor y has 2 rows, x has 3");
        TensorFileWriter labelled =
                new TensorFileWriter().add("x", new float[6], 3, 2).add("labels", new int[] {0, 2, 1}, 3);
        assertRefused(labelled, path, "hadamard.classes is no number: null");
        assertRefused(labelled.metadata("hadamard.classes", "0"), path, "hadamard.classes must be at least 1, was 0");
        labelled.metadata("hadamard.classes", "2").write(path);
        RowFile<float[]> file = RowFile.openFloats(path);
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(file::read)
                .withMessageContaining("labels: row 1 has class 2, expected 0 to 1");
        try (RowWindows<float[]> windows = file.windows(1, null)) {
            assertThatExceptionOfType(HadamardIOException.class)
                    .isThrownBy(() -> windows.moveTo(0, 0))
                    .withMessageContaining("labels: row 1 has class 2, expected 0 to 1");
        }
    }

    private static void assertRefused(TensorFileWriter content, Path path, String message) throws IOException {
        content.write(path);
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(() -> RowFile.openFloats(path))
                .withMessageContaining(message);
    }

    @Test
    void aFileThatShrinksIsAnError() throws IOException {
        Path path = written(numbered(1025, 2));
        RowFile<float[]> file = RowFile.openFloats(path).window(16, 4);
        try (RowWindows<float[]> windows = file.windows(8, STREAMS)) {
            windows.moveTo(0, 0);
            try (var channel = Files.newByteChannel(path, java.nio.file.StandardOpenOption.WRITE)) {
                channel.truncate(400);
            }
            windows.moveTo(0, 1); // was being read, perhaps before
        } catch (HadamardIOException e) {
            assertThat(e).hasMessageContaining("the file ends here");
        }
        assertThatExceptionOfType(HadamardIOException.class).isThrownBy(file::read);
    }
}
