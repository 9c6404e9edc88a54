// SPDX-License-Identifier: Apache-2.0

/**
 * JMH benchmarks of training steps, and of the bare products that bound them.
 *
 * <pre>{@code
 * java -cp hadamard.jar org.openjdk.jmh.Main TrainStepBenchmark -p workload=medium
 * }</pre>
 *
 * <p>Scores are microseconds a step. Rows of the workload by the score are samples a second; its operations, which each
 * run prints, by the score are 10⁶ operations a second.
 */
package dev.hadamard.bench.jmh;
