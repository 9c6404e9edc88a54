// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The hand-made run of the test resources. */
public final class Fixture {

    public static final String NAME = "2026-11-24-example-9000-jdk17.0.15-0123abc";

    private Fixture() {}

    /** Puts the run into a folder's jmh-results, as bench would. */
    public static Path copyTo(Path folder) throws IOException {
        Path run = Files.createDirectories(folder.resolve("jmh-results").resolve(NAME));
        for (String file : List.of("result.json", "environment.json")) {
            try (InputStream in = Fixture.class.getResourceAsStream("run/" + file)) {
                Files.copy(in, run.resolve(file));
            }
        }
        return run;
    }
}
