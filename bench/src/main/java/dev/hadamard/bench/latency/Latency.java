// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.latency;

/**
 * Times of requests.
 *
 * @param requests how many
 * @param response from when a request was due to its answer: what a caller sees
 * @param service from when its computation began to its answer
 */
public record Latency(long requests, Percentiles response, Percentiles service) {

    /**
     * A distribution, in microseconds.
     *
     * @param p50 the median
     * @param p99 what one of a hundred exceeds
     * @param p999 what one of a thousand exceeds
     * @param longest the largest
     */
    public record Percentiles(double p50, double p99, double p999, double longest) {}
}
