// SPDX-License-Identifier: Apache-2.0

/**
 * For regression tests, ours and those of users: the engine compared with {@link dev.hadamard.reference}, the naive
 * reference, tensor by tensor.
 */
package dev.hadamard.verify;
