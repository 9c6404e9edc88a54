// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import static dev.hadamard.data.TempFiles.gzip;
import static dev.hadamard.data.TempFiles.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hadamard.data.CsvReader.Header;
import dev.hadamard.data.CsvReader.Task;
import dev.hadamard.io.HadamardIOException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link CsvReader} makes of sound files. */
class CsvReaderTest {

    @TempDir
    Path directory;

    private CsvReader reader(String text) throws IOException {
        return CsvReader.of(TempFiles.write(directory, "data.csv", utf8(text)));
    }

    private Table read(String text) throws IOException {
        return reader(text).read();
    }

    @Test
    void readsFeaturesNamesAndTextClasses() throws IOException {
        Table table = read("length,width,kind\n1.5,-2,b\n3e2,.25,a\n0,0,b\n");

        assertThat(table.header()).isTrue();
        assertThat(table.featureNames()).containsExactly("length", "width");
        assertThat(table.targetName()).isEqualTo("kind");
        assertThat(table.classNames()).containsExactly("a", "b");
        assertThat(table.data().rows()).isEqualTo(3);
        assertThat(table.data().features()).isEqualTo(2);
        assertThat(table.data().outputs()).isEqualTo(2);
        assertThat(table.data().x()).containsExactly(1.5, -2, 300, .25, 0, 0);
        assertThat(table.data().labels()).containsExactly(1, 0, 1);
    }

    @Test
    void readsARegressionWithoutHeader() throws IOException {
        Table table = read("1,2,0.5\n3,4,1.5\n");

        assertThat(table.header()).isFalse();
        assertThat(table.featureNames()).containsExactly("column 1", "column 2");
        assertThat(table.targetName()).isEqualTo("column 3");
        assertThat(table.classNames()).isEmpty();
        assertThat(table.data().y()).containsExactly(0.5, 1.5);
        assertThat(table.data().outputs()).isEqualTo(1);
        assertThat(table.data().toFloats().x()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void readsGzipWhateverItsName() throws IOException {
        Path path = TempFiles.write(directory, "data.csv", gzip(utf8("1,2,0.5\n3,4,1.5\n")));

        assertThat(CsvReader.of(path).read().data().x()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void readsWhatSpreadsheetsWrite() throws IOException {
        Table table = reader("\uFEFF\"länge\";\"kind\"\r\n\"1.5\";\"a; \"\"b\"\"\"\r\n\r\n 2 ; c \r\n")
                .separator(';')
                .read();

        assertThat(table.featureNames()).containsExactly("länge");
        assertThat(table.data().x()).containsExactly(1.5, 2);
        assertThat(table.classNames()).containsExactly("a; \"b\"", "c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void readsEveryEndOfLineAndNoneAtTheEnd(String end) throws IOException {
        Table table = read("1,0.5" + end + "   " + end + "2,1.5" + end + end + "3,2.5");

        assertThat(table.data().x()).containsExactly(1, 2, 3);
        assertThat(table.data().y()).containsExactly(.5, 1.5, 2.5);
    }

    @Test
    void aBlankAsSeparatorMeansAnyNumberOfBlanks() throws IOException {
        Table table = reader("  1  2   0.5\n10 20   1.5 \n").separator(' ').read();

        assertThat(table.data().x()).containsExactly(1, 2, 10, 20);
        assertThat(table.data().y()).containsExactly(0.5, 1.5);
    }

    @Test
    void readsTabs() throws IOException {
        assertThat(reader("1\t2\t0.5\n3\t 4\t1.5\n")
                        .separator('\t')
                        .read()
                        .data()
                        .x())
                .containsExactly(1, 2, 3, 4);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    'a,b,c|1,2,3.5', true
                    'a,b,c|1,2,x', true
                    '1,2,x|3,4,y', false
                    '1,2,3.5|3,4,5.5', false
                    '1,2,quality|3,4,5.5', true
                    ',b,c|0,2,3.5', true
                    '2019,2020,price|3,4,5.5', true
                    '150,4,setosa,versicolor,virginica|5.1,3.5,1.4,0.2,0', true
                    """)
    void recognisesAHeader(String text, boolean header) throws IOException {
        Table table = read(text.replace('|', '\n'));

        assertThat(table.header()).isEqualTo(header);
        assertThat(table.data().rows()).isEqualTo(header ? 1 : 2);
    }

    @Test
    void aHeaderCanBeForced() throws IOException {
        Table table = reader("1,2\n3,4.5\n").header(Header.YES).read();

        assertThat(table.featureNames()).containsExactly("1");
        assertThat(table.data().x()).containsExactly(3);
    }

    @ParameterizedTest
    @CsvSource({"a, 0", "b, 1", "last, 2", "c, 2", "0, 0", "2, 2", "-1, 2", "-3, 0"})
    void findsTheTarget(String target, int column) throws IOException {
        String text = "a,b,c\n1.5,2.5,3.5\n";

        Table table = reader(text).target(target).read();

        assertThat(table.data().y()).containsExactly(column + 1.5);
        assertThat(table.targetName()).isEqualTo("abc".substring(column, column + 1));
        assertThat(table.featureNames()).hasSize(2).doesNotContain(table.targetName());
        assertThat(reader(text).target(column).read())
                .usingRecursiveComparison()
                .isEqualTo(table);
        assertThat(reader(text).target(column - 3).read())
                .usingRecursiveComparison()
                .isEqualTo(table);
    }

    @Test
    void aNameGoesBeforeAnIndexAndLast() throws IOException {
        String text = "1,last,y\n1.5,2.5,3.5\n";

        assertThat(reader(text).target("1").read().data().y()).containsExactly(1.5);
        assertThat(reader(text).target("last").read().data().y()).containsExactly(2.5);
        assertThat(reader(text).target(1).read().data().y()).containsExactly(2.5);
    }

    @Test
    void anUnknownTargetIsAnsweredWithThoseThatThereAre() throws IOException {
        CsvReader named = reader("a,b,a\n1,2,3\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> named.target("d").read())
                .withMessage("target: no column is named 'd'; there are a, b, a; "
                        + "by index there are 0 to 2, or -3 to -1 from the end");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> named.target("a").read())
                .withMessage("target: columns 0 and 2 are both named 'a'; give an index");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> named.target("3").read())
                .withMessageStartingWith("target: no column has index 3; there are a, b, a;");
        assertThatIllegalArgumentException().isThrownBy(() -> named.target(-4).read());

        CsvReader bare = reader("1,2\n3,4\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bare.target("b").read())
                .withMessage("target: no column is named 'b'; without a header, "
                        + "by index there are 0 to 1, or -2 to -1 from the end");
    }

    @Test
    void fewWholeNumbersAreClassesSortedByValue() throws IOException {
        Table table = read("0,10\n0,9\n0,-1\n0,10.0\n0,9\n0,-1\n");

        assertThat(table.classNames()).containsExactly("-1", "9", "10");
        assertThat(table.data().labels()).containsExactly(2, 1, 0, 2, 1, 0);
    }

    @Test
    void moreThanTwentyWholeNumbersAreValues() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < 60; row++) {
            text.append("1,").append(row % 20).append('\n');
        }
        assertThat(read(text.toString()).classNames()).hasSize(20);
        text.append("1,20\n");
        assertThat(read(text.toString()).data().hasLabels()).isFalse();
    }

    @Test
    void wholeNumbersThatHardlyRepeatAreValues() throws IOException {
        assertThat(read("0,1\n0,2\n0,1\n").data().hasLabels()).isFalse();
        assertThat(read("0,1\n0,2\n0,1\n0,1\n").data().hasLabels()).isTrue();
        assertThat(read("0,1\n0,1.5\n0,1\n0,1\n").data().hasLabels()).isFalse();
    }

    @Test
    void theTaskCanBeChosen() throws IOException {
        String text = "0,2\n0,1\n0,2\n0,1\n";
        Table regression = reader(text).task(Task.REGRESSION).read();
        assertThat(regression.data().y()).containsExactly(2, 1, 2, 1);
        assertThat(regression.classNames()).isEmpty();

        Table byValue = reader("0,2.50\n0,1\n0,2.5\n0,01\n0,-0\n0,0\n")
                .task(Task.CLASSIFICATION)
                .read();
        assertThat(byValue.classNames()).containsExactly("0", "1", "2.5");
        assertThat(byValue.data().labels()).containsExactly(2, 1, 2, 1, 0, 0);

        Table mixed = reader("0,10\n0,x\n0,9\n").task(Task.CLASSIFICATION).read();
        assertThat(mixed.classNames()).containsExactly("10", "9", "x");
        assertThat(mixed.data().labels()).containsExactly(0, 2, 1);
    }

    @Test
    void numbersThatADoubleCannotTellApartAreClassesByText() throws IOException {
        Table table = reader("0,9007199254740993\n0,9007199254740992\n")
                .task(Task.CLASSIFICATION)
                .read();

        assertThat(table.classNames()).containsExactly("9007199254740992", "9007199254740993");
        assertThat(table.data().labels()).containsExactly(1, 0);
    }

    @Test
    void readsLargerFilesThanAnyBuffer() throws IOException {
        int rows = 20_011;
        StringBuilder text = new StringBuilder("x,größe,y\n");
        for (int row = 0; row < rows; row++) {
            text.append(row)
                    .append(',')
                    .append(-row / 7.0)
                    .append(',')
                    .append(row + 0.5)
                    .append('\n');
        }

        Dataset<double[]> data = read(text.toString()).data();

        assertThat(data.rows()).isEqualTo(rows);
        for (int row = 0; row < rows; row++) {
            assertThat(data.x()[2 * row]).isEqualTo(row);
            assertThat(data.x()[2 * row + 1]).isEqualTo(-row / 7.0);
            assertThat(data.y()[row]).isEqualTo(row + 0.5);
        }
    }

    @Test
    void readersAreImmutable() throws IOException {
        CsvReader reader = reader("a,b\n1,2\n3,4\n");
        reader.target(0).header(Header.NO).separator(';').task(Task.CLASSIFICATION);

        assertThat(reader.read().data().y()).containsExactly(2, 4);
    }

    @ParameterizedTest
    @ValueSource(chars = {'"', '\n', '\r', 'e', '5', '.', '-'})
    void refusesSeparatorsThatStandInCells(char separator) {
        CsvReader reader = CsvReader.of(directory.resolve("data.csv"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader.separator(separator))
                .withMessageStartingWith("separator can't be U+00");
    }

    private static final String PEOPLE = "age,city,size,pays\n30,Rome,10,1.5\n41,Oslo,9,2.5\n?,Rome,10,3.5\n";

    @Test
    void encodesCategories() throws IOException {
        Table table = reader(PEOPLE).oneHot("city").ordinal("2").missingAsNaN().read();

        assertThat(table.featureNames()).containsExactly("age", "city=Oslo", "city=Rome", "size");
        assertThat(table.data().x()).containsExactly(30, 0, 1, 1, 41, 1, 0, 0, Double.NaN, 0, 1, 1);
        assertThat(table.categories())
                .containsExactly(
                        new Categories(1, "city", Categories.Encoding.ONE_HOT, List.of("Oslo", "Rome")),
                        new Categories(2, "size", Categories.Encoding.ORDINAL, List.of("9", "10")));
        assertThat(Imputer.mean(table.data()).apply(table.data()).x())
                .containsExactly(30, 0, 1, 1, 41, 1, 0, 0, 35.5, 0, 1, 1);
        assertThat(Imputer.constant(4, -1).apply(table.data()).x()).containsSequence(0, -1, 0, 1, 1);
    }

    @Test
    void findsColumnsOfText() throws IOException {
        Table table = reader(PEOPLE)
                .encodeText(Categories.Encoding.ONE_HOT)
                .ordinal("age")
                .missingAsNaN()
                .read();

        assertThat(table.featureNames()).containsExactly("age", "city=Oslo", "city=Rome", "size");
        assertThat(table.categories().get(0).names()).containsExactly("30", "41", "?");
    }

    @Test
    void readsByTheCategoriesOfAnotherFile() throws IOException {
        List<Categories> known =
                reader(PEOPLE).oneHot("city").missingAsNaN().read().categories();
        CsvReader other =
                reader("age,city,size,pays\n30,Oslo,10,1.5\n3,Oslo,10,2.5\n").categories(known);

        assertThat(other.read().data().x()).containsExactly(30, 1, 0, 10, 3, 1, 0, 10);
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(() -> reader("age,city,size,pays\n30,Oslo,10,1.5\n3,Bonn,10,2.5\n")
                        .categories(known)
                        .read())
                .withMessageEndingWith("data.csv: line 3, column 2 (city): 'Bonn' is none of the 2 categories known");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader("1,2\n3,4.5\n").categories(known).read())
                .withMessage("categories: of feature 1 (city), the file has 1 columns besides its target");
    }

    @Test
    void badCategoriesAreRefused() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader(PEOPLE).oneHot("town").read())
                .withMessageStartingWith(
                        "oneHot: no column is named 'town'; there are age, city, size, pays; by index");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader(PEOPLE).ordinal("pays").read())
                .withMessage("ordinal: 'pays' is the target");
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(() -> reader("a,b\nx,1.5\n,2.5\n").oneHot("a").read())
                .withMessageEndingWith("line 3, column 1 (a): the cell is empty");
        StringBuilder many = new StringBuilder();
        for (int i = 0; i <= CategoryScan.MAX_CATEGORIES; i++) {
            many.append('n').append(i).append(",0.5\n");
        }
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(() -> reader(many.toString()).oneHot("0").read())
                .withMessageEndingWith("line 4097, column 1: more than 4096 different categories");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Categories(0, "a", Categories.Encoding.ORDINAL, List.of("x", "x")));
        assertThatIllegalArgumentException().isThrownBy(() -> new Imputer(new double[] {1, Double.NaN}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Imputer.mean(Dataset.ofDoubles(new double[] {Double.NaN}, 1, new int[1], 1)))
                .withMessage("x: column 0 has no number in any of 1 rows");
    }

    @Test
    void tablesNameEachFeatureAndClass() throws IOException {
        Table table = read("1,a\n2,b\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Table(
                        table.data(),
                        table.featureNames(),
                        "t",
                        table.classNames().subList(0, 1),
                        List.of(),
                        false))
                .withMessage("1 featureNames and 1 classNames for 2 rows of 1 double features, 2 classes");
    }
}
