// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.hadamard.io.HadamardIOException;
import dev.hadamard.io.TensorFile;
import dev.hadamard.io.TensorFileWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file of rows has besides rows in their order. */
class RowFileWriterTest {

    /** Numbers of order 100, rounded to float on their way. */
    private static final double ROUNDED = 1e-5;

    @TempDir
    private Path directory;

    /** Row r has the features r, r + 0.5, … */
    private RowFileWriter numbered(int rows, int features) throws HadamardIOException {
        RowFileWriter writer = new RowFileWriter(directory.resolve("rows"), features);
        float[] row = new float[features];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < features; c++) {
                row[c] = r + c * 0.5f;
            }
            writer.add(row, 0);
        }
        return writer;
    }

    private RowFile<float[]> opened() throws HadamardIOException {
        return RowFile.openFloats(directory.resolve("rows"));
    }

    @ParameterizedTest
    @CsvSource({"1,3", "2,1", "1025,3", "70000,2", "5,70000"})
    void shuffledRowsKeepTheirTargets(int rows, int features) throws IOException {
        int[] labels = IntStream.range(0, rows).map(r -> r % 7).toArray();
        try (RowFileWriter writer = numbered(rows, features)) {
            writer.shuffled(new Random(5)).finish(labels, 7, List.of());
        }
        Dataset<float[]> data = opened().read();
        int[] order = new int[rows];
        for (int r = 0; r < rows; r++) {
            order[r] = (int) data.x()[r * features];
            assertThat(data.x()[r * features + features - 1]).isEqualTo(order[r] + (features - 1) * 0.5f);
            assertThat(data.label(r)).isEqualTo(order[r] % 7);
        }
        assertThat(Arrays.stream(order).sorted().toArray())
                .isEqualTo(IntStream.range(0, rows).toArray());
        if (rows > 100) {
            assertThat(order).isNotEqualTo(IntStream.range(0, rows).toArray());
        }
        try (RowFileWriter writer = numbered(rows, features)) {
            writer.shuffled(new Random(5))
                    .finish(new Targets(
                            IntStream.range(0, rows).asDoubleStream().toArray(), null, List.of()));
        }
        Dataset<float[]> numbers = opened().read();
        assertThat(numbers.x()).isEqualTo(data.x());
        for (int r = 0; r < rows; r++) {
            assertThat(numbers.y()[r]).isEqualTo(order[r]);
        }
        try (var left = Files.list(directory)) {
            assertThat(left).containsExactly(directory.resolve("rows"));
        }
    }

    @Test
    void saysWhatItWasTold() throws IOException {
        try (RowFileWriter writer = numbered(3, 2)) {
            writer.metadata("source", "a table")
                    .tensor("fill", new double[] {1, 2})
                    .finish(new Targets(null, new int[] {0, 1, 0}, List.of("no", "yes")));
        }
        assertThat(opened().metadata()).containsEntry("source", "a table").containsEntry("class.1", "yes");
        assertThat(opened().classNames()).containsExactly("no", "yes");
        try (TensorFile file = TensorFile.open(directory.resolve("rows"))) {
            assertThat(file.readDoubles("fill")).containsExactly(1, 2);
        }
        try (RowFileWriter writer = numbered(1, 1)) {
            for (String name : List.of("hadamard.rows", "hadamard.classes", "class.5")) {
                assertThatIllegalArgumentException().isThrownBy(() -> writer.metadata(name, ""));
            }
            for (String name : List.of("x", "y", "labels")) {
                assertThatIllegalArgumentException().isThrownBy(() -> writer.tensor(name, new double[1]));
            }
        }
    }

    @Test
    void targetsAreOneKind() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Targets(null, null, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Targets(new double[1], new int[1], List.of("a")));
        assertThatIllegalArgumentException().isThrownBy(() -> new Targets(new double[1], null, List.of("a")));
        assertThat(new Targets(new double[3], null, List.of()).rows()).isEqualTo(3);
    }

    @Test
    void targetsAreScaledAsInMemory() throws IOException {
        double[] y = IntStream.range(0, 207).mapToDouble(r -> 100 + r % 13).toArray();
        try (RowFileWriter writer = numbered(207, 2)) {
            writer.finish(new Targets(y, null, List.of()));
        }
        RowFile<float[]> file = opened().window(16, 2);
        Scaler expected = Scaler.standardTargets(file.read());
        Scaler scaler = file.standardTargets();
        assertThat(scaler.shift()).containsExactly(expected.shift(), within(ROUNDED));
        assertThat(scaler.scale()).containsExactly(expected.scale(), within(ROUNDED));
        RowFile<float[]> scaled = file.scaledTargets(scaler);
        assertThat(scaled.part(10, 50).read().y())
                .containsExactly(
                        Arrays.copyOfRange(scaler.applyToTargets(file.read()).y(), 10, 60));
        assertThat(scaled.standardTargets()).isEqualTo(scaler);
        assertThat(scaled)
                .isNotEqualTo(file)
                .isEqualTo(file.scaledTargets(scaler))
                .hasSameHashCodeAs(file.scaledTargets(scaler));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> file.scaledTargets(new Scaler(new double[2], new double[] {1, 1})))
                .withMessage("targets: a scaler of 2 columns, rows have 1");
        try (RowFileWriter writer = numbered(2, 2)) {
            writer.finish(new int[2], 1, List.of());
        }
        assertThatIllegalStateException().isThrownBy(() -> opened().scaledTargets(null));
        assertThatIllegalStateException().isThrownBy(() -> opened().standardTargets());
    }

    @Test
    void aLaterVersionIsRefused() throws IOException {
        new TensorFileWriter()
                .metadata("hadamard.rows", "2")
                .add("x", new float[6], 3, 2)
                .add("y", new float[3], 3, 1)
                .write(directory.resolve("rows"));
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(this::opened)
                .withMessageContaining("hadamard.rows is 2, this program reads 1");
    }
}
