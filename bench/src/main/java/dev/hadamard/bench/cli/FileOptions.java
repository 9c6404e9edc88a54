// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.Checkpoints;
import dev.hadamard.ModelFile;
import dev.hadamard.Network;
import dev.hadamard.Preparation;
import dev.hadamard.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Options that say what training leaves behind. */
final class FileOptions {

    /** All of them. */
    static final Set<String> NAMES = Set.of("--save", "--checkpoint", "--every", "--keep", "--resume");

    private static final long DEFAULT_EVERY = 1000;
    private static final int DEFAULT_KEEP = 3;

    @Option(names = "--save", paramLabel = "FILE", description = "Where to write the trained model (safetensors).")
    private Path save;

    @Option(
            names = "--checkpoint",
            paramLabel = "DIR",
            description = "Where to write checkpoints, from which training that was killed goes on with the same bits.")
    private Path directory;

    @Option(
            names = "--every",
            paramLabel = "N",
            description = "Steps from one checkpoint to the next. Default: " + DEFAULT_EVERY + ".")
    private Long every;

    @Option(
            names = "--keep",
            paramLabel = "N",
            description = "How many checkpoints are kept. Default: " + DEFAULT_KEEP + ".")
    private Integer keep;

    @Option(
            names = "--resume",
            description = "Go on from the last checkpoint, if there is one; options and data must be the same.")
    private boolean resume;

    /** Made by picocli. */
    FileOptions() {}

    /** Checks what needs no data. */
    void check(boolean byReference) {
        if (directory == null && (every != null || keep != null || resume)) {
            throw new IllegalArgumentException("--every, --keep and --resume need --checkpoint DIR");
        }
        if (every != null && every < 1 || keep != null && keep < 1) {
            throw new IllegalArgumentException("--every and --keep must be at least 1, were "
                    + (every == null ? DEFAULT_EVERY : every) + " and " + (keep == null ? DEFAULT_KEEP : keep));
        }
        if (directory != null && byReference) {
            throw new IllegalArgumentException("--checkpoint is not for --backend reference");
        }
    }

    /** The checkpoints, if somebody wants any. */
    Optional<Checkpoints> checkpoints() {
        return Optional.ofNullable(directory)
                .map(place -> Checkpoints.in(place)
                        .every(every == null ? DEFAULT_EVERY : every)
                        .keep(keep == null ? DEFAULT_KEEP : keep));
    }

    /**
     * Takes a trainer to its last checkpoint, where that is wanted.
     *
     * @return whether there was one
     * @throws IOException if it can't be read, or there are checkpoints and nobody wants to go on from them
     */
    boolean resume(Trainer<?> trainer) throws IOException {
        if (directory == null) {
            return false;
        }
        Checkpoints checkpoints = checkpoints().orElseThrow();
        if (resume) {
            return checkpoints.resume(trainer).isPresent();
        }
        if (checkpoints.newest().isPresent()) {
            throw new IllegalArgumentException(
                    directory + " has checkpoints: --resume goes on from them, or choose another directory");
        }
        return false;
    }

    /** Writes the model, if somebody wants it. */
    void save(Network<?> network, Preparation preparation) throws IOException {
        if (save != null) {
            ModelFile.of(network).preparation(preparation).write(save);
        }
    }
}
