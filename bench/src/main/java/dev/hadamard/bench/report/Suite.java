// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import dev.hadamard.bench.jmh.ElementwiseBenchmark;
import dev.hadamard.bench.jmh.GemmBenchmark;
import dev.hadamard.bench.jmh.GemmFloorBenchmark;
import dev.hadamard.bench.jmh.TrainStepBenchmark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * What a run times, and how long.
 *
 * @param name "quick" or "full"
 * @param effort forks and iterations
 * @param parts benchmarks with their parameters, in the order in which they run
 */
public record Suite(String name, Effort effort, List<Part> parts) {

    private static final String NATIVE = "netlib-native";
    private static final String IMPLEMENTATION = "implementation";
    private static final List<String> BACKENDS = List.of("scalar", "netlib-java", NATIVE, "simd");

    /** What there are loops over {@link Math} of. */
    private static final List<String> FUNCTIONS =
            List.of("sigmoid", "tanh", "silu", "gelu-tanh", "softmax-10", "softmax-1000");

    /**
     * A benchmark and values of its parameters.
     *
     * @param group short name for the command line
     * @param benchmark the class that JMH runs
     * @param parameters values by name; what is not named has the values that the class has annotated
     */
    public record Part(String group, Class<?> benchmark, Map<String, List<String>> parameters) {

        private Part with(String name, List<String> values) {
            Map<String, List<String>> changed = new LinkedHashMap<>(parameters);
            changed.put(name, values);
            return new Part(group, benchmark, changed);
        }

        /** Of the values that the part names only these; of what it does not name, these. */
        private Part select(String name, List<String> wanted) {
            List<String> values = parameters.getOrDefault(name, wanted);
            return with(name, values.stream().filter(wanted::contains).toList());
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
     * Forks, iterations and their time; null where the benchmark's annotations decide.
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
     * A look at everything that matters, in about five minutes: one fork, short iterations.
     *
     * @return the suite
     */
    public static Suite quick() {
        List<String> elementwise =
                List.of("triad", "hadamard", "relu", "sigmoid", "tanh", "gelu", "softmax-10", "column-sum", "adam");
        return new Suite(
                "quick",
                new Effort(1, 6, 3, TimeValue.milliseconds(300)),
                List.of(
                        train(List.of("tiny", "online", "small", "medium"), List.of("reference")),
                        train(List.of("tiny", "online", "small", "medium", "large"), BACKENDS),
                        new Part("gemm", GemmFloorBenchmark.class, Map.of()),
                        elementwise(elementwise, List.of("scalar", "simd"), List.of("1000", "1000000")),
                        elementwise(List.of("sigmoid", "tanh"), List.of("math"), List.of("1000"))));
    }

    /**
     * Everything, with the forks and iterations that the benchmarks have annotated.
     *
     * @return the suite
     */
    public static Suite full() {
        List<String> workloads = List.of("tiny", "online", "small", "medium", "large");
        List<String> lengths = List.of("7", "63", "1000", "100000", "1000000");
        return new Suite(
                "full",
                new Effort(null, null, null, null),
                List.of(
                        train(workloads, List.of("reference", "reference-unshared")),
                        train(workloads, BACKENDS),
                        new Part("gemm", GemmFloorBenchmark.class, Map.of()),
                        new Part("products", GemmBenchmark.class, Map.of())
                                .with(IMPLEMENTATION, List.of("simd", NATIVE, "netlib-java")),
                        new Part("elementwise", ElementwiseBenchmark.class, Map.of())
                                .with(IMPLEMENTATION, List.of("scalar", "simd")),
                        elementwise(FUNCTIONS, List.of("math"), lengths),
                        elementwise(FUNCTIONS, List.of("scalar", "simd", "math"), List.of("1000"))
                                .with("precision", List.of("double"))));
    }

    private static Part train(List<String> workloads, List<String> implementations) {
        return new Part("train", TrainStepBenchmark.class, Map.of())
                .with("workload", workloads)
                .with(IMPLEMENTATION, implementations);
    }

    private static Part elementwise(List<String> kernels, List<String> implementations, List<String> lengths) {
        return new Part("elementwise", ElementwiseBenchmark.class, Map.of())
                .with("kernel", kernels)
                .with(IMPLEMENTATION, implementations)
                .with("length", lengths);
    }

    /**
     * This suite with another effort.
     *
     * @param changes what replaces this suite's effort
     * @return the changed suite
     */
    public Suite with(Effort changes) {
        return new Suite(name, effort.changedBy(changes), parts);
    }

    /**
     * The parts of some benchmarks only.
     *
     * @param only a group's name, or a regular expression that is looked for in the benchmark's class name
     * @return the remaining suite
     * @throws IllegalArgumentException if that is none or no part remains
     */
    public Suite only(String only) {
        List<Part> chosen =
                parts.stream().filter(part -> part.group().equals(only)).toList();
        if (chosen.isEmpty()) {
            Pattern pattern = pattern(only);
            chosen = parts.stream()
                    .filter(part -> pattern.matcher(part.benchmark().getName()).find())
                    .toList();
        }
        List<String> groups = parts.stream().map(Part::group).distinct().toList();
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
     * Some values of parameters only.
     *
     * @param wanted comma-separated values by the parameter's name
     * @return the remaining suite
     * @throws IllegalArgumentException if no part remains
     */
    public Suite select(Map<String, String> wanted) {
        List<Part> chosen = new ArrayList<>();
        for (Part part : parts) {
            Part selected = part;
            for (Map.Entry<String, String> parameter : wanted.entrySet()) {
                selected = selected.select(
                        parameter.getKey(), List.of(parameter.getValue().split(",")));
            }
            chosen.add(selected);
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
        return new Suite(name, effort, remaining);
    }
}
