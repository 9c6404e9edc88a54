// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import dev.hadamard.bench.jmh.TrainStepBenchmark;
import dev.hadamard.bench.step.TrainStep;
import dev.hadamard.bench.step.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Every training step that was timed, whatever its parameters, as a share of the machine's peak.
 *
 * @param steps all of them
 * @param all everything that was measured, the peak among it
 */
record SummaryTable(Measurements steps, Measurements all) {

    /** What the reader needs to know about the figures. */
    static final String LEGEND =
            "Operations are those of the matrix products alone, as those of bare BLAS; the peak is that of a loop of fused"
                    + " multiply-adds in the same element type, on one thread, times the number of threads. Allocation is by"
                    + " JMH's profiler, whose own share is some 6 KB an iteration; steps of milliseconds are not compiled to the"
                    + " last loss kernel when they are timed, and then allocate.";

    private static final List<String> KNOWN = List.of(
            TrainStep.REFERENCE, TrainStep.REFERENCE_UNSHARED, "scalar", "netlib-java", "netlib-native", "simd");

    static SummaryTable of(Measurements all) {
        return new SummaryTable(all.of(TrainStepBenchmark.class, Map.of()), all);
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    @Override
    public String toString() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "workload",
                "implementation",
                "type",
                "optimiser",
                "batch",
                "threads",
                "µs/step",
                "GFLOP/s",
                "of peak",
                "B/step"));
        for (Workload workload : Workload.values()) {
            for (String implementation : steps.values(Suite.IMPLEMENTATION, KNOWN)) {
                steps.of(
                                TrainStepBenchmark.class,
                                Map.of("workload", workload.label(), Suite.IMPLEMENTATION, implementation))
                        .all()
                        .forEach(m -> rows.add(row(workload, m)));
            }
        }
        return new MarkdownTable(2, rows).toString();
    }

    private List<String> row(Workload workload, Measurement m) {
        int rows = m.parameter("batch").equals(TrainStepBenchmark.OWN_BATCH)
                ? workload.rows()
                : Integer.parseInt(m.parameter("batch"));
        double gigaflops = workload.operations()
                / (double) workload.rows()
                * rows
                / m.value().median();
        String type = type(m);
        Optional<Double> peak = Roofline.peak(all, type + "s");
        double threads = Double.parseDouble(m.parameter("threads"));
        return List.of(
                workload.label(),
                m.parameter(Suite.IMPLEMENTATION),
                type,
                m.parameter("optimizer"),
                String.valueOf(rows),
                m.parameter("threads"),
                m.value().times(1e-3).toString(),
                Spread.digits(gigaflops),
                peak.map(p -> String.format(Locale.ROOT, "%.1f %%", 100 * gigaflops / (p * threads)))
                        .orElse(MarkdownTable.MISSING),
                m.allocation().isEmpty()
                        ? MarkdownTable.MISSING
                        : String.format(Locale.ROOT, "%,.0f", m.allocation().getAsDouble()));
    }

    /** The reference knows double alone, whatever the data's type. */
    private static String type(Measurement m) {
        return m.parameter(Suite.IMPLEMENTATION).startsWith(TrainStep.REFERENCE) ? "double" : m.parameter("precision");
    }
}
