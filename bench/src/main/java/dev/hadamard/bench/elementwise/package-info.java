// SPDX-License-Identifier: Apache-2.0

/** Element-wise kernels one by one, and the loops over {@code Math} that they are compared with. */
package dev.hadamard.bench.elementwise;
