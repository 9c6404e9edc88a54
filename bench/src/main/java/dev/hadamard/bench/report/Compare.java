// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Two runs, benchmark by benchmark. By JMH's own 99.9 % confidence intervals: where those of two runs overlap, there is
 * no difference.
 *
 * @param lines a line for each benchmark that both have
 * @param onlyFirst what only the first run has
 * @param onlySecond what only the second run has
 */
public record Compare(List<Line> lines, List<String> onlyFirst, List<String> onlySecond) {

    /** What became of a benchmark. */
    public enum Verdict {
        /** Intervals overlap. */
        NO_DIFFERENCE("no difference"),
        /** Better by more than chance. */
        FASTER("faster"),
        /** Worse by more than chance. */
        SLOWER("slower"),
        /** A run has too few iterations for an interval. */
        UNKNOWN("too few iterations to tell");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * A benchmark in both runs.
     *
     * @param label benchmark and parameters
     * @param ratio cost in the second run over cost in the first: above 1 is slower
     * @param interval of the ratio
     * @param verdict what became of it
     */
    public record Line(String label, double ratio, Interval interval, Verdict verdict) {}

    /**
     * Why figures of two runs are not comparable.
     *
     * @param first a run
     * @param second another one
     * @return a line for each reason; none if they are comparable
     */
    public static List<String> obstacles(Report first, Report second) {
        List<String> obstacles = new ArrayList<>();
        RunEnvironment a = first.environment();
        RunEnvironment b = second.environment();
        differing("processor", a.processor(), b.processor()).ifPresent(obstacles::add);
        differing("number of cores", a.cores(), b.cores()).ifPresent(obstacles::add);
        differing("instruction sets", a.details().flags(), b.details().flags()).ifPresent(obstacles::add);
        differing("JDK", a.java(), b.java()).ifPresent(obstacles::add);
        differing("JVM options", a.options(), b.options()).ifPresent(obstacles::add);
        differing("OPENBLAS_* variables", a.variables(), b.variables()).ifPresent(obstacles::add);
        Set<String> before = threads(first);
        Set<String> after = threads(second);
        if (!before.isEmpty() && !after.isEmpty() && Collections.disjoint(before, after)) {
            obstacles.add("number of threads: " + before + " against " + after);
        }
        return obstacles;
    }

    private static Set<String> threads(Report report) {
        return report.measurements().stream()
                .map(m -> m.parameter("threads"))
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Optional<String> differing(String what, Object first, Object second) {
        return Objects.equals(first, second)
                ? Optional.empty()
                : Optional.of(what + ": " + first + " against " + second);
    }

    /**
     * Compares. Benchmarks are the same if their parameters are, threads and element type among them.
     *
     * @param first the run that is compared with
     * @param second the run that is judged
     * @return the comparison
     */
    public static Compare of(Report first, Report second) {
        Map<String, Measurement> before = byKey(first);
        Map<String, Measurement> after = byKey(second);
        List<Line> lines = new ArrayList<>();
        before.forEach((key, m) -> {
            if (after.containsKey(key)) {
                lines.add(line(m, after.get(key)));
            }
        });
        return new Compare(List.copyOf(lines), without(before, after), without(after, before));
    }

    private static List<String> without(Map<String, Measurement> some, Map<String, Measurement> others) {
        return some.keySet().stream().filter(key -> !others.containsKey(key)).toList();
    }

    private static Map<String, Measurement> byKey(Report report) {
        Map<String, Measurement> byKey = new TreeMap<>();
        report.measurements().forEach(m -> byKey.put(m.key(), m));
        return byKey;
    }

    private static Line line(Measurement before, Measurement after) {
        boolean time = before.unit() == Measurement.Unit.NANOSECONDS;
        double quotient = after.value().median() / before.value().median();
        Interval interval = time
                ? after.interval().dividedBy(before.interval())
                : before.interval().dividedBy(after.interval());
        return new Line(after.key(), time ? quotient : 1 / quotient, interval, verdict(interval));
    }

    private static Verdict verdict(Interval interval) {
        if (Double.isNaN(interval.low()) || Double.isNaN(interval.high())) {
            return Verdict.UNKNOWN;
        } else if (interval.contains(1)) {
            return Verdict.NO_DIFFERENCE;
        }
        return interval.low() > 1 ? Verdict.SLOWER : Verdict.FASTER;
    }

    /**
     * Benchmarks that became slower by more than chance, and by more than is allowed.
     *
     * @param allowed share, such as 0.05
     * @return those that fail
     */
    public List<Line> regressions(double allowed) {
        return lines.stream()
                .filter(line -> line.verdict() == Verdict.SLOWER && line.ratio() > 1 + allowed)
                .toList();
    }

    /**
     * A table.
     *
     * @return Markdown
     */
    public String table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("benchmark", "verdict", "cost after / before", "99.9 % interval"));
        for (Line line : lines) {
            rows.add(List.of(
                    line.label(),
                    line.verdict().toString(),
                    String.format(Locale.ROOT, "%.3f", line.ratio()),
                    line.verdict() == Verdict.UNKNOWN
                            ? MarkdownTable.MISSING
                            : String.format(
                                    Locale.ROOT,
                                    "%.3f–%.3f",
                                    line.interval().low(),
                                    line.interval().high())));
        }
        return new MarkdownTable(2, rows).toString();
    }
}
