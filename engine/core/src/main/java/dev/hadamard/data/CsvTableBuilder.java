// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import dev.hadamard.data.CsvLines.Line;
import dev.hadamard.io.HadamardIOException;
import java.io.IOException;
import java.util.List;
import java.util.stream.DoubleStream;

/** Turns the lines of a CSV file into a {@link Table}. Confined to one thread, for one file. */
final class CsvTableBuilder {

    /** What an array can hold on every JVM. */
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private final CsvReader options;
    private final CsvLines lines;

    private final List<Categories> categories;

    private CsvColumns columns;
    private int target;
    private FeatureColumns features;
    private TargetColumn targets;
    private double[] row;

    /** Where features alone are read: how many columns they have, else 0. */
    private int expectedColumns;

    /** Grows in pieces, which are joined once at the end. */
    private final DoubleStream.Builder x = DoubleStream.builder();

    private long xLength;
    private boolean anyRow;

    CsvTableBuilder(CsvReader options, List<Categories> categories, CsvLines lines) {
        this.options = options;
        this.categories = categories;
        this.lines = lines;
    }

    /** Reads everything. */
    Table build() throws IOException {
        readAll(this::keep);
        Targets found = targets.finish();
        Dataset<double[]> data = found.with(x.build().toArray(), row.length);
        return new Table(
                data, features.names(), columns.names().get(target), found.classNames(), categories, columns.header());
    }

    /** Reads features alone, of a file that has so many columns besides a target, or no target. */
    double[] features(int expected) throws IOException {
        expectedColumns = expected;
        readAll(this::keep);
        return x.build().toArray();
    }

    /** Reads everything, features to somebody else. */
    Targets forEach(RowConsumer rows) throws IOException {
        readAll(rows);
        return targets.finish();
    }

    private void keep(double[] values) throws HadamardIOException {
        if (xLength > MAX_ARRAY - values.length) {
            throw lines.error("more than " + MAX_ARRAY + " numbers, which don't fit into one array");
        }
        xLength += values.length;
        for (double value : values) {
            x.add(value);
        }
    }

    /** Reads everything, features to a receiver and targets to {@link #targets}. */
    private void readAll(RowConsumer rows) throws IOException {
        Line first = lines.next();
        if (first == null) {
            throw lines.error("the file is empty");
        }
        Line second = lines.next();
        begin(first, second);
        if (!columns.header()) {
            add(first, rows);
        }
        for (Line line = second; line != null; line = lines.next()) {
            add(line, rows);
        }
        if (!anyRow) {
            throw lines.error("no line but the header");
        }
    }

    private void begin(Line first, Line second) throws HadamardIOException {
        if (expectedColumns > 0) {
            beginFeatures(first, second);
            return;
        }
        if (first.size() < 2) {
            throw lines.error(
                    first,
                    "one column only, where features and a target are needed; separator is "
                            + Numbers.quoted(String.valueOf(options.separator)));
        }
        columns = CsvColumns.of(options.header, first, second);
        target = options.resolveTarget(columns);
        targets = new TargetColumn(options.task);
        beginRows();
    }

    private void beginFeatures(Line first, Line second) throws HadamardIOException {
        int size = first.size();
        if (size != expectedColumns && size != expectedColumns + 1) {
            throw lines.error(
                    first,
                    size + " columns, expected are " + expectedColumns
                            + ", or one more, the target; separator is "
                            + Numbers.quoted(String.valueOf(options.separator)));
        }
        columns = CsvColumns.of(options.header, first, second);
        target = size == expectedColumns ? -1 : options.resolveTarget(columns);
        beginRows();
    }

    private void beginRows() {
        features = new FeatureColumns(lines, columns, target, categories, options.missingAsNaN);
        row = new double[features.names().size()];
    }

    private void add(Line line, RowConsumer rows) throws IOException {
        if (line.size() != columns.size()) {
            throw lines.error(line, line.size() + " cells, but " + columns.size() + " in the first line");
        }
        features.read(line, row);
        if (targets != null) {
            targets.add(line.cell(target), message -> lines.error(line, target, columns.nameOf(target), message));
        }
        rows.accept(row);
        anyRow = true;
    }
}
