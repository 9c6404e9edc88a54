// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A JSON file that is there as a whole or not at all: written beside its place, then moved. */
final class JsonFile {

    private final Path path;
    private final Path target;
    private final Path draft;

    private JsonFile(Path path, Path target) {
        this.path = path;
        this.target = target;
        this.draft = target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    }

    /** What writes the content. */
    @FunctionalInterface
    interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    /**
     * Checks, by writing a file beside it, that the file can be written later.
     *
     * @param path where it shall be
     * @throws IOException if it can't, with a message that names it
     */
    static JsonFile writable(Path path) throws IOException {
        if (Files.isDirectory(path) || path.getFileName() == null) {
            throw new IOException(path + ": is a directory, not a file");
        }
        Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath(); // through a link, not over it
        JsonFile file = new JsonFile(path, target);
        try {
            if (!file.isSpecial()) {
                Files.newOutputStream(file.draft, StandardOpenOption.CREATE_NEW).close();
                Files.delete(file.draft);
            }
        } catch (IOException e) {
            throw new IOException(path + ": can't be written: " + reason(e), e);
        }
        if (Files.exists(target) && !Files.isWritable(target)) {
            throw new IOException(path + ": can't be written: it is read-only");
        }
        return file;
    }

    /**
     * The same check for a file of another kind.
     *
     * @param path where it shall be
     * @throws IOException if it can't be written, with a message that names it
     */
    static void checkWritable(Path path) throws IOException {
        writable(path);
    }

    /** Devices and pipes are written to, not replaced. */
    private boolean isSpecial() {
        return Files.exists(target) && !Files.isRegularFile(target);
    }

    void write(Content content) throws IOException {
        Path place = isSpecial() ? target : draft;
        try {
            try (OutputStream out = Files.newOutputStream(place);
                    JsonGenerator json = new JsonFactory().createGenerator(out)) {
                json.setPrettyPrinter(new DefaultPrettyPrinter());
                content.write(json);
                json.writeRaw(System.lineSeparator());
            }
            if (place == draft) {
                replace();
            }
        } catch (IOException e) {
            throw new IOException(path + ": can't be written: " + reason(e), e);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private void replace() throws IOException {
        try {
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Exceptions of the file system often say nothing but a path. */
    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such folder";
        }
        return e instanceof AccessDeniedException ? "access denied" : e.getMessage();
    }
}
