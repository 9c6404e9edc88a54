// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import dev.hadamard.io.HadamardIOException;
import dev.hadamard.io.TensorFile;
import java.util.List;

/**
 * An open {@link RowFile}. Confined to one thread at a time.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class RowReader<A> implements AutoCloseable {

    private final RowFile<A> rows;
    private final TensorFile file;

    RowReader(RowFile<A> rows) throws HadamardIOException {
        this.rows = rows;
        this.file = TensorFile.open(rows.path());
        List<Long> shape = file.tensor(RowFileHeader.X).shape();
        if (shape.size() != 2 || shape.get(1) != rows.features() || shape.get(0) < rows.from() + (long) rows.rows()) {
            file.close();
            throw new HadamardIOException(rows.path() + ": x was at least " + (rows.from() + (long) rows.rows()) + " x "
                    + rows.features() + ", is now " + shape);
        }
    }

    /** Reads rows {@code first}, … to the rows {@code at}, … of a buffer. */
    void read(int first, int count, RowBuffer<A> buffer, int at) throws HadamardIOException {
        long row = rows.from() + (long) first;
        int width = rows.features();
        rows.type().read(file, RowFileHeader.X, row * width, count * width, buffer.x, at * width);
        if (rows.scaler() != null) {
            rows.scaler().scale(rows.type(), buffer.x, at * width, count);
        }
        if (buffer.labels == null) {
            int outputs = rows.outputs();
            rows.type().read(file, RowFileHeader.Y, row * outputs, count * outputs, buffer.y, at * outputs);
            if (rows.targetScaler() != null) {
                rows.targetScaler().scale(rows.type(), buffer.y, at * outputs, count);
            }
        } else {
            file.read(RowFileHeader.LABELS, row, count, buffer.labels, at);
            checkLabels(row, count, buffer.labels, at);
        }
    }

    private void checkLabels(long row, int count, int[] labels, int at) throws HadamardIOException {
        for (int i = 0; i < count; i++) {
            if (labels[at + i] < 0 || labels[at + i] >= rows.outputs()) {
                throw new HadamardIOException(rows.path() + ": labels: row " + (row + i) + " has class "
                        + labels[at + i] + ", expected 0 to " + (rows.outputs() - 1));
            }
        }
    }

    @Override
    public void close() throws HadamardIOException {
        file.close();
    }
}
