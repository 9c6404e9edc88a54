// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import dev.hadamard.bench.jmh.GemmFloorBenchmark;
import dev.hadamard.bench.jmh.TrainStepBenchmark;
import dev.hadamard.bench.step.TrainStep;
import dev.hadamard.bench.step.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Times of training steps, with the bare products as their floor and the naive reference as what they are compared
 * with.
 *
 * @param steps in float, by one thread, with plain gradient descent
 * @param products in float, by one thread
 */
record TrainTable(Measurements steps, Measurements products) {

    /** What the reader needs to know about the figures. */
    static final String LEGEND =
            "µs per training step (forward, backward, update) in float on one thread, plain gradient"
                    + " descent; \"products alone\" are the bare OpenBLAS calls of such a step. The naive reference computes in double.";

    private static final double MICROSECOND = 1e-3;
    private static final List<String> IMPLEMENTATIONS =
            List.of(TrainStep.REFERENCE, "scalar", "netlib-java", "netlib-native", "simd");

    static TrainTable of(Measurements measurements) {
        Map<String, String> products = Map.of("precision", "float", "threads", "1");
        Map<String, String> steps =
                Map.of("precision", "float", "threads", "1", "optimizer", "sgd", "activation", "relu", "batch", "own");
        return new TrainTable(
                measurements.of(TrainStepBenchmark.class, steps), measurements.of(GemmFloorBenchmark.class, products));
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    @Override
    public String toString() {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("workload"));
        head.addAll(IMPLEMENTATIONS);
        head.addAll(List.of("products alone", "fastest over reference"));
        rows.add(head);
        for (Workload workload : Workload.values()) {
            if (steps.measurement(Map.of("workload", workload.label())).isPresent()) {
                rows.add(row(workload));
            }
        }
        return new MarkdownTable(1, rows).toString();
    }

    private List<String> row(Workload workload) {
        List<String> row = new ArrayList<>(List.of(workload.toString()));
        for (String implementation : IMPLEMENTATIONS) {
            row.add(cell(step(workload, implementation)));
        }
        row.add(cell(products.find(Map.of("workload", workload.label()))));
        row.add(speedUp(workload));
        return row;
    }

    private Optional<Spread> step(Workload workload, String implementation) {
        return steps.find(Map.of("workload", workload.label(), "implementation", implementation));
    }

    private static String cell(Optional<Spread> time) {
        return time.map(spread -> spread.times(MICROSECOND).toString()).orElse(MarkdownTable.MISSING);
    }

    private String speedUp(Workload workload) {
        Optional<Spread> reference = step(workload, TrainStep.REFERENCE);
        Optional<String> fastest = IMPLEMENTATIONS.stream()
                .filter(name -> !name.equals(TrainStep.REFERENCE)
                        && step(workload, name).isPresent())
                .min(Comparator.comparingDouble(
                        name -> step(workload, name).orElseThrow().median()));
        if (reference.isEmpty() || fastest.isEmpty()) {
            return MarkdownTable.MISSING;
        }
        double best = step(workload, fastest.get()).orElseThrow().median();
        return Spread.digits(reference.get().median() / best) + "x (" + fastest.get() + ")";
    }

    /** Number of forks of the steps. */
    String forks() {
        return steps.forks();
    }
}
