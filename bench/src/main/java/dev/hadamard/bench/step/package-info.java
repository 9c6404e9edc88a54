// SPDX-License-Identifier: Apache-2.0

/**
 * A training step as something that can be timed and checked, whoever computes it. Shared by the benchmarks and the
 * command line, so that both time the same thing.
 */
package dev.hadamard.bench.step;
