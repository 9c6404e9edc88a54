// SPDX-License-Identifier: Apache-2.0

/** What a training looked like, on one HTML page that needs nothing else. */
package dev.hadamard.bench.page;
