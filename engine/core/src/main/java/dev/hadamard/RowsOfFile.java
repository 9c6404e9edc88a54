// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.data.RowFile;
import dev.hadamard.data.RowWindows;
import dev.hadamard.io.HadamardIOException;
import java.io.UncheckedIOException;

/**
 * Rows of a file, a window at a time. What goes wrong while training waits for rows is an {@link UncheckedIOException}
 * around a {@link HadamardIOException}.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class RowsOfFile<A> implements TrainingRows<A>, AutoCloseable {

    private final Trainer<A> trainer;
    private final int rows;
    private final RowWindows<A> windows;
    private long epoch;
    private int window;

    RowsOfFile(Trainer<A> trainer, RowFile<A> file) {
        this.trainer = trainer;
        this.rows = file.rows();
        this.windows = file.windows(trainer.maxRows(), trainer.position().streams());
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public double totalWeight() {
        return rows;
    }

    @Override
    public void begin(DataPosition position) {
        epoch = position.epoch;
        window = -1;
    }

    @Override
    public Batch<A> batch(int row, int count) {
        int wanted = row / windows.windowRows();
        if (wanted != window) {
            try {
                windows.moveTo(epoch, wanted);
            } catch (HadamardIOException e) {
                throw new UncheckedIOException(e);
            }
            window = wanted;
        }
        return trainer.gathered(windows.data(), windows.order(), row - window * windows.windowRows(), count);
    }

    @Override
    public void close() throws HadamardIOException {
        windows.close();
    }
}
