// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import dev.hadamard.io.HadamardIOException;
import dev.hadamard.io.TensorFile;
import dev.hadamard.io.TensorInfo;
import dev.hadamard.io.TensorType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;

/**
 * Samples with their targets in a file, which may be larger than memory: {@link dev.hadamard.Trainer#fit(RowFile,
 * dev.hadamard.TrainingListener...)} reads it piece by piece.
 *
 * <p>The file is in the safetensors format, so that others can read and write it: a tensor {@code x} of F32 or F64,
 * rows x features; and either {@code y} likewise, rows x outputs, or {@code labels}, I32, rows, with the metadata
 * {@code hadamard.classes}, their number. {@link RowFileWriter} writes one.
 *
 * <p><b>Order.</b> An epoch goes through all rows in <em>windows</em> of some <em>blocks</em> each: blocks are dealt
 * out at random, those of a window are read into memory one after the other while training works on the window before,
 * and the window's rows are shuffled. Rows that lie next to each other in the file thus meet in a window more often
 * than others: where the file is sorted (by class, say), shuffle it once before, or choose smaller blocks. A file that
 * fits into one window is shuffled whole. The order depends on seed, epoch, batch size and window, not on timing, so a
 * run has the same bits each time, and goes on from a checkpoint like any other.
 *
 * <p>Immutable: it holds no open file, and each method returns another object. The file must not change while it is
 * used; where it became shorter, reading fails.
 *
 * @param <A> {@code float[]} or {@code double[]}, what rows are read as
 */
public final class RowFile<A> {

    static final String X = "x";
    static final String Y = "y";
    static final String LABELS = "labels";
    static final String VERSION = "hadamard.rows";
    static final String CURRENT_VERSION = "1";
    static final String CLASSES = "hadamard.classes";
    static final String CLASS_NAME = "class.";

    /** Large enough that a disk reads it in one go. */
    private static final int BLOCK_BYTES = 1 << 18;

    /** Two windows of 8 MB are in memory at a time. */
    private static final int BLOCKS = 32;

    private final ArrayType<A> type;
    private final Path path;
    private final int from;
    private final int rows;
    private final int features;
    private final int outputs;
    private final List<String> classNames;
    private final boolean labelled;
    private final Scaler scaler;
    private final int blockRows;
    private final int blocks;

    private RowFile(RowFile<A> other, int from, int rows, Scaler scaler, int blockRows, int blocks) {
        this.type = other.type;
        this.path = other.path;
        this.from = from;
        this.rows = rows;
        this.features = other.features;
        this.outputs = other.outputs;
        this.classNames = other.classNames;
        this.labelled = other.labelled;
        this.scaler = scaler;
        this.blockRows = blockRows;
        this.blocks = blocks;
    }

    private RowFile(ArrayType<A> type, TensorFile file) throws HadamardIOException {
        this.type = type;
        this.path = file.path();
        this.from = 0;
        long[] shape = shape(file, X);
        this.rows = (int) shape[0];
        this.features = (int) shape[1];
        this.labelled = file.contains(LABELS);
        this.outputs = labelled ? classes(file) : targets(file);
        List<String> names = new ArrayList<>();
        while (file.metadata().containsKey(CLASS_NAME + names.size())) {
            names.add(file.metadata().get(CLASS_NAME + names.size()));
        }
        if (!names.isEmpty() && (!labelled || names.size() != outputs)) {
            throw error(file, "names of " + names.size() + " classes, there are " + (labelled ? outputs : 0));
        }
        this.classNames = List.copyOf(names);
        this.scaler = null;
        this.blockRows = (int) Math.max(1, BLOCK_BYTES / (4L * features));
        this.blocks = BLOCKS;
    }

    /**
     * Looks into a file, to read its rows in single precision.
     *
     * @param path the file
     * @return its description
     * @throws HadamardIOException if it can't be read or holds no rows
     */
    public static RowFile<float[]> openFloats(Path path) throws HadamardIOException {
        return open(FloatArrays.INSTANCE, path);
    }

    /**
     * Looks into a file, to read its rows in double precision.
     *
     * @param path the file
     * @return its description
     * @throws HadamardIOException if it can't be read or holds no rows
     */
    public static RowFile<double[]> openDoubles(Path path) throws HadamardIOException {
        return open(DoubleArrays.INSTANCE, path);
    }

    private static <A> RowFile<A> open(ArrayType<A> type, Path path) throws HadamardIOException {
        try (TensorFile file = TensorFile.open(path)) {
            return new RowFile<>(type, file);
        }
    }

    private static long[] shape(TensorFile file, String name) throws HadamardIOException {
        TensorInfo tensor = file.tensor(name);
        List<Long> shape = tensor.shape();
        if (!tensor.type().isReal() || shape.size() != 2 || shape.contains(0L)) {
            throw error(file, "tensor " + tensor + " is no matrix of floats with a row or more");
        }
        if (shape.get(0) > Integer.MAX_VALUE || shape.get(1) > Integer.MAX_VALUE / Double.BYTES) {
            throw error(file, "tensor " + tensor + " has more rows or columns than an array can hold");
        }
        return new long[] {shape.get(0), shape.get(1)};
    }

    private int targets(TensorFile file) throws HadamardIOException {
        long[] shape = shape(file, Y);
        if (shape[0] != rows) {
            throw error(file, "tensor y has " + shape[0] + " rows, x has " + rows);
        }
        return (int) shape[1];
    }

    private int classes(TensorFile file) throws HadamardIOException {
        TensorInfo tensor = file.tensor(LABELS);
        if (tensor.type() != TensorType.I32 || !tensor.shape().equals(List.of((long) rows))) {
            throw error(file, "tensor " + tensor + " is not I32 of " + rows + " rows");
        }
        String classes = String.valueOf(file.metadata().get(CLASSES));
        try {
            int number = Integer.parseInt(classes);
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new HadamardIOException(message(file, CLASSES + " is no number: " + classes), e);
        }
        throw error(file, CLASSES + " must be at least 1, was " + classes);
    }

    private static HadamardIOException error(TensorFile file, String message) {
        return new HadamardIOException(message(file, message));
    }

    private static String message(TensorFile file, String message) {
        return file.path() + ": no file of rows: " + message;
    }

    /**
     * Some of the rows, such as those to train on.
     *
     * @param first the first row, from 0
     * @param count how many, at least 1
     * @return these rows alone
     * @throws IllegalArgumentException if there are no such rows
     */
    public RowFile<A> part(int first, int count) {
        if (first < 0 || count < 1 || first > rows - count) {
            throw new IllegalArgumentException("part: " + count + " rows from " + first + ", there are " + rows);
        }
        return new RowFile<>(this, from + first, count, scaler, blockRows, blocks);
    }

    /**
     * The same rows with scaled features.
     *
     * @param features scales each row as it is read; null to leave rows as they are
     * @return a description of these
     * @throws IllegalArgumentException if the scaler is of another number of columns
     */
    public RowFile<A> scaled(Scaler features) {
        if (features != null && features.columns() != this.features) {
            throw new IllegalArgumentException(
                    "features: a scaler of " + features.columns() + " columns, rows have " + this.features);
        }
        return new RowFile<>(this, from, rows, features, blockRows, blocks);
    }

    /**
     * The same rows in other windows.
     *
     * @param rowsOfBlock rows that are read in one go, at least 1; in training it is rounded up to whole batches. By
     *     default 256 KB
     * @param blocksOfWindow blocks whose rows are shuffled together, at least 1; two windows are in memory at a time.
     *     By default 32
     * @return a description of these
     * @throws IllegalArgumentException if one is below 1
     */
    public RowFile<A> window(int rowsOfBlock, int blocksOfWindow) {
        if (rowsOfBlock < 1 || blocksOfWindow < 1) {
            throw new IllegalArgumentException("rowsOfBlock and blocksOfWindow must be at least 1, were " + rowsOfBlock
                    + " and " + blocksOfWindow);
        }
        return new RowFile<>(this, from, rows, scaler, rowsOfBlock, blocksOfWindow);
    }

    /**
     * Reads all rows into memory.
     *
     * @return a data set
     * @throws HadamardIOException if that fails, a label is out of range, or they don't fit
     */
    public Dataset<A> read() throws HadamardIOException {
        if ((long) rows * Math.max(features, outputs) > Integer.MAX_VALUE - 8) {
            throw new HadamardIOException(path + ": " + this + " do not fit into one array");
        }
        try (RowReader<A> reader = new RowReader<>(this)) {
            RowBuffer<A> buffer = new RowBuffer<>(this, rows);
            reader.read(0, rows, buffer, 0);
            return buffer.dataset();
        } catch (OutOfMemoryError e) {
            throw Input.tooLarge(path, e);
        }
    }

    /**
     * Shuffled windows of the rows, read ahead by a thread, for a training loop of one's own.
     *
     * @param batch rows of a mini-batch: all windows but an epoch's last hold whole batches
     * @param streams gives, for a number, a generator at its start: the same for the same number; numbers from 0 up are
     *     for epochs, those below 0 for windows. Null for the order of the file
     * @return windows, to be closed
     * @throws IllegalArgumentException if batch is below 1
     */
    public RowWindows<A> windows(int batch, LongFunction<? extends RandomGenerator> streams) {
        if (batch < 1) {
            throw new IllegalArgumentException("batch must be at least 1, was " + batch);
        }
        return new RowWindows<>(this, batch, streams);
    }

    /**
     * Statistics of all rows, for {@link #scaled}.
     *
     * @return mean 0 and standard deviation 1 for each feature, as {@link Scaler#standard(Dataset)}
     * @throws HadamardIOException if reading fails
     * @throws IllegalArgumentException if a number isn't finite, or too large to square
     */
    public Scaler standard() throws HadamardIOException {
        return statistics().standard();
    }

    /**
     * The range of all rows, for {@link #scaled}.
     *
     * @return from 0 to 1 for each feature, as {@link Scaler#minMax(Dataset)}
     * @throws HadamardIOException if reading fails
     * @throws IllegalArgumentException if a number isn't finite, or a column's range
     */
    public Scaler minMax() throws HadamardIOException {
        return statistics().minMax();
    }

    private ColumnStatistics statistics() throws HadamardIOException {
        ColumnStatistics statistics = new ColumnStatistics(X, features);
        RowBuffer<A> buffer = new RowBuffer<>(this, Math.min(blockRows, rows));
        try (RowReader<A> reader = new RowReader<>(scaled(null))) {
            for (int pass = 0; pass < 2; pass++) {
                for (int row = 0; row < rows; row += blockRows) {
                    int count = Math.min(blockRows, rows - row);
                    reader.read(row, count, buffer, 0);
                    if (pass == 0) {
                        statistics.add(type, buffer.x, count);
                    } else {
                        statistics.addDeviations(type, buffer.x, count);
                    }
                }
            }
        }
        return statistics;
    }

    /**
     * The number of samples.
     *
     * @return at least 1
     */
    public int rows() {
        return rows;
    }

    /**
     * The width of a sample.
     *
     * @return elements of a row of x, at least 1
     */
    public int features() {
        return features;
    }

    /**
     * The width of a target.
     *
     * @return the number of classes, or elements of a row of y; at least 1
     */
    public int outputs() {
        return outputs;
    }

    /**
     * Whether targets are classes.
     *
     * @return true for class indices, false for target rows
     */
    public boolean hasLabels() {
        return labelled;
    }

    /**
     * The classes' names.
     *
     * @return by class index; empty if the file has none
     */
    public List<String> classNames() {
        return classNames;
    }

    /**
     * The file.
     *
     * @return where it was opened
     */
    public Path path() {
        return path;
    }

    ArrayType<A> type() {
        return type;
    }

    /** The first row's place in the file. */
    int from() {
        return from;
    }

    Scaler scaler() {
        return scaler;
    }

    int blockRows() {
        return blockRows;
    }

    int blocks() {
        return blocks;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowFile<?> that
                && type == that.type
                && path.equals(that.path)
                && from == that.from
                && rows == that.rows
                && features == that.features
                && outputs == that.outputs
                && Objects.equals(scaler, that.scaler)
                && blockRows == that.blockRows
                && blocks == that.blocks;
    }

    @Override
    public int hashCode() {
        return Objects.hash(path, from, rows, scaler, blockRows, blocks);
    }

    @Override
    public String toString() {
        return rows + " rows of " + features + ' ' + type.elementName() + " features, "
                + (labelled ? outputs + " classes" : outputs + " target columns") + ", in " + path.getFileName();
    }
}
