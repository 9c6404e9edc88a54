// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.TypeConversionException;

/** Constants of enums as users write them: in lower case, with underscores as in torch or with dashes. */
final class Names {

    private Names() {}

    static <E extends Enum<E>> E parse(Class<E> type, String text) {
        String name = text.replace('-', '_').toUpperCase(Locale.ROOT);
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("\"" + text + "\" is none of " + list(type)));
    }

    static <E extends Enum<E>> String list(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Names::of).collect(Collectors.joining(", "));
    }

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
