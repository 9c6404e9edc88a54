// SPDX-License-Identifier: Apache-2.0

/**
 * JUnit 5: a training that has to go as it went before, in a test of five lines. See {@link dev.hadamard.junit.Golden}.
 */
package dev.hadamard.junit;
