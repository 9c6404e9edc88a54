// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/**
 * The vocabulary of a column of text, and what it becomes: goes with a model, so that other files are read alike.
 *
 * @param feature the column's place among the table's columns without the target, from 0
 * @param column its name
 * @param encoding what a cell becomes
 * @param names the categories, each once: sorted by value if all are numbers, else as text
 */
public record Categories(int feature, String column, Encoding encoding, List<String> names) {

    /** What a cell becomes. */
    public enum Encoding {
        /** A feature for each category, 1 for the cell's own and 0 for all others (scikit-learn's OneHotEncoder). */
        ONE_HOT,
        /** One feature, the number of the category from 0 (scikit-learn's OrdinalEncoder). */
        ORDINAL
    }

    /**
     * Checks and copies.
     *
     * @param feature the column's place among the table's columns without the target
     * @param column its name
     * @param encoding what a cell becomes
     * @param names the categories
     * @throws IllegalArgumentException if the place is below 0, or there are no names, or one stands there twice
     */
    public Categories {
        Objects.requireNonNull(column, "column");
        Objects.requireNonNull(encoding, "encoding");
        names = List.copyOf(names);
        if (feature < 0) {
            throw new IllegalArgumentException("feature must not be negative, was " + feature);
        }
        if (names.isEmpty() || new HashSet<>(names).size() < names.size()) {
            throw new IllegalArgumentException("names must be one or more, each once, were " + names);
        }
    }

    /**
     * How many features a cell becomes.
     *
     * @return the number of categories if they are one-hot, else 1
     */
    public int width() {
        return encoding == Encoding.ONE_HOT ? names.size() : 1;
    }

    /** Names of the features that a cell becomes. */
    List<String> featureNames() {
        return encoding == Encoding.ORDINAL
                ? List.of(column)
                : names.stream().map(name -> column + "=" + name).toList();
    }
}
