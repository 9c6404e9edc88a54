// SPDX-License-Identifier: Apache-2.0

/** The command line: {@code train} and {@code info}. */
package dev.hadamard.bench.cli;
