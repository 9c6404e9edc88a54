// SPDX-License-Identifier: Apache-2.0

/** How long a prediction takes in a service, alone and while a trainer publishes snapshots. */
package dev.hadamard.bench.latency;
