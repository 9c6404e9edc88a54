// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.jmh;

import dev.hadamard.bench.step.Precision;
import dev.hadamard.compute.DenseKernels;
import dev.hadamard.compute.DoubleElements;
import dev.hadamard.compute.Elements;
import dev.hadamard.compute.FloatElements;
import dev.hadamard.compute.StrategyLookup;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The three products of a layer one at a time, without bias, activation or update.
 *
 * <p>Each product of each implementation has a JVM of its own. Timing them in turn in one JVM would compare them within
 * milliseconds, but as code that was compiled for all three at once: calls through interfaces of three implementations,
 * and vector operations whose profiles are shared with another library, which JDK 17's C2 does not forgive (DESIGN.md,
 * "Rejected"). So JVMs take turns instead: the implementation varies fastest, and bench runs everything once before it
 * runs anything twice. What is compared has run within seconds, and ratios are those of equal rounds.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 5,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 5, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 150, timeUnit = TimeUnit.MILLISECONDS)
public class GemmBenchmark {

    /** Samples x inputs x units: layers of the workloads, squares, primes, narrow ones. */
    @Param({
        "32x4x16",
        "32x16x3",
        "1x784x128",
        "1x128x10",
        "32x784x128",
        "32x128x10",
        "128x784x512",
        "128x512x256",
        "128x256x10",
        "512x1024x1024",
        "512x1024x10",
        "128x784x2500",
        "128x2500x2000",
        "128x2000x1500",
        "128x1500x1000",
        "128x1000x500",
        "128x500x10",
        "16x16x16",
        "32x32x32",
        "64x64x64",
        "128x128x128",
        "256x256x256",
        "512x512x512",
        "1024x1024x1024",
        "2048x2048x2048",
        "61x67x71",
        "127x131x137",
        "128x256x1",
        "128x256x2",
        "128x256x4",
        "128x16x7",
        "128x256x16",
        "1x1024x1024"
    })
    public String shape;

    /** Forward X W, weight gradient Xᵀ Δ, input gradient Δ Wᵀ. */
    @Param({"forward", "weights", "input"})
    public String product;

    /** Element type. */
    @Param("float")
    public String precision;

    /** What computes; last, so that it varies fastest. */
    @Param({"simd", "netlib-native", "netlib-java"})
    public String implementation;

    private LayerProduct<?> layer;

    /** Made by JMH. */
    public GemmBenchmark() {}

    /**
     * Makes the operands and checks the product.
     *
     * @throws IllegalStateException if the product is wrong
     */
    @Setup(Level.Trial)
    public void makeAndCheck() {
        layer = switch (precision) {
            case "float" -> new LayerProduct<>(product, shape, Precision.FLOAT, kernels(FloatElements.INSTANCE));
            case "double" -> new LayerProduct<>(product, shape, Precision.DOUBLE, kernels(DoubleElements.INSTANCE));
            default -> throw new IllegalArgumentException("precision must be float or double, was " + precision);
        };
        layer.multiply();
        layer.check();
        System.out.printf("%n%s%n", StrategyLookup.named(implementation).describe());
    }

    /** What is timed; the test puts something wrong in its place. */
    <A> DenseKernels<A> kernels(Elements<A> elements) {
        return elements.newKernels(StrategyLookup.named(implementation));
    }

    /** The product. */
    @Benchmark
    public void multiply() {
        layer.multiply();
    }
}
