// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import dev.hadamard.io.HadamardIOException;
import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Decodes UTF-8, strictly: what isn't UTF-8 is an error with line and byte. A byte order mark is skipped. Bounds the
 * length of a record, so that a file without line ends, or with a quote that is never closed, can't fill the heap.
 */
final class Utf8Reader extends Reader {

    private static final int BUFFER = 1 << 14;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Path path;
    private final Input in;
    private final int maxRecordChars;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).flip();
    private final CharBuffer chars = CharBuffer.allocate(BUFFER).flip();
    private boolean started;
    private boolean ended;
    private long line = 1;
    private char last;
    private long recordChars;

    Utf8Reader(Path path, Input in, int maxRecordChars) {
        this.path = path;
        this.in = in;
        this.maxRecordChars = maxRecordChars;
    }

    /** Tells that a record begins; roughly, since whoever reads may have read ahead. */
    void beginRecord() {
        recordChars = 0;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!chars.hasRemaining() && !decode()) {
            return -1;
        }
        int count = Math.min(length, chars.remaining());
        chars.get(target, offset, count);
        countLines(target, offset, count);
        recordChars += count;
        if (recordChars > maxRecordChars) {
            throw new HadamardIOException(path + ": a record of more than " + maxRecordChars
                    + " characters ends at line " + line + " or later: a quote that is never closed?");
        }
        return count;
    }

    /** Fills chars with at least one character, or returns false at the end. */
    private boolean decode() throws IOException {
        chars.clear();
        while (chars.position() == 0) {
            CoderResult result = decoder.decode(bytes, chars, ended);
            // What comes before an error is delivered first: only then is the line known.
            if (result.isError() && chars.position() == 0) {
                long at = in.position() - bytes.remaining();
                throw new HadamardIOException(path + ": line " + line + ": not UTF-8 (byte "
                        + String.format("0x%02X", bytes.get(bytes.position())) + " at offset " + at + ")");
            }
            if (chars.position() == 0) {
                if (ended) {
                    chars.flip();
                    return false;
                }
                fill();
            } else if (!started) {
                started = true;
                if (chars.get(0) == BYTE_ORDER_MARK) {
                    chars.flip().get();
                    chars.compact();
                }
            }
        }
        chars.flip();
        return true;
    }

    private void fill() throws IOException {
        bytes.compact();
        int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
        if (count < 0) {
            ended = true;
        } else {
            bytes.position(bytes.position() + count);
        }
        bytes.flip();
    }

    /** Ends of line are CR, LF and CR LF, as for the parser. */
    private void countLines(char[] text, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            if (text[i] == '\r' || text[i] == '\n' && last != '\r') {
                line++;
            }
            last = text[i];
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
