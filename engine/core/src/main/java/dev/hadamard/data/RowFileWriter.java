// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import dev.hadamard.io.HadamardIOException;
import dev.hadamard.io.TensorFileWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;

/**
 * Writes a {@link RowFile}, row by row: how many there are need not be known, and features need not fit into memory.
 *
 * <pre>{@code
 * try (RowFileWriter writer = new RowFileWriter(path, 28)) {
 *     while (source.next()) {
 *         writer.add(source.features(), 0);
 *     }
 *     writer.finish(labels, List.of("background", "signal"));
 * }
 * }</pre>
 *
 * <p>Features go to a nameless file beside the target first, so the disk must have room for them twice. Before
 * {@code finish} nothing has the file's name, and {@link #close()} without it leaves nothing behind. Confined to one
 * thread.
 */
public final class RowFileWriter implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 18;

    private final Path path;
    private final int features;
    private final FileChannel spool;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private int rows;

    /**
     * Begins a file.
     *
     * @param path its name; a file that is there stays until {@code finish} replaces it
     * @param features elements of a row, at least 1
     * @throws HadamardIOException if its directory can't be written to
     * @throws IllegalArgumentException if features is below 1
     */
    public RowFileWriter(Path path, int features) throws HadamardIOException {
        if (features < 1) {
            throw new IllegalArgumentException("features must be at least 1, was " + features);
        }
        this.path = path;
        this.features = features;
        Path absolute = path.toAbsolutePath();
        if (absolute.getFileName() == null) {
            throw new HadamardIOException(path + ": is a directory, not a file");
        }
        try {
            this.spool = FileChannel.open(
                    absolute.resolveSibling("." + absolute.getFileName() + "." + UUID.randomUUID() + ".tmp"),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw new HadamardIOException(path + ": cannot be written: " + e, e);
        }
    }

    /**
     * Writes a whole data set.
     *
     * @param path the file
     * @param data what to write; weights are not
     * @param classNames a name for each class, or none
     * @throws HadamardIOException if it can't be written; an old file is as it was
     * @throws IllegalArgumentException if there are names, but not one for each class
     */
    public static void write(Path path, Dataset<?> data, List<String> classNames) throws HadamardIOException {
        writeTyped(path, data, classNames);
    }

    private static <A> void writeTyped(Path path, Dataset<A> data, List<String> classNames) throws HadamardIOException {
        try (RowFileWriter writer = new RowFileWriter(path, data.features())) {
            double[] row = new double[data.features()];
            for (int r = 0; r < data.rows(); r++) {
                for (int c = 0; c < row.length; c++) {
                    row[c] = data.type().get(data.x(), r * row.length + c);
                }
                writer.add(row, 0);
            }
            if (data.hasLabels()) {
                writer.finish(data.labels(), data.outputs(), classNames);
            } else {
                writer.finish(
                        Shapes.convert("y", data.type(), data.y(), data.outputs(), FloatArrays.INSTANCE),
                        data.outputs());
            }
        }
    }

    /**
     * Adds a row.
     *
     * @param row where its features lie
     * @param offset the first
     * @throws IllegalArgumentException if they don't lie inside the array
     * @throws HadamardIOException if it can't be written
     */
    public void add(float[] row, int offset) throws HadamardIOException {
        checkRow(row.length, offset);
        for (int i = 0; i < features; i++) {
            put(row[offset + i]);
        }
        rows++;
    }

    /**
     * Adds a row, rounded to floats.
     *
     * @param row where its features lie
     * @param offset the first
     * @throws IllegalArgumentException if they don't lie inside the array, or one is finite, but too large for a float
     * @throws HadamardIOException if it can't be written
     */
    public void add(double[] row, int offset) throws HadamardIOException {
        checkRow(row.length, offset);
        for (int i = 0; i < features; i++) {
            double value = row[offset + i];
            if (Double.isFinite(value) && !Float.isFinite((float) value)) {
                throw new IllegalArgumentException(
                        "row " + rows + ", column " + i + " is " + value + ", too large for a float");
            }
        }
        for (int i = 0; i < features; i++) {
            put((float) row[offset + i]);
        }
        rows++;
    }

    private void checkRow(int length, int offset) {
        if (offset < 0 || offset > length - features) {
            throw new IllegalArgumentException(
                    "row: " + features + " features at offset " + offset + " do not lie in an array of " + length);
        }
        if (rows == Integer.MAX_VALUE) {
            throw new IllegalArgumentException("row: there are " + rows + " already, the most that there can be");
        }
    }

    private void put(float value) throws HadamardIOException {
        if (!buffer.hasRemaining()) {
            flush();
        }
        buffer.putFloat(value);
    }

    private void flush() throws HadamardIOException {
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                spool.write(buffer);
            }
        } catch (IOException e) {
            throw new HadamardIOException(path + ": cannot be written: " + e.getMessage(), e);
        }
        buffer.clear();
    }

    /**
     * Writes the file, of rows with classes.
     *
     * @param labels class of each row, 0 to classes − 1
     * @param classes number of classes, at least 1
     * @param classNames a name for each class, or none
     * @throws IllegalArgumentException if their number is not that of the rows, or one is out of range
     * @throws HadamardIOException if it can't be written; an old file is as it was
     */
    public void finish(int[] labels, int classes, List<String> classNames) throws HadamardIOException {
        checkRows("labels", labels.length);
        Shapes.checkLabels(labels, rows, classes);
        if (!classNames.isEmpty() && classNames.size() != classes) {
            throw new IllegalArgumentException("classNames has " + classNames.size() + " names for " + classes);
        }
        TensorFileWriter file = file().metadata(RowFile.CLASSES, String.valueOf(classes));
        for (int i = 0; i < classNames.size(); i++) {
            file.metadata(RowFile.CLASS_NAME + i, classNames.get(i));
        }
        write(file.add(RowFile.LABELS, labels, rows));
    }

    /**
     * Writes the file, of rows with target rows.
     *
     * @param y targets, row-major, rows x outputs
     * @param outputs elements of a target row, at least 1
     * @throws IllegalArgumentException if their number is not that of the rows
     * @throws HadamardIOException if it can't be written; an old file is as it was
     */
    public void finish(float[] y, int outputs) throws HadamardIOException {
        checkRows("y", Shapes.rows("y", y.length, "outputs", outputs));
        write(file().add(RowFile.Y, y, rows, outputs));
    }

    private void checkRows(String name, int targets) {
        if (rows == 0) {
            throw new IllegalArgumentException("no row was added");
        }
        if (targets != rows) {
            throw new IllegalArgumentException(name + " has " + targets + " rows, added were " + rows);
        }
    }

    private TensorFileWriter file() throws HadamardIOException {
        flush();
        try {
            return new TensorFileWriter()
                    .metadata(RowFile.VERSION, RowFile.CURRENT_VERSION)
                    .add(RowFile.X, spool, rows, features);
        } catch (IOException e) {
            throw new HadamardIOException(path + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private void write(TensorFileWriter file) throws HadamardIOException {
        file.write(path);
        close();
    }

    /** Ends the use of the file; what was not finished is lost. A second call does nothing. */
    @Override
    public void close() throws HadamardIOException {
        try {
            spool.close();
        } catch (IOException e) {
            throw new HadamardIOException(path + ": " + e.getMessage(), e);
        }
    }
}
