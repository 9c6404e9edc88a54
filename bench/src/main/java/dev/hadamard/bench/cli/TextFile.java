// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.io.AtomicFile;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A text in UTF-8 that is there as a whole or not at all. */
final class TextFile {

    private TextFile() {}

    /** What writes the content. */
    @FunctionalInterface
    interface Content {
        void write(Writer writer) throws IOException;
    }

    static void write(Path file, Content content) throws IOException {
        AtomicFile.write(file, channel -> {
            Writer writer = Channels.newWriter(channel, StandardCharsets.UTF_8);
            content.write(writer);
            writer.flush();
        });
    }
}
