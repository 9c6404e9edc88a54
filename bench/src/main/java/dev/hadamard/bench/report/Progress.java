// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import dev.hadamard.bench.report.Suite.Part;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** How far a run is. The plan's estimate is corrected by how long the run's beginning really took. */
final class Progress {

    /** Below this share of the estimate, the beginning says too little about the rest. */
    private static final double TELLING = 0.03;

    private final int forks;
    private final double expected;
    private final LongSupplier clock;
    private final long start;
    private int forksDone;
    private double expectedOfDone;

    Progress(Plan plan) {
        this(plan, System::nanoTime);
    }

    Progress(Plan plan, LongSupplier nanoseconds) {
        this.forks = plan.forks();
        this.expected = plan.seconds();
        this.clock = nanoseconds;
        this.start = nanoseconds.getAsLong();
    }

    /** The line before a benchmark, which counts it as done the next time. */
    String next(Part part, Map<String, String> parameters) {
        String line = String.format(
                Locale.ROOT,
                ">>> JVM %d of %d, about %s left: %s %s",
                forksDone + 1,
                forks,
                text(left()),
                part.benchmark().getSimpleName(),
                parameters.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(" ")));
        forksDone += Plan.methods(part);
        expectedOfDone += Plan.seconds(part, parameters);
        return line;
    }

    private double left() {
        double elapsed = (clock.getAsLong() - start) / 1e9;
        double correction = expectedOfDone > TELLING * expected ? elapsed / expectedOfDone : 1;
        return Math.max(0, expected - expectedOfDone) * correction;
    }

    /** Such as "3 min" or "40 s". */
    static String text(double seconds) {
        Duration duration = Duration.ofSeconds(Math.round(seconds));
        return duration.toMinutes() >= 2
                ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
                : duration.toSeconds() + " s";
    }
}
