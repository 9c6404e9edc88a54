// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sources that a run measures.
 *
 * @param commit abbreviated hash of the git commit, or "unknown"
 * @param dirty whether what is measured differs from the commit, or nobody knows
 */
public record Sources(String commit, boolean dirty) {

    private static final Sources UNKNOWN = new Sources("unknown", true);

    /** What is built from: neither a run's own folder nor a rewritten table makes another program. */
    private static final List<String> MEASURED = List.of("engine", "bench", "pom.xml");

    /**
     * The sources of the checkout that a file lies in.
     *
     * @param file a file or folder, such as the jar that runs
     * @return unknown where there is no git or no checkout
     */
    public static Sources around(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return git(folder, List.of("rev-parse", "--show-toplevel"))
                .map(Path::of)
                .flatMap(Sources::of)
                .orElse(UNKNOWN);
    }

    /** Such as "commit 77553c0". */
    @Override
    public String toString() {
        return "commit " + commit + (dirty && !equals(UNKNOWN) ? " with changes that are not committed" : "");
    }

    private static Optional<Sources> of(Path top) {
        List<String> status = new ArrayList<>(List.of("status", "--porcelain", "--"));
        status.addAll(MEASURED);
        Optional<String> commit = git(top, List.of("rev-parse", "--short=7", "HEAD"));
        Optional<String> changes = git(top, status);
        return commit.map(
                hash -> new Sources(hash, !changes.map(String::isEmpty).orElse(false)));
    }

    private static Optional<String> git(Path folder, List<String> args) {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(args);
        try {
            Process git = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            git.getOutputStream().close();
            String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return git.waitFor() == 0 ? Optional.of(output.strip()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // no git here
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
