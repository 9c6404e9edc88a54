// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import java.util.Arrays;
import java.util.Locale;

/**
 * How steady the machine is: a loop of integer arithmetic, whose every repetition is the same work on one core and no
 * memory. What its times spread by is the machine's noise, not the loop's.
 *
 * @param milliseconds median time of a repetition
 * @param noise (90th − 10th percentile) / median
 */
public record Calibration(double milliseconds, double noise) {

    /** A spread, or a change from before a run to after it, above which figures deserve a warning. */
    static final double QUIET = 0.05;

    private static final int REPETITIONS = 100;
    private static final int WARM_UP = 20;
    private static final int ROUNDS = 3_000_000;

    /** Runs the loop for about a second. */
    static Calibration run() {
        double[] times = new double[REPETITIONS];
        long state = 1;
        for (int i = -WARM_UP; i < REPETITIONS; i++) {
            long start = System.nanoTime();
            state = loop(state);
            if (i >= 0) {
                times[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        if (state == 0) { // never, for a xorshift; but the loop must have a result
            throw new IllegalStateException("xorshift has come to 0");
        }
        return of(times);
    }

    /** Marsaglia's xorshift: each step waits for the one before. */
    private static long loop(long seed) {
        long x = seed;
        for (int i = 0; i < ROUNDS; i++) {
            x ^= x << 13;
            x ^= x >>> 7;
            x ^= x << 17;
        }
        return x;
    }

    static Calibration of(double[] times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        double median = sorted[sorted.length / 2];
        int tenth = sorted.length / 10;
        return new Calibration(median, (sorted[sorted.length - 1 - tenth] - sorted[tenth]) / median);
    }

    /** Such as "noise 1.2 %". */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "noise %.1f %%", 100 * noise);
    }
}
