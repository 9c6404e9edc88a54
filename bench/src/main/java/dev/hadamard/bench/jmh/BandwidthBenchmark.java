// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.jmh;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * The slopes of the machine's roof: how many bytes a second one core moves, by working set. The triad of McCalpin's
 * STREAM, and two loops that beat it where writes are dear: an update in place, which writes only lines that it has
 * read, and a sum, which writes nothing. The highest of the three is the roof. The counter {@code gigabytes} is in
 * GB/s, 10⁹ bytes; each element read and each element written counts once.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class BandwidthBenchmark {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Vectors a round: independent ones, so that nothing waits for the one before. */
    private static final int UNROLLED = 4;

    private static final int STEP = UNROLLED * LANES;

    /**
     * Bytes of all arrays together: for the first, second and third level of the caches of usual machines, and memory.
     */
    @Param({"12288", "262144", "8388608", "402653184"})
    public int bytes;

    private float[] a;
    private float[] b;
    private float[] c;
    private final float[] sums = new float[STEP];

    /** Made by JMH. */
    public BandwidthBenchmark() {}

    /** Bytes of an iteration, in 10⁹ a second. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Rate {

        /** 10⁹ bytes. */
        public double gigabytes;

        /** Made by JMH. */
        public Rate() {}
    }

    /**
     * Makes three arrays and checks each loop on them.
     *
     * @throws IllegalStateException if an element is wrong
     */
    @Setup(Level.Trial)
    public void fillAndCheck() {
        int length = bytes / Float.BYTES / 3 / STEP * STEP;
        a = new float[length];
        b = new float[length];
        c = new float[length];
        Arrays.fill(b, 1);
        Arrays.fill(c, 2);
        triad(new Rate());
        check("triad", a, 2);
        update(new Rate());
        check("update", a, 3); // 2 + 0.5 · 2
        sum(new Rate());
        check("sum", sums, length / (float) STEP);
        Arrays.fill(a, 0);
        System.out.printf("%n%,d bytes in three arrays; vectors of %d bits%n", bytes, SPECIES.vectorBitSize());
    }

    private static void check(String name, float[] actual, float expected) {
        for (int i = 0; i < actual.length; i++) {
            if (actual[i] != expected) {
                throw new IllegalStateException(name + "[" + i + "] is " + actual[i] + " instead of " + expected);
            }
        }
    }

    /** a = b + c / 2. */
    @Benchmark
    public void triad(Rate rate) {
        for (int i = 0; i < a.length; i += STEP) {
            triad(i);
            triad(i + LANES);
            triad(i + 2 * LANES);
            triad(i + 3 * LANES);
        }
        rate.gigabytes += 3e-9 * Float.BYTES * a.length;
    }

    private void triad(int i) {
        FloatVector.fromArray(SPECIES, c, i)
                .mul(0.5f)
                .add(FloatVector.fromArray(SPECIES, b, i))
                .intoArray(a, i);
    }

    /** a += c / 2, on two arrays of the three. */
    @Benchmark
    public void update(Rate rate) {
        for (int i = 0; i < a.length; i += STEP) {
            update(i);
            update(i + LANES);
            update(i + 2 * LANES);
            update(i + 3 * LANES);
        }
        rate.gigabytes += 3e-9 * Float.BYTES * a.length;
    }

    private void update(int i) {
        FloatVector.fromArray(SPECIES, c, i)
                .mul(0.5f)
                .add(FloatVector.fromArray(SPECIES, a, i))
                .intoArray(a, i);
    }

    /** Σ b, in as many sums as it takes. */
    @Benchmark
    public float[] sum(Rate rate) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int i = 0; i < b.length; i += STEP) {
            s0 = s0.add(FloatVector.fromArray(SPECIES, b, i));
            s1 = s1.add(FloatVector.fromArray(SPECIES, b, i + LANES));
            s2 = s2.add(FloatVector.fromArray(SPECIES, b, i + 2 * LANES));
            s3 = s3.add(FloatVector.fromArray(SPECIES, b, i + 3 * LANES));
        }
        s0.intoArray(sums, 0);
        s1.intoArray(sums, LANES);
        s2.intoArray(sums, 2 * LANES);
        s3.intoArray(sums, 3 * LANES);
        rate.gigabytes += 1e-9 * Float.BYTES * b.length;
        return sums;
    }
}
