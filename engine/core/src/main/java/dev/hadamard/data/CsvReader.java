// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import dev.hadamard.io.HadamardIOException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Reads a table of numbers with one target column from a CSV file, plain or gzip (told by its first bytes), in UTF-8
 * with or without byte order mark.
 *
 * <pre>{@code
 * Table table = CsvReader.of(Path.of("wine.csv")).separator(';').target("quality").task(Task.REGRESSION).read();
 * Dataset<float[]> data = table.data().toFloats();
 * }</pre>
 *
 * <p><b>Cells</b> may stand in double quotes; blanks around them and empty lines are skipped. Every cell but the
 * target's must be a finite decimal number such as {@code 12}, {@code -0.5} or {@code 1.5e-3}, unless its column is one
 * of {@linkplain #oneHot categories}. An empty cell (but see {@link #missingAsNaN}), text, {@code nan} and {@code inf}
 * are errors that name line and column, both counted from 1, and the column's name if it has one. So is a line that has
 * more or fewer cells than the first.
 *
 * <p>The <b>header</b>, {@link Header#AUTO} by default: the first line is taken as a header where at least one of its
 * cells is a name (not empty, not a number, none of the usual marks of a missing value) and the next line has a number
 * in that place. {@link Table#header()} tells what was found.
 *
 * <p>The <b>target</b> is the last column by default. It is given by name or by index: 0 is the first column, −1 the
 * last.
 *
 * <p>The <b>task</b>, {@link Task#AUTO} by default, is classification if all targets are text; or if all are whole
 * numbers, at most {@value TargetColumn#AUTO_CLASSES} different ones, each standing in two lines or more on average. It
 * is regression if all are other numbers. A mixture of numbers and text is an error until the task is chosen.
 *
 * <p>Immutable: each method returns a reader of its own.
 */
public final class CsvReader {

    /** Before a target that is an index, whatever columns are called. */
    private static final String INDEX = "\0";

    final Path path;
    char separator = ',';
    Header header = Header.AUTO;

    /** A name or an index. */
    String target = "last";

    Task task = Task.AUTO;
    List<String> oneHot = List.of();
    List<String> ordinal = List.of();

    /** What becomes of columns of text that nobody named, or null: an error. */
    Categories.Encoding textEncoding;

    /** Vocabularies of another file, or null: the file's own. */
    List<Categories> categories;

    boolean missingAsNaN;

    /** Whether the first line holds the columns' names. */
    public enum Header {
        /** As the first two lines look. */
        AUTO,
        /** It does. */
        YES,
        /** It is data. */
        NO
    }

    /** What the target column holds. */
    public enum Task {
        /** As its cells look. */
        AUTO,
        /** Classes, named by text or numbers. */
        CLASSIFICATION,
        /** Numbers. */
        REGRESSION
    }

    private CsvReader(Path path) {
        this.path = Objects.requireNonNull(path, "path");
    }

    /** A copy, to change before anybody sees it. */
    private CsvReader(CsvReader other) {
        this.path = other.path;
        this.separator = other.separator;
        this.header = other.header;
        this.target = other.target;
        this.task = other.task;
        this.oneHot = other.oneHot;
        this.ordinal = other.ordinal;
        this.textEncoding = other.textEncoding;
        this.categories = other.categories;
        this.missingAsNaN = other.missingAsNaN;
    }

    /**
     * A reader of a comma-separated file whose target is the last column.
     *
     * @param path the file, opened by {@link #read()}
     * @return a reader
     */
    public static CsvReader of(Path path) {
        return new CsvReader(path);
    }

    /**
     * With another separator.
     *
     * @param separator what stands between cells; a blank means any number of blanks, at both ends of the line too
     * @return a reader
     * @throws IllegalArgumentException if it is a double quote, an end of line, a letter, a digit or part of a number
     */
    public CsvReader separator(char separator) {
        if ("\"\r\n+-._".indexOf(separator) >= 0 || Character.isLetterOrDigit(separator)) {
            throw new IllegalArgumentException(
                    String.format("separator can't be U+%04X, which stands in cells or ends lines", (int) separator));
        }
        CsvReader changed = new CsvReader(this);
        changed.separator = separator;
        return changed;
    }

    /**
     * With another notion of the first line.
     *
     * @param header whether the first line holds names
     * @return a reader
     */
    public CsvReader header(Header header) {
        CsvReader changed = new CsvReader(this);
        changed.header = Objects.requireNonNull(header, "header");
        return changed;
    }

    /**
     * With another target column.
     *
     * @param target a column's name; or {@code last}; or an index as in {@link #target(int)}. A column of that name
     *     goes first. {@link #read()} throws IllegalArgumentException, with the names that there are, if it is none of
     *     these
     * @return a reader
     */
    public CsvReader target(String target) {
        CsvReader changed = new CsvReader(this);
        changed.target = Objects.requireNonNull(target, "target");
        return changed;
    }

    /**
     * With another target column.
     *
     * @param index 0 for the first column, 1 for the second, …; −1 for the last, −2 for the last but one, ….
     *     {@link #read()} throws IllegalArgumentException if there is no such column
     * @return a reader
     */
    public CsvReader target(int index) {
        CsvReader changed = new CsvReader(this);
        changed.target = INDEX + index;
        return changed;
    }

    /**
     * With another task.
     *
     * @param task what the target column holds
     * @return a reader
     */
    public CsvReader task(Task task) {
        CsvReader changed = new CsvReader(this);
        changed.task = Objects.requireNonNull(task, "task");
        return changed;
    }

    /**
     * With columns of categories, each of which becomes a feature of its own: 1 in a row of that category, else 0. The
     * file is read twice, first for {@linkplain Table#categories() their vocabularies}.
     *
     * @param columns names or indices, as for {@link #target(String)}
     * @return a reader
     */
    public CsvReader oneHot(String... columns) {
        CsvReader changed = new CsvReader(this);
        changed.oneHot = List.of(columns);
        return changed;
    }

    /**
     * With columns of categories, which become the numbers of these in sorted order. The file is read twice.
     *
     * @param columns names or indices, as for {@link #target(String)}
     * @return a reader
     */
    public CsvReader ordinal(String... columns) {
        CsvReader changed = new CsvReader(this);
        changed.ordinal = List.of(columns);
        return changed;
    }

    /**
     * With all columns that hold a text, besides those named by {@link #oneHot} and {@link #ordinal}, taken for
     * categories. The file is read twice.
     *
     * @param encoding what they become
     * @return a reader
     */
    public CsvReader encodeText(Categories.Encoding encoding) {
        CsvReader changed = new CsvReader(this);
        changed.textEncoding = Objects.requireNonNull(encoding, "encoding");
        return changed;
    }

    /**
     * With the vocabularies of another file, such as the one that a model was trained on: a cell that is none of these
     * is an error that names line and column.
     *
     * @param known {@link Table#categories()} of that file, whose columns are the same
     * @return a reader
     */
    public CsvReader categories(List<Categories> known) {
        CsvReader changed = new CsvReader(this);
        changed.categories = List.copyOf(known);
        return changed;
    }

    /**
     * With features that may be missing: an empty cell and the usual marks (?, -, NA, N/A, NaN, null, none, nil) become
     * NaN, for an {@link Imputer} to fill. In a column of categories they are categories. A missing target stays an
     * error.
     *
     * @return a reader
     */
    public CsvReader missingAsNaN() {
        CsvReader changed = new CsvReader(this);
        changed.missingAsNaN = true;
        return changed;
    }

    int resolveTarget(CsvColumns columns) {
        return target.startsWith(INDEX)
                ? columns.resolve("target", Integer.parseInt(target.substring(INDEX.length())))
                : columns.resolve("target", target);
    }

    /**
     * Reads the whole file.
     *
     * @return features, targets and names
     * @throws HadamardIOException if the file is missing, truncated or no such table, or doesn't fit into the heap or
     *     into one array
     * @throws IllegalArgumentException if there is no such target column; the message lists those that there are
     */
    public Table read() throws HadamardIOException {
        List<Categories> known = knownCategories();
        return withLines(lines -> new CsvTableBuilder(this, known, lines).build());
    }

    /**
     * Reads features alone, such as those to predict for: the target column, if there is one, may hold anything.
     * Columns of text need {@link #categories}.
     *
     * @param columns how many columns features have; a file that has one more has its target in it
     * @return features, row-major; what {@linkplain Categories categories} become is wider than their columns
     * @throws HadamardIOException if the file is missing, truncated, has other columns, or doesn't fit into the heap
     * @throws IllegalArgumentException if columns is below 1, or the file has a target column and none of that name
     */
    public double[] readFeatures(int columns) throws HadamardIOException {
        if (columns < 1) {
            throw new IllegalArgumentException("columns must be at least 1, was " + columns);
        }
        List<Categories> known = categories == null ? List.of() : categories;
        return withLines(lines -> new CsvTableBuilder(this, known, lines).features(columns));
    }

    /**
     * Reads the whole file, a row at a time, for files that don't fit into memory: only targets are kept. A column of
     * text needs {@link #categories}, which {@link #scanCategories} finds.
     *
     * @param rows is shown the features of each row
     * @return all targets
     * @throws HadamardIOException if the file is missing, truncated or no such table, or its targets don't fit into the
     *     heap; or what rows threw
     * @throws IllegalArgumentException if there is no such target column
     */
    public Targets forEach(RowConsumer rows) throws HadamardIOException {
        List<Categories> known = categories == null ? List.of() : categories;
        return withLines(lines -> new CsvTableBuilder(this, known, lines).forEach(rows));
    }

    /**
     * Reads the whole file for the vocabularies of its columns of categories alone.
     *
     * @return those that {@link #oneHot}, {@link #ordinal} and {@link #encodeText} ask for; or those that were given
     * @throws HadamardIOException if the file is missing, truncated or no such table, or has too many categories
     * @throws IllegalArgumentException if there is no such column
     */
    public List<Categories> scanCategories() throws HadamardIOException {
        return knownCategories();
    }

    private List<Categories> knownCategories() throws HadamardIOException {
        if (categories != null) {
            return categories;
        }
        boolean wanted = textEncoding != null || !oneHot.isEmpty() || !ordinal.isEmpty();
        return wanted ? withLines(lines -> new CategoryScan(this, lines).scan()) : List.of();
    }

    /** Does something with the lines of the opened file. */
    private interface Body<T> {
        T read(CsvLines lines) throws IOException;
    }

    private <T> T withLines(Body<T> body) throws HadamardIOException {
        return Input.read(path, in -> {
            try (CsvLines lines = new CsvLines(path, in, separator)) {
                return body.read(lines);
            }
        });
    }
}
