// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import dev.hadamard.bench.jmh.ColdStartBenchmark;
import dev.hadamard.bench.jmh.TrainStepBenchmark;
import dev.hadamard.bench.report.Suite.Part;
import dev.hadamard.bench.step.TrainStep;
import dev.hadamard.bench.step.Workload;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;

/**
 * The JVMs of a suite in the order in which they run: everything once, then everything again, so that a disturbance
 * meets one fork of many benchmarks and not all forks of one.
 *
 * @param rounds parts by round
 */
record Plan(List<List<Part>> rounds) {

    /** Of a JVM on the processors that this is written on; time left is corrected as a run goes on. */
    private static final double START_SECONDS = 1.0;

    /** The naive reference's operations a second, likewise. */
    private static final double REFERENCE_RATE = 2e9;

    static Plan of(Suite suite) {
        int most = suite.parts().stream()
                .mapToInt(part -> part.effort().forks())
                .max()
                .orElseThrow();
        return new Plan(IntStream.range(0, most)
                .mapToObj(round -> suite.parts().stream()
                        .filter(part -> part.effort().forks() > round)
                        .toList())
                .toList());
    }

    /** Number of JVMs. */
    int forks() {
        return rounds.stream().flatMap(List::stream).mapToInt(Plan::forks).sum();
    }

    /** JVMs of one round of a part. */
    private static int forks(Part part) {
        return combinations(part).size() * methods(part);
    }

    /** An estimate. */
    double seconds() {
        return rounds.stream().flatMap(List::stream).mapToDouble(Plan::seconds).sum();
    }

    private static double seconds(Part part) {
        return combinations(part).stream()
                .mapToDouble(parameters -> seconds(part, parameters))
                .sum();
    }

    static int methods(Part part) {
        return (int) Arrays.stream(part.benchmark().getMethods())
                .filter(method -> method.isAnnotationPresent(Benchmark.class))
                .count();
    }

    /** Of the JVMs of one combination of parameters, one for each method. */
    static double seconds(Part part, Map<String, String> parameters) {
        int iterations = part.effort().warmups() + part.effort().iterations();
        boolean single = part.mode() == Mode.SingleShotTime || part.benchmark() == ColdStartBenchmark.class;
        double iteration = single ? 0 : part.effort().time().convertTo(TimeUnit.MILLISECONDS) / 1e3;
        return methods(part)
                * (START_SECONDS + check(parameters) + iterations * Math.max(iteration, call(part, parameters)));
    }

    /** The check computes a mini-batch by the reference. */
    private static double check(Map<String, String> parameters) {
        String workload = parameters.get("workload");
        if (workload == null || TrainStep.REFERENCE.equals(parameters.get(Suite.IMPLEMENTATION))) {
            return 0;
        }
        return operations(workload, parameters) / REFERENCE_RATE;
    }

    /** One call, where it may be longer than an iteration. */
    private static double call(Part part, Map<String, String> parameters) {
        String implementation = parameters.getOrDefault(Suite.IMPLEMENTATION, "");
        boolean slow = implementation.startsWith(TrainStep.REFERENCE)
                && (part.benchmark() == TrainStepBenchmark.class || part.benchmark() == ColdStartBenchmark.class);
        double steps = Double.parseDouble(parameters.getOrDefault("steps", "1"));
        return slow ? steps * operations(parameters.get("workload"), parameters) / REFERENCE_RATE : 0;
    }

    private static double operations(String workload, Map<String, String> parameters) {
        Workload chosen = Workload.named(workload);
        String batch = parameters.getOrDefault("batch", TrainStepBenchmark.OWN_BATCH);
        double rows = batch.equals(TrainStepBenchmark.OWN_BATCH) ? chosen.rows() : Double.parseDouble(batch);
        return chosen.operations() * rows / chosen.rows();
    }

    /**
     * All combinations of parameters, those that are only annotated included. The implementation varies fastest, so
     * that what is to be compared runs one after the other.
     */
    static List<Map<String, String>> combinations(Part part) {
        List<Field> fields = Arrays.stream(part.benchmark().getFields())
                .filter(field -> field.isAnnotationPresent(Param.class))
                .sorted(Comparator.comparing(field -> field.getName().equals(Suite.IMPLEMENTATION)))
                .toList();
        List<Map<String, String>> all = List.of(Map.of());
        for (Field field : fields) {
            List<String> annotated = List.of(field.getAnnotation(Param.class).value());
            all = product(all, field.getName(), part.parameters().getOrDefault(field.getName(), annotated));
        }
        return all;
    }

    private static List<Map<String, String>> product(
            List<Map<String, String>> combinations, String name, List<String> values) {
        List<Map<String, String>> product = new ArrayList<>();
        for (Map<String, String> combination : combinations) {
            for (String value : values) {
                Map<String, String> extended = new LinkedHashMap<>(combination);
                extended.put(name, value);
                product.add(extended);
            }
        }
        return product;
    }
}
