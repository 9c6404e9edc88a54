// SPDX-License-Identifier: Apache-2.0

/** Files: how reading and writing them fails. */
package dev.hadamard.io;
