// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import dev.hadamard.bench.jmh.TrainStepBenchmark;
import dev.hadamard.bench.step.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Training steps by several threads.
 *
 * @param steps in float, with plain gradient descent, by any number of threads
 */
record ThreadTable(Measurements steps) {

    /** What the reader needs to know about the figures. */
    static final String LEGEND =
            "µs per training step in float, plain gradient descent; in brackets how many times as fast as by one thread.";

    private static final double MICROSECOND = 1e-3;
    private static final List<String> IMPLEMENTATIONS = List.of("simd", "netlib-native");

    static ThreadTable of(Measurements measurements) {
        return new ThreadTable(measurements.of(
                TrainStepBenchmark.class,
                Map.of("precision", "float", "optimizer", "sgd", "activation", "relu", "batch", "own")));
    }

    boolean isEmpty() {
        return numbers().size() < 2;
    }

    String forks() {
        return steps.forks();
    }

    /** Numbers of threads, from the least. */
    List<String> numbers() {
        return steps.values("threads", List.of()).stream()
                .sorted(Comparator.comparingInt(Integer::parseInt))
                .toList();
    }

    @Override
    public String toString() {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("workload"));
        for (String implementation : IMPLEMENTATIONS) {
            numbers().forEach(n -> head.add(implementation + ", " + n + (n.equals("1") ? " thread" : " threads")));
        }
        rows.add(head);
        for (Workload workload : Workload.values()) {
            List<String> row = new ArrayList<>(List.of(workload.toString()));
            for (String implementation : IMPLEMENTATIONS) {
                numbers().forEach(n -> row.add(cell(workload, implementation, n)));
            }
            if (row.stream().skip(1).anyMatch(cell -> !cell.equals(MarkdownTable.MISSING))) {
                rows.add(row);
            }
        }
        return new MarkdownTable(1, rows).toString();
    }

    private String cell(Workload workload, String implementation, String threads) {
        Optional<Spread> time = step(workload, implementation, threads).map(Measurement::value);
        if (time.isEmpty()) {
            return MarkdownTable.MISSING;
        }
        String text = Spread.digits(time.get().median() * MICROSECOND);
        return threads.equals("1")
                ? text
                : text
                        + step(workload, implementation, "1")
                                .map(one -> String.format(
                                        Locale.ROOT,
                                        " (%.2fx)",
                                        one.value().median() / time.get().median()))
                                .orElse("");
    }

    Optional<Measurement> step(Workload workload, String implementation, String threads) {
        return steps.measurement(
                Map.of("workload", workload.label(), Suite.IMPLEMENTATION, implementation, "threads", threads));
    }
}
