// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.jmh;

import dev.hadamard.Backend;
import dev.hadamard.bench.step.Precision;
import dev.hadamard.bench.step.Workload;
import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.NativeBLAS;
import java.util.concurrent.TimeUnit;
import org.bytedeco.openblas.global.openblas_nolapack;
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
 * Nothing but the matrix products of a training step, by native BLAS through netlib, on arrays laid out like the
 * engine's: what a step on top of that BLAS can't be faster than.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class GemmFloorBenchmark {

    /** Shapes. */
    @Param({"tiny", "online", "small", "medium", "large", "deep"})
    public String workload;

    /** float for sgemm, double for dgemm. */
    @Param("float")
    public String precision;

    /** Threads of OpenBLAS within a product. */
    @Param("1")
    public int threads;

    private StepProducts<?> products;

    /** Made by JMH. */
    public GemmFloorBenchmark() {}

    /**
     * Loads BLAS as the engine does, makes the arrays and checks the products.
     *
     * @throws IllegalStateException if a product is wrong
     */
    @Setup(Level.Trial)
    public void makeAndCheck() {
        String description = Backend.named("netlib-native").describe(); // settles which library netlib loads
        openblas_nolapack.blas_set_num_threads(threads);
        BLAS blas = NativeBLAS.getInstance();
        Workload chosen = Workload.named(workload);
        products = switch (precision) {
            case "float" ->
                new StepProducts<>(
                        chosen,
                        Precision.FLOAT,
                        (ta, tb, m, n, k, a, aOffset, lda, b, bOffset, ldb, c, cOffset, ldc) ->
                                blas.sgemm(ta, tb, m, n, k, 1, a, aOffset, lda, b, bOffset, ldb, 0, c, cOffset, ldc));
            case "double" ->
                new StepProducts<>(
                        chosen,
                        Precision.DOUBLE,
                        (ta, tb, m, n, k, a, aOffset, lda, b, bOffset, ldb, c, cOffset, ldc) ->
                                blas.dgemm(ta, tb, m, n, k, 1, a, aOffset, lda, b, bOffset, ldb, 0, c, cOffset, ldc));
            default -> throw new IllegalArgumentException("precision must be float or double, was " + precision);
        };
        products.multiply();
        products.check();
        System.out.printf(
                "%n%s; %,d operations a step; OpenBLAS told to use %d threads; %s%n%s%n",
                chosen, chosen.operations(), threads, blas.getClass().getName(), description);
    }

    /** All products of a step, one after the other. */
    @Benchmark
    public void products() {
        products.multiply();
    }
}
