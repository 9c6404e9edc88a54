// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine.TypeConversionException;

/** Where data comes from. */
sealed interface DataSource {

    /** The digits that come with the program. */
    record Digits() implements DataSource {}

    /**
     * A table of numbers.
     *
     * @param file the CSV file
     */
    record Csv(Path file) implements DataSource {}

    /**
     * A table of numbers, most of them 0.
     *
     * @param file the file of LIBSVM's format
     */
    record Libsvm(Path file) implements DataSource {}

    /**
     * Images.
     *
     * @param folder where four IDX files lie
     */
    record Idx(Path folder) implements DataSource {}

    /**
     * Rows that are read piece by piece.
     *
     * @param file what convert wrote
     */
    record Rows(Path file) implements DataSource {}

    static DataSource parse(String text) {
        if (text.equals("digits")) {
            return new Digits();
        } else if (text.startsWith("csv:")) {
            return at(text, Csv::new);
        } else if (text.startsWith("libsvm:")) {
            return at(text, Libsvm::new);
        } else if (text.startsWith("idx:")) {
            return at(text, Idx::new);
        } else if (text.startsWith("rows:")) {
            return at(text, Rows::new);
        }
        throw new TypeConversionException(
                "\"" + text + "\" is none of digits, csv:FILE, libsvm:FILE, idx:DIR, rows:FILE");
    }

    private static DataSource at(String text, Function<Path, DataSource> source) {
        String path = text.substring(text.indexOf(':') + 1);
        try {
            if (!path.isEmpty()) {
                return source.apply(Path.of(path));
            }
        } catch (InvalidPathException e) {
            throw new TypeConversionException("\"" + path + "\" is no path: " + e.getReason());
        }
        throw new TypeConversionException("\"" + text + "\" lacks a path");
    }

    /** A name to report, without the folders that lead to it. */
    default String name() {
        if (this instanceof Csv csv) {
            return named("csv", csv.file);
        } else if (this instanceof Libsvm libsvm) {
            return named("libsvm", libsvm.file);
        } else if (this instanceof Idx idx) {
            return named("idx", idx.folder);
        } else if (this instanceof Rows rows) {
            return named("rows", rows.file);
        }
        return "digits";
    }

    private static String named(String kind, Path path) {
        return kind + ':' + path.toAbsolutePath().normalize().getFileName();
    }
}
