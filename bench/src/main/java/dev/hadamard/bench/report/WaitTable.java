// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import dev.hadamard.bench.jmh.ColdStartBenchmark;
import dev.hadamard.bench.jmh.GradientCheckBenchmark;
import dev.hadamard.bench.jmh.GradientCostBenchmark;
import dev.hadamard.bench.jmh.InferenceBenchmark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Times of predictions, first steps and gradients: what the pictures of these are drawn from.
 *
 * @param times of these benchmarks
 */
record WaitTable(List<Measurement> times) {

    /** What the reader needs to know about the figures. */
    static final String LEGEND =
            "µs per call, of cold starts all steps together. Percentiles are those of single calls of all"
                    + " forks, sampled by JMH.";

    private static final double MICROSECOND = 1e-3;
    private static final List<String> PERCENTILES = List.of("50.0", "99.0", "99.9");

    static WaitTable of(Measurements all) {
        return new WaitTable(Stream.of(
                        InferenceBenchmark.class,
                        ColdStartBenchmark.class,
                        GradientCheckBenchmark.class,
                        GradientCostBenchmark.class)
                .flatMap(benchmark -> all.of(benchmark, Map.of()).all().stream())
                .toList());
    }

    boolean isEmpty() {
        return times.isEmpty();
    }

    @Override
    public String toString() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("benchmark", "parameters", "mean", "median", "p99", "p99.9"));
        for (Measurement m : times) {
            List<String> row = new ArrayList<>();
            row.add(m.benchmark().replace("Benchmark", ""));
            row.add(m.parameters().entrySet().stream()
                    .map(entry -> entry.getKey() + " " + entry.getValue())
                    .collect(Collectors.joining(", ")));
            row.add(m.value().times(MICROSECOND).toString());
            for (String percentile : PERCENTILES) {
                row.add(Optional.ofNullable(m.percentiles().get(percentile))
                        .map(value -> Spread.digits(value * MICROSECOND))
                        .orElse(MarkdownTable.MISSING));
            }
            rows.add(row);
        }
        return new MarkdownTable(2, rows).toString();
    }
}
