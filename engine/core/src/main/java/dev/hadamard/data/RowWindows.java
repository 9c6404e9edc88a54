// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import dev.hadamard.io.HadamardIOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The rows of a {@link RowFile} in windows, one epoch after the other: while one is worked on, a thread reads the next.
 * What a window holds depends on its epoch and number alone. Confined to one thread.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class RowWindows<A> implements AutoCloseable {

    private final RowFile<A> file;
    /** Opened by the thread that reads: an interrupt of the caller would close a channel under its hands. */
    private RowReader<A> reader;

    private final LongFunction<? extends RandomGenerator> streams;
    private final int blockRows;
    private final int windowRows;
    private final int windows;

    /** One is handed out while the other is filled. */
    private final List<Window> whole;

    /** An epoch's last, which may have fewer rows. */
    private final Window last;

    /** An epoch's blocks; those of full size first. */
    private final int[] blocks;

    private long blocksEpoch = -1;
    private final ExecutorService readAhead;
    private Window current;
    private Future<Window> next;
    private long nextEpoch = -1;
    private int nextIndex;

    /** Rows in memory, and the order to take them in. */
    private final class Window {
        final RowBuffer<A> buffer;
        final int[] order;
        Dataset<A> data;

        Window(int rows) {
            this.buffer = new RowBuffer<>(file, rows);
            this.order = new int[rows];
        }
    }

    RowWindows(RowFile<A> file, int batch, LongFunction<? extends RandomGenerator> streams) {
        this.file = file;
        this.streams = streams;
        long wholeBatches = (file.blockRows() + batch - 1L) / batch * batch;
        this.blockRows = (int) Math.min(wholeBatches, file.rows());
        this.windowRows = (int) Math.min(file.rows(), (long) blockRows * file.blocks());
        this.windows = (file.rows() - 1) / windowRows + 1;
        this.blocks = new int[(file.rows() - 1) / blockRows + 1];
        this.whole = IntStream.range(0, Math.min(windows - 1, 2))
                .mapToObj(i -> new Window(windowRows))
                .toList();
        this.last = new Window(file.rows() - (windows - 1) * windowRows);
        this.readAhead = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "hadamard-rows");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Rows of all windows but an epoch's last.
     *
     * @return a multiple of the batch, unless there is one window
     */
    public int windowRows() {
        return windowRows;
    }

    /**
     * Windows of an epoch.
     *
     * @return at least 1
     */
    public int windows() {
        return windows;
    }

    /**
     * Goes to a window, waiting until it has been read, and has the one that follows read.
     *
     * @param epoch from 0
     * @param index which of its windows, from 0
     * @throws HadamardIOException if reading fails
     * @throws IllegalArgumentException if there is no such window
     */
    public void moveTo(long epoch, int index) throws HadamardIOException {
        if (epoch < 0 || index < 0 || index >= windows) {
            throw new IllegalArgumentException(
                    "index must be from 0 to " + (windows - 1) + ", was " + index + ", epoch " + epoch);
        }
        if (next == null || epoch != nextEpoch || index != nextIndex) {
            awaitReadAhead(); // somebody else's window, whose buffer may be needed
            readAhead(epoch, index);
        }
        current = awaitReadAhead();
        if (index + 1 < windows) {
            readAhead(epoch, index + 1);
        } else if (windows > 1) {
            readAhead(epoch + 1, 0);
        }
    }

    private void readAhead(long epoch, int index) {
        Callable<Window> reading = () -> read(epoch, index);
        next = readAhead.submit(reading);
        nextEpoch = epoch;
        nextIndex = index;
    }

    /** The window that is being read, or null. An interrupt is left for others to see. */
    private Window awaitReadAhead() throws HadamardIOException {
        if (next == null) {
            return null;
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return next.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw failure(e.getCause());
                }
            }
        } finally {
            next = null;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private HadamardIOException failure(Throwable cause) {
        String message = cause instanceof HadamardIOException ? cause.getMessage() : file.path() + ": " + cause;
        return new HadamardIOException(message, cause);
    }

    /** Run by the reading thread, one call after the other. */
    private Window read(long epoch, int index) throws HadamardIOException {
        if (reader == null) {
            reader = new RowReader<>(file);
        }
        boolean isLast = index == windows - 1;
        Window window = isLast ? last : whole.get(index % whole.size());
        if (windows > 1 || window.data == null) {
            arrangeBlocks(epoch);
            fill(window, index);
            window.data = window.buffer.dataset();
        }
        for (int i = 0; i < window.order.length; i++) {
            window.order[i] = i;
        }
        if (streams != null) {
            // Streams from 0 up are epochs, those below are windows.
            long stream = windows == 1 ? epoch : -1 - (epoch * windows + index);
            Shapes.shuffle(window.order, window.order.length, streams.apply(stream));
        }
        return window;
    }

    /** Shuffles the blocks; one that is not full stays at the end, so that no batch reaches over two windows. */
    private void arrangeBlocks(long epoch) {
        if (blocksEpoch == epoch) {
            return;
        }
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = i;
        }
        if (streams != null && windows > 1) {
            Shapes.shuffle(blocks, file.rows() / blockRows, streams.apply(epoch));
        }
        blocksEpoch = epoch;
    }

    private void fill(Window window, int index) throws HadamardIOException {
        int block = index * file.blocks();
        for (int at = 0; at < window.buffer.rows; at += blockRows, block++) {
            int first = blocks[block] * blockRows;
            reader.read(first, Math.min(blockRows, file.rows() - first), window.buffer, at);
        }
    }

    /**
     * The rows of the window.
     *
     * @return in memory that later windows use again; valid until the next call of {@link #moveTo}
     */
    public Dataset<A> data() {
        return current.data;
    }

    /**
     * The order to take the window's rows in.
     *
     * @return a permutation of 0, 1, …, not copied; valid until the next call of {@link #moveTo}
     */
    public int[] order() {
        return current.order;
    }

    /** Ends the use of file and thread. A second call does nothing. */
    @Override
    public void close() throws HadamardIOException {
        readAhead.shutdown();
        boolean interrupted = false;
        while (!readAhead.isTerminated()) {
            try {
                readAhead.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (reader != null) {
            reader.close();
        }
    }
}
