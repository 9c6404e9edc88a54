// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import dev.hadamard.io.HadamardIOException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The lines of a CSV file that aren't empty, each with its place for messages. */
final class CsvLines implements Closeable {

    /** Room for some hundred thousand columns. */
    private static final int MAX_LINE_CHARS = 1 << 22;

    /** How the parser reports a quote that is not closed, or followed by text. */
    private static final Pattern QUOTING_ERROR = Pattern.compile("\\((?:start)?line (\\d+)\\) (.*)");

    private final Path path;
    private final boolean blankSeparated;
    private final Utf8Reader reader;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;

    /**
     * One line.
     *
     * @param cells its cells, without blanks around them
     * @param endLine where it ends in the file, counted from 1: a quoted cell may contain ends of line
     */
    record Line(List<String> cells, long endLine) {

        int size() {
            return cells.size();
        }

        String cell(int column) {
            return cells.get(column);
        }

        /** Where a cell begins. */
        long lineOf(int column) {
            long line = endLine;
            for (String cell : cells.subList(column, cells.size())) {
                line -= cell.chars().filter(c -> c == '\n').count();
            }
            return line;
        }
    }

    CsvLines(Path path, Input in, char separator) throws IOException {
        this.path = path;
        this.blankSeparated = separator == ' ';
        this.reader = new Utf8Reader(path, in, MAX_LINE_CHARS);
        this.parser = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(separator)
                .setIgnoreSurroundingSpaces(true)
                .build()
                .parse(reader);
        this.records = parser.iterator();
    }

    /** The next line, or null at the end. */
    Line next() throws IOException {
        while (true) {
            reader.beginRecord();
            CSVRecord record = nextRecord();
            if (record == null) {
                return null;
            }
            List<String> cells = Arrays.asList(record.values());
            if (blankSeparated) {
                cells = cells.stream().filter(cell -> !cell.isEmpty()).toList();
            }
            boolean empty = cells.isEmpty() || cells.size() == 1 && cells.get(0).isEmpty();
            if (!empty) {
                return new Line(cells, parser.getCurrentLineNumber());
            }
        }
    }

    private CSVRecord nextRecord() throws IOException {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (UncheckedIOException e) {
            Matcher quoting = QUOTING_ERROR.matcher(String.valueOf(e.getCause().getMessage()));
            if (quoting.matches()) {
                throw error("line " + quoting.group(1) + ": " + quoting.group(2));
            }
            throw e.getCause();
        }
    }

    /** An error in a whole line. */
    HadamardIOException error(Line line, String message) {
        return new HadamardIOException(path + ": line " + line.lineOf(0) + ": " + message);
    }

    /** An error of the whole file. */
    HadamardIOException error(String message) {
        return new HadamardIOException(path + ": " + message);
    }

    /** An error in one cell. */
    HadamardIOException error(Line line, int column, String name, String message) {
        String columnName = name.isEmpty() ? "" : " (" + name + ")";
        return new HadamardIOException(
                path + ": line " + line.lineOf(column) + ", column " + (column + 1) + columnName + ": " + message);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
