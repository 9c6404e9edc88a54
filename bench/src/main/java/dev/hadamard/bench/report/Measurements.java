// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Measurements of one benchmark.
 *
 * @param all in any order
 */
record Measurements(List<Measurement> all) {

    /** Those of a benchmark's class where parameters have these values. */
    Measurements of(Class<?> benchmark, Map<String, String> parameters) {
        return new Measurements(all.stream()
                .filter(m -> m.benchmark().equals(benchmark.getSimpleName()) && m.has(parameters))
                .toList());
    }

    Optional<Measurement> measurement(Map<String, String> parameters) {
        return all.stream().filter(m -> m.has(parameters)).findFirst();
    }

    Optional<Spread> find(Map<String, String> parameters) {
        return measurement(parameters).map(Measurement::value);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** The values that a parameter had: the known ones in the order given, then others by name. */
    List<String> values(String parameter, List<String> known) {
        Comparator<String> order =
                Comparator.comparingInt(value -> known.contains(value) ? known.indexOf(value) : known.size());
        TreeSet<String> values = new TreeSet<>(order.thenComparing(Comparator.naturalOrder()));
        all.stream()
                .map(m -> Objects.requireNonNullElse(m.parameter(parameter), ""))
                .forEach(values::add);
        return List.copyOf(values);
    }

    /** Number of forks, "1" or "1 to 3". */
    String forks() {
        int least = all.stream().mapToInt(m -> m.forks().size()).min().orElse(0);
        int most = all.stream().mapToInt(m -> m.forks().size()).max().orElse(0);
        return least == most ? String.valueOf(least) : least + " to " + most;
    }
}
