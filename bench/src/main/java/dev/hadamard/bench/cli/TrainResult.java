// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hadamard.History;
import dev.hadamard.bench.step.StepSetup;
import dev.hadamard.bench.timing.StepTiming;
import dev.hadamard.bench.timing.TimingReport;
import dev.hadamard.metrics.ClassificationMetrics;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Everything that {@code train} found out, for people and programs.
 *
 * @param settings what is needed to repeat it, by option
 * @param data the data
 * @param setup network and training
 * @param outcome training and test
 * @param comparison all implementations; empty if not wanted
 */
record TrainResult(
        Map<String, Object> settings,
        TrainingData<?> data,
        StepSetup<?> setup,
        Training.Outcome outcome,
        Comparison comparison) {

    /** R² and root mean squared error in the targets' own unit, or accuracy. */
    void printTest(PrintWriter out) {
        out.printf(
                Locale.ROOT, "trained for %.1f s at %,.0f samples/s%n", outcome.seconds(), outcome.samplesPerSecond());
        History history = outcome.history();
        if (history.bestEpoch() > 0) {
            out.printf("best epoch %d, stopped by %s%n", history.bestEpoch(), Names.of(history.reason()));
        }
        if (data.hasClasses()) {
            ClassificationMetrics test = outcome.classes();
            out.printf(
                    Locale.ROOT,
                    "test accuracy %.2f %% (%d of %d)%n",
                    100 * test.accuracy(),
                    test.right(),
                    test.rows());
        } else {
            out.printf(
                    Locale.ROOT,
                    "test R2 %.4f, root mean squared error %.4g%n",
                    outcome.numbers().r2(),
                    testRmse());
        }
        out.flush();
    }

    private double testRmse() {
        return outcome.numbers().rmse() * data.targetUnit();
    }

    /** Writes it as one object. A figure that is not a number, such as R² of a constant target, becomes null. */
    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("version", Version.current());
        writeTest(json);
        number(json, "trainingSamplesPerSecond", outcome.samplesPerSecond());
        number(json, "trainingSeconds", outcome.seconds());
        json.writeStringField("endOfTraining", Names.of(outcome.history().reason()));
        json.writeStringField("stoppedBecause", Names.of(outcome.history().reason()));
        if (outcome.history().bestEpoch() > 0) {
            json.writeNumberField("bestEpoch", outcome.history().bestEpoch());
        } else {
            json.writeNullField("bestEpoch");
        }
        writeEpochs(json);
        writeBackends(json);
        writeData(json);
        json.writeObjectFieldStart("settings");
        for (Map.Entry<String, Object> setting : settings.entrySet()) {
            json.writeObjectField(setting.getKey(), setting.getValue());
        }
        json.writeEndObject();
        writeEnvironment(json);
        json.writeEndObject();
    }

    private void writeTest(JsonGenerator json) throws IOException {
        if (data.hasClasses()) {
            number(json, "testAccuracy", outcome.classes().accuracy());
        } else {
            number(json, "testR2", outcome.numbers().r2());
            number(json, "testRmse", testRmse());
        }
        json.writeObjectFieldStart("metrics");
        for (Map.Entry<String, Double> metric : metrics().entrySet()) {
            number(json, metric.getKey(), metric.getValue());
        }
        json.writeEndObject();
    }

    /** Figures of the test part, errors in the targets' own unit. */
    Map<String, Double> metrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        if (data.hasClasses()) {
            ClassificationMetrics test = outcome.classes();
            metrics.put("accuracy", test.accuracy());
            metrics.put("top3Accuracy", test.topKAccuracy(3));
            metrics.put("logLoss", test.logLoss());
            metrics.put("macroPrecision", test.macroPrecision());
            metrics.put("macroRecall", test.macroRecall());
            metrics.put("macroF1", test.macroF1());
            metrics.put("rocAuc", test.rocAuc());
        } else {
            metrics.put("r2", outcome.numbers().r2());
            metrics.put("mae", outcome.numbers().mae() * data.targetUnit());
            metrics.put("rmse", testRmse());
        }
        return metrics;
    }

    private void writeEpochs(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("epochs");
        for (History.Epoch epoch : outcome.history().epochs()) {
            json.writeStartObject();
            json.writeNumberField("epoch", epoch.number());
            number(json, "cost", epoch.cost());
            if (!Double.isNaN(epoch.watched())) {
                number(json, "watched", epoch.watched());
            }
            number(json, "samplesPerSecond", epoch.rowsPerSecond());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeBackends(JsonGenerator json) throws IOException {
        json.writeNumberField("operationsPerStep", setup.operations());
        json.writeArrayFieldStart("backends");
        for (StepTiming timing : comparison.timings()) {
            OptionalDouble speedup = comparison.speedup(timing);
            json.writeStartObject();
            json.writeStringField("name", timing.name());
            number(json, "microsecondsPerStep", timing.microsecondsPerStep());
            number(json, "samplesPerSecond", timing.samplesPerSecond());
            number(json, "gflops", timing.gflops());
            number(json, "speedupOverReference", speedup.orElse(Double.NaN));
            number(json, "maxRelativeGradientDifference", timing.maxRelativeGradientDifference());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("backendsWithoutFigures");
        for (TimingReport report : comparison.reports()) {
            if (report instanceof TimingReport.Unavailable unavailable) {
                writeReason(json, unavailable.name(), "unavailable", unavailable.reason());
            } else if (report instanceof TimingReport.Failed failed) {
                writeReason(json, failed.name(), "failed", failed.reason());
            }
        }
        json.writeEndArray();
    }

    private static void writeReason(JsonGenerator json, String name, String state, String reason) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeStringField("state", state);
        json.writeStringField("reason", Environment.withoutFolders(reason));
        json.writeEndObject();
    }

    private void writeData(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("data");
        json.writeStringField("name", data.name());
        json.writeNumberField("trainingRows", data.trainingRows());
        json.writeNumberField("testRows", data.testRows());
        json.writeNumberField("features", data.train().features());
        if (data.hasClasses()) {
            json.writeNumberField("classes", data.train().outputs());
        }
        json.writeEndObject();
        json.writeStringField("network", setup.network().toString());
        json.writeStringField("trainedBy", Environment.withoutFolders(outcome.backend()));
    }

    private static void writeEnvironment(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("environment");
        for (Map.Entry<String, String> fact : Environment.here().entrySet()) {
            json.writeStringField(fact.getKey(), fact.getValue());
        }
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String field, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumberField(field, value);
        } else {
            json.writeNullField(field);
        }
    }
}
