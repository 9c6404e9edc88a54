// SPDX-License-Identifier: Apache-2.0

/**
 * The scalar strategy: plain loops that run on every JVM, and in the shape that C2 turns into vector code by itself.
 * Internal.
 *
 * <p>It also fixes the bits of everything that is not a product. A vector strategy repeats, element by element, the
 * operations written here in the order written here, and the sums along a row or range by
 * {@link dev.hadamard.compute.VirtualLanes}; then both give the same bits.
 */
package dev.hadamard.compute.scalar;
