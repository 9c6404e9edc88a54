// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import dev.hadamard.data.CsvLines.Line;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Goes through a CSV file once, before it is read, for the vocabularies of its columns of text. */
final class CategoryScan {

    /** More categories than these are taken for a mistake, such as a column of identifiers. */
    static final int MAX_CATEGORIES = 1 << 12;

    private final CsvReader options;
    private final CsvLines lines;

    CategoryScan(CsvReader options, CsvLines lines) {
        this.options = options;
        this.lines = lines;
    }

    /** What one column holds. */
    private static final class Found {
        final Categories.Encoding encoding;
        final boolean chosen;
        final Set<String> cells = new HashSet<>();
        boolean text;

        Found(Categories.Encoding encoding, boolean chosen) {
            this.encoding = encoding;
            this.chosen = chosen;
        }

        boolean isCategorical() {
            return chosen || text;
        }
    }

    List<Categories> scan() throws IOException {
        Line first = lines.next();
        if (first == null) {
            throw lines.error("the file is empty");
        }
        Line second = lines.next();
        CsvColumns columns = CsvColumns.of(options.header, first, second);
        int target = options.resolveTarget(columns);
        Found[] found = new Found[columns.size()];
        for (int column = 0; column < found.length; column++) {
            found[column] =
                    column == target || options.textEncoding == null ? null : new Found(options.textEncoding, false);
        }
        name(columns, target, options.oneHot, Categories.Encoding.ONE_HOT, found);
        name(columns, target, options.ordinal, Categories.Encoding.ORDINAL, found);
        if (!columns.header()) {
            add(first, columns, found);
        }
        for (Line line = second; line != null; line = lines.next()) {
            add(line, columns, found);
        }
        return categories(columns, target, found);
    }

    private static void name(
            CsvColumns columns, int target, List<String> named, Categories.Encoding encoding, Found[] found) {
        String argument = encoding == Categories.Encoding.ONE_HOT ? "oneHot" : "ordinal";
        for (String name : named) {
            int column = columns.resolve(argument, name);
            if (column == target) {
                throw new IllegalArgumentException(argument + ": '" + name + "' is the target");
            }
            found[column] = new Found(encoding, true);
        }
    }

    private void add(Line line, CsvColumns columns, Found[] found) throws IOException {
        if (line.size() != columns.size()) {
            throw lines.error(line, line.size() + " cells, but " + columns.size() + " in the first line");
        }
        for (int column = 0; column < found.length; column++) {
            Found here = found[column];
            if (here == null) {
                continue;
            }
            String cell = line.cell(column);
            here.text |= !Numbers.isNumber(cell) && !Numbers.isMissing(cell) && !Numbers.isNonFinite(cell);
            if (cell.isEmpty() && here.chosen && !options.missingAsNaN) {
                throw lines.error(line, column, columns.nameOf(column), Numbers.defect(cell));
            }
            if (here.cells.size() <= MAX_CATEGORIES) { // as many numbers as there are lines may follow
                here.cells.add(cell);
            }
            if (here.isCategorical() && here.cells.size() > MAX_CATEGORIES) {
                throw lines.error(
                        line, column, columns.nameOf(column), "more than " + MAX_CATEGORIES + " different categories");
            }
        }
    }

    private static List<Categories> categories(CsvColumns columns, int target, Found[] found) {
        List<Categories> all = new ArrayList<>();
        int feature = 0;
        for (int column = 0; column < found.length; column++) {
            if (column == target) {
                continue;
            }
            Found here = found[column];
            if (here != null && here.isCategorical()) {
                all.add(new Categories(feature, columns.names().get(column), here.encoding, sorted(here.cells)));
            }
            feature++;
        }
        return all;
    }

    private static List<String> sorted(Set<String> cells) {
        Comparator<String> byText = Comparator.naturalOrder();
        boolean numbers = cells.stream().allMatch(Numbers::isNumber);
        return cells.stream()
                .sorted(
                        numbers
                                ? Comparator.comparingDouble(Double::parseDouble)
                                        .thenComparing(byText)
                                : byText)
                .toList();
    }
}
