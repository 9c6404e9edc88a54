// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.timing;

import dev.hadamard.bench.step.StepSetup;
import dev.hadamard.bench.step.TrainStep;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;

/**
 * Times a step: warm-up first, then the median over blocks of steps.
 *
 * @param warmUp least time to run before anything counts
 * @param measure time to measure, in at least {@value #LEAST_BLOCKS} blocks
 * @param longest time after which warming up ends in any case, and so does measuring, with the blocks that there are,
 *     at least one
 */
public record StepTimer(Duration warmUp, Duration measure, Duration longest) {

    private static final int LEAST_BLOCKS = 5;

    /** Long against the clock's resolution and the reset before a block. */
    private static final double BLOCK_NANOSECONDS = 5e6;

    /** What counts as faster than before. */
    private static final double IMPROVEMENT = 0.95;

    private static final double NANOSECONDS_PER_MICROSECOND = 1e3;

    /** Operations that the reference takes about a second for. */
    private static final long REFERENCE_BUDGET = 1_500_000_000L;

    /**
     * A timer good for a table: two seconds a step, eight times as long at most on a busy machine.
     *
     * @return the timer
     */
    public static StepTimer brief() {
        return new StepTimer(Duration.ofMillis(1200), Duration.ofMillis(800), Duration.ofSeconds(8));
    }

    /**
     * Times whole steps of an implementation.
     *
     * @param implementation a name that {@link TrainStep#of} knows
     * @param setup network and data
     * @return microseconds a step on the setup's mini-batch
     * @throws UnsupportedOperationException if this process can't use the implementation
     */
    public double microseconds(String implementation, StepSetup<?> setup) {
        int rows = implementation.startsWith(TrainStep.REFERENCE) ? setup.rowsWithin(REFERENCE_BUDGET) : setup.batch();
        TrainStep step = TrainStep.of(implementation, setup.withBatch(rows), 1);
        double wholeStep = median(step::run, step::reset);
        if (rows == setup.batch()) {
            return wholeStep;
        }
        // Too slow for a whole mini-batch: gradients cost so much a row, the update so much a step.
        double gradients = median(() -> step.gradients()[0], step::reset);
        return gradients * setup.batch() / rows + Math.max(0, wholeStep - gradients);
    }

    /**
     * Times anything.
     *
     * @param body what to time; its result keeps it from being optimised away
     * @param reset runs before each block and is not timed
     * @return median over blocks, in microseconds a call
     */
    double median(DoubleSupplier body, Runnable reset) {
        Blocks blocks = new Blocks(body, reset);
        int size = blockSize(warmUp(blocks));
        DoubleStream.Builder samples = DoubleStream.builder();
        int count = 0;
        long elapsed;
        long begin = System.nanoTime();
        do {
            samples.add(blocks.nanoseconds(size) / size);
            count++;
            elapsed = System.nanoTime() - begin;
        } while (elapsed < longest.toNanos() && (elapsed < measure.toNanos() || count < LEAST_BLOCKS));
        if (!Double.isFinite(blocks.sum)) {
            throw new ArithmeticException("a timed step's result is " + blocks.sum);
        }
        return medianOf(samples.build().toArray()) / NANOSECONDS_PER_MICROSECOND;
    }

    /**
     * Runs until, for half of the warm-up time, nothing was compiled and nothing became faster; returns nanoseconds a
     * call. Time is that of this thread on a processor: on a busy machine, the clock on the wall goes on while nothing
     * gets warm.
     */
    private double warmUp(Blocks blocks) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long wallBegin = System.nanoTime();
        long begin = threads.getCurrentThreadCpuTime();
        double best = Double.POSITIVE_INFINITY;
        long compiled = compilationTime();
        long changedAt = begin;
        long now;
        do {
            int size = blockSize(best);
            double time = blocks.nanoseconds(size) / size;
            now = threads.getCurrentThreadCpuTime();
            if (time < IMPROVEMENT * best || compilationTime() != compiled) {
                best = Math.min(time, best);
                compiled = compilationTime();
                changedAt = now;
            }
        } while (System.nanoTime() - wallBegin < longest.toNanos()
                && (now - begin < warmUp.toNanos() || now - changedAt < warmUp.toNanos() / 2));
        return best;
    }

    /** What the compiler has spent so far; constant where there is none. */
    private static long compilationTime() {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        return compiler != null && compiler.isCompilationTimeMonitoringSupported()
                ? compiler.getTotalCompilationTime()
                : 0;
    }

    private static int blockSize(double nanosecondsPerCall) {
        return (int) Math.max(1, Math.min(1_000_000, BLOCK_NANOSECONDS / nanosecondsPerCall));
    }

    static double medianOf(double[] samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Runs blocks of calls, and uses every result. */
    private static final class Blocks {
        private final DoubleSupplier body;
        private final Runnable reset;
        private double sum;

        Blocks(DoubleSupplier body, Runnable reset) {
            this.body = body;
            this.reset = reset;
        }

        double nanoseconds(int calls) {
            reset.run();
            long begin = System.nanoTime();
            for (int i = 0; i < calls; i++) {
                sum += body.getAsDouble();
            }
            return System.nanoTime() - begin;
        }
    }
}
