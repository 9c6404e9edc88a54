// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Writes a file so that its name stands for the old content or for the whole of the new, never for something between,
 * wherever a process is killed or a machine fails: written under another name in the same directory, forced to the
 * disk, renamed, and the directory forced too where the system lets one do that (Windows doesn't).
 */
public final class AtomicFile {

    /** What the names of unfinished files end in. */
    private static final String SUFFIX = ".tmp";

    private static final Pattern LEFTOVER = Pattern.compile("\\..+\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.tmp");

    private AtomicFile() {}

    /** Writes a file's content. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes everything.
         *
         * @param channel an empty file, opened for writing
         * @throws IOException if that fails
         */
        void writeTo(FileChannel channel) throws IOException;
    }

    /**
     * Writes a file, or replaces one.
     *
     * @param path the file; where it is a symbolic link, what that leads to
     * @param content writes what is to stand there
     * @throws HadamardIOException if it can't be written, the disk being full or the directory missing, say; an old
     *     file is as it was
     */
    public static void write(Path path, Content content) throws HadamardIOException {
        Path target = followed(path);
        if (Files.isDirectory(target)) {
            throw new HadamardIOException(path + ": is a directory, not a file");
        }
        if (Files.exists(target) && !(Files.isRegularFile(target) && Files.isWritable(target))) {
            throw new HadamardIOException(path + ": is read-only, or no regular file, and is not replaced");
        }
        Path directory = target.getParent();
        Path temporary = directory.resolve("." + target.getFileName() + "." + UUID.randomUUID() + SUFFIX);
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                content.writeTo(channel);
                channel.force(true);
            }
            rename(temporary, target);
        } catch (IOException e) {
            deleteQuietly(temporary, e);
            throw new HadamardIOException(path + ": cannot be written: " + reason(e), e);
        } catch (RuntimeException | Error e) {
            deleteQuietly(temporary, e);
            throw e;
        }
        forceDirectory(directory);
    }

    /**
     * Deletes what {@link #write} left behind in a directory where its process was killed. Not while others write
     * there.
     *
     * @param directory where to look
     * @throws HadamardIOException if that fails
     */
    public static void deleteLeftovers(Path directory) throws HadamardIOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, AtomicFile::isLeftover)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new HadamardIOException(directory + ": " + e, e);
        }
    }

    private static boolean isLeftover(Path file) {
        return LEFTOVER.matcher(file.getFileName().toString()).matches();
    }

    private static Path followed(Path path) throws HadamardIOException {
        if (path.getFileName() == null) {
            throw new HadamardIOException(path + ": is a directory, not a file");
        }
        try {
            return Files.isSymbolicLink(path) ? path.toRealPath() : path.toAbsolutePath();
        } catch (IOException e) {
            throw new HadamardIOException(path + ": a link to nowhere", e);
        }
    }

    private static void rename(Path temporary, Path target) throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The system's words; some exceptions of java.nio.file have the path for a message, and no words. */
    private static String reason(IOException e) {
        if (e instanceof java.nio.file.NoSuchFileException) {
            return "its directory does not exist";
        } else if (e instanceof java.nio.file.AccessDeniedException) {
            return "access denied";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static void deleteQuietly(Path temporary, Throwable cause) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static void forceDirectory(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows opens no directories. The file's content is on the disk, and its name follows sooner or later.
            System.getLogger("dev.hadamard").log(System.Logger.Level.DEBUG, directory + ": cannot be forced", e);
        }
    }
}
