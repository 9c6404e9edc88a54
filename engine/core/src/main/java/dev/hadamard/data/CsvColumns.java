// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import dev.hadamard.data.CsvLines.Line;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a CSV file, as its first two lines tell.
 *
 * @param header whether the first line holds names
 * @param names of all columns; without a header {@code column 1}, {@code column 2}, …
 */
record CsvColumns(boolean header, List<String> names) {

    private static final int SHOWN_NAMES = 20;

    /** Of a file's first lines; the second is null if there is none. */
    static CsvColumns of(CsvReader.Header kind, Line first, Line second) {
        boolean header = switch (kind) {
            case YES -> true;
            case NO -> false;
            case AUTO -> isHeader(first, second);
        };
        return new CsvColumns(header, header ? first.cells() : numbered(first.size()));
    }

    private static boolean isHeader(Line first, Line second) {
        if (second == null || second.size() != first.size()) {
            return false;
        }
        for (int column = 0; column < first.size(); column++) {
            if (Numbers.isName(first.cell(column)) && Numbers.isNumber(second.cell(column))) {
                return true;
            }
        }
        return false;
    }

    private static List<String> numbered(int columns) {
        List<String> names = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
            names.add("column " + column);
        }
        return names;
    }

    int size() {
        return names.size();
    }

    /** For messages: nothing where the file names nothing. */
    String nameOf(int column) {
        return header ? names.get(column) : "";
    }

    /**
     * The column that somebody means.
     *
     * @param argument what for, in messages
     * @param column a name, "last" or an index
     * @throws IllegalArgumentException if there is none
     */
    int resolve(String argument, String column) {
        if (header && names.contains(column)) {
            if (names.indexOf(column) != names.lastIndexOf(column)) {
                throw new IllegalArgumentException(argument + ": columns " + names.indexOf(column) + " and "
                        + names.lastIndexOf(column) + " are both named '" + column + "'; give an index");
            }
            return names.indexOf(column);
        }
        if (column.equals("last")) {
            return size() - 1;
        }
        try {
            return resolve(argument, Integer.parseInt(column));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(argument + ": no column is named '" + column + "'; " + known(), e);
        }
    }

    /** The column of an index, which counts from the end if it is negative. */
    int resolve(String argument, int index) {
        if (index < -size() || index >= size()) {
            throw new IllegalArgumentException(argument + ": no column has index " + index + "; " + known());
        }
        return index < 0 ? size() + index : index;
    }

    /** The columns that there are, in words. */
    private String known() {
        String indices = "by index there are 0 to " + (size() - 1) + ", or -" + size() + " to -1 from the end";
        if (!header) {
            return "without a header, " + indices;
        }
        List<String> shown = names.subList(0, Math.min(SHOWN_NAMES, size()));
        return "there are " + String.join(", ", shown) + (size() > SHOWN_NAMES ? ", …; " : "; ") + indices;
    }
}
