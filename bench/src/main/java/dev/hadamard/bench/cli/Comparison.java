// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.Backend;
import dev.hadamard.bench.step.TrainStep;
import dev.hadamard.bench.timing.StepTiming;
import dev.hadamard.bench.timing.TimingReport;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Every implementation on one network and data.
 *
 * @param reports one each, the naive reference first
 */
record Comparison(List<TimingReport> reports) {

    private static final String ROW = "%-16s %12s %13s %10s %11s %20s%n";

    /**
     * Times all implementations, one after the other.
     *
     * @param report times one of a name
     */
    static Comparison of(Function<String, TimingReport> report) {
        return new Comparison(Stream.concat(Stream.of(TrainStep.REFERENCE), Backend.names().stream())
                .map(report)
                .toList());
    }

    /** The implementations that ran. */
    List<StepTiming> timings() {
        return reports.stream()
                .filter(TimingReport.Timed.class::isInstance)
                .map(report -> ((TimingReport.Timed) report).timing())
                .toList();
    }

    /** How many times as fast as the naive reference; empty if that failed. */
    OptionalDouble speedup(StepTiming timing) {
        return timings().stream()
                .filter(reference -> reference.name().equals(TrainStep.REFERENCE))
                .mapToDouble(reference -> reference.microsecondsPerStep() / timing.microsecondsPerStep())
                .findFirst();
    }

    boolean anyFailed() {
        return reports.stream().anyMatch(TimingReport.Failed.class::isInstance);
    }

    void print(PrintWriter out) {
        out.printf(ROW, "implementation", "us/step", "samples/s", "GFLOP/s", "speed-up", "gradient difference");
        for (TimingReport report : reports) {
            if (report instanceof TimingReport.Timed timed) {
                print(out, timed.timing());
            } else if (report instanceof TimingReport.Unavailable unavailable) {
                out.printf("%-16s not available: %s%n", unavailable.name(), unavailable.reason());
            } else if (report instanceof TimingReport.Failed failed) {
                out.printf("%-16s failed: %s%n", failed.name(), failed.reason());
            }
        }
        out.flush();
    }

    private void print(PrintWriter out, StepTiming timing) {
        OptionalDouble speedup = speedup(timing);
        out.printf(
                ROW,
                timing.name(),
                format("%,.1f", timing.microsecondsPerStep()),
                format("%,.0f", timing.samplesPerSecond()),
                format("%.2f", timing.gflops()),
                speedup.isPresent() ? format("%.1fx", speedup.getAsDouble()) : "",
                format("%.1e", timing.maxRelativeGradientDifference()));
    }

    private static String format(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, value);
    }
}
