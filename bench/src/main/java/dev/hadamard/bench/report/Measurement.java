// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import dev.hadamard.bench.jmh.TrainStepBenchmark;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What JMH measured of one benchmark with one set of parameters.
 *
 * @param benchmark simple name of the class
 * @param method name of the method
 * @param parameters value by name
 * @param unit what the values are
 * @param forks a value a fork, in the order in which they ran
 * @param iterations all iterations of all forks; for a distribution, a mean an iteration
 * @param interval JMH's own 99.9 % confidence interval of the mean of all iterations; not finite where there are too
 *     few
 * @param percentiles of a distribution: value by percentage, such as "99.9"; else empty
 * @param allocation bytes a call by the profiler of the garbage collector, if it was there: of each fork the iteration
 *     with the least, of these the most
 * @param iterationNanoseconds how long an iteration was
 * @param warmUpNanoseconds how long all iterations before the first that counts were
 */
record Measurement(
        String benchmark,
        String method,
        Map<String, String> parameters,
        Unit unit,
        List<Double> forks,
        List<Double> iterations,
        Interval interval,
        Map<String, Double> percentiles,
        OptionalDouble allocation,
        double iterationNanoseconds,
        double warmUpNanoseconds) {

    /** What later versions of a benchmark have as parameters and earlier ones had as constants. */
    private static final Map<String, String> DEFAULTS = Map.of("batch", "own", "activation", "relu");

    private static final String ALLOCATION = "gc.alloc.rate.norm";

    /** Units in which values are kept. */
    enum Unit {
        /** Nanoseconds a call. */
        NANOSECONDS,
        /** 10⁹ floating-point operations a second. */
        GIGAFLOPS,
        /** 10⁹ bytes a second. */
        GIGABYTES;

        /** The name of the counter of a throughput benchmark. */
        private String counter() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Reads an entry of JMH's result.
     *
     * @return one measurement; none for a throughput without a counter that is known here
     * @throws IOException if something lacks or is no number
     */
    static List<Measurement> of(JsonValue entry) throws IOException {
        String mode = entry.get("mode").text();
        JsonValue metric = entry.get("primaryMetric");
        if (!mode.equals("thrpt")) {
            return List.of(of(entry, metric, Unit.NANOSECONDS));
        }
        for (Unit unit : List.of(Unit.GIGAFLOPS, Unit.GIGABYTES)) {
            JsonValue counters = entry.get("secondaryMetrics");
            if (counters.has(unit.counter())) {
                return List.of(of(entry, counters.get(unit.counter()), unit));
            }
        }
        return List.of();
    }

    private static Measurement of(JsonValue entry, JsonValue metric, Unit unit) throws IOException {
        String[] name = entry.get("benchmark").text().split("\\.");
        if (name.length < 2) {
            throw new IOException(entry.place() + ": no method of a class: "
                    + entry.get("benchmark").text());
        }
        boolean distribution = metric.has("rawDataHistogram");
        List<List<Double>> raw = distribution ? histograms(metric) : numbers(metric.get("rawData"));
        double factor = unit == Unit.NANOSECONDS ? nanoseconds(metric.get("scoreUnit")) : 1;
        return new Measurement(
                name[name.length - 2],
                name[name.length - 1],
                entry.has("params") ? entry.get("params").textsByName() : Map.of(),
                unit,
                scaled(raw.stream().map(Measurement::mean).toList(), factor),
                scaled(raw.stream().flatMap(List::stream).toList(), factor),
                interval(metric, factor),
                distribution ? percentiles(metric.get("scorePercentiles"), factor) : Map.of(),
                allocation(entry),
                time(entry, "measurementTime"),
                entry.has("warmupIterations") ? entry.get("warmupIterations").number() * time(entry, "warmupTime") : 0);
    }

    private static Interval interval(JsonValue metric, double factor) throws IOException {
        if (!metric.has("scoreConfidence")) {
            return Interval.UNKNOWN;
        }
        List<JsonValue> ends = metric.get("scoreConfidence").elements();
        if (ends.size() != 2 || !ends.get(0).isNumber() || !ends.get(1).isNumber()) {
            return Interval.UNKNOWN; // JMH writes "NaN"
        }
        return new Interval(ends.get(0).number(), ends.get(1).number()).times(factor);
    }

    private static List<Double> scaled(List<Double> values, double factor) {
        return values.stream().map(value -> value * factor).toList();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** Iterations by fork. */
    private static List<List<Double>> numbers(JsonValue rawData) throws IOException {
        List<List<Double>> forks = new ArrayList<>();
        for (JsonValue fork : rawData.elements()) {
            List<Double> iterations = new ArrayList<>();
            for (JsonValue iteration : fork.elements()) {
                iterations.add(iteration.number());
            }
            forks.add(iterations);
        }
        check(rawData, forks);
        return forks;
    }

    /** Means by fork and iteration; an iteration is a list of pairs, a value and how often it was met. */
    private static List<List<Double>> histograms(JsonValue metric) throws IOException {
        JsonValue rawData = metric.get("rawDataHistogram");
        List<List<Double>> forks = new ArrayList<>();
        for (JsonValue fork : rawData.elements()) {
            List<Double> iterations = new ArrayList<>();
            for (JsonValue iteration : fork.elements()) {
                double sum = 0;
                double count = 0;
                for (JsonValue pair : iteration.elements()) {
                    List<JsonValue> both = pair.elements();
                    if (both.size() != 2) {
                        throw new IOException(pair.place() + ": must be a value and a count, is " + pair.content());
                    }
                    sum += both.get(0).number() * both.get(1).number();
                    count += both.get(1).number();
                }
                iterations.add(sum / count);
            }
            forks.add(iterations);
        }
        check(rawData, forks);
        return forks;
    }

    private static void check(JsonValue rawData, List<List<Double>> forks) throws IOException {
        if (forks.isEmpty()
                || forks.stream().anyMatch(List::isEmpty)
                || forks.stream().flatMap(List::stream).anyMatch(value -> !Double.isFinite(value))) {
            throw new IOException(rawData.place() + ": must hold forks with iterations, is " + rawData.content());
        }
    }

    private static Map<String, Double> percentiles(JsonValue json, double factor) throws IOException {
        Map<String, Double> percentiles = new LinkedHashMap<>();
        for (Map.Entry<String, Double> entry : json.numbersByName().entrySet()) {
            percentiles.put(entry.getKey(), entry.getValue() * factor);
        }
        return Collections.unmodifiableMap(percentiles);
    }

    private static OptionalDouble allocation(JsonValue entry) throws IOException {
        if (entry.has("secondaryMetrics") && entry.get("secondaryMetrics").has(ALLOCATION)) {
            JsonValue rawData = entry.get("secondaryMetrics").get(ALLOCATION).get("rawData");
            return numbers(rawData).stream()
                    .mapToDouble(iterations -> Collections.min(iterations))
                    .max();
        }
        return OptionalDouble.empty();
    }

    /** JMH writes "300 ms" or "single-shot". */
    private static double time(JsonValue entry, String name) throws IOException {
        if (!entry.has(name)) {
            return 0;
        }
        JsonValue time = entry.get(name);
        String[] parts = time.text().split(" ");
        if (parts.length != 2) {
            return 0;
        }
        try {
            return Double.parseDouble(parts[0])
                    * switch (parts[1]) {
                        case "ns" -> 1;
                        case "us" -> 1e3;
                        case "ms" -> 1e6;
                        case "s" -> 1e9;
                        default -> throw new IOException(time.place() + ": no time: " + time.text());
                    };
        } catch (NumberFormatException e) {
            throw new IOException(time.place() + ": no time: " + time.text(), e);
        }
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

    /** The forks' values. */
    Spread value() {
        return Spread.of(forks);
    }

    /** Whether these parameters have these values; others may have any. */
    boolean has(Map<String, String> wanted) {
        return wanted.entrySet().stream().allMatch(entry -> entry.getValue().equals(parameter(entry.getKey())));
    }

    /** A parameter's value, or null. */
    String parameter(String name) {
        return parameters.getOrDefault(name, DEFAULTS.get(name));
    }

    /** What makes it the same measurement in another run: the defaults of parameters that came later are among it. */
    String key() {
        Map<String, String> all = new TreeMap<>(parameters);
        if (benchmark.equals(TrainStepBenchmark.class.getSimpleName())) {
            DEFAULTS.forEach(all::putIfAbsent);
        }
        return text(all);
    }

    /** Such as "TrainStepBenchmark.step workload=tiny". */
    String label() {
        return text(parameters);
    }

    private String text(Map<String, String> values) {
        return benchmark + "." + method
                + values.entrySet().stream()
                        .map(entry -> " " + entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining());
    }
}
