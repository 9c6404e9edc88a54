// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.jmh;

import dev.hadamard.Activation;
import dev.hadamard.bench.step.GradientCheck;
import dev.hadamard.bench.step.Kinks;
import dev.hadamard.bench.step.OptimizerName;
import dev.hadamard.bench.step.Precision;
import dev.hadamard.bench.step.StepSetup;
import dev.hadamard.bench.step.TrainStep;
import dev.hadamard.bench.step.Workload;
import java.util.Locale;
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
 * A whole training step: forward pass, cost, backward pass, update.
 *
 * <p>One method whatever the implementation, and a fork for each, so that none inherits another's profiles. Several
 * forks, because compilation differs from one JVM to the next by more than iterations within one.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TrainStepBenchmark {

    /** So small that weights hardly move in an iteration, and so large that updates are no denormal numbers. */
    private static final double RATE = 1e-5;

    private static final int FEW_ROWS = 8;

    /** The number of rows that belongs to a workload. */
    public static final String OWN_BATCH = "own";

    /** Network and batch. */
    @Param({"tiny", "online", "small", "medium", "large", "deep"})
    public String workload;

    /** What computes. */
    @Param({"reference", "reference-unshared", "scalar", "netlib-java", "netlib-native", "simd"})
    public String implementation;

    /** Element type; the reference computes in double always. */
    @Param("float")
    public String precision;

    /** Threads, the caller included. */
    @Param("1")
    public int threads;

    /** Optimiser. */
    @Param("sgd")
    public String optimizer;

    /** Activation of the hidden layers: one without a parameter, such as relu, sigmoid or gelu. */
    @Param("relu")
    public String activation;

    /** Rows of the mini-batch; "own" is the workload's own number. */
    @Param(OWN_BATCH)
    public String batch;

    private TrainStep step;

    /** Made by JMH. */
    public TrainStepBenchmark() {}

    /**
     * Makes the step and checks it: what computes wrong gradients is not timed.
     *
     * @throws IllegalStateException if a gradient differs from the reference's by more than rounding explains
     */
    @Setup(Level.Trial)
    public void makeAndCheck() {
        makeAndCheck(Precision.named(precision));
    }

    private <A> void makeAndCheck(Precision<A> type) {
        Workload chosen = Workload.named(workload);
        int rows = batch.equals(OWN_BATCH) ? chosen.rows() : Integer.parseInt(batch);
        StepSetup<A> setup = chosen.setup(type, OptimizerName.named(optimizer).withRate(RATE), hidden(), rows);
        double difference;
        try {
            difference = makeAndCheck(setup);
        } catch (IllegalStateException first) {
            difference = makeAndCheckElsewhere(setup, first);
        }
        System.out.printf(
                "%n%s; %,d rows, %,d operations a step; gradients checked, largest difference %.1e; %d threads%n%s%n",
                chosen, rows, setup.operations(), difference, threads, step.describe());
    }

    private double makeAndCheck(StepSetup<?> setup) {
        step = newStep(setup);
        return check(setup);
    }

    /** What is wrong is wrong there too. */
    private double makeAndCheckElsewhere(StepSetup<?> setup, IllegalStateException first) {
        System.out.printf("%n%s; checked again with other rows, away from kinks%n", first.getMessage());
        try {
            return makeAndCheck(Kinks.avoided(setup));
        } catch (IllegalStateException e) {
            throw new IllegalStateException(implementation + " on " + workload + ": " + e.getMessage(), e);
        }
    }

    /** What is timed; the test puts something wrong in its place. */
    <A> TrainStep newStep(StepSetup<A> setup) {
        return TrainStep.of(implementation, setup, threads);
    }

    private Activation hidden() {
        return Activation.Standard.valueOf(activation.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** The reference is checked by the unshared chain rule, in a few rows, because both are slow. */
    private double check(StepSetup<?> setup) {
        if (!implementation.equals(TrainStep.REFERENCE)) {
            return GradientCheck.check(setup, step);
        }
        StepSetup<?> few = setup.withBatch(Math.min(FEW_ROWS, setup.batch()));
        return GradientCheck.check(few, TrainStep.of(TrainStep.REFERENCE_UNSHARED, few, 1));
    }

    /** Equal weights at the beginning of each iteration: they must not drift to where numbers are special. */
    @Setup(Level.Iteration)
    public void reset() {
        step.reset();
    }

    /**
     * The step.
     *
     * @return its cost
     */
    @Benchmark
    public double step() {
        return step.run();
    }
}
