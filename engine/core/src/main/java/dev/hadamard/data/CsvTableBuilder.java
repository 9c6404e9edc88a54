// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import dev.hadamard.data.CsvLines.Line;
import dev.hadamard.io.HadamardIOException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** Turns the lines of a CSV file into a {@link CsvTable}. Confined to one thread, for one file. */
final class CsvTableBuilder {

    /** What an array can hold on every JVM. */
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private static final int SHOWN_NAMES = 20;

    private final CsvReader options;
    private final CsvLines lines;

    private boolean header;
    private List<String> names;
    private int target;
    private int columns;
    private TargetColumn targets;

    /** Grows in pieces, which are joined once at the end. */
    private final DoubleStream.Builder x = DoubleStream.builder();

    private long xLength;

    CsvTableBuilder(CsvReader options, CsvLines lines) {
        this.options = options;
        this.lines = lines;
    }

    /** Reads everything. */
    CsvTable build() throws IOException {
        Line first = lines.next();
        if (first == null) {
            throw lines.error("the file is empty");
        }
        Line second = lines.next();
        begin(first, second);
        if (!header) {
            add(first);
        }
        for (Line line = second; line != null; line = lines.next()) {
            add(line);
        }
        if (xLength == 0) {
            throw lines.error("no line but the header");
        }
        List<String> featureNames = new ArrayList<>(names);
        String targetName = featureNames.remove(target);
        TargetColumn.Finished finished = targets.finish();
        double[] features = x.build().toArray();
        Dataset<double[]> data = finished.labels() == null
                ? Dataset.ofDoubles(features, columns - 1, finished.values(), 1)
                : Dataset.ofDoubles(
                        features,
                        columns - 1,
                        finished.labels(),
                        finished.classNames().size());
        return new CsvTable(data, featureNames, targetName, finished.classNames(), header);
    }

    private void begin(Line first, Line second) throws HadamardIOException {
        columns = first.size();
        if (columns < 2) {
            throw lines.error(
                    first,
                    "one column only, where features and a target are needed; separator is "
                            + Numbers.quoted(String.valueOf(options.separator)));
        }
        header = switch (options.header) {
            case YES -> true;
            case NO -> false;
            case AUTO -> isHeader(first, second);
        };
        names = header ? first.cells() : numbered(columns);
        target = resolveTarget();
        targets = new TargetColumn(options.task, lines, target, nameOf(target));
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

    private int resolveTarget() {
        String name = options.targetName;
        if (name == null) {
            return resolveIndex(options.targetIndex);
        }
        if (header && names.contains(name)) {
            if (names.indexOf(name) != names.lastIndexOf(name)) {
                throw new IllegalArgumentException("target: columns " + names.indexOf(name) + " and "
                        + names.lastIndexOf(name) + " are both named '" + name + "'; give an index");
            }
            return names.indexOf(name);
        }
        if (name.equals("last")) {
            return columns - 1;
        }
        try {
            return resolveIndex(Integer.parseInt(name));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("target: no column is named '" + name + "'; " + known(), e);
        }
    }

    private int resolveIndex(int index) {
        if (index < -columns || index >= columns) {
            throw new IllegalArgumentException("target: no column has index " + index + "; " + known());
        }
        return index < 0 ? columns + index : index;
    }

    /** The columns that a target can be, in words. */
    private String known() {
        String indices = "by index there are 0 to " + (columns - 1) + ", or -" + columns + " to -1 from the end";
        if (!header) {
            return "without a header, " + indices;
        }
        List<String> shown = names.subList(0, Math.min(SHOWN_NAMES, columns));
        return "there are " + String.join(", ", shown) + (columns > SHOWN_NAMES ? ", …; " : "; ") + indices;
    }

    private String nameOf(int column) {
        return header ? names.get(column) : "";
    }

    private void add(Line line) throws HadamardIOException {
        if (line.size() != columns) {
            throw lines.error(line, line.size() + " cells, but " + columns + " in the first line");
        }
        xLength += columns - 1;
        if (xLength > MAX_ARRAY) {
            throw lines.error(line, "more than " + MAX_ARRAY + " numbers, which don't fit into one array");
        }
        for (int column = 0; column < columns; column++) {
            if (column == target) {
                targets.add(line);
            } else {
                x.add(number(line, column));
            }
        }
    }

    private double number(Line line, int column) throws HadamardIOException {
        return number(lines, line, column, nameOf(column));
    }

    /** A cell that must be a finite number. */
    static double number(CsvLines lines, Line line, int column, String name) throws HadamardIOException {
        String cell = line.cell(column);
        if (Numbers.isNumber(cell)) {
            double value = Double.parseDouble(cell);
            if (Double.isFinite(value)) {
                return value;
            }
        }
        throw lines.error(line, column, name, defect(cell));
    }

    /** What is wrong with a cell that is no finite number. */
    static String defect(String cell) {
        if (cell.isEmpty()) {
            return "the cell is empty";
        }
        boolean tooLarge = Numbers.isNumber(cell);
        return Numbers.quoted(cell)
                + (tooLarge || Numbers.isNonFinite(cell) ? " is not a finite number" : " is not a number");
    }
}
