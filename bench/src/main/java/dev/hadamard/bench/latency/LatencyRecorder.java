// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.latency;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Takes the times of requests, in nanoseconds. Confined to one thread; takes a time without allocating. */
final class LatencyRecorder {

    /** Longer ones count as this. */
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(10);

    /** Decimal digits that are kept. */
    private static final int DIGITS = 3;

    private final Histogram response = new Histogram(1, LONGEST, DIGITS);
    private final Histogram service = new Histogram(1, LONGEST, DIGITS);

    /**
     * Takes a request.
     *
     * @param sinceDue from when it was due to its answer
     * @param sinceBegun from when somebody had time for it to its answer
     */
    void add(long sinceDue, long sinceBegun) {
        response.recordValue(Math.min(LONGEST, sinceDue));
        service.recordValue(Math.min(LONGEST, sinceBegun));
    }

    Latency latency() {
        return new Latency(response.getTotalCount(), percentiles(response), percentiles(service));
    }

    private static Latency.Percentiles percentiles(Histogram histogram) {
        return new Latency.Percentiles(
                histogram.getValueAtPercentile(50) / 1e3,
                histogram.getValueAtPercentile(99) / 1e3,
                histogram.getValueAtPercentile(99.9) / 1e3,
                histogram.getMaxValue() / 1e3);
    }
}
