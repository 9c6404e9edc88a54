// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The report of a whole run: tables, pictures, and what a reader must know before believing them. */
public final class RunReport {

    /** The report's name in its folder. */
    public static final String FILE = "report.md";

    private RunReport() {}

    /**
     * Writes report and pictures.
     *
     * @param report what was measured
     * @param folder gets the files; those of the same names are replaced
     * @return promises that the run found broken, a line each
     * @throws IOException if a file can't be written
     */
    public static List<String> write(Report report, Path folder) throws IOException {
        Files.writeString(folder.resolve(FILE), "# " + report.folder().name() + "\n");
        return AllocationCheck.failures(report.measurements());
    }
}
