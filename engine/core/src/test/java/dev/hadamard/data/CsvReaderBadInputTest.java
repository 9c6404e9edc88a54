// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import static dev.hadamard.data.TempFiles.gzip;
import static dev.hadamard.data.TempFiles.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hadamard.data.CsvReader.Header;
import dev.hadamard.data.CsvReader.Task;
import dev.hadamard.io.HadamardIOException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How {@link CsvReader} answers files that are not what they should be. */
class CsvReaderBadInputTest {

    @TempDir
    Path directory;

    private CsvReader reader(String text) throws IOException {
        return reader(utf8(text));
    }

    private CsvReader reader(byte[] content) throws IOException {
        return CsvReader.of(TempFiles.write(directory, "data.csv", content));
    }

    private void assertRefused(CsvReader reader, String message) {
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(reader::read)
                .withMessage(directory.resolve("data.csv") + ": " + message);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
                    `a,b,c|1,x,3`, `line 2, column 2 (b): 'x' is not a number`
                    `1,2,3|1,x,3`, `line 2, column 2: 'x' is not a number`
                    `1,2,a|3,x,b`, `line 2, column 2: 'x' is not a number`
                    `1,2,3||  |4,5 6,3`, `line 4, column 2: '5 6' is not a number`
                    `a,b,c|1,nan,3`, `line 2, column 2 (b): 'nan' is not a finite number`
                    `a,b,c|1,-Inf,3`, `line 2, column 2 (b): '-Inf' is not a finite number`
                    `a,b,c|1,1e999,3`, `line 2, column 2 (b): '1e999' is not a finite number`
                    `a,b,c|1,,3`, `line 2, column 2 (b): the cell is empty`
                    `a,b,c|1,2,`, `line 2, column 3 (c): the cell is empty`
                    `a,b,c|1,2,NaN`, `line 2, column 3 (c): 'NaN' is not a finite number`
                    `a,b,c|1,2,3|1,2`, `line 3: 2 cells, but 3 in the first line`
                    `1,2,3|1,2,3,4`, `line 2: 4 cells, but 3 in the first line`
                    `1,2,3|1,2,3,`, `line 2: 4 cells, but 3 in the first line`
                    `a,b|1|`, `line 1, column 1: 'a' is not a number`
                    `nan,2,3|1,2,3`, `line 1, column 1: 'nan' is not a finite number`
                    `?,2,3|1,2,3`, `line 1, column 1: '?' is not a number`
                    ``, `the file is empty`
                    `||  |`, `the file is empty`
                    `1|2`, `line 1: one column only, where features and a target are needed; separator is ','`
                    `1,2|3,"4`, `line 2: EOF reached before encapsulated token finished`
                    `1,2|3,"4"5|6,7`, `line 2: invalid char between encapsulated token and delimiter`
                    `1,2|3,1.5|3,x`, `line 3, column 2: 'x' is text, unlike the targets above; \
                    choose the task: classification takes both`
                    `1,x|3,y|4,1`, `line 3, column 2: '1' is a number, unlike the targets above; \
                    choose the task: classification takes both`
                    """)
    void namesFileLineAndColumn(String text, String message) throws IOException {
        assertRefused(reader(text.replace('|', '\n')), message);
    }

    @Test
    void namesTheLineWhereACellBegins() throws IOException {
        assertRefused(reader("1,2,3\n1,\"4\n5\",\"6\n7\n8\"\n"), "line 2, column 2: '4·5' is not a number");
    }

    @Test
    void shortensLongCells() throws IOException {
        assertRefused(
                reader("1,2\n" + "x".repeat(1000) + ",3\n"),
                "line 2, column 1: '" + "x".repeat(40) + "…' is not a number");
    }

    @Test
    void aHeaderIsNotEnough() throws IOException {
        assertRefused(reader("a,b\n").header(Header.YES), "no line but the header");
    }

    @Test
    void whatCouldBeAHeaderIsDataWhenToldSo() throws IOException {
        assertRefused(reader("a,b\n1,2\n").header(Header.NO), "line 1, column 1: 'a' is not a number");
    }

    @Test
    void aRegressionNeedsNumbers() throws IOException {
        assertRefused(reader("1,x\n2,y\n").task(Task.REGRESSION), "line 1, column 2: 'x' is not a number");
    }

    @Test
    void tooManyClassesAreTakenForAMistake() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < 70_000; row++) {
            text.append("1,id").append(row).append('\n');
        }
        assertRefused(reader(text.toString()), "line 65537, column 2: more than 65536 different classes");
    }

    @Test
    void missingFilesAndDirectories() throws IOException {
        Path missing = directory.resolve("none.csv");
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(() -> CsvReader.of(missing).read())
                .withMessage(missing + ": no such file");
        Path below = TempFiles.write(directory, "file", new byte[0]).resolve("none.csv");
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(() -> CsvReader.of(below).read())
                .withMessageStartingWith(below + ": ");
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(() -> CsvReader.of(directory).read())
                .withMessage(directory + ": is a directory, not a file");
    }

    @Test
    void textThatIsNotUtf8() throws IOException {
        byte[] latin1 = utf8("a,b\n1,2\n3,?\n");
        latin1[10] = (byte) 0xE4;
        assertRefused(reader(latin1), "line 3: not UTF-8 (byte 0xE4 at offset 10)");

        byte[] utf16 = {(byte) 0xFF, (byte) 0xFE, '1', 0, ',', 0};
        assertRefused(reader(utf16), "line 1: not UTF-8 (byte 0xFF at offset 0)");
    }

    @Test
    void gzipThatIsCutOffAnywhere() throws IOException {
        StringBuilder text = new StringBuilder();
        Random random = new Random(1);
        for (int row = 0; row < 100; row++) {
            text.append(random.nextInt())
                    .append(',')
                    .append(random.nextGaussian())
                    .append('\n');
        }
        byte[] whole = gzip(utf8(text.toString()));
        int cuts = 0;
        for (int length = 2; length < whole.length; length += 11) {
            CsvReader reader = reader(Arrays.copyOf(whole, length));
            assertThatExceptionOfType(HadamardIOException.class)
                    .as("cut after %d of %d bytes", length, whole.length)
                    .isThrownBy(reader::read)
                    .withMessageStartingWith(directory.resolve("data.csv") + ": gzip data is truncated");
            cuts++;
        }
        assertThat(cuts).isGreaterThan(100);
        assertThat(reader(whole).read().data().rows()).isEqualTo(100);
    }

    @Test
    void gzipThatIsCorrupt() throws IOException {
        byte[] wrongChecksum = gzip(utf8("1,2\n3,4\n"));
        wrongChecksum[wrongChecksum.length - 8] ^= 1;
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(() -> reader(wrongChecksum).read())
                .withMessageStartingWith(
                        directory.resolve("data.csv") + ": gzip data is corrupt after 8 decompressed bytes: ");
        byte[] wrongMethod = gzip(utf8("1,2\n3,4\n"));
        wrongMethod[2] = 9;
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(() -> reader(wrongMethod).read())
                .withMessageStartingWith(directory.resolve("data.csv") + ": gzip data is corrupt in its header: ");
    }

    @Test
    void aRecordWithoutEndDoesNotFillTheHeap() throws IOException {
        String message =
                "a record of more than 4194304 characters ends at line %d or later: " + "a quote that is never closed?";
        assertRefused(reader("1,2\n" + "1".repeat(1 << 23)), String.format(message, 2));
        // A file cut within a quote: the rest is one cell. The reader is told of a record's begin up to a buffer late.
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(
                        () -> reader("1,2\n3,\"4\n" + "5,6\n".repeat(1 << 21)).read())
                .withMessageContaining("a record of more than 4194304 characters");
        assertThat(Files.size(directory.resolve("data.csv"))).isGreaterThan(1 << 22);
    }
}
