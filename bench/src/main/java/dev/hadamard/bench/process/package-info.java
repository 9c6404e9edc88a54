// SPDX-License-Identifier: Apache-2.0

/** Child JVMs: started with the options of their parent and those that vector and native code need, ended with it. */
package dev.hadamard.bench.process;
