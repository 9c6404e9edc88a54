// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Passes everything on at once, and writes it line by line, scrubbed, to a file. */
final class RunLog extends OutputStream {

    private final OutputStream console;
    private final UnaryOperator<String> scrub;
    private final BufferedWriter file;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    RunLog(Path path, OutputStream console, UnaryOperator<String> scrub) throws IOException {
        this.console = console;
        this.scrub = scrub;
        this.file = Files.newBufferedWriter(path);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        console.write(bytes, offset, length);
        for (int i = offset; i < offset + length; i++) {
            line.write(bytes[i]);
            if (bytes[i] == '\n') {
                writeLine();
            }
        }
    }

    private void writeLine() throws IOException {
        file.write(scrub.apply(line.toString(StandardCharsets.UTF_8)));
        line.reset();
    }

    @Override
    public synchronized void flush() throws IOException {
        console.flush();
        file.flush();
    }

    /** Ends the file; the console stays open. */
    @Override
    public synchronized void close() throws IOException {
        writeLine();
        console.flush();
        file.close();
    }
}
