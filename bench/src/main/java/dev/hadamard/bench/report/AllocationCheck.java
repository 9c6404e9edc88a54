// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import dev.hadamard.bench.jmh.GemmFloorBenchmark;
import dev.hadamard.bench.jmh.InferenceBenchmark;
import dev.hadamard.bench.jmh.TrainStepBenchmark;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is promised to allocate nothing must not, by JMH's own profiler of the garbage collector.
 *
 * <p>Judged is what was called often enough for C2 to have compiled all of it: code of the Vector API that it has not
 * compiled yet makes an object of each vector. A step of many milliseconds would have to be warmed up for minutes until
 * what it calls once a step, such as a loss, is compiled too; the engine's own tests do that with smaller networks.
 *
 * <p>JMH itself allocates a little in each iteration, which it divides by the calls of the iteration, so that a slow
 * call seems to allocate more: bytes a call are judged by what remains over {@value #OF_JMH} bytes an iteration.
 */
final class AllocationCheck {

    /** Of JMH's loop and profilers, about 6 KB, with a margin. */
    static final double OF_JMH = 16_384;

    /**
     * HotSpot's Tier4MinInvocationThreshold and its kin are 600 to 5000 calls; compilations then wait for each other.
     */
    private static final double COMPILED = 20_000;

    /** A float, which nobody can allocate by itself: what is below is rounding of the profiler. */
    private static final double LEAST = 4;

    /** Where JMH keeps the time of each call: its own multiset of samples took 6 bytes a call. */
    private static final double LEAST_OF_SAMPLES = 16;

    /** The reference allocates as it likes; netlib's own Java may, where a width is no multiple of its vectors. */
    private static final Set<String> BOUND = Set.of("scalar", "netlib-native", "simd");

    private static final Set<String> BENCHMARKS = Set.of(
            TrainStepBenchmark.class.getSimpleName(),
            InferenceBenchmark.class.getSimpleName(),
            GemmFloorBenchmark.class.getSimpleName());

    private AllocationCheck() {}

    /** How many measurements the promise binds. */
    static long checked(List<Measurement> measurements) {
        return measurements.stream().filter(AllocationCheck::isBound).count();
    }

    /** A line for each broken promise. */
    static List<String> failures(List<Measurement> measurements) {
        return measurements.stream()
                .filter(AllocationCheck::isBound)
                .filter(AllocationCheck::allocates)
                .map(m -> String.format(
                        Locale.ROOT,
                        "%s allocates %.1f B a call",
                        m.label(),
                        m.allocation().orElseThrow()))
                .toList();
    }

    private static boolean isBound(Measurement m) {
        return m.allocation().isPresent()
                && BENCHMARKS.contains(m.benchmark())
                && (m.benchmark().equals(GemmFloorBenchmark.class.getSimpleName())
                        || BOUND.contains(m.parameters().get(Suite.IMPLEMENTATION)))
                && m.warmUpNanoseconds() / m.value().median() > COMPILED;
    }

    private static boolean allocates(Measurement m) {
        double callsInAnIteration =
                Math.max(1, m.iterationNanoseconds() / m.value().median());
        double least = m.percentiles().isEmpty() ? LEAST : LEAST_OF_SAMPLES;
        return m.allocation().orElseThrow() > least + OF_JMH / callsInAnIteration;
    }
}
