// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.Network;
import dev.hadamard.ParameterRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each option of a training does what it says, from the command line to the weights that are saved. */
@Timeout(120)
class TrainingOptionsTest {

    private static final int EPOCHS = 6;
    private static final Map<String, String> USUAL = Map.of("--optimizer", "sgd", "--epochs", "" + EPOCHS);

    @TempDir
    Path folder;

    /** What a training leaves behind. */
    private record Run(Json json, Network<float[]> network) {

        double[] costs() {
            return json.numbers("epochs", "cost").stream()
                    .mapToDouble(Double::doubleValue)
                    .toArray();
        }

        /** Of layer 1's weights, inputs x units. */
        double[] firstWeights() {
            ParameterRange range = network.ranges().get(0);
            return Arrays.copyOfRange(
                    network.parametersAsDoubles(), range.offset(), range.offset() + range.rows() * range.columns());
        }
    }

    private Run train(String... options) throws IOException {
        Path data = folder.resolve("classes.csv");
        if (!Files.exists(data)) {
            Tables.classes(folder, 96);
        }
        List<String> args = new ArrayList<>(List.of(
                "train",
                "--no-compare",
                "--json",
                folder.resolve("run.json").toString(),
                "--save",
                folder.resolve("run").toString(),
                "--data",
                "csv:" + data,
                "--layers",
                "8"));
        List<String> given = List.of(options);
        USUAL.forEach((name, value) -> {
            if (!given.contains(name)) {
                args.addAll(List.of(name, value));
            }
        });
        args.addAll(given);
        Console console = Console.run(args.toArray(String[]::new));
        assertThat(console.code()).as("%s", console.err()).isZero();
        return new Run(Json.read(folder.resolve("run.json")), Network.loadFloats(folder.resolve("run")));
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElseThrow();
    }

    private static double sum(double[] values) {
        return Arrays.stream(values).map(Math::abs).sum();
    }

    @ParameterizedTest
    @ValueSource(strings = {"step", "exponential", "polynomial", "cosine", "cosine_restarts", "one_cycle", "plateau"})
    void everyScheduleChangesTheCourse(String name) throws IOException {
        double[] constant = train("--schedule", "constant").costs();
        Run run = train("--schedule", name, "--epochs", name.equals("plateau") ? "60" : "" + EPOCHS, "--lr", "0.3");
        assertThat(run.json().text("settings.schedule")).isEqualTo(name);
        assertThat(run.costs()).isNotEqualTo(constant);
        assertThat(run.costs()[run.costs().length - 1]).isLessThan(run.costs()[0]);
    }

    @Test
    void warmUpBeginsGently() throws IOException {
        double plain = train().costs()[0];
        Run warm = train("--warmup", "12");
        assertThat(warm.json().number("settings.warmup")).isEqualTo(12);
        assertThat(warm.costs()[0]).isGreaterThan(plain);
    }

    @Test
    void penaltiesShrinkWeights() throws IOException {
        double plain = sum(train().firstWeights());
        assertThat(sum(train("--l1", "0.01").firstWeights())).isLessThan(plain);
        assertThat(sum(train("--l2", "0.1").firstWeights())).isLessThan(plain);
        assertThat(sum(train("--weight-decay", "0.1").firstWeights())).isLessThan(plain);
        Run limited = train("--max-norm", "0.25");
        assertThat(largest(limited.firstWeights())).isLessThanOrEqualTo(0.25 * (1 + 1e-6));
        assertThat(limited.json().number("settings.maxNorm")).isEqualTo(0.25);
    }

    @Test
    void clippingHoldsStepsBack() throws IOException {
        double plain = train().costs()[EPOCHS - 1];
        assertThat(train("--clip-norm", "0.01").costs()[EPOCHS - 1]).isGreaterThan(plain);
        assertThat(train("--clip-value", "0.001").costs()[EPOCHS - 1]).isGreaterThan(plain);
    }

    @Test
    void smoothedLabelsCostMore() throws IOException {
        String[] well = {"--epochs", "40", "--lr", "0.3"};
        double plain = train(well).costs()[39];
        double smoothed = train("--epochs", "40", "--lr", "0.3", "--label-smoothing", "0.1")
                .costs()[39];
        assertThat(smoothed).isGreaterThan(plain + 0.1);
    }

    @Test
    void classesMayCountAlike() throws IOException {
        Path data = folder.resolve("classes.csv");
        List<String> rows = Files.readAllLines(Tables.classes(folder, 96));
        rows.removeIf(row -> row.endsWith("cedar") && row.hashCode() % 4 != 0);
        Files.write(data, rows);
        double[] equal = train().costs();
        Run balanced = train("--class-weights", "balanced");
        assertThat(balanced.costs()).isNotEqualTo(equal);
        assertThat(balanced.json().text("settings.classWeights")).isEqualTo("balanced");
    }

    @Test
    void frozenLayersStay() throws IOException {
        double[] before = train("--epochs", "1", "--freeze", "1").firstWeights();
        Run frozen = train("--freeze", "1");
        assertThat(frozen.firstWeights()).isEqualTo(before);
        assertThat(frozen.costs()[EPOCHS - 1]).isLessThan(frozen.costs()[0]);
    }

    @Test
    void layersHaveTheirOwnRates() throws IOException {
        double[] before = train("--epochs", "1", "--freeze", "1").firstWeights();
        double[] plain = difference(train().firstWeights(), before);
        Run slow = train("--rate-of-layer", "1=0.01,2=1.5");
        assertThat(sum(difference(slow.firstWeights(), before))).isLessThan(sum(plain) / 10);
        assertThat(slow.json().text("settings.rateOfLayer")).isEqualTo("{1=0.01, 2=1.5}");
    }

    private static double[] difference(double[] a, double[] b) {
        double[] result = a.clone();
        Arrays.setAll(result, i -> a[i] - b[i]);
        return result;
    }

    @Test
    void stopsEarlyWithTheBestWeights() throws IOException {
        Run run = train("--epochs", "200", "--early-stopping", "accuracy", "--patience", "3");
        assertThat(run.json().text("stoppedBecause")).isEqualTo("no_improvement");
        assertThat(run.costs().length).isEqualTo((int) run.json().number("bestEpoch") + 3);
        assertThat(run.json().number("settings.validationShare")).isEqualTo(0.1);
        assertThat(run.json().number("metrics.accuracy")).isGreaterThan(0.9);
    }

    @Test
    void validatesOnItsOwnShare() throws IOException {
        Run half = train("--validation-share", "0.5");
        assertThat(half.json().number("settings.validationShare")).isEqualTo(0.5);
        assertThat(half.costs()).isNotEqualTo(train().costs());
    }

    @Test
    void timeEnds() throws IOException {
        Run run = train("--epochs", "100000000", "--time-budget", "0.2");
        assertThat(run.json().text("stoppedBecause")).isEqualTo("time");
    }

    @Test
    void hiddenLayersAreNormalised() throws IOException {
        Run run = train("--layer-norm", "--lr", "0.05");
        assertThat(run.network().toString()).isEqualTo("float 2-8 identity-layer norm relu-3 softmax (59 parameters)");
        assertThat(run.costs()[EPOCHS - 1]).isLessThan(run.costs()[0]);
        assertThat(run.json().text("settings.layerNorm")).isEqualTo("true");
        Run batch = train("--batch-norm", "--lr", "0.05");
        assertThat(batch.network().toString())
                .isEqualTo("float 2-8 identity-batch norm relu-3 softmax (75 parameters)");
        assertThat(batch.costs()[EPOCHS - 1]).isLessThan(batch.costs()[0]);
    }

    @Test
    void lbfgsTakesAllRowsAtOnce() throws IOException {
        Run run = train("--optimizer", "lbfgs", "--epochs", "30");
        assertThat(run.json().number("settings.batch")).isEqualTo(77);
        assertThat(run.json().number("metrics.accuracy")).isEqualTo(1);
        double[] costs = run.costs();
        for (int i = 1; i < costs.length; i++) {
            assertThat(costs[i]).isLessThanOrEqualTo(costs[i - 1]);
        }
    }
}
