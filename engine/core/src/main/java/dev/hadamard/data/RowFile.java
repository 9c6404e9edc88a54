// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import dev.hadamard.io.HadamardIOException;
import dev.hadamard.io.TensorFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

    /** Large enough that a disk reads it in one go. */
    private static final int BLOCK_BYTES = 1 << 18;

    /** Two windows of 8 MB are in memory at a time. */
    private static final int BLOCKS = 32;

    private final ArrayType<A> type;
    private final RowFileHeader header;
    private final int from;
    private final int rows;
    private final Scaler scaler;
    private final Scaler targetScaler;
    private final int blockRows;
    private final int blocks;

    private RowFile(
            ArrayType<A> type,
            RowFileHeader header,
            int from,
            int rows,
            Scaler scaler,
            Scaler targetScaler,
            int blockRows,
            int blocks) {
        this.type = type;
        this.header = header;
        this.from = from;
        this.rows = rows;
        this.scaler = scaler;
        this.targetScaler = targetScaler;
        this.blockRows = blockRows;
        this.blocks = blocks;
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
            RowFileHeader header = RowFileHeader.of(file);
            int blockRows = (int) Math.max(1, BLOCK_BYTES / (4L * header.features()));
            return new RowFile<>(type, header, 0, header.rows(), null, null, blockRows, BLOCKS);
        }
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
        return new RowFile<>(type, header, from + first, count, scaler, targetScaler, blockRows, blocks);
    }

    /**
     * The same rows with scaled features.
     *
     * @param features scales each row as it is read; null to leave rows as they are
     * @return a description of these
     * @throws IllegalArgumentException if the scaler is of another number of columns
     */
    public RowFile<A> scaled(Scaler features) {
        checkColumns("features", features, features());
        return new RowFile<>(type, header, from, rows, features, targetScaler, blockRows, blocks);
    }

    /**
     * The same rows with scaled targets, for regression.
     *
     * @param targets scales each target row as it is read; null to leave them as they are
     * @return a description of these
     * @throws IllegalArgumentException if the scaler is of another number of columns
     * @throws IllegalStateException if targets are classes
     */
    public RowFile<A> scaledTargets(Scaler targets) {
        checkTargetRows();
        checkColumns("targets", targets, outputs());
        return new RowFile<>(type, header, from, rows, scaler, targets, blockRows, blocks);
    }

    private void checkTargetRows() {
        if (hasLabels()) {
            throw new IllegalStateException("targets are labels of " + outputs() + " classes, not rows");
        }
    }

    private static void checkColumns(String name, Scaler scaler, int columns) {
        if (scaler != null && scaler.columns() != columns) {
            throw new IllegalArgumentException(
                    name + ": a scaler of " + scaler.columns() + " columns, rows have " + columns);
        }
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
        return new RowFile<>(type, header, from, rows, scaler, targetScaler, rowsOfBlock, blocksOfWindow);
    }

    /**
     * Reads all rows into memory.
     *
     * @return a data set
     * @throws HadamardIOException if that fails, a label is out of range, or they don't fit
     */
    public Dataset<A> read() throws HadamardIOException {
        if ((long) rows * Math.max(features(), outputs()) > Integer.MAX_VALUE - 8) {
            throw new HadamardIOException(path() + ": " + this + " do not fit into one array");
        }
        try (RowReader<A> reader = new RowReader<>(this)) {
            RowBuffer<A> buffer = new RowBuffer<>(this, rows);
            reader.read(0, rows, buffer, 0);
            return buffer.dataset();
        } catch (OutOfMemoryError e) {
            throw Input.tooLarge(path(), e);
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
        return statistics(false).standard();
    }

    /**
     * Statistics of all target rows, for {@link #scaledTargets}.
     *
     * @return mean 0 and standard deviation 1 for each output, as {@link Scaler#standardTargets(Dataset)}
     * @throws HadamardIOException if reading fails
     * @throws IllegalArgumentException if a number isn't finite, or too large to square
     * @throws IllegalStateException if targets are classes
     */
    public Scaler standardTargets() throws HadamardIOException {
        checkTargetRows();
        return statistics(true).standard();
    }

    /**
     * The range of all rows, for {@link #scaled}.
     *
     * @return from 0 to 1 for each feature, as {@link Scaler#minMax(Dataset)}
     * @throws HadamardIOException if reading fails
     * @throws IllegalArgumentException if a number isn't finite, or a column's range
     */
    public Scaler minMax() throws HadamardIOException {
        return statistics(false).minMax();
    }

    private ColumnStatistics statistics(boolean ofTargets) throws HadamardIOException {
        String name = ofTargets ? RowFileHeader.Y : RowFileHeader.X;
        ColumnStatistics statistics = new ColumnStatistics(name, ofTargets ? outputs() : features());
        RowFile<A> raw = new RowFile<>(type, header, from, rows, null, null, blockRows, blocks);
        RowBuffer<A> buffer = new RowBuffer<>(raw, Math.min(blockRows, rows));
        A numbers = ofTargets ? buffer.y : buffer.x;
        try (RowReader<A> reader = new RowReader<>(raw)) {
            for (int pass = 0; pass < 2; pass++) {
                for (int row = 0; row < rows; row += blockRows) {
                    int count = Math.min(blockRows, rows - row);
                    reader.read(row, count, buffer, 0);
                    if (pass == 0) {
                        statistics.add(type, numbers, count);
                    } else {
                        statistics.addDeviations(type, numbers, count);
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
        return header.features();
    }

    /**
     * The width of a target.
     *
     * @return the number of classes, or elements of a row of y; at least 1
     */
    public int outputs() {
        return header.outputs();
    }

    /**
     * Whether targets are classes.
     *
     * @return true for class indices, false for target rows
     */
    public boolean hasLabels() {
        return header.labelled();
    }

    /**
     * The classes' names.
     *
     * @return by class index; empty if the file has none
     */
    public List<String> classNames() {
        return header.classNames();
    }

    /**
     * The file.
     *
     * @return where it was opened
     */
    public Path path() {
        return header.path();
    }

    /**
     * What the file says besides, such as what {@link RowFileWriter#metadata} added.
     *
     * @return strings by their names
     */
    public Map<String, String> metadata() {
        return header.metadata();
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

    Scaler targetScaler() {
        return targetScaler;
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
                && header.equals(that.header)
                && from == that.from
                && rows == that.rows
                && Objects.equals(scaler, that.scaler)
                && Objects.equals(targetScaler, that.targetScaler)
                && blockRows == that.blockRows
                && blocks == that.blocks;
    }

    @Override
    public int hashCode() {
        return Objects.hash(path(), from, rows, scaler, targetScaler, blockRows, blocks);
    }

    @Override
    public String toString() {
        return rows + " rows of " + features() + ' ' + type.elementName() + " features, " + outputs()
                + (hasLabels() ? " classes" : " target columns") + ", in " + path().getFileName();
    }
}
