// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.jmh;

import dev.hadamard.Activation;
import dev.hadamard.Backend;
import dev.hadamard.CounterRandom;
import dev.hadamard.Layer;
import dev.hadamard.Loss;
import dev.hadamard.Network;
import dev.hadamard.verify.GradientCheck;
import dev.hadamard.verify.GradientReport;
import java.util.Arrays;
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
 * What {@link GradientCheck} adds to a test suite: one check of a 784-128-10 network on 32 images by the default
 * sample, 310 parameters at two forward passes each at least, in a fresh JVM as a test's is.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class GradientCheckBenchmark {

    private static final int INPUTS = 784;
    private static final int CLASSES = 10;
    private static final int ROWS = 32;

    /** What computes, as {@link Backend#named} has it. */
    @Param({"scalar", "netlib-java", "netlib-native", "simd"})
    public String implementation;

    /** Of the network; differences are always taken in double. */
    @Param({"float", "double"})
    public String precision;

    private final double[][] x = new double[ROWS][INPUTS];
    private final int[] classes = new int[ROWS];

    private GradientCheck check;

    /** Made by JMH. */
    public GradientCheckBenchmark() {}

    /** Makes network and images. */
    @Setup(Level.Trial)
    public void make() {
        CounterRandom random = new CounterRandom(1, CounterRandom.Purpose.USER, 0);
        for (double[] row : x) {
            Arrays.setAll(row, i -> random.nextDouble());
        }
        Arrays.setAll(classes, i -> i % CLASSES);
        check = GradientCheck.of(network(), Loss.crossEntropy()).backend(Backend.named(implementation));
    }

    private Network<?> network() {
        Layer hidden = Layer.dense(128, Activation.RELU);
        Layer output = Layer.dense(CLASSES, Activation.SOFTMAX);
        return switch (precision) {
            case "float" -> Network.floats(1, INPUTS, hidden, output);
            case "double" -> Network.doubles(1, INPUTS, hidden, output);
            default -> throw new IllegalArgumentException("precision must be float or double, was " + precision);
        };
    }

    /**
     * One check, which is its own proof: a gradient that differs stops the benchmark.
     *
     * @return what was found
     * @throws AssertionError if a gradient differs from the quotient of differences
     */
    @Benchmark
    public GradientReport check() {
        return check.check(x, classes).assertAgrees();
    }
}
