// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

/** What stands between the cells of a table. */
final class Separator {

    private Separator() {}

    /**
     * The character of an option.
     *
     * @throws IllegalArgumentException if it is neither a character nor one of the words
     */
    static char parse(String text) {
        return switch (text) {
            case "tab", "\\t" -> '\t';
            case "space" -> ' ';
            default -> {
                if (text.length() != 1) {
                    throw new IllegalArgumentException(
                            "--separator must be one character, tab or space, was \"" + text + "\"");
                }
                yield text.charAt(0);
            }
        };
    }
}
