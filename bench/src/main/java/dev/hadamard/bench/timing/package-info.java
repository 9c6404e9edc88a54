// SPDX-License-Identifier: Apache-2.0

/**
 * Times training steps of several implementations on the same network and data, each in a JVM of its own: a JVM that
 * ran one has profiles that the next one's compiled code would suffer from. Quick figures for users; the benchmarks are
 * exact ones.
 */
package dev.hadamard.bench.timing;
