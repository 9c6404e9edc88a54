// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import static dev.hadamard.data.TempFiles.gzip;
import static dev.hadamard.data.TempFiles.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hadamard.io.HadamardIOException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LibsvmReaderTest {

    @TempDir
    private Path directory;

    private LibsvmReader reader(String text) throws IOException {
        return LibsvmReader.of(TempFiles.write(directory, "data.svm", utf8(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void readsClasses(String end) throws IOException {
        String text = "+1 1:0.5 3:-2e1 # first||# nothing|-1|+1  2:1  |-1 4:.25".replace("|", end);

        Table table = reader(text).read();

        assertThat(table.data().x()).containsExactly(0.5, 0, -20, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0.25);
        assertThat(table.classNames()).containsExactly("-1", "1");
        assertThat(table.data().labels()).containsExactly(1, 0, 1, 0);
        assertThat(table.featureNames()).containsExactly("1", "2", "3", "4");
        assertThat(reader(text).features(6).read().data().features()).isEqualTo(6);
    }

    @Test
    void readsNumbersAndGzip() throws IOException {
        Path path = TempFiles.write(directory, "data.gz", gzip(utf8("0.5 1:1\n-2 1:2 2:3\n")));

        Table table = LibsvmReader.of(path).read();

        assertThat(table.data().y()).containsExactly(0.5, -2);
        assertThat(table.data().x()).containsExactly(1, 0, 2, 3);
        assertThat(reader("3 1:1\n1 1:0\n")
                        .task(CsvReader.Task.CLASSIFICATION)
                        .read()
                        .classNames())
                .containsExactly("1", "3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1 1:1|x 1:1;line 2: target: 'x' is text",
                "nan 1:1;line 1: target: 'nan' is not a finite number",
                "1 1:1|2 1:x;line 2: feature 1: 'x' is not a number",
                "1 1:1e999;line 1: feature 1: '1e999' is not a finite number",
                "1 qid:3 1:1;line 1: 'qid:3' is not INDEX:NUMBER",
                "1 5;line 1: '5' is not INDEX:NUMBER",
                "1 0:5;line 1: index 0 is not 1 or more",
                "1 2:5 2:6;line 1: index 2 follows 2",
                "1 99999999999:5;line 1: '99999999999:5' is not INDEX:NUMBER",
                "#;0 rows with 0 features",
                "1|2;2 rows with 0 features",
                "1 2147483647:1|2 1:1;2 rows of 2147483647 features, 0 among them, don't fit into one array"
            })
    void badFilesAreRefused(String text, String message) throws IOException {
        LibsvmReader reader = reader(text.replace('|', '\n'));
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(reader::read)
                .withMessageContaining(message);
    }

    @Test
    void tooManyFeaturesAreRefused() throws IOException {
        LibsvmReader reader = reader("1 3:1\n");
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(() -> reader.features(2).read())
                .withMessageEndingWith("line 1: index 3, expected are 2 features");
        assertThatIllegalArgumentException().isThrownBy(() -> reader.features(0));
    }
}
