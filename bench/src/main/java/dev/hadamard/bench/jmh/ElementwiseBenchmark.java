// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.jmh;

import dev.hadamard.bench.elementwise.ElementwiseKernel;
import dev.hadamard.bench.elementwise.ElementwiseKernels;
import dev.hadamard.bench.elementwise.ElementwiseWork;
import dev.hadamard.compute.DoubleElements;
import dev.hadamard.compute.Elements;
import dev.hadamard.compute.FloatElements;
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
 * One element-wise kernel at a time. Elements by the score are elements a nanosecond; times
 * {@link ElementwiseKernel#traffic()} and the size of an element, that is bytes a nanosecond, GB/s. The kernel triad
 * measures the machine's bandwidth.
 *
 * <p>The implementation "math" is what one writes without a library, a loop that calls {@link Math}; it knows sigmoid,
 * tanh, silu, gelu-tanh and softmax.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class ElementwiseBenchmark {

    /** Which kernel. */
    @Param({
        "triad",
        "hadamard",
        "relu",
        "leaky-relu",
        "elu",
        "sigmoid",
        "sigmoid-backward",
        "tanh",
        "tanh-backward",
        "softplus",
        "softplus-backward",
        "silu",
        "silu-backward",
        "gelu",
        "gelu-backward",
        "gelu-tanh",
        "gelu-tanh-backward",
        "softmax-10",
        "softmax-1000",
        "column-sum",
        "gradient-descent",
        "momentum",
        "nesterov",
        "adagrad",
        "rmsprop",
        "adam"
    })
    public String kernel;

    /** What computes. */
    @Param({"scalar", "simd"})
    public String implementation;

    /** Element type. */
    @Param("float")
    public String precision;

    /** Number of elements. */
    @Param({"7", "63", "1000", "100000", "1000000"})
    public int length;

    private ElementwiseWork<?> work;

    /** Made by JMH. */
    public ElementwiseBenchmark() {}

    /**
     * Makes the data, and checks that the kernel computes what the scalar strategy computes.
     *
     * @throws IllegalStateException if it doesn't
     */
    @Setup(Level.Trial)
    public void makeAndCheck() {
        switch (precision) {
            case "float" -> makeAndCheck(FloatElements.INSTANCE);
            case "double" -> makeAndCheck(DoubleElements.INSTANCE);
            default -> throw new IllegalArgumentException("precision must be float or double, was " + precision);
        }
        System.out.printf("%n%s, %s %s[%,d]%n", ElementwiseKernels.describe(implementation), kernel, precision, length);
    }

    private <A> void makeAndCheck(Elements<A> elements) {
        ElementwiseKernel chosen = ElementwiseKernel.named(kernel);
        ElementwiseKernels.check(chosen, elements, implementation, length);
        work = ElementwiseKernels.work(chosen, elements, implementation, length);
    }

    /** The kernel, once over the whole range. */
    @Benchmark
    public void run() {
        work.run();
    }
}
