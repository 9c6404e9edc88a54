// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What JMH measured of one benchmark with one set of parameters.
 *
 * @param benchmark simple name of the class
 * @param parameters value by name
 * @param nanoseconds time of an operation, over the forks
 */
record Measurement(String benchmark, Map<String, String> parameters, Spread nanoseconds) {

    private static final String AVERAGE_TIME = "avgt";

    /** Whether it is a time; throughputs, samples and single shots are something else. */
    static boolean isTime(JsonValue entry) throws IOException {
        return entry.get("mode").text().equals(AVERAGE_TIME);
    }

    /**
     * Reads an entry of JMH's result.
     *
     * @throws IOException if something lacks or is no number
     */
    static Measurement of(JsonValue entry) throws IOException {
        String[] name = entry.get("benchmark").text().split("\\.");
        JsonValue metric = entry.get("primaryMetric");
        if (name.length < 2) {
            throw new IOException(entry.place() + ": no method of a class: "
                    + entry.get("benchmark").text());
        }
        return new Measurement(
                name[name.length - 2],
                entry.has("params") ? entry.get("params").textsByName() : Map.of(),
                Spread.of(forkMeans(metric.get("rawData"))).times(nanoseconds(metric.get("scoreUnit"))));
    }

    private static List<Double> forkMeans(JsonValue rawData) throws IOException {
        List<Double> means = new ArrayList<>();
        for (JsonValue fork : rawData.elements()) {
            double sum = 0;
            for (JsonValue iteration : fork.elements()) {
                sum += iteration.number();
            }
            means.add(sum / fork.elements().size());
        }
        if (means.isEmpty() || means.stream().anyMatch(mean -> !Double.isFinite(mean))) {
            throw new IOException(rawData.place() + ": must hold forks with iterations, is " + rawData.content());
        }
        return means;
    }

    private static double nanoseconds(JsonValue unit) throws IOException {
        return switch (unit.text()) {
            case "ns/op" -> 1;
            case "us/op" -> 1e3;
            case "ms/op" -> 1e6;
            case "s/op" -> 1e9;
            default -> throw new IOException(unit.place() + ": no time: " + unit.text());
        };
    }

    /** Whether these parameters have these values; others may have any. */
    boolean has(Map<String, String> wanted) {
        return parameters.entrySet().containsAll(wanted.entrySet());
    }
}
