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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

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
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, double[]> tensors = new LinkedHashMap<>();
    private RandomGenerator shuffle;
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
        if (path.toAbsolutePath().getFileName() == null) {
            throw new HadamardIOException(path + ": is a directory, not a file");
        }
        this.spool = openSpool();
    }

    private FileChannel openSpool() throws HadamardIOException {
        Path absolute = path.toAbsolutePath();
        try {
            return FileChannel.open(
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
     * Adds a string, which {@link RowFile#metadata()} gives back.
     *
     * @param name its name, not one of the format's own
     * @param value the string
     * @return this
     * @throws IllegalArgumentException if the name is {@code hadamard.rows}, {@code hadamard.classes}, or begins with
     *     {@code class.}
     */
    public RowFileWriter metadata(String name, String value) {
        if (name.equals(RowFileHeader.VERSION)
                || name.equals(RowFileHeader.CLASSES)
                || name.startsWith(RowFileHeader.CLASS_NAME)) {
            throw new IllegalArgumentException("name \"" + name + "\" is the format's own");
        }
        metadata.put(name, Objects.requireNonNull(value, "value"));
        return this;
    }

    /**
     * Adds a tensor of one dimension, in double precision.
     *
     * @param name its name, not x, y or labels
     * @param values its elements; copied
     * @return this
     * @throws IllegalArgumentException if the name is x, y or labels
     */
    public RowFileWriter tensor(String name, double[] values) {
        if (List.of(RowFileHeader.X, RowFileHeader.Y, RowFileHeader.LABELS).contains(name)) {
            throw new IllegalArgumentException("name \"" + name + "\" is the format's own");
        }
        tensors.put(name, values.clone());
        return this;
    }

    /**
     * Shuffles the rows when the file is finished, each order being as likely as any other: so that its parts are
     * alike, whatever order the rows came in. Needs room for features on the disk once more, and reads one row here and
     * one there, which is quick where the system keeps the file in memory.
     *
     * @param random decides
     * @return this
     */
    public RowFileWriter shuffled(RandomGenerator random) {
        shuffle = Objects.requireNonNull(random, "random");
        return this;
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
        try (RowFileWriter writer = new RowFileWriter(path, data.features())) {
            writer.write(data, classNames);
        }
    }

    /**
     * Adds a whole data set, and writes the file.
     *
     * @param data what to write; weights are not
     * @param classNames a name for each class, or none
     * @throws HadamardIOException if it can't be written; an old file is as it was
     * @throws IllegalArgumentException if there are names, but not one for each class, or rows were added before
     */
    public void write(Dataset<?> data, List<String> classNames) throws HadamardIOException {
        writeTyped(data, classNames);
    }

    private <A> void writeTyped(Dataset<A> data, List<String> classNames) throws HadamardIOException {
        double[] row = new double[data.features()];
        for (int r = 0; r < data.rows(); r++) {
            for (int c = 0; c < row.length; c++) {
                row[c] = data.type().get(data.x(), r * row.length + c);
            }
            add(row, 0);
        }
        if (data.hasLabels()) {
            finish(data.labels(), data.outputs(), classNames);
        } else {
            finish(Shapes.convert("y", data.type(), data.y(), data.outputs(), FloatArrays.INSTANCE), data.outputs());
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
        int[] order = order();
        write(order, file -> {
            file.metadata(RowFileHeader.CLASSES, String.valueOf(classes));
            for (int i = 0; i < classNames.size(); i++) {
                file.metadata(RowFileHeader.CLASS_NAME + i, classNames.get(i));
            }
            int[] ordered = order == null
                    ? labels
                    : Arrays.stream(order).map(row -> labels[row]).toArray();
            file.add(RowFileHeader.LABELS, ordered, rows);
        });
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
        int[] order = order();
        float[] ordered = order == null ? y : new float[y.length];
        if (order != null) {
            FloatArrays.INSTANCE.copyRows(y, outputs, order, 0, rows, ordered, 0, outputs);
        }
        write(order, file -> file.add(RowFileHeader.Y, ordered, rows, outputs));
    }

    /**
     * Writes the file, of rows with what a reader found as their targets; numbers are rounded to floats.
     *
     * @param targets one a row
     * @throws IllegalArgumentException if their number is not that of the rows, or one is too large for a float
     * @throws HadamardIOException if it can't be written; an old file is as it was
     */
    public void finish(Targets targets) throws HadamardIOException {
        if (targets.labels() == null) {
            finish(Shapes.convert("y", DoubleArrays.INSTANCE, targets.values(), 1, FloatArrays.INSTANCE), 1);
        } else {
            int classes = targets.classNames().size();
            finish(targets.labels(), classes, targets.classNames());
        }
    }

    /** Which row comes first, second, …; null for the order in which they came. */
    private int[] order() {
        return shuffle == null ? null : Shapes.shuffled(rows, shuffle);
    }

    private void checkRows(String name, int targets) {
        if (rows == 0) {
            throw new IllegalArgumentException("no row was added");
        }
        if (targets != rows) {
            throw new IllegalArgumentException(name + " has " + targets + " rows, added were " + rows);
        }
    }

    private void write(int[] order, Consumer<TensorFileWriter> targets) throws HadamardIOException {
        flush();
        try (FileChannel ordered = order == null ? null : reordered(order)) {
            TensorFileWriter file = new TensorFileWriter();
            metadata.forEach(file::metadata);
            tensors.forEach((name, values) -> file.add(name, values, values.length));
            file.metadata(RowFileHeader.VERSION, RowFileHeader.CURRENT_VERSION)
                    .add(RowFileHeader.X, ordered == null ? spool : ordered, rows, features);
            targets.accept(file);
            file.write(path);
        } catch (HadamardIOException e) {
            throw e;
        } catch (IOException e) {
            throw new HadamardIOException(path + ": cannot be written: " + e.getMessage(), e);
        }
        close();
    }

    /** The rows in another order, in another file without a name. */
    private FileChannel reordered(int[] order) throws IOException {
        int rowBytes = Math.multiplyExact(features, Float.BYTES);
        ByteBuffer some = ByteBuffer.allocateDirect(Math.max(1, BUFFER_BYTES / rowBytes) * rowBytes);
        FileChannel target = openSpool();
        try {
            for (int i = 0; i < rows; i++) {
                long at = (long) order[i] * rowBytes;
                some.limit(some.position() + rowBytes);
                while (some.hasRemaining()) {
                    if (spool.read(some, at + rowBytes - some.remaining()) < 0) {
                        throw new IOException("row " + order[i] + " is gone");
                    }
                }
                if (some.position() == some.capacity() || i == rows - 1) {
                    some.flip();
                    while (some.hasRemaining()) {
                        target.write(some);
                    }
                    some.clear();
                }
            }
            return target;
        } catch (IOException e) {
            target.close();
            throw e;
        }
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
