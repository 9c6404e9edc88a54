// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TrainCommandTest {

    @TempDir
    Path folder;

    @Test
    void learnsClassesAndWritesEveryFigure() throws IOException {
        Console console = train(
                "classes.json",
                "--data",
                "csv:" + Tables.classes(folder, 150),
                "--layers",
                "8",
                "--epochs",
                "40",
                "--batch",
                "10",
                "--lr",
                "0.01",
                "--no-compare");
        assertThat(console.code()).as("%s", console.err()).isZero();
        assertThat(console.out()).anyMatch(line -> line.startsWith("test accuracy"));
        assertThat(console.out().stream().filter(line -> line.startsWith("epoch ")))
                .hasSize(40);
        Json json = Json.read(folder.resolve("classes.json"));
        assertThat(json.number("testAccuracy")).isGreaterThan(0.95);
        assertThat(json.has("testR2")).isFalse();
        assertThat(json.numbers("epochs", "cost")).hasSize(40);
        assertThat(json.number("epochs.39.cost")).isLessThan(json.number("epochs.0.cost") / 2);
        assertThat(json.numbers("backends", "gflops")).isEmpty();
        assertThat(json.text("settings.data")).isEqualTo("csv:classes.csv");
        assertThat(json.text("settings.loss")).isEqualTo("cross_entropy");
        assertThat(json.number("settings.seed")).isEqualTo(1);
        assertThat(json.number("operationsPerStep")).isEqualTo(10 * (6 * (2 * 8 + 8 * 3) - 2 * 2 * 8));
        assertThat(Files.readString(folder.resolve("classes.json"))).doesNotContain(folder.toString());
    }

    @Test
    void learnsNumbersAndReportsErrorsInTheirOwnUnit() throws IOException {
        Console console = train(
                "numbers.json",
                "--data",
                "csv:" + Tables.numbers(folder, 300),
                "--separator",
                ";",
                "--target",
                "0",
                "--layers",
                "none",
                "--epochs",
                "60",
                "--lr",
                "0.02",
                "--optimizer",
                "adam",
                "--no-compare");
        assertThat(console.code()).as("%s", console.err()).isZero();
        Json json = Json.read(folder.resolve("numbers.json"));
        assertThat(json.number("testR2")).isGreaterThan(0.99);
        assertThat(json.number("testRmse")).isBetween(0.7, 2.0); // the noise's deviation is 1, the target's 54
        assertThat(json.has("testAccuracy")).isFalse();
        assertThat(console.out()).anyMatch(line -> line.startsWith("test R2"));
    }

    @Test
    void referenceTrainsOnTheSameBatchesAsTheEngine() throws IOException {
        String[] options = {
            "--data",
            "csv:" + Tables.classes(folder, 70),
            "--layers",
            "5",
            "--activation",
            "tanh",
            "--epochs",
            "6",
            "--batch",
            "16",
            "--precision",
            "double",
            "--no-compare",
            "--seed",
            "9",
            "--dropout",
            "0.3"
        };
        assertThat(train("engine.json", with(options, "--backend", "scalar")).code())
                .isZero();
        assertThat(train("reference.json", with(options, "--backend", "reference"))
                        .code())
                .isZero();
        List<Double> engine = Json.read(folder.resolve("engine.json")).numbers("epochs", "cost");
        List<Double> reference = Json.read(folder.resolve("reference.json")).numbers("epochs", "cost");
        assertThat(engine).hasSize(6);
        assertThat(Json.read(folder.resolve("engine.json")).number("settings.dropout"))
                .isEqualTo(0.3);
        for (int epoch = 0; epoch < 6; epoch++) {
            assertThat(engine.get(epoch)).isCloseTo(reference.get(epoch), within(1e-9 * reference.get(epoch)));
        }
    }

    @Test
    void strictTrainingIsDiagnosed() throws IOException {
        Console console = train(
                "strict.json",
                "--data",
                "csv:" + Tables.classes(folder, 60),
                "--layers",
                "8,8,8,8,8,8,8,8,8",
                "--activation",
                "sigmoid",
                "--epochs",
                "10",
                "--strict",
                "--diagnose",
                "--diagnose-chart",
                folder.resolve("flow.svg").toString(),
                "--no-compare");
        assertThat(console.code()).as("%s", console.err()).isZero();
        assertThat(console.out()).anyMatch(line -> line.startsWith("backend: simd, for strict bits"));
        assertThat(console.out()).anyMatch(line -> line.startsWith("gradient flow at step "));
        assertThat(console.out()).anyMatch(line -> line.matches("    1 .* VANISHING .*"));
        assertThat(console.out()).anyMatch(line -> line.matches("   10 .* HEALTHY .*"));
        assertThat(folder.resolve("flow.svg"))
                .content()
                .startsWith("<svg")
                .contains("<title>Gradient flow. of one mini-batch; verdicts are those at step 20</title>")
                .contains("#56b4e9", "#0072b2");
    }

    @Test
    void leavesAPageAPictureAndATable() throws IOException {
        Path data = folder.resolve("odd.csv");
        List<String> lines = new ArrayList<>(Files.readAllLines(Tables.classes(folder, 90)));
        lines.replaceAll(line -> line.replace("ash", "<ash>"));
        Files.write(data, lines);
        Console console = train(
                "page.json",
                "--data",
                "csv:" + data,
                "--layers",
                "8,8",
                "--epochs",
                "12",
                "--early-stopping",
                "accuracy",
                "--html",
                folder.resolve("page.html").toString(),
                "--plot",
                folder.resolve("curve.png").toString(),
                "--history",
                folder.resolve("history.csv").toString(),
                "--no-compare");
        assertThat(console.code()).as("%s", console.err()).isZero();
        assertThat(console.out()).noneMatch(line -> line.startsWith("gradient flow"));
        String page = Files.readString(folder.resolve("page.html"));
        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .contains("<h1>Training on csv:odd.csv</h1>", "width=device-width", "prefers-color-scheme: dark")
                .contains("<h2>On the test part</h2>", "<h2>Learning curve</h2>", "<h2>Confusion matrix</h2>")
                .contains("<h2>Gradient flow</h2>", "<h2>Parameters</h2>", "<h2>Settings</h2>", "<h2>Environment</h2>")
                .contains("<th scope=\"col\">&lt;ash&gt;</th>", "<td>W1</td><td class=\"number\">2 x 8</td>")
                .doesNotContain("<ash>", "<script", "src=", "href=", folder.toString())
                .endsWith("</html>\n");
        List<String> history = Files.readAllLines(folder.resolve("history.csv"));
        int epochs =
                Json.read(folder.resolve("page.json")).numbers("epochs", "cost").size();
        assertThat(history).hasSize(1 + epochs);
        assertThat(history.get(0)).isEqualTo("epoch,cost,watched,rows,seconds,rows per second,largest derivative");
        assertThat(history.get(1)).startsWith("1,").matches("1(,[-0-9.E]+){5},");
        assertThat(Files.readAllBytes(folder.resolve("curve.png"))).startsWith(0x89, 'P', 'N', 'G');
    }

    @Test
    void crossValidates() throws IOException {
        Console console = train(
                "folds.json",
                "--data",
                "csv:" + Tables.classes(folder, 61),
                "--layers",
                "8",
                "--epochs",
                "20",
                "--lr",
                "0.05",
                "--folds",
                "4");
        assertThat(console.code()).as("%s", console.err()).isZero();
        assertThat(console.out().stream().filter(line -> line.startsWith("test accuracy")))
                .hasSize(4);
        assertThat(console.out()).anyMatch(line -> line.matches("accuracy +[01][0-9.]*  \\+- .*"));
        Json json = Json.read(folder.resolve("folds.json"));
        List<Double> accuracies = json.numbers("folds", "accuracy");
        assertThat(accuracies).hasSize(4);
        double mean =
                accuracies.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        assertThat(json.number("mean.accuracy")).isCloseTo(mean, within(1e-12)).isGreaterThan(0.9);
        assertThat(json.number("deviation.accuracy")).isBetween(0.0, 0.2);
        assertThat(json.number("settings.epochs")).isEqualTo(20);
        Console numbers = Console.run(
                "train",
                "--data",
                "csv:" + Tables.numbers(folder, 60),
                "--separator",
                ";",
                "--target",
                "0",
                "--folds",
                "3",
                "--epochs",
                "5");
        assertThat(numbers.code()).isZero();
        assertThat(numbers.out()).anyMatch(line -> line.startsWith("rmse"));
    }

    @Test
    void everyLossAndOptimizerTrains() throws IOException {
        Path classes = Tables.classes(folder, 60);
        Stream<String[]> runs = Stream.concat(
                Stream.of(LossName.values()).map(loss -> new String[] {"--loss", Names.of(loss)}),
                Stream.of("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adamw")
                        .map(optimizer -> new String[] {"--optimizer", optimizer}));
        List<String[]> all = runs.toList();
        assertThat(all).hasSize(13);
        for (String[] run : all) {
            String[] options = {
                "--data",
                "csv:" + classes,
                "--layers",
                "8",
                "--epochs",
                "8",
                "--batch",
                "8",
                "--backend",
                "scalar",
                "--no-compare"
            };
            assertThat(train("run.json", with(options, run)).code())
                    .as(String.join(" ", run))
                    .isZero();
            Json json = Json.read(folder.resolve("run.json"));
            assertThat(json.number("epochs.7.cost")).as(String.join(" ", run)).isLessThan(json.number("epochs.0.cost"));
        }
    }

    @Test
    void comparesEveryImplementationInItsOwnProcess() throws IOException {
        Console console = train(
                "compared.json", "--data", "csv:" + Tables.classes(folder, 90), "--layers", "16", "--epochs", "1");
        assertThat(console.code()).as("%s", console.out()).isZero();
        Json json = Json.read(folder.resolve("compared.json"));
        assertThat(json.texts("backends", "name")).startsWith("reference", "scalar", "netlib-java", "netlib-native");
        assertThat(json.number("backends.0.speedupOverReference")).isEqualTo(1);
        assertThat(json.number("backends.0.maxRelativeGradientDifference")).isZero();
        for (String figure : List.of("microsecondsPerStep", "samplesPerSecond", "gflops", "speedupOverReference")) {
            assertThat(json.numbers("backends", figure))
                    .hasSameSizeAs(json.texts("backends", "name"))
                    .allMatch(value -> value > 0 && Double.isFinite(value));
        }
        assertThat(json.numbers("backends", "maxRelativeGradientDifference")).allMatch(value -> value < 1e-5);
        assertThat(console.out()).anyMatch(line -> line.startsWith("implementation"));
        assertThat(console.out()).anyMatch(line -> line.startsWith("netlib-native"));
    }

    private Console train(String json, String... options) {
        return Console.run(
                with(new String[] {"train", "--json", folder.resolve(json).toString()}, options));
    }

    private static String[] with(String[] first, String... second) {
        return Stream.concat(Stream.of(first), Stream.of(second)).toArray(String[]::new);
    }
}
