// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import static dev.hadamard.data.TempFiles.gzip;
import static dev.hadamard.data.TempFiles.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.hadamard.io.HadamardIOException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers that show one row after the other find what they find when they read everything. */
class RowByRowTest {

    @TempDir
    private Path directory;

    private final DoubleStream.Builder seen = DoubleStream.builder();

    private void see(double[] row) {
        for (double value : row) {
            seen.add(value);
        }
    }

    private Path file(String text) throws IOException {
        return TempFiles.write(directory, "file", utf8(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void csv(String end) throws IOException {
        String text = "town,age,who|Rome,3,a|Oslo,4.5,b|Rome,-1,a|".replace("|", end);
        CsvReader reader = CsvReader.of(file(text)).encodeText(Categories.Encoding.ONE_HOT);
        Table table = reader.read();

        CsvReader known = reader.categories(reader.scanCategories());
        Targets targets = known.forEach(this::see);

        assertThat(known.scanCategories()).isEqualTo(table.categories());
        assertThat(seen.build().toArray()).isEqualTo(table.data().x()).hasSize(9);
        assertThat(targets.labels()).isEqualTo(table.data().labels());
        assertThat(targets.classNames()).isEqualTo(table.classNames());
    }

    @Test
    void libsvm() throws IOException {
        Path path = TempFiles.write(directory, "file", gzip(utf8("0.5 3:1 7:2\r\n1.25 1:4\r\n\r\n2 # nothing\r\n")));
        Table table = LibsvmReader.of(path).read();

        Targets targets = LibsvmReader.of(path).forEach(this::see);

        assertThat(seen.build().toArray()).isEqualTo(table.data().x()).hasSize(21);
        assertThat(targets.values()).containsExactly(0.5, 1.25, 2);
        assertThat(LibsvmReader.of(path)
                        .features(9)
                        .forEach(row -> assertThat(row).hasSize(9))
                        .rows())
                .isEqualTo(3);
    }

    @Test
    void errorsAreThoseOfReading() throws IOException {
        CsvReader csv = CsvReader.of(file("1,2,3\n4,x,6\n"));
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(() -> csv.forEach(this::see))
                .withMessageEndingWith("file: line 2, column 2: 'x' is not a number");
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(() ->
                        CsvReader.of(file("a,b\n")).header(CsvReader.Header.YES).forEach(this::see))
                .withMessageEndingWith("file: no line but the header");
        LibsvmReader libsvm = LibsvmReader.of(file("1 1:1\n2 2:1\n3 2:y\n"));
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(() -> libsvm.forEach(this::see))
                .withMessageEndingWith("file: line 3: feature 2: 'y' is not a number");
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(() -> LibsvmReader.of(file("1\n")).forEach(this::see))
                .withMessageEndingWith("file: 1 rows with 0 features");
        assertThatIllegalStateException()
                .isThrownBy(() -> CsvReader.of(file("1,2\n")).forEach(row -> {
                    throw new IllegalStateException("full");
                }));
    }

    @Test
    void meansAreThoseOfADataSet() throws IOException {
        CsvReader reader = CsvReader.of(file("1,,0\n3,5,1\n,9,0\n")).missingAsNaN();
        Imputer.Means means = new Imputer.Means(2);

        reader.forEach(means);

        assertThat(means.imputer()).isEqualTo(Imputer.mean(reader.read().data()));
        assertThat(means.imputer().values()).containsExactly(2, 7);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> means.accept(new double[3]))
                .withMessage("features: 3 of row 3, expected 2");
        assertThatIllegalArgumentException().isThrownBy(() -> new Imputer.Means(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Imputer.Means(1).imputer())
                .withMessage("x: column 0 has no number in any of 0 rows");
    }
}
