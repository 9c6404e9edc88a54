// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.Backend;
import java.util.Set;
import picocli.CommandLine.Option;

/** Options of a training that watch over its numbers. */
final class CheckOptions {

    /** What timing processes don't have. */
    static final Set<String> NAMES = Set.of("--strict");

    @Option(names = "--strict", description = "Train with the same bits on every machine, JDK and number of threads.")
    private boolean strict;

    /** Made by picocli. */
    CheckOptions() {}

    boolean strict() {
        return strict;
    }

    /** What computes, by the name that the user gave. */
    Backend backend(String name) {
        return strict && name.equals("auto") ? Backend.strict() : Backend.named(name);
    }
}
