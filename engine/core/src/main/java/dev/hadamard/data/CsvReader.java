// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import dev.hadamard.io.HadamardIOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Reads a table of numbers with one target column from a CSV file, plain or gzip (told by its first bytes), in UTF-8
 * with or without byte order mark.
 *
 * <pre>{@code
 * CsvTable table = CsvReader.of(Path.of("wine.csv")).separator(';').target("quality").task(Task.REGRESSION).read();
 * Dataset<float[]> data = table.data().toFloats();
 * }</pre>
 *
 * <p><b>Cells</b> may stand in double quotes; blanks around them and empty lines are skipped. Every cell but the
 * target's must be a finite decimal number such as {@code 12}, {@code -0.5} or {@code 1.5e-3}. An empty cell, text,
 * {@code nan} and {@code inf} are errors that name line and column, both counted from 1, and the column's name if it
 * has one. So is a line that has more or fewer cells than the first.
 *
 * <p>The <b>header</b>, {@link Header#AUTO} by default: the first line is taken as a header where at least one of its
 * cells is a name (not empty, not a number, none of the usual marks of a missing value) and the next line has a number
 * in that place. {@link CsvTable#header()} tells what was found.
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

    final Path path;
    final char separator;
    final Header header;
    final String targetName;
    final int targetIndex;
    final Task task;

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

    private CsvReader(Path path, char separator, Header header, String targetName, int targetIndex, Task task) {
        this.path = Objects.requireNonNull(path, "path");
        this.separator = separator;
        this.header = Objects.requireNonNull(header, "header");
        this.targetName = targetName;
        this.targetIndex = targetIndex;
        this.task = Objects.requireNonNull(task, "task");
    }

    /**
     * A reader of a comma-separated file whose target is the last column.
     *
     * @param path the file, opened by {@link #read()}
     * @return a reader
     */
    public static CsvReader of(Path path) {
        return new CsvReader(path, ',', Header.AUTO, null, -1, Task.AUTO);
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
        return new CsvReader(path, separator, header, targetName, targetIndex, task);
    }

    /**
     * With another notion of the first line.
     *
     * @param header whether the first line holds names
     * @return a reader
     */
    public CsvReader header(Header header) {
        return new CsvReader(path, separator, header, targetName, targetIndex, task);
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
        return new CsvReader(path, separator, header, Objects.requireNonNull(target, "target"), targetIndex, task);
    }

    /**
     * With another target column.
     *
     * @param index 0 for the first column, 1 for the second, …; −1 for the last, −2 for the last but one, ….
     *     {@link #read()} throws IllegalArgumentException if there is no such column
     * @return a reader
     */
    public CsvReader target(int index) {
        return new CsvReader(path, separator, header, null, index, task);
    }

    /**
     * With another task.
     *
     * @param task what the target column holds
     * @return a reader
     */
    public CsvReader task(Task task) {
        return new CsvReader(path, separator, header, targetName, targetIndex, task);
    }

    /**
     * Reads the whole file.
     *
     * @return features, targets and names
     * @throws HadamardIOException if the file is missing, truncated or no such table, or doesn't fit into the heap or
     *     into one array
     * @throws IllegalArgumentException if there is no such target column; the message lists those that there are
     */
    public CsvTable read() throws HadamardIOException {
        return Input.read(path, in -> {
            try (CsvLines lines = new CsvLines(path, in, separator)) {
                return new CsvTableBuilder(this, lines).build();
            }
        });
    }
}
