// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import dev.hadamard.data.CsvLines.Line;
import dev.hadamard.io.HadamardIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns a line's cells, but for the target, into features. Confined to one thread. */
final class FeatureColumns {

    private final CsvLines lines;
    private final CsvColumns columns;
    private final int target;
    private final boolean missingAsNaN;

    /** By column: category to number; null for a column of numbers. */
    private final List<Map<String, Integer>> codes = new ArrayList<>();

    /** By column: what it becomes; null for a column of numbers. */
    private final List<Categories> categories = new ArrayList<>();

    private final List<String> names = new ArrayList<>();

    /**
     * Gets ready.
     *
     * @param target the column that is no feature, or −1
     * @throws IllegalArgumentException if there are categories of a column that isn't there
     */
    FeatureColumns(CsvLines lines, CsvColumns columns, int target, List<Categories> known, boolean missingAsNaN) {
        this.lines = lines;
        this.columns = columns;
        this.target = target;
        this.missingAsNaN = missingAsNaN;
        int feature = 0;
        for (int column = 0; column < columns.size(); column++) {
            Categories of = column == target ? null : find(known, feature++);
            categories.add(of);
            codes.add(of == null ? null : codes(of));
            if (of != null) {
                names.addAll(of.featureNames());
            } else if (column != target) {
                names.add(columns.names().get(column));
            }
        }
        for (Categories one : known) {
            if (one.feature() >= feature) {
                throw new IllegalArgumentException("categories: of feature " + one.feature() + " (" + one.column()
                        + "), the file has " + feature + " columns besides its target");
            }
        }
    }

    private static Categories find(List<Categories> known, int feature) {
        return known.stream()
                .filter(one -> one.feature() == feature)
                .findFirst()
                .orElse(null);
    }

    private static Map<String, Integer> codes(Categories categories) {
        Map<String, Integer> codes = new HashMap<>();
        categories.names().forEach(name -> codes.put(name, codes.size()));
        return codes;
    }

    /** The features' names. */
    List<String> names() {
        return names;
    }

    /** Fills a row. */
    void read(Line line, double[] row) throws HadamardIOException {
        int at = 0;
        for (int column = 0; column < columns.size(); column++) {
            Categories of = categories.get(column);
            if (of != null) {
                at = putCategory(line, column, of, row, at);
            } else if (column != target) {
                row[at++] = missingAsNaN && Numbers.isMissing(line.cell(column)) ? Double.NaN : number(line, column);
            }
        }
    }

    private int putCategory(Line line, int column, Categories of, double[] row, int at) throws HadamardIOException {
        Integer code = codes.get(column).get(line.cell(column));
        if (code == null) {
            throw lines.error(
                    line,
                    column,
                    columns.nameOf(column),
                    Numbers.quoted(line.cell(column)) + " is none of the "
                            + of.names().size() + " categories known");
        }
        if (of.encoding() == Categories.Encoding.ORDINAL) {
            row[at] = code;
            return at + 1;
        }
        for (int i = 0; i < of.width(); i++) {
            row[at + i] = i == code ? 1 : 0;
        }
        return at + of.width();
    }

    private double number(Line line, int column) throws HadamardIOException {
        return Numbers.finite(line.cell(column), message -> lines.error(line, column, columns.nameOf(column), message));
    }
}
