// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A folder of a run: made once, never changed afterwards.
 *
 * @param path the folder
 */
public record RunFolder(Path path) {

    /**
     * Makes the folder of a run that is about to begin.
     *
     * @param parent where it shall be; made if need be
     * @param environment what the name is made of
     * @return the empty folder
     * @throws IOException if it is there already or can't be made
     */
    public static RunFolder create(Path parent, RunEnvironment environment) throws IOException {
        Path path = parent.resolve(name(environment));
        try {
            Files.createDirectories(parent);
            return new RunFolder(Files.createDirectory(path));
        } catch (FileAlreadyExistsException e) {
            String reason = e.getFile().equals(path.toString())
                    ? "exists already, and a run folder is never changed: choose another --out"
                    : "can't be made: a part of its path is no folder";
            throw new IOException(path + ": " + reason, e);
        } catch (IOException e) {
            throw new IOException(path + ": can't be made: " + e, e);
        }
    }

    /** Date, processor, JDK and commit, such as {@code 2026-11-24-amd-epyc-jdk17.0.15-77553c0}. */
    static String name(RunEnvironment environment) {
        String processor = environment
                .processor()
                .replaceAll("\\((?i:R|TM|C)\\)|(?i:\\b(cpu|processor|\\d+-core)\\b)|@.*|,.*", " ")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return String.join(
                "-",
                environment.date(),
                processor.isEmpty() ? "processor" : processor,
                "jdk" + environment.javaVersion().replaceAll("[^A-Za-z0-9.]+", "-"),
                environment.sources().commit());
    }

    /**
     * JMH's result.
     *
     * @return the path of a JSON file
     */
    public Path result() {
        return path.resolve("result.json");
    }

    /**
     * Machine and software.
     *
     * @return the path of a JSON file
     */
    public Path environment() {
        return path.resolve("environment.json");
    }

    /**
     * What JMH printed.
     *
     * @return the path of a text file
     */
    public Path log() {
        return path.resolve("run.log");
    }

    /**
     * This folder as seen from beside a file.
     *
     * @param file such as README.md
     * @return a path with slashes, or the folder's name if it is not below the file's own folder
     */
    String seenFrom(Path file) {
        Path base = file.toAbsolutePath().normalize().getParent();
        Path target = path.toAbsolutePath().normalize();
        return target.startsWith(base) ? base.relativize(target).toString().replace('\\', '/') : name();
    }

    /** The last part of the path. */
    String name() {
        return path.toAbsolutePath().normalize().getFileName().toString();
    }
}
