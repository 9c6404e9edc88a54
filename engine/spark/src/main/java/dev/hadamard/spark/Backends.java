// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import dev.hadamard.Backend;
import java.util.List;
import java.util.stream.Stream;

/** Names of what can compute: the engine's, and two that leave the choice to it. */
final class Backends {

    /** Same bits on every machine. */
    private static final String STRICT = "strict";

    static final List<String> NAMES = Stream.concat(Stream.of(Learning.AUTO, STRICT), Backend.names().stream())
            .toList();

    private Backends() {}

    /** In the JVM at hand. */
    static Backend named(String name) {
        return name.equals(STRICT) ? Backend.strict() : Backend.named(name);
    }
}
