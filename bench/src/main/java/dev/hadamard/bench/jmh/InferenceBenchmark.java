// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.jmh;

import dev.hadamard.Activation;
import dev.hadamard.Backend;
import dev.hadamard.Optimizer;
import dev.hadamard.Predictor;
import dev.hadamard.bench.step.Precision;
import dev.hadamard.bench.step.PredictionCheck;
import dev.hadamard.bench.step.StepSetup;
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
 * What a service waits for: the outputs of a mini-batch, as a distribution of times. JMH measures single calls of a
 * random sample; its percentiles pool all forks.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class InferenceBenchmark {

    /** Network; its batch is another parameter here. */
    @Param({"small", "medium"})
    public String workload;

    /** What computes. */
    @Param({"scalar", "netlib-java", "netlib-native", "simd"})
    public String implementation;

    /** Element type. */
    @Param("float")
    public String precision;

    /** Threads, the caller included. */
    @Param("1")
    public int threads;

    /** Rows of a call. */
    @Param({"1", "4", "16", "64", "256", "1024"})
    public int batch;

    private Work<?> work;

    /** Made by JMH. */
    public InferenceBenchmark() {}

    /** Arrays and what reads and fills them. */
    private record Work<A>(Predictor<A> predictor, A x, int inputs, A out, int outputs, int rows) {

        void run() {
            predictor.predict(x, 0, inputs, out, 0, outputs, rows);
        }
    }

    /**
     * Makes the predictor and checks its outputs.
     *
     * @throws IllegalStateException if an output differs from the reference's by more than rounding explains
     */
    @Setup(Level.Trial)
    public void makeAndCheck() {
        makeAndCheck(Precision.named(precision));
    }

    private <A> void makeAndCheck(Precision<A> type) {
        StepSetup<A> setup = Workload.named(workload).setup(type, Optimizer.gradientDescent(1), Activation.RELU, batch);
        int outputs = setup.network().outputs();
        Backend backend = Backend.named(implementation);
        A out = type.arrayOf(new double[batch * outputs]);
        Predictor<A> predictor = Predictor.of(setup.network(), batch, backend, threads);
        Work<A> made = new Work<>(predictor, setup.data().x(), setup.network().inputs(), out, outputs, batch);
        made.run();
        double difference = PredictionCheck.check(setup, type.doublesOf(result(out)));
        work = made;
        System.out.printf(
                "%n%s, %d rows; outputs checked, largest difference %.1e; %d threads%n%s%n",
                workload, batch, difference, threads, backend.describe());
    }

    /** What is checked; the test puts something wrong in its place. */
    <A> A result(A out) {
        return out;
    }

    /** The outputs of a mini-batch. */
    @Benchmark
    public void predict() {
        work.run();
    }

    /** Ends the predictor's threads. */
    @TearDown(Level.Trial)
    public void close() {
        work.predictor().close();
    }
}
