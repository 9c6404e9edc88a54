// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.Preparation;
import dev.hadamard.data.RowFile;
import dev.hadamard.io.TensorFileWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a table to a file of rows, from there to a model, and back to the table. */
@Timeout(120)
class RowFileCommandsTest {

    private static final String[] SHORT = {"--layers", "8", "--epochs", "30", "--lr", "0.02", "--no-compare"};

    @TempDir
    Path folder;

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static Console run(String command, String... more) {
        List<String> args = new ArrayList<>(List.of(command.split(" ")));
        args.addAll(List.of(more));
        return Console.run(args.toArray(String[]::new));
    }

    private static Console succeeded(String command, String... more) {
        Console console = run(command, more);
        assertThat(console.code()).as("%s", console.err()).isZero();
        return console;
    }

    private static void refused(String reason, String command, String... more) {
        Console console = run(command, more);
        assertThat(console.code()).as("%s", console.out()).isEqualTo(2);
        assertThat(console.err()).singleElement().asString().contains(reason);
    }

    private List<String> filesLeft() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void classesOfATableGoToTheFileTheModelAndBack() throws IOException {
        Path table = Tables.classes(folder, 300);
        Console converted = succeeded("convert --data csv:" + table + " --output " + file("rows"));
        assertThat(converted.out()).containsExactly("300 rows of 2 float features, 3 classes, in rows");
        Console trained = succeeded(
                "train --data rows:" + file("rows") + " --save " + file("model") + " --json " + file("json"), SHORT);
        assertThat(trained.out().get(0))
                .isEqualTo("rows:rows: 240 rows to train on, 60 to test, 2 features, 3 classes");
        assertThat(Json.read(folder.resolve("json")).number("testAccuracy")).isEqualTo(1);
        assertThat(Json.read(folder.resolve("json")).number("data.trainingRows"))
                .isEqualTo(240);
        assertThat(Preparation.load(folder.resolve("model")).classes()).containsExactly("ash", "birch", "cedar");

        Console byTable = succeeded("predict --model " + file("model") + " --data csv:" + table);
        List<String> lines = Files.readAllLines(table);
        for (int i = 1; i < lines.size(); i++) {
            assertThat(byTable.out().get(i)).startsWith(lines.get(i).split(",")[2] + ",");
        }
        Console byRows = succeeded("predict --model " + file("model") + " --data rows:" + file("rows"));
        assertThat(byRows.out()).hasSameSizeAs(byTable.out());
        int[] labels = RowFile.openFloats(folder.resolve("rows")).read().labels();
        for (int i = 0; i < labels.length; i++) {
            assertThat(byRows.out().get(i + 1))
                    .startsWith(List.of("ash", "birch", "cedar").get(labels[i]) + ",");
        }
        assertThat(String.join("\n", succeeded("inspect " + file("rows")).out()))
                .contains("hadamard.scale: standard", "300 x 2", "class.2: cedar");
    }

    @Test
    void numbersTextAndGapsToo() throws IOException {
        List<String> lines = new ArrayList<>(List.of("age,town,price"));
        for (int i = 0; i < 120; i++) {
            String age = i % 7 == 3 ? "" : String.valueOf(20 + i % 40);
            lines.add(age + (i % 3 == 0 ? ",Rome,500." : ",Oslo,900.") + i % 10);
        }
        Path table = Files.write(folder.resolve("prices.csv"), lines);
        String options = " --one-hot auto --missing mean --scale min_max";
        succeeded("convert --data csv:" + table + options + " --output " + file("rows"));
        succeeded("train --data rows:" + file("rows") + " --save " + file("model") + " --early-stopping r2", SHORT);
        Preparation preparation = Preparation.load(folder.resolve("model"));
        assertThat(preparation.categories().get(0).names()).containsExactly("Oslo", "Rome");
        assertThat(preparation.imputer().values()[0]).isBetween(35.0, 43.0);
        assertThat(preparation.features().scale()[0]).isEqualTo(39); // ages from 20 to 59
        assertThat(preparation.targets().scale()[0]).isBetween(150.0, 220.0);
        Console byTable = succeeded("predict --model " + file("model") + " --data csv:" + table);
        for (int i = 1; i < lines.size(); i++) {
            double price = Double.parseDouble(byTable.out().get(i));
            assertThat(price).isBetween(lines.get(i).contains("Rome") ? 300.0 : 750.0, price < 700 ? 700.0 : 1100.0);
        }
    }

    /** A file of one window gives the bits of its rows in memory, read as LIBSVM in the same order. */
    @Test
    void libsvmImagesAndDigits() throws IOException {
        Path sparse = Files.write(
                folder.resolve("data.svm"), List.of("1 1:1", "-1 3:2", "1 1:1.5", "-1 3:1", "1 2:1", "-1 2:7"));
        succeeded("convert --no-shuffle --data libsvm:" + sparse + " --output " + file("sparse"));
        RowFile<float[]> rows = RowFile.openFloats(folder.resolve("sparse"));
        assertThat(rows.classNames()).containsExactly("-1", "1");
        assertThat(rows.part(1, 2).read().x()).containsExactly(0, 0, 2, 1.5f, 0, 0);

        writeIdx("train", 6);
        writeIdx("t10k", 3);
        succeeded("convert --data idx:" + folder + " --output " + file("train"));
        succeeded("convert --data idx:" + folder + " --part test --no-shuffle --output " + file("test"));
        assertThat(RowFile.openFloats(folder.resolve("train")).rows()).isEqualTo(6);
        assertThat(RowFile.openFloats(folder.resolve("test")).read().x())
                .contains(0.2f)
                .hasSize(12);

        succeeded("convert --data digits --output " + file("digits"));
        String settings = " --layers 32 --epochs 4 --precision double --no-compare --json ";
        Console trained = succeeded("train --data rows:" + file("digits") + settings + file("json"));
        assertThat(trained.out().get(0)).contains("1438 rows to train on, 359 to test, 64 features, 10 classes");
        assertThat(Json.read(folder.resolve("json")).number("testAccuracy")).isGreaterThan(0.8);
    }

    /** Images of 2 x 2 pixels, 51 where the label is odd. */
    private void writeIdx(String part, int count) throws IOException {
        ByteBuffer images = ByteBuffer.allocate(16 + 4 * count);
        images.putInt(0x803).putInt(count).putInt(2).putInt(2);
        ByteBuffer labels = ByteBuffer.allocate(8 + count);
        labels.putInt(0x801).putInt(count);
        for (int i = 0; i < count; i++) {
            byte[] pixels = new byte[4];
            Arrays.fill(pixels, (byte) (i % 2 * 51));
            images.put(pixels);
            labels.put((byte) (i % 2));
        }
        Files.write(folder.resolve(part + "-images-idx3-ubyte"), images.array());
        Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.array());
    }

    @Test
    void implementationsAreTimedOnAsManyRowsAsABatchHas() throws IOException {
        succeeded("convert --data digits --output " + file("rows"));
        Console console = succeeded(
                TimeStepCommand.NAME + " --implementation scalar --layers 4 --batch 1300 --data rows:" + file("rows"));
        assertThat(console.out()).singleElement().asString().contains("scalar");
    }

    @Test
    void whatFailsLeavesTheOldFileAndNothingElse() throws IOException {
        Files.writeString(folder.resolve("rows"), "old");
        Files.writeString(folder.resolve("bad.csv"), "1,2,a\n3,4,b\n5,x,a\n");
        Files.writeString(folder.resolve("large.csv"), "1,2,a\n3,1e300,b\n");
        Files.writeString(folder.resolve("bad.svm"), "1 1:1\n-1 2:1\n1 3:z\n");
        List<String> before = filesLeft();
        String to = " --output " + file("rows");
        refused("bad.csv: line 3, column 2: 'x' is not a number", "convert --data csv:" + file("bad.csv") + to);
        refused("row 1, column 1 is 1.0E300, too large for a float", "convert --data csv:" + file("large.csv") + to);
        refused("bad.svm: line 3: feature 3: 'z' is not a number", "convert --data libsvm:" + file("bad.svm") + to);
        refused("no such file", "convert --data csv:" + file("none.csv") + to);
        refused("no such folder", "convert --data digits --output " + file("a/b"));
        refused("is a directory", "convert --data digits --output " + folder);
        assertThat(folder.resolve("rows")).hasContent("old");
        assertThat(filesLeft()).isEqualTo(before);
    }

    @Test
    void badFilesAreRefused() throws IOException {
        Path rows = folder.resolve("rows");
        refused("no such file", "train --data rows:" + rows);
        Files.writeString(rows, "1,2,3\n");
        refused("byte 0: a safetensors file begins with", "train --data rows:" + rows);
        succeeded("convert --data csv:" + Tables.classes(folder, 60) + " --output " + rows);
        byte[] whole = Files.readAllBytes(rows);
        Files.write(rows, Arrays.copyOf(whole, whole.length - 5));
        refused("do not lie in the", "train --data rows:" + rows);
        Files.write(rows, Arrays.copyOf(whole, 100));
        refused("rows: ", "train --data rows:" + rows);
        new TensorFileWriter().add("x", new float[4], 2, 2).write(rows);
        refused("rows: no tensor \"y\"", "train --data rows:" + rows);
        TensorFileWriter hostile = new TensorFileWriter()
                .add("x", new float[8], 4, 2)
                .add("labels", new int[] {0, 7, 1, 0}, 4)
                .metadata("hadamard.classes", "2");
        hostile.write(rows);
        refused("labels: row 1 has class 7, expected 0 to 1", "train --data rows:" + rows);
        hostile.metadata("hadamard.scale", "log").write(rows);
        refused("hadamard.scale: \"log\" is none of standard, min_max, none", "train --data rows:" + rows);
        new TensorFileWriter()
                .add("x", new float[] {1, Float.NaN, 3}, 3, 1)
                .add("y", new float[3], 3, 1)
                .write(rows);
        refused("/rows: x: row 1, column 0 is NaN", "train --data rows:" + rows);
        new TensorFileWriter()
                .add("x", new float[2], 1, 2)
                .add("y", new float[1], 1, 1)
                .write(rows);
        refused("one row only", "train --data rows:" + rows);
    }

    @Test
    void badOptionsAreRefused() throws IOException {
        String rows = "rows:" + file("rows");
        succeeded("convert --data csv:" + Tables.classes(folder, 60) + " --output " + file("rows"));
        refused("is a file of rows already", "convert --output x --data " + rows);
        refused("--part is for", "convert --data digits --part test --output " + file("x"));
        refused("are for --data csv:FILE", "convert --data digits --target 1 --output " + file("x"));
        refused("--scale is for", "convert --data digits --scale none --output " + file("x"));
        refused("Missing required", "convert --data digits");
        refused("--task is for", "train --task regression --data " + rows);
        refused("--folds is not for", "train --folds 3 --data " + rows);
        refused("--backend reference", "train --backend reference --data " + rows);
        refused("--optimizer lbfgs", "train --optimizer lbfgs --data " + rows);
        refused("--class-weights balanced", "train --class-weights balanced --data " + rows);
        refused("--test-share", "train --test-share 1 --data " + rows);
        succeeded("train --no-compare --epochs 1 --layers 4 --save " + file("model") + " --data " + rows);
        refused("digits has 64 features, the model has 2 inputs", "predict --data digits --model " + file("model"));
        succeeded("convert --data digits --output " + file("digits"));
        refused(
                "rows:digits has 64 features, the model has 2 inputs",
                "predict --model " + file("model") + " --data rows:" + file("digits"));
    }

    @Test
    void stopsAndGoesOnWithTheSameBits() throws IOException {
        succeeded("convert --data csv:" + Tables.classes(folder, 300) + " --output " + file("rows"));
        String train = "train --no-compare --layers 8 --epochs 4 --data rows:" + file("rows");
        succeeded(train + " --save " + file("whole"));
        succeeded(train + " --save " + file("first") + " --every 5 --keep 99 --checkpoint " + file("all"));
        assertThat(folder.resolve("first")).hasSameBinaryContentAs(folder.resolve("whole"));
        try (Stream<Path> checkpoints = Files.list(folder.resolve("all"))) {
            Path third = checkpoints.sorted().skip(2).findFirst().orElseThrow();
            Files.createDirectory(folder.resolve("some"));
            Files.copy(third, folder.resolve("some").resolve(third.getFileName()));
        }
        succeeded(train + " --save " + file("rest") + " --resume --checkpoint " + file("some"));
        assertThat(folder.resolve("rest")).hasSameBinaryContentAs(folder.resolve("whole"));
    }
}
