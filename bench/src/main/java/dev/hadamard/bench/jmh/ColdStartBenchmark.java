// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.jmh;

import dev.hadamard.Activation;
import dev.hadamard.Optimizer;
import dev.hadamard.bench.step.GradientCheck;
import dev.hadamard.bench.step.Precision;
import dev.hadamard.bench.step.StepSetup;
import dev.hadamard.bench.step.TrainStep;
import dev.hadamard.bench.step.Workload;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a short-lived process waits for: in a fresh JVM that has network and data, the time to choose and load what
 * computes, to make the trainer's buffers, and to run the first steps in code that nobody has compiled yet.
 *
 * <p>The answer is checked afterwards, since a check before would be the warm-up that is not there.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 5,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class ColdStartBenchmark {

    private static final double RATE = 1e-5;

    /** Network and batch. */
    @Param({"small", "medium"})
    public String workload;

    /** What computes. */
    @Param({"reference", "scalar", "netlib-java", "netlib-native", "simd"})
    public String implementation;

    /** Number of steps. */
    @Param({"1", "100"})
    public int steps;

    private StepSetup<float[]> setup;
    private TrainStep step;

    /** Made by JMH. */
    public ColdStartBenchmark() {}

    /** Makes network and data, which touches nothing that computes. */
    @Setup(Level.Trial)
    public void make() {
        setup = Workload.named(workload).setup(Precision.FLOAT, Optimizer.gradientDescent(RATE), Activation.RELU);
    }

    /**
     * From nothing to the last step.
     *
     * @return its cost
     */
    @Benchmark
    public double start() {
        step = newStep(setup);
        double cost = 0;
        for (int i = 0; i < steps; i++) {
            cost = step.run();
        }
        return cost;
    }

    /** What is timed; the test puts something wrong in its place. */
    TrainStep newStep(StepSetup<float[]> on) {
        return TrainStep.of(implementation, on, 1);
    }

    /**
     * Checks what was timed.
     *
     * @throws IllegalStateException if a gradient differs from the reference's by more than rounding explains
     */
    @TearDown(Level.Trial)
    public void check() {
        System.out.printf(
                "%n%s; gradients checked, largest difference %.1e%n%s%n",
                Workload.named(workload), GradientCheck.check(setup, step), step.describe());
    }
}
