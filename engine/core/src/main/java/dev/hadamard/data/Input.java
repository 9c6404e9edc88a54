// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import dev.hadamard.io.HadamardIOException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A file being read, plain or gzip by its first two bytes, that knows its position after decompression. */
final class Input extends FilterInputStream {

    private static final int BUFFER = 1 << 16;
    private static final int GZIP_MAGIC_1 = 0x1f;
    private static final int GZIP_MAGIC_2 = 0x8b;

    private long position;

    private Input(InputStream in) {
        super(in);
    }

    /**
     * What reads a file.
     *
     * @param <T> the result
     */
    @FunctionalInterface
    interface Body<T> {
        T read(Input in) throws IOException;
    }

    /**
     * Opens a file, reads it and closes it. Whatever goes wrong with the file becomes a {@link HadamardIOException}
     * with its name, so does a heap too small for what the file holds: a body must allocate no more than its input has
     * proved to hold, and has let go of that when the error arrives here.
     */
    static <T> T read(Path path, Body<T> body) throws HadamardIOException {
        if (Files.isDirectory(path)) {
            throw new HadamardIOException(path + ": is a directory, not a file");
        }
        Input opened = null;
        try (InputStream file = new BufferedInputStream(Files.newInputStream(path), BUFFER)) {
            opened = new Input(isGzip(file) ? new GZIPInputStream(file, BUFFER) : file);
            try (Input in = opened) {
                return body.read(in);
            }
        } catch (HadamardIOException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new HadamardIOException(path + ": no such file", e);
        } catch (AccessDeniedException e) {
            throw new HadamardIOException(path + ": access denied", e);
        } catch (EOFException e) {
            throw new HadamardIOException(path + ": gzip data is truncated" + place(opened), e);
        } catch (ZipException e) {
            throw new HadamardIOException(path + ": gzip data is corrupt" + place(opened) + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new HadamardIOException(path + ": " + e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            throw tooLarge(path, e);
        }
    }

    /** The error for a file that is sound, but larger than the heap. */
    static HadamardIOException tooLarge(Path path, OutOfMemoryError cause) {
        long megabytes = Runtime.getRuntime().maxMemory() >> 20;
        return new HadamardIOException(
                path + ": doesn't fit into the heap of " + megabytes + " MB; java -Xmx sets a larger one", cause);
    }

    private static boolean isGzip(InputStream file) throws IOException {
        file.mark(2);
        boolean gzip = file.read() == GZIP_MAGIC_1 && file.read() == GZIP_MAGIC_2;
        file.reset();
        return gzip;
    }

    private static String place(Input in) {
        return in == null ? " in its header" : " after " + in.position + " decompressed bytes";
    }

    /** How many bytes, decompressed, have been read. */
    long position() {
        return position;
    }

    @Override
    public int read() throws IOException {
        int value = in.read();
        if (value >= 0) {
            position++;
        }
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, length);
        if (count > 0) {
            position += count;
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = in.skip(count);
        position += skipped;
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
