// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.io.AtomicFile;
import dev.hadamard.io.HadamardIOException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checkpoints of a training in a directory: everything that its next step depends on, so that training that was killed
 * at any moment goes on, and ends with the same bits as if it had not been. (Where its backend computes the same bits
 * in every run: see {@link Backend#describe()}.)
 *
 * <pre>{@code
 * Checkpoints checkpoints = Checkpoints.in(directory).every(500);
 * checkpoints.resume(trainer);
 * trainer.fit(data, checkpoints);
 * }</pre>
 *
 * <p>Each is a safetensors file, checkpoint-STEPS.safetensors, which {@link Network#loadFloats} can load as a model. It
 * is written atomically: a file that is there is whole. Immutable; one training a directory.
 */
public final class Checkpoints implements TrainingListener {

    private static final String PREFIX = "checkpoint-";
    private static final String SUFFIX = ".safetensors";
    private static final Pattern NAME = Pattern.compile(PREFIX + "([0-9]{12,18})\\" + SUFFIX);
    private static final System.Logger LOGGER = System.getLogger("dev.hadamard");

    private final Path directory;
    private final long every;
    private final int kept;

    /** A file and the steps in its name. */
    private record Saved(Path path, long steps) {}

    private Checkpoints(Path directory, long every, int kept) {
        this.directory = directory;
        this.every = every;
        this.kept = kept;
    }

    /**
     * Checkpoints in a directory, every 1000 steps, of which the last 3 are kept.
     *
     * @param directory where; made when the first one is written
     * @return the checkpoints, to be given to {@link Trainer#fit} as a listener
     */
    public static Checkpoints in(Path directory) {
        return new Checkpoints(directory, 1000, 3);
    }

    /**
     * Sets how often one is written.
     *
     * @param steps at least 1
     * @return checkpoints so
     * @throws IllegalArgumentException if steps is below 1
     */
    public Checkpoints every(long steps) {
        Arguments.atLeast("steps", 1, steps);
        return new Checkpoints(directory, steps, kept);
    }

    /**
     * Sets how many are kept; older ones are deleted.
     *
     * @param count at least 1
     * @return checkpoints so
     * @throws IllegalArgumentException if count is below 1
     */
    public Checkpoints keep(int count) {
        Arguments.atLeast("count", 1, count);
        return new Checkpoints(directory, every, count);
    }

    /**
     * The last checkpoint.
     *
     * @return the file with the most steps, or empty
     * @throws HadamardIOException if the directory can't be read
     */
    public Optional<Path> newest() throws HadamardIOException {
        return saved().stream().findFirst().map(Saved::path);
    }

    /**
     * Takes a trainer, and its network, to where the last checkpoint was written; where there is none, it stays as it
     * is. One that is damaged (not by a kill, but by its disk) is passed over with a warning in the log. Also deletes
     * what unfinished writing left behind.
     *
     * @param trainer built as the one that was saved
     * @return the file that was read, or empty
     * @throws HadamardIOException if there are checkpoints, but none that can be read
     * @throws IllegalArgumentException if a checkpoint is of another network or other settings; nothing has changed
     */
    public Optional<Path> resume(Trainer<?> trainer) throws HadamardIOException {
        List<Saved> files = saved();
        if (Files.isDirectory(directory)) {
            AtomicFile.deleteLeftovers(directory);
        }
        HadamardIOException first = null;
        for (Saved file : files) {
            try {
                CheckpointFile.restore(trainer, file.path());
                return Optional.of(file.path());
            } catch (HadamardIOException e) {
                LOGGER.log(System.Logger.Level.WARNING, "passed over: " + e.getMessage());
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
        return Optional.empty();
    }

    /**
     * Writes a checkpoint, and deletes those that are too many. To be called between steps, by the trainer's caller.
     *
     * @param trainer what to save
     * @return the file
     * @throws HadamardIOException if it can't be written, or the directory has checkpoints of more steps, so of another
     *     training
     */
    public Path save(Trainer<?> trainer) throws HadamardIOException {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new HadamardIOException(directory + ": cannot be made: " + e, e);
        }
        List<Saved> older = saved();
        if (!older.isEmpty() && older.get(0).steps() > trainer.steps()) {
            throw new HadamardIOException(
                    directory + ": has a checkpoint of " + older.get(0).steps() + " steps, the trainer stands at "
                            + trainer.steps() + ": resume, or choose another directory");
        }
        Path file = directory.resolve(PREFIX + String.format("%012d", trainer.steps()) + SUFFIX);
        CheckpointFile.save(trainer, file);
        deleteAllBut(file, older);
        return file;
    }

    private void deleteAllBut(Path newest, List<Saved> older) throws HadamardIOException {
        int left = kept - 1;
        for (Saved file : older) {
            if (file.path().equals(newest) || left-- > 0) {
                continue;
            }
            try {
                Files.deleteIfExists(file.path());
            } catch (IOException e) {
                throw new HadamardIOException(file.path() + ": cannot be deleted: " + e, e);
            }
        }
    }

    /** Newest first. */
    private List<Saved> saved() throws HadamardIOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(Checkpoints::parsed)
                    .flatMap(Optional::stream)
                    .sorted(Comparator.comparingLong(Saved::steps).reversed())
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new HadamardIOException(directory + ": " + e, e);
        }
    }

    private static Optional<Saved> parsed(Path file) {
        Matcher matcher = NAME.matcher(file.getFileName().toString());
        return matcher.matches() ? Optional.of(new Saved(file, Long.parseLong(matcher.group(1)))) : Optional.empty();
    }

    /**
     * Writes a checkpoint when it is time.
     *
     * @throws UncheckedIOException if that fails, by a {@link HadamardIOException}
     */
    @Override
    public void stepDone(Trainer<?> trainer, long step, int rows, double cost) {
        if (step % every == 0) {
            try {
                save(trainer);
            } catch (HadamardIOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
