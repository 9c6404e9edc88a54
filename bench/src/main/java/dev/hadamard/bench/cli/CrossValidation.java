// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The figures of each fold's test part, and what they are together. */
final class CrossValidation {

    private final List<Map<String, Double>> folds = new ArrayList<>();

    void add(Map<String, Double> metrics) {
        folds.add(metrics);
    }

    private Map<String, Double> together(ToDoubleFunction<double[]> figure) {
        Map<String, Double> result = new LinkedHashMap<>();
        for (String name : folds.get(0).keySet()) {
            double[] values = folds.stream().mapToDouble(fold -> fold.get(name)).toArray();
            result.put(name, figure.applyAsDouble(values));
        }
        return result;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** Standard deviation of the folds, divided by their number less one. */
    private static double deviation(double[] values) {
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (values.length - 1));
    }

    void print(PrintWriter out) {
        Map<String, Double> deviations = together(CrossValidation::deviation);
        out.printf("%n%d folds, mean and standard deviation:%n", folds.size());
        together(CrossValidation::mean)
                .forEach((name, mean) ->
                        out.printf(Locale.ROOT, "%-16s %10.5g  +- %.3g%n", name, mean, deviations.get(name)));
        out.flush();
    }

    /** Writes it as one object; a figure that is not a number becomes null. */
    void write(JsonGenerator json, Map<String, Object> settings) throws IOException {
        json.writeStartObject();
        json.writeStringField("version", Version.current());
        json.writeArrayFieldStart("folds");
        for (Map<String, Double> fold : folds) {
            writeFigures(json, fold);
        }
        json.writeEndArray();
        json.writeFieldName("mean");
        writeFigures(json, together(CrossValidation::mean));
        json.writeFieldName("deviation");
        writeFigures(json, together(CrossValidation::deviation));
        json.writeObjectFieldStart("settings");
        for (Map.Entry<String, Object> setting : settings.entrySet()) {
            json.writeObjectField(setting.getKey(), setting.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeFigures(JsonGenerator json, Map<String, Double> figures) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, Double> figure : figures.entrySet()) {
            if (Double.isFinite(figure.getValue())) {
                json.writeNumberField(figure.getKey(), figure.getValue());
            } else {
                json.writeNullField(figure.getKey());
            }
        }
        json.writeEndObject();
    }
}
