// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import dev.hadamard.io.HadamardIOException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Reads a file in the format of LIBSVM and SVMlight, plain or gzip (told by its first bytes): a sample a line, its
 * target and the features that are not 0.
 *
 * <pre>
 * 1 3:0.5 17:-2 # what follows is a comment
 * -1 1:1
 * </pre>
 *
 * <p>Indices count from 1 and grow along the line; a {@code qid:} is an error. All others are 0: the data set is dense.
 * The target is a class or a number, by the rules of {@link CsvReader}; with {@code AUTO}, {@code +1} and {@code -1}
 * are classes of these names in the order −1, 1.
 *
 * <p>Immutable: each method returns a reader of its own.
 */
public final class LibsvmReader {

    /** Room for some hundred thousand features. */
    private static final int MAX_LINE_CHARS = 1 << 22;

    /** What an array can hold on every JVM. */
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private final Path path;
    private final int features;
    private final CsvReader.Task task;

    private LibsvmReader(Path path, int features, CsvReader.Task task) {
        this.path = Objects.requireNonNull(path, "path");
        this.features = features;
        this.task = Objects.requireNonNull(task, "task");
    }

    /**
     * A reader of a file.
     *
     * @param path the file, opened by {@link #read()}
     * @return a reader with as many features as the largest index says
     */
    public static LibsvmReader of(Path path) {
        return new LibsvmReader(path, 0, CsvReader.Task.AUTO);
    }

    /**
     * With a number of features: the last ones may be 0 in all rows of a file.
     *
     * @param number at least 1
     * @return a reader, to which a larger index is an error
     * @throws IllegalArgumentException if number is below 1
     */
    public LibsvmReader features(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("number must be at least 1, was " + number);
        }
        return new LibsvmReader(path, number, task);
    }

    /**
     * With another task.
     *
     * @param kind what the targets are
     * @return a reader
     */
    public LibsvmReader task(CsvReader.Task kind) {
        return new LibsvmReader(path, features, kind);
    }

    /**
     * Reads the whole file.
     *
     * @return features by the names {@code 1}, {@code 2}, …, and targets
     * @throws HadamardIOException if the file is missing, truncated or no such file, or doesn't fit into the heap or
     *     into one array
     */
    public Table read() throws HadamardIOException {
        return Input.read(path, in -> {
            Sparse sparse = new Sparse();
            Lines lines = new Lines(in, sparse::add);
            Targets targets = lines.read();
            return sparse.table(lines, targets);
        });
    }

    /**
     * Reads the whole file, a row at a time, for files that don't fit into memory: only targets are kept. Reads it
     * twice where no {@linkplain #features number of features} was given.
     *
     * @param rows is shown the features of each row
     * @return all targets
     * @throws HadamardIOException if the file is missing, truncated or no such file, or its targets don't fit into the
     *     heap; or what rows threw
     */
    public Targets forEach(RowConsumer rows) throws HadamardIOException {
        int width = features > 0 ? features : largestIndex();
        double[] row = new double[width];
        return Input.read(
                path,
                in -> new Lines(in, (indices, values, count) -> {
                            Arrays.fill(row, 0);
                            for (int i = 0; i < count; i++) {
                                if (indices[i] > width) {
                                    throw new HadamardIOException(path + ": index " + indices[i] + ", was at most "
                                            + width + " when the file was read before");
                                }
                                row[indices[i] - 1] = values[i];
                            }
                            rows.accept(row);
                        })
                        .read());
    }

    private int largestIndex() throws HadamardIOException {
        return Input.read(path, in -> {
            Lines lines = new Lines(in, (indices, values, count) -> {});
            lines.read();
            return lines.width();
        });
    }

    /** Is shown the features of a row that are not 0, in arrays that are used again for the next. */
    private interface SparseRow {
        void accept(int[] indices, double[] values, int count) throws HadamardIOException;
    }

    /** The file's content, as it is read. */
    private final class Lines {

        private final Utf8Reader decoder;
        private final BufferedReader reader;
        private final SparseRow receiver;
        private final TargetColumn targets = new TargetColumn(task);
        private int[] indices = new int[0];
        private double[] values = new double[0];
        private long number;
        private int rows;
        private int largest;

        Lines(Input in, SparseRow receiver) {
            this.decoder = new Utf8Reader(path, in, MAX_LINE_CHARS);
            this.reader = new BufferedReader(decoder);
            this.receiver = receiver;
        }

        /** Reads all lines. */
        Targets read() throws IOException {
            while (true) {
                decoder.beginRecord();
                String line = reader.readLine();
                if (line == null) {
                    return finished();
                }
                number++;
                int comment = line.indexOf('#');
                String content = (comment < 0 ? line : line.substring(0, comment)).strip();
                if (!content.isEmpty()) {
                    add(content.split("\\s+"));
                }
            }
        }

        private Targets finished() throws HadamardIOException {
            if (rows == 0 || width() == 0) {
                throw new HadamardIOException(path + ": " + rows + " rows with " + width() + " features");
            }
            return targets.finish();
        }

        int width() {
            return features > 0 ? features : largest;
        }

        private void add(String[] parts) throws HadamardIOException {
            targets.add(withoutPlus(parts[0]), message -> error("target: " + message));
            int count = parts.length - 1;
            if (indices.length < count) {
                indices = new int[2 * count];
                values = new double[2 * count];
            }
            int last = 0;
            for (int i = 0; i < count; i++) {
                String part = parts[i + 1];
                int colon = part.indexOf(':');
                int index = index(part, colon, last);
                values[i] = Numbers.finite(
                        part.substring(colon + 1), message -> error("feature " + index + ": " + message));
                indices[i] = index;
                last = index;
            }
            largest = Math.max(largest, last);
            rows++;
            receiver.accept(indices, values, count);
        }

        /** So that +1 and 1 are one class even among texts. */
        private String withoutPlus(String target) {
            return target.startsWith("+") ? target.substring(1) : target;
        }

        private int index(String part, int colon, int last) throws HadamardIOException {
            int index;
            try {
                index = Integer.parseInt(part.substring(0, Math.max(0, colon)));
            } catch (NumberFormatException e) {
                throw error(Numbers.quoted(part) + " is not INDEX:NUMBER");
            }
            if (index <= last) {
                throw error("index " + index + (last == 0 ? " is not 1 or more" : " follows " + last));
            }
            if (features > 0 && index > features) {
                throw error("index " + index + ", expected are " + features + " features");
            }
            return index;
        }

        private HadamardIOException error(String message) {
            return new HadamardIOException(path + ": line " + number + ": " + message);
        }
    }

    /** All rows, without their zeros until all are there. */
    private final class Sparse {

        private final IntStream.Builder indices = IntStream.builder();
        private final DoubleStream.Builder values = DoubleStream.builder();
        private final IntStream.Builder lengths = IntStream.builder();

        void add(int[] rowIndices, double[] rowValues, int count) {
            for (int i = 0; i < count; i++) {
                indices.add(rowIndices[i]);
                values.add(rowValues[i]);
            }
            lengths.add(count);
        }

        Table table(Lines lines, Targets targets) throws HadamardIOException {
            int width = lines.width();
            if ((long) lines.rows * width > MAX_ARRAY) {
                throw new HadamardIOException(path + ": " + lines.rows + " rows of " + width
                        + " features, 0 among them, don't fit into one array");
            }
            Dataset<double[]> data = targets.with(dense(lines.rows, width), width);
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= width; i++) {
                names.add(String.valueOf(i));
            }
            return new Table(data, names, "target", targets.classNames(), List.of(), false);
        }

        private double[] dense(int rows, int width) {
            int[] at = indices.build().toArray();
            double[] all = values.build().toArray();
            int[] ofRow = lengths.build().toArray();
            double[] x = new double[rows * width];
            for (int row = 0, i = 0; row < rows; row++) {
                for (int end = i + ofRow[row]; i < end; i++) {
                    x[row * width + at[i] - 1] = all[i];
                }
            }
            return x;
        }
    }
}
