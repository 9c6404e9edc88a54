// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.jmh;

import dev.hadamard.bench.step.Precision;
import dev.hadamard.compute.DoubleElements;
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
 * The three products of a layer one at a time, without bias, activation or update. JMH takes the implementations in
 * turn for each product of each shape, so that those to be compared run within seconds of each other.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 5,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
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
        "128x16x7",
        "128x256x1"
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
            case "float" ->
                new LayerProduct<>(
                        product,
                        shape,
                        Precision.FLOAT,
                        FloatElements.INSTANCE.newKernels(StrategyLookup.named(implementation)));
            case "double" ->
                new LayerProduct<>(
                        product,
                        shape,
                        Precision.DOUBLE,
                        DoubleElements.INSTANCE.newKernels(StrategyLookup.named(implementation)));
            default -> throw new IllegalArgumentException("precision must be float or double, was " + precision);
        };
        layer.multiply();
        layer.check();
        System.out.printf("%n%s%n", StrategyLookup.named(implementation).describe());
    }

    /** The product. */
    @Benchmark
    public void multiply() {
        layer.multiply();
    }
}
