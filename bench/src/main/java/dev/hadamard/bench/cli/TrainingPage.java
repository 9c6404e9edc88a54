// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.Network;
import dev.hadamard.ParameterRange;
import dev.hadamard.bench.page.LearningCurve;
import dev.hadamard.bench.page.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** The page of a training: what was learnt, how, and on what machine. */
final class TrainingPage {

    /** More classes than a table can show. */
    private static final int MOST_CLASSES = 40;

    private TrainingPage() {}

    /**
     * Makes it.
     *
     * @param result the training
     * @param diagnosis its gradient flow, or null
     * @return HTML
     * @throws IOException if the program does not know its own version
     */
    static String of(TrainResult result, Diagnosis diagnosis) throws IOException {
        Training.Outcome outcome = result.outcome();
        Page page = new Page(
                "Training on " + result.data().name(),
                result.setup().network() + ", trained for "
                        + String.format(Locale.ROOT, "%.1f s", outcome.seconds()) + ", stopped by "
                        + Names.of(outcome.history().reason()));
        Map<String, Object> figures = new LinkedHashMap<>();
        result.metrics().forEach((name, value) -> figures.put(name, String.format(Locale.ROOT, "%.5g", value)));
        figures.put("samples per second", String.format(Locale.ROOT, "%,.0f", outcome.samplesPerSecond()));
        page.facts("On the test part", figures);
        LearningCurve.of(outcome.history(), result.data().name(), watched(result))
                .ifPresent(curve -> page.picture("Learning curve", curve));
        if (result.data().hasClasses() && outcome.classes().confusionMatrix().length <= MOST_CLASSES) {
            long[][] counts = outcome.classes().confusionMatrix();
            page.confusion("Confusion matrix", names(result, counts.length), counts);
        }
        if (diagnosis != null) {
            diagnosis.chart().ifPresent(chart -> page.picture("Gradient flow", chart));
        }
        page.table(
                "Parameters",
                List.of("tensor", "shape", "norm", "mean", "largest"),
                norms(result.setup().network()));
        page.facts("Settings", result.settings());
        page.facts("Environment", environment(result));
        return page.html();
    }

    /** What was watched of the validation part: the cost, unless early stopping watches something else. */
    static String watched(TrainResult result) {
        Object metric = result.settings().get("earlyStopping");
        return "validation " + (metric == null ? "cost" : metric);
    }

    private static List<String> names(TrainResult result, int classes) {
        List<String> known = result.data().preparation().classes();
        return known.size() == classes
                ? known
                : IntStream.range(0, classes).mapToObj(String::valueOf).toList();
    }

    private static Map<String, String> environment(TrainResult result) throws IOException {
        Map<String, String> environment = new LinkedHashMap<>(Environment.here());
        environment.put(
                "trained by", Environment.withoutFolders(result.outcome().backend()));
        environment.put("version", Version.current());
        return environment;
    }

    private static List<List<String>> norms(Network<?> network) {
        double[] parameters = network.parametersAsDoubles();
        List<List<String>> rows = new ArrayList<>();
        for (ParameterRange range : network.ranges()) {
            double squares = 0;
            double sum = 0;
            double largest = 0;
            for (int i = range.offset(); i < range.offset() + range.length(); i++) {
                squares += parameters[i] * parameters[i];
                sum += parameters[i];
                largest = Math.max(largest, Math.abs(parameters[i]));
            }
            rows.add(List.of(
                    range.name(),
                    range.rows() + " x " + range.columns(),
                    number(Math.sqrt(squares)),
                    number(sum / range.length()),
                    number(largest)));
        }
        return rows;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
