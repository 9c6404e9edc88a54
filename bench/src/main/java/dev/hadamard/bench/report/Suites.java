// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import static dev.hadamard.bench.report.Suite.IMPLEMENTATION;
import static dev.hadamard.bench.report.Suite.NATIVE;

import dev.hadamard.bench.jmh.BandwidthBenchmark;
import dev.hadamard.bench.jmh.ColdStartBenchmark;
import dev.hadamard.bench.jmh.ElementwiseBenchmark;
import dev.hadamard.bench.jmh.GemmBenchmark;
import dev.hadamard.bench.jmh.GemmFloorBenchmark;
import dev.hadamard.bench.jmh.GradientCheckBenchmark;
import dev.hadamard.bench.jmh.GradientCostBenchmark;
import dev.hadamard.bench.jmh.InferenceBenchmark;
import dev.hadamard.bench.jmh.PeakBenchmark;
import dev.hadamard.bench.jmh.RowFileBenchmark;
import dev.hadamard.bench.jmh.TrainStepBenchmark;
import dev.hadamard.bench.report.Suite.Effort;
import dev.hadamard.bench.report.Suite.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.openjdk.jmh.runner.options.TimeValue;

/** The suites that there are. */
public final class Suites {

    private static final String SIMD = "simd";
    private static final String JAVA = "netlib-java";
    private static final List<String> BACKENDS = List.of("scalar", JAVA, NATIVE, SIMD);
    private static final List<String> SMALLER = List.of("tiny", "online", "small", "medium");
    private static final String[] LARGER = {"large", "deep"};

    /** Whose first steps are worth the wait by more threads, or in double precision. */
    private static final String[] VARIED = {"small", "medium", "large"};

    /** What there are loops over {@link Math} of. */
    private static final List<String> FUNCTIONS =
            List.of("sigmoid", "tanh", "silu", "gelu-tanh", "softmax-10", "softmax-1000");

    private static final Effort SHOTS = effort(3, 1, 2, 1);

    private Suites() {}

    /**
     * A look at everything that matters, in less than six minutes: one fork, short iterations, few shapes.
     *
     * @param processors how many threads there may be
     * @return the suite
     */
    public static Suite quick(int processors) {
        Effort steps = effort(1, 6, 3, 200);
        Effort brief = effort(1, 3, 3, 100);
        List<Part> parts = new ArrayList<>();
        parts.add(new Part("peak", PeakBenchmark.class, brief));
        parts.add(new Part("peak", BandwidthBenchmark.class, brief));
        parts.add(train(steps, SMALLER, List.of("reference")));
        parts.add(train(steps, with(SMALLER, "large"), BACKENDS));
        parts.add(train(steps, List.of("medium"), List.of(SIMD)).with("optimizer", "adam"));
        parts.add(train(steps, List.of("medium"), List.of(SIMD)).with("precision", "double"));
        threads(processors).ifMore(parts, train(steps, List.of("small", "medium"), List.of(SIMD)));
        parts.add(new Part("gemm", GemmFloorBenchmark.class, steps).with("workload", with(SMALLER, "large")));
        parts.add(products(brief)
                .with("shape", "1x784x128", "32x784x128", "128x784x512", "128x256x10", "512x1024x1024", "64x64x64"));
        parts.add(elementwise(
                brief,
                List.of("triad", "relu", "sigmoid", "tanh", "gelu", "softmax-10", "adam"),
                List.of("scalar", SIMD),
                List.of("1000", "1000000")));
        parts.add(elementwise(brief, List.of("sigmoid", "tanh"), List.of("math"), List.of("1000")));
        parts.add(new Part("inference", InferenceBenchmark.class, steps)
                .with("workload", "small")
                .with(IMPLEMENTATION, NATIVE, SIMD)
                .with("batch", "1", "16", "256"));
        parts.add(new Part("coldstart", ColdStartBenchmark.class, effort(1, 0, 1, 1))
                .with("workload", "medium")
                .with(IMPLEMENTATION, with(List.of("reference"), BACKENDS))
                .with("steps", "1"));
        parts.add(new Part("gradient", GradientCostBenchmark.class, brief).with("depth", "2", "8", "32"));
        return new Suite("quick", List.copyOf(parts));
    }

    /**
     * What README.md and DESIGN.md show, three forks each, in less than half an hour: training steps and what bounds
     * them, products, latency, cold start and the cost of gradients.
     *
     * @param processors how many threads there may be
     * @return the suite
     */
    public static Suite headline(int processors) {
        Effort steps = effort(3, 6, 4, 250);
        Effort brief = effort(3, 4, 3, 100);
        List<String> both = List.of(NATIVE, SIMD);
        List<Part> parts = new ArrayList<>();
        parts.add(new Part("peak", PeakBenchmark.class, effort(3, 4, 4, 200)));
        parts.add(new Part("peak", BandwidthBenchmark.class, brief));
        parts.add(train(steps, SMALLER, List.of("reference")));
        parts.add(train(SHOTS, List.of(LARGER), List.of("reference")).singleShot());
        parts.add(train(steps, with(SMALLER, LARGER), BACKENDS));
        parts.add(train(steps, List.of("medium"), both).with("optimizer", "adam"));
        parts.add(train(steps, List.of("medium"), both).with("precision", "double"));
        threads(processors).ifMore(parts, train(steps, with(SMALLER, LARGER), List.of(SIMD)));
        parts.add(train(steps, List.of("medium"), both).with("batch", "1", "8", "32", "512"));
        parts.add(new Part("gemm", GemmFloorBenchmark.class, steps));
        parts.add(products(brief).with(IMPLEMENTATION, SIMD, NATIVE).with("shape", ProductShape.headline()));
        parts.add(products(brief.changedBy(new Effort(1, null, null, null)))
                .with(IMPLEMENTATION, JAVA)
                .with("shape", ProductShape.headline()));
        parts.add(new Part("inference", InferenceBenchmark.class, effort(3, 3, 3, 300))
                .with("workload", "small")
                .with(IMPLEMENTATION, both)
                .with("batch", "1", "16", "256"));
        parts.add(new Part("coldstart", ColdStartBenchmark.class, effort(3, 0, 1, 1))
                .with("workload", "medium")
                .with(IMPLEMENTATION, with(List.of("reference"), BACKENDS)));
        parts.add(new Part("gradient", GradientCheckBenchmark.class, effort(3, 0, 1, 1))
                .with(IMPLEMENTATION, SIMD)
                .with("precision", "float"));
        parts.add(new Part("gradient", GradientCostBenchmark.class, brief));
        return new Suite("headline", List.copyOf(parts));
    }

    /**
     * Everything, in at most an hour and a half on a processor of about 100 GFLOP/s: three forks, five where ratios are
     * judged.
     *
     * @param processors how many threads there may be
     * @return the suite
     */
    public static Suite full(int processors) {
        Effort steps = effort(3, 6, 4, 300);
        Effort brief = effort(3, 4, 3, 100);
        // C2 takes up to 0.7 s for a function of many operations, and until then its vectors are objects.
        Effort patient = effort(3, 8, 3, 100);
        List<Part> parts = new ArrayList<>();
        parts.add(new Part("peak", PeakBenchmark.class, effort(3, 4, 4, 250)));
        parts.add(new Part("peak", BandwidthBenchmark.class, effort(3, 4, 4, 200)));
        parts.add(train(steps, SMALLER, List.of("reference", "reference-unshared")));
        parts.add(train(SHOTS, List.of(LARGER), List.of("reference")).singleShot());
        parts.add(train(steps, with(SMALLER, LARGER), BACKENDS));
        parts.add(train(steps, List.of("medium"), BACKENDS).with("optimizer", "adam"));
        parts.add(train(steps, List.of(VARIED), List.of(NATIVE, SIMD)).with("precision", "double"));
        threads(processors).ifMore(parts, train(steps, with(SMALLER, LARGER), List.of(NATIVE, SIMD)));
        parts.add(train(steps, List.of("medium"), List.of("reference", NATIVE, SIMD))
                .with("batch", "1", "4", "16", "64", "256", "1024"));
        parts.add(new Part("gemm", GemmFloorBenchmark.class, steps));
        parts.add(new Part("gemm", GemmFloorBenchmark.class, steps)
                .with("workload", VARIED)
                .with("precision", "double"));
        parts.add(products(brief));
        parts.add(elementwise(patient, List.of(), List.of("scalar", SIMD), List.of("63", "1000", "1000000")));
        parts.add(elementwise(patient, FUNCTIONS, List.of("math"), List.of("63", "1000", "1000000")));
        parts.add(elementwise(patient, FUNCTIONS, List.of("scalar", SIMD, "math"), List.of("1000"))
                .with("precision", "double"));
        parts.add(new Part("inference", InferenceBenchmark.class, effort(3, 3, 3, 300))
                .with(IMPLEMENTATION, NATIVE, SIMD));
        parts.add(new Part("coldstart", ColdStartBenchmark.class, effort(5, 0, 1, 1))
                .with(IMPLEMENTATION, with(List.of("reference"), BACKENDS)));
        parts.add(new Part("gradient", GradientCheckBenchmark.class, effort(3, 0, 1, 1)));
        parts.add(new Part("gradient", GradientCostBenchmark.class, brief));
        parts.add(new Part("rows", RowFileBenchmark.class, effort(3, 1, 2, 2000)).with("rows", "1000000", "10000000"));
        return new Suite("full", List.copyOf(parts));
    }

    private static Effort effort(int forks, int warmups, int iterations, int milliseconds) {
        return new Effort(forks, warmups, iterations, TimeValue.milliseconds(milliseconds));
    }

    private static List<String> with(List<String> some, String... more) {
        return with(some, List.of(more));
    }

    private static List<String> with(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    private static Part train(Effort effort, List<String> workloads, List<String> implementations) {
        return new Part("train", TrainStepBenchmark.class, effort)
                .with("workload", workloads)
                .with(IMPLEMENTATION, implementations);
    }

    private static Part products(Effort effort) {
        return new Part("products", GemmBenchmark.class, effort).with(IMPLEMENTATION, SIMD, NATIVE, JAVA);
    }

    /** No kernels stand for all. */
    private static Part elementwise(
            Effort effort, List<String> kernels, List<String> implementations, List<String> lengths) {
        Part part = new Part("elementwise", ElementwiseBenchmark.class, effort)
                .with(IMPLEMENTATION, implementations)
                .with("length", lengths);
        return kernels.isEmpty() ? part : part.with("kernel", kernels);
    }

    /** Numbers of threads above one: powers of two, and all. */
    private static Threads threads(int processors) {
        TreeSet<Integer> numbers = new TreeSet<>();
        for (int n = 2; n <= processors; n *= 2) {
            numbers.add(n);
        }
        if (processors > 1) {
            numbers.add(processors);
        }
        return new Threads(numbers.stream().map(String::valueOf).toList());
    }

    private record Threads(List<String> numbers) {

        private void ifMore(List<Part> parts, Part part) {
            if (!numbers.isEmpty()) {
                parts.add(part.with("threads", numbers));
            }
        }
    }
}
