// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import dev.hadamard.bench.jmh.GemmFloorBenchmark;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * What a run times, and how long.
 *
 * @param name "quick" or "full"
 * @param parts benchmarks with their parameters, in the order in which they run
 */
public record Suite(String name, List<Part> parts) {

    static final String NATIVE = "netlib-native";
    static final String IMPLEMENTATION = "implementation";

    /**
     * A benchmark and values of its parameters.
     *
     * @param group short name for the command line
     * @param benchmark the class that JMH runs
     * @param parameters values by name; what is not named has the values that the class has annotated
     * @param effort forks and iterations
     * @param mode null for the mode that the class has annotated
     */
    public record Part(
            String group, Class<?> benchmark, Map<String, List<String>> parameters, Effort effort, Mode mode) {

        /**
         * A benchmark with the values and the mode of its annotations.
         *
         * @param group short name for the command line
         * @param benchmark the class that JMH runs
         * @param effort forks and iterations
         */
        Part(String group, Class<?> benchmark, Effort effort) {
            this(group, benchmark, Map.of(), effort, null);
        }

        Part with(String name, String... values) {
            return with(name, List.of(values));
        }

        Part with(String name, List<String> values) {
            Map<String, List<String>> changed = new LinkedHashMap<>(parameters);
            changed.put(name, values);
            return new Part(group, benchmark, changed, effort, mode);
        }

        /** Each iteration is one call; none is warmed up beyond what the effort says. */
        Part singleShot() {
            return new Part(group, benchmark, parameters, effort, Mode.SingleShotTime);
        }

        Part with(Effort changes) {
            return new Part(group, benchmark, parameters, effort.changedBy(changes), mode);
        }

        /** Of the values that the part names only these; of what it does not name, these; all if it has no such one. */
        private Part select(String name, List<String> wanted) {
            if (!hasParameter(name)) {
                return this;
            }
            List<String> values = parameters.getOrDefault(name, wanted);
            return with(name, values.stream().filter(wanted::contains).toList());
        }

        private boolean hasParameter(String name) {
            return Arrays.stream(benchmark.getFields())
                    .anyMatch(field -> field.getName().equals(name) && field.isAnnotationPresent(Param.class));
        }

        private Part without(Set<String> implementations) {
            List<String> values = parameters.get(IMPLEMENTATION);
            return values == null
                    ? this
                    : with(
                            IMPLEMENTATION,
                            values.stream()
                                    .filter(value -> !implementations.contains(value))
                                    .toList());
        }

        private boolean isEmpty() {
            return parameters.values().stream().anyMatch(List::isEmpty);
        }
    }

    /**
     * Forks, iterations and their time; null where something else decides.
     *
     * @param forks JVMs for each measurement
     * @param warmups iterations that are not counted
     * @param iterations iterations that are
     * @param time of an iteration
     */
    public record Effort(Integer forks, Integer warmups, Integer iterations, TimeValue time) {

        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if there is no fork (JMH would run in this JVM) or nothing to count
         */
        public Effort {
            check("forks", forks, 1);
            check("warmups", warmups, 0);
            check("iterations", iterations, 1);
        }

        private static void check(String name, Integer value, int least) {
            if (value != null && value < least) {
                throw new IllegalArgumentException(name + " must be at least " + least + ", was " + value);
            }
        }

        /**
         * This effort but for what another one says.
         *
         * @param other what comes first
         * @return the combination
         */
        public Effort changedBy(Effort other) {
            return new Effort(
                    other.forks == null ? forks : other.forks,
                    other.warmups == null ? warmups : other.warmups,
                    other.iterations == null ? iterations : other.iterations,
                    other.time == null ? time : other.time);
        }
    }

    /**
     * This suite with another effort.
     *
     * @param changes what replaces this suite's effort
     * @return the changed suite
     */
    public Suite with(Effort changes) {
        return new Suite(name, parts.stream().map(part -> part.with(changes)).toList());
    }

    /**
     * The parts of some benchmarks only.
     *
     * @param only names of groups, separated by commas, or a regular expression that is looked for in the benchmark's
     *     class name
     * @return the remaining suite
     * @throws IllegalArgumentException if that is none or no part remains
     */
    public Suite only(String only) {
        List<String> groups = parts.stream().map(Part::group).distinct().toList();
        List<String> names = List.of(only.split(","));
        if (groups.containsAll(names)) {
            return new Suite(
                    name,
                    parts.stream().filter(part -> names.contains(part.group())).toList());
        }
        Pattern pattern = pattern(only);
        List<Part> chosen = parts.stream()
                .filter(part -> pattern.matcher(part.benchmark().getName()).find())
                .toList();
        return nonEmpty(chosen, "--only " + only + ": no benchmark of this name; there are " + groups);
    }

    private static Pattern pattern(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("--only " + regex + ": " + e.getDescription(), e);
        }
    }

    /**
     * Some values of parameters only. Benchmarks without such a parameter stay as they are.
     *
     * @param wanted comma-separated values by the parameter's name
     * @return the remaining suite
     * @throws IllegalArgumentException if no benchmark has such a parameter, or no part remains
     */
    public Suite select(Map<String, String> wanted) {
        List<Part> chosen = parts;
        for (Map.Entry<String, String> parameter : wanted.entrySet()) {
            String key = parameter.getKey();
            List<String> values = List.of(parameter.getValue().split(","));
            if (parts.stream().noneMatch(part -> part.hasParameter(key))) {
                throw new IllegalArgumentException("-p " + key + ": no benchmark has such a parameter");
            }
            chosen = chosen.stream().map(part -> part.select(key, values)).toList();
        }
        return nonEmpty(chosen, "-p: the suite " + name + " times nothing with " + wanted);
    }

    /**
     * The suite without implementations that can't be used here.
     *
     * @param unavailable names of backends
     * @return the remaining suite
     * @throws IllegalArgumentException if no part remains
     */
    public Suite without(Set<String> unavailable) {
        List<Part> chosen = parts.stream()
                .filter(part -> !(part.benchmark() == GemmFloorBenchmark.class && unavailable.contains(NATIVE)))
                .map(part -> part.without(unavailable))
                .toList();
        return nonEmpty(chosen, "nothing remains to be timed without " + unavailable);
    }

    private Suite nonEmpty(List<Part> chosen, String failure) {
        List<Part> remaining = chosen.stream().filter(part -> !part.isEmpty()).toList();
        if (remaining.isEmpty()) {
            throw new IllegalArgumentException(failure);
        }
        return new Suite(name, remaining);
    }
}
