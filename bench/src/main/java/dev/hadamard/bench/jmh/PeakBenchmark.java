// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.jmh;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The machine's roof: the inner loop of a matrix product and nothing else. Four rows by two vectors of sums, which even
 * 16 vector registers hold, operands packed and in the L1 cache. The counter {@code gigaflops} is in GFLOP/s.
 *
 * <p>Written with the Vector API itself rather than with the engine's tiles: a roof that moved with them would not be
 * one.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class PeakBenchmark {

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final int DEPTH = 128;
    private static final int ROWS = 4;
    private static final int VECTORS = 2;

    private final float[] floatRows = new float[ROWS * DEPTH];
    private final float[] floatColumns = new float[VECTORS * FLOATS.length() * DEPTH];
    private final float[] floatTile = new float[ROWS * VECTORS * FLOATS.length()];
    private final double[] doubleRows = new double[ROWS * DEPTH];
    private final double[] doubleColumns = new double[VECTORS * DOUBLES.length() * DEPTH];
    private final double[] doubleTile = new double[ROWS * VECTORS * DOUBLES.length()];

    /** Made by JMH. */
    public PeakBenchmark() {}

    /** Operations of an iteration, in GFLOP a second. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Rate {

        /** 10⁹ additions and multiplications. */
        public double gigaflops;

        /** Made by JMH. */
        public Rate() {}
    }

    /** Fills the operands with ones, and checks both tiles: each sum is the depth. */
    @Setup
    public void fillAndCheck() {
        Arrays.fill(floatRows, 1);
        Arrays.fill(floatColumns, 1);
        Arrays.fill(doubleRows, 1);
        Arrays.fill(doubleColumns, 1);
        floats(new Rate());
        doubles(new Rate());
        for (float sum : floatTile) {
            check(sum);
        }
        for (double sum : doubleTile) {
            check(sum);
        }
        System.out.printf("%nvectors of %d bits%n", FLOATS.vectorBitSize());
    }

    private static void check(double sum) {
        if (sum != DEPTH) {
            throw new IllegalStateException("a sum of " + DEPTH + " ones is " + sum);
        }
    }

    /** A tile in float. */
    @Benchmark
    public float[] floats(Rate rate) {
        int lanes = FLOATS.length();
        FloatVector c00 = FloatVector.zero(FLOATS);
        FloatVector c01 = c00;
        FloatVector c10 = c00;
        FloatVector c11 = c00;
        FloatVector c20 = c00;
        FloatVector c21 = c00;
        FloatVector c30 = c00;
        FloatVector c31 = c00;
        for (int k = 0; k < DEPTH; k++) {
            FloatVector b0 = FloatVector.fromArray(FLOATS, floatColumns, k * VECTORS * lanes);
            FloatVector b1 = FloatVector.fromArray(FLOATS, floatColumns, k * VECTORS * lanes + lanes);
            FloatVector a0 = FloatVector.broadcast(FLOATS, floatRows[k * ROWS]);
            FloatVector a1 = FloatVector.broadcast(FLOATS, floatRows[k * ROWS + 1]);
            FloatVector a2 = FloatVector.broadcast(FLOATS, floatRows[k * ROWS + 2]);
            FloatVector a3 = FloatVector.broadcast(FLOATS, floatRows[k * ROWS + 3]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
        }
        c00.intoArray(floatTile, 0);
        c01.intoArray(floatTile, lanes);
        c10.intoArray(floatTile, 2 * lanes);
        c11.intoArray(floatTile, 3 * lanes);
        c20.intoArray(floatTile, 4 * lanes);
        c21.intoArray(floatTile, 5 * lanes);
        c30.intoArray(floatTile, 6 * lanes);
        c31.intoArray(floatTile, 7 * lanes);
        rate.gigaflops += 2e-9 * DEPTH * floatTile.length;
        return floatTile;
    }

    /** The same in double; there is no generated twin here, as benchmarks have no generator. */
    @Benchmark
    public double[] doubles(Rate rate) {
        int lanes = DOUBLES.length();
        DoubleVector c00 = DoubleVector.zero(DOUBLES);
        DoubleVector c01 = c00;
        DoubleVector c10 = c00;
        DoubleVector c11 = c00;
        DoubleVector c20 = c00;
        DoubleVector c21 = c00;
        DoubleVector c30 = c00;
        DoubleVector c31 = c00;
        for (int k = 0; k < DEPTH; k++) {
            DoubleVector b0 = DoubleVector.fromArray(DOUBLES, doubleColumns, k * VECTORS * lanes);
            DoubleVector b1 = DoubleVector.fromArray(DOUBLES, doubleColumns, k * VECTORS * lanes + lanes);
            DoubleVector a0 = DoubleVector.broadcast(DOUBLES, doubleRows[k * ROWS]);
            DoubleVector a1 = DoubleVector.broadcast(DOUBLES, doubleRows[k * ROWS + 1]);
            DoubleVector a2 = DoubleVector.broadcast(DOUBLES, doubleRows[k * ROWS + 2]);
            DoubleVector a3 = DoubleVector.broadcast(DOUBLES, doubleRows[k * ROWS + 3]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
        }
        c00.intoArray(doubleTile, 0);
        c01.intoArray(doubleTile, lanes);
        c10.intoArray(doubleTile, 2 * lanes);
        c11.intoArray(doubleTile, 3 * lanes);
        c20.intoArray(doubleTile, 4 * lanes);
        c21.intoArray(doubleTile, 5 * lanes);
        c30.intoArray(doubleTile, 6 * lanes);
        c31.intoArray(doubleTile, 7 * lanes);
        rate.gigaflops += 2e-9 * DEPTH * doubleTile.length;
        return doubleTile;
    }
}
