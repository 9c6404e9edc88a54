// SPDX-License-Identifier: Apache-2.0

/** Where the executable jar starts. */
package dev.hadamard.bench;
