// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hadamard.Network;
import dev.hadamard.Preparation;
import dev.hadamard.onnx.OnnxImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From training to a file, and from a file to predictions, figures and other formats. */
@Timeout(120)
class ModelCommandsTest {

    @TempDir
    Path folder;

    private Path file(String name) {
        return folder.resolve(name);
    }

    private static Console succeeded(String... args) {
        Console console = Console.run(args);
        assertThat(console.code()).as("%s", console.err()).isZero();
        return console;
    }

    private Console train(Path data, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "train", "--no-compare", "--data", "csv:" + data, "--layers", "8", "--epochs", "30", "--lr", "0.02"));
        args.addAll(List.of(more));
        return succeeded(args.toArray(String[]::new));
    }

    private static List<String[]> cells(Path csv) throws IOException {
        return Files.readAllLines(csv).stream().map(line -> line.split(",")).toList();
    }

    @Test
    void classesArePredictedByTheirNames() throws IOException {
        Path data = Tables.classes(folder, 150);
        train(data, "--save", file("model").toString());
        succeeded(
                "predict",
                "--model",
                file("model").toString(),
                "--data",
                "csv:" + data,
                "--output",
                file("out").toString());
        List<String[]> out = cells(file("out"));
        List<String[]> in = cells(data);
        assertThat(out).hasSameSizeAs(in);
        assertThat(out.get(0)).containsExactly("prediction", "ash", "birch", "cedar");
        int right = 0;
        for (int i = 1; i < in.size(); i++) {
            right += out.get(i)[0].equals(in.get(i)[2]) ? 1 : 0;
            double sum = Arrays.stream(out.get(i))
                    .skip(1)
                    .mapToDouble(Double::parseDouble)
                    .sum();
            assertThat(sum).isCloseTo(1, within(1e-5));
        }
        assertThat(right).isGreaterThan(142);
    }

    /** A city with two names decides the class; ages are missing here and there. */
    private Path people(int rows) throws IOException {
        List<String> lines = new ArrayList<>(List.of("age,city,likes"));
        for (int i = 0; i < rows; i++) {
            String age = i % 7 == 3 ? "" : String.valueOf(20 + i % 40);
            lines.add(age + (i % 3 == 0 ? ",Rome,wine" : ",Oslo,aquavit"));
        }
        return Files.write(file("people.csv"), lines);
    }

    @Test
    void textAndMissingNumbersGoWithTheModel() throws IOException {
        Path data = people(120);
        for (String scale : List.of("standard", "min_max", "none")) {
            train(data, "--one-hot", "auto", "--missing", "mean", "--scale", scale, "--save", file("model") + scale);
            succeeded(
                    "predict",
                    "--model",
                    file("model") + scale,
                    "--data",
                    "csv:" + data,
                    "--output",
                    file("out").toString());
            List<String[]> out = cells(file("out"));
            List<String[]> in = cells(data);
            assertThat(out.get(0)).containsExactly("prediction", "aquavit", "wine");
            for (int i = 1; i < in.size(); i++) {
                assertThat(out.get(i)[0]).isEqualTo(in.get(i)[2]);
            }
        }
        Preparation preparation = Preparation.load(file("modelmin_max"));
        assertThat(preparation.classes()).containsExactly("aquavit", "wine");
        assertThat(preparation.categories().get(0).names()).containsExactly("Oslo", "Rome");
        assertThat(preparation.apply(new double[] {Double.NaN, 0, 1})[0]).isBetween(0.4, 0.6);
    }

    @Test
    void badTableOptionsAreRefused() throws IOException {
        String data = "csv:" + people(30);
        refused("line 2, column 2 (city): 'Rome' is not a number", "train", "--data", data);
        refused("--missing must be error, mean or a number", "train", "--data", data, "--missing", "median");
        refused("none of standard, min_max, none", "train", "--data", data, "--scale", "log");
        refused("are for --data csv:FILE", "train", "--data", "digits", "--one-hot", "auto");
        refused("oneHot: no column is named 'town'", "train", "--data", data, "--one-hot", "town");
    }

    @Test
    void librarySvmFilesAreTrainedOn() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            lines.add(i % 2 == 0 ? "+1 1:" + (1 + i / 100.0) : "-1 3:" + (2 - i / 100.0));
        }
        Path data = Files.write(file("data.svm"), lines);
        Console console = succeeded(
                "train", "--no-compare", "--data", "libsvm:" + data, "--layers", "8", "--epochs", "30", "--lr", "0.02");
        assertThat(String.join("\n", console.out()))
                .contains("3 features, 2 classes")
                .contains("100.00 %");
    }

    @Test
    void predictsForWhateverItTrainsOn() throws IOException {
        Path sparse = Files.write(file("data.svm"), List.of("1 1:1", "-1 3:2", "1 1:1.5", "-1 3:1"));
        String model = file("model").toString();
        succeeded(
                "train",
                "--no-compare",
                "--data",
                "libsvm:" + sparse,
                "--test-share",
                "0.5",
                "--scale",
                "none",
                "--layers",
                "8",
                "--epochs",
                "60",
                "--lr",
                "0.05",
                "--save",
                model);
        Console console = succeeded("predict", "--model", model, "--data", "libsvm:" + sparse);
        assertThat(console.out().stream().map(line -> line.split(",")[0]))
                .containsExactly("prediction", "1", "-1", "1", "-1");
        refused("digits has 64 features, the model has 3 inputs", "predict", "--model", model, "--data", "digits");
        refused("are for --data csv", "predict", "--model", model, "--data", "digits", "--target", "1");
        succeeded("train", "--no-compare", "--layers", "8", "--epochs", "1", "--save", model);
        assertThat(succeeded("predict", "--model", model, "--data", "digits").out())
                .hasSize(1 + 1797);
    }

    /** Numbers come back in the target's own unit; the target may stand in any column, or be absent. */
    @Test
    void numbersArePredictedInTheirOwnUnit() throws IOException {
        Path data = Tables.numbers(folder, 300);
        train(
                data,
                "--separator",
                ";",
                "--target",
                "0",
                "--precision",
                "double",
                "--save",
                file("model").toString());
        assertThat(Network.loadDoubles(file("model")).precision()).isEqualTo("double");
        Console whole = succeeded(
                "predict",
                "--model",
                file("model").toString(),
                "--data",
                "csv:" + data,
                "--separator",
                ";",
                "--target",
                "0");
        List<String> lines = Files.readAllLines(data);
        assertThat(whole.out()).hasSize(1 + lines.size());
        double error = 0;
        for (int i = 0; i < lines.size(); i++) {
            double y = Double.parseDouble(lines.get(i).split(";")[0]);
            error += Math.abs(Double.parseDouble(whole.out().get(i + 1)) - y) / lines.size();
        }
        assertThat(error).isLessThan(20); // of numbers around 1000, whose mean deviation is 43
        Path features = Files.write(
                file("features.csv"),
                lines.stream()
                        .map(line -> line.substring(line.indexOf(';') + 1))
                        .toList());
        Console alone = succeeded(
                "predict", "--model", file("model").toString(), "--data", "csv:" + features, "--separator", ";");
        assertThat(alone.out()).isEqualTo(whole.out());
    }

    @Test
    void aResumedTrainingSavesTheSameModel() throws IOException {
        Path data = Tables.classes(folder, 150);
        Path all = file("all");
        train(
                data,
                "--save",
                file("whole").toString(),
                "--checkpoint",
                all.toString(),
                "--every",
                "7",
                "--keep",
                "100");
        int resumed = 0;
        try (Stream<Path> checkpoints = Files.list(all)) {
            for (Path checkpoint : checkpoints.sorted().toList()) {
                if (resumed % 5 == 0) {
                    Path one = Files.createDirectory(file("one" + resumed));
                    Files.copy(checkpoint, one.resolve(checkpoint.getFileName()));
                    train(data, "--save", file("rest").toString(), "--checkpoint", one.toString(), "--resume");
                    assertThat(file("rest")).hasSameBinaryContentAs(file("whole"));
                }
                resumed++;
            }
        }
        assertThat(resumed).isEqualTo(30 * 4 / 7);
        // A training that is over stays as it is.
        Path over = file("over");
        train(data, "--checkpoint", over.toString(), "--every", "120");
        Console again = train(
                data,
                "--checkpoint",
                over.toString(),
                "--resume",
                "--save",
                file("again").toString());
        assertThat(file("again")).hasSameBinaryContentAs(file("whole"));
        assertThat(again.out()).anyMatch(line -> line.startsWith("test accuracy"));
    }

    @Test
    void inspectTellsWhatIsThere() throws IOException {
        train(Tables.classes(folder, 60), "--save", file("model").toString());
        Console console = succeeded("inspect", file("model").toString());
        assertThat(console.out())
                .contains("class.1: birch")
                .anyMatch(line -> line.startsWith("hadamard.layers: [{\"dense\":8,\"activation\":\"relu\"}"))
                .anyMatch(line -> line.matches("W1 +F32 +2 x 8 +16( +[-0-9.e+]+){3}"))
                .contains("6 tensors, 55 elements")
                .contains("network: float 2-8 relu-3 softmax (51 parameters)");
    }

    @Test
    void exportsAreReadByOthers() throws IOException {
        train(Tables.classes(folder, 60), "--save", file("model").toString());
        succeeded(
                "export",
                "--model",
                file("model").toString(),
                "--onnx",
                file("onnx").toString(),
                "--torch",
                file("torch").toString());
        float[] parameters = Network.loadFloats(file("model")).parameters();
        assertThat(OnnxImport.readFloats(file("onnx")).parameters()).isEqualTo(parameters);
        assertThat(Network.loadFloats(file("torch")).parameters()).isEqualTo(parameters);
    }

    @Test
    void whatCannotBeIsRefused() throws IOException {
        Path data = Tables.classes(folder, 60);
        String model = file("model").toString();
        train(data, "--save", model, "--checkpoint", file("dir").toString(), "--every", "5");
        refused("need --checkpoint", "train", "--resume");
        refused("at least 1", "train", "--checkpoint", "x", "--every", "0");
        refused("not for --backend reference", "train", "--checkpoint", "x", "--backend", "reference");
        refused(
                "has checkpoints",
                "train",
                "--data",
                "csv:" + data,
                "--checkpoint",
                file("dir").toString());
        refused(
                "other layers",
                "train",
                "--data",
                "csv:" + data,
                "--layers",
                "9",
                "--checkpoint",
                file("dir").toString(),
                "--resume");
        refused("digits has 64 features", "predict", "--model", model, "--data", "digits");
        refused("no safetensors file", "predict", "--model", data.toString(), "--data", "csv:" + data);
        Path wide = Files.writeString(file("wide.csv"), "1,2,3,4\n");
        refused("4 columns, expected are 2", "predict", "--model", model, "--data", "csv:" + wide);
        Path word = Files.writeString(file("word.csv"), "1,2\n3,x\n");
        refused("line 2, column 2: 'x' is not a number", "predict", "--model", model, "--data", "csv:" + word);
        refused("no such file", "inspect", file("none").toString());
        refused("--onnx or --torch", "export", "--model", model);
        refused(
                "directory does not exist",
                "export",
                "--model",
                model,
                "--onnx",
                file("a/b").toString());
    }

    private static void refused(String reason, String... args) {
        Console console = Console.run(args);
        assertThat(console.code()).isEqualTo(2);
        assertThat(console.err()).singleElement().asString().contains(reason);
    }
}
