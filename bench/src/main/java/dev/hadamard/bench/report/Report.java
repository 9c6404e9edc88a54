// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is told about a run.
 *
 * @param folder the run
 * @param environment what it ran on
 * @param measurements what it measured
 */
public record Report(RunFolder folder, RunEnvironment environment, List<Measurement> measurements) {

    /** A section of a Markdown file that is made from a run. */
    public enum Section {
        /** Training steps. */
        TRAIN("--readme"),
        /** Element-wise kernels. */
        KERNELS("--design");

        private final String option;

        Section(String option) {
            this.option = option;
        }

        /**
         * The name in the marks around it.
         *
         * @return lower case
         */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Reads a run.
     *
     * @param path the run's folder
     * @return its report
     * @throws IOException if a file lacks or can't be understood
     */
    public static Report read(Path path) throws IOException {
        RunFolder folder = new RunFolder(path);
        return new Report(folder, RunEnvironment.read(folder.environment()), ResultFile.read(folder.result()));
    }

    /**
     * A section's tables and a caption.
     *
     * @param section which one
     * @param file where it shall stand
     * @return Markdown; empty if the run measured nothing of it
     */
    public Optional<String> render(Section section, Path file) {
        Measurements all = new Measurements(measurements);
        return switch (section) {
            case TRAIN -> {
                TrainTable table = TrainTable.of(all);
                yield table.isEmpty()
                        ? Optional.empty()
                        : Optional.of(table + "\n\n" + TrainTable.LEGEND + caption(table.forks(), section, file));
            }
            case KERNELS -> {
                List<KernelTable> tables = KernelTable.of(all);
                String text = tables.stream().map(KernelTable::toString).collect(Collectors.joining("\n\n"));
                yield tables.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                text + "\n\n" + KernelTable.LEGEND + caption(KernelTable.forks(all), section, file));
            }
        };
    }

    private String caption(String forks, Section section, Path file) {
        String path = folder.seenFrom(file);
        String run = path.equals(folder.name()) ? "`" + path + "`" : "[" + folder.name() + "](" + path + ")";
        return " " + (forks.equals("1") ? "One fork each" : "Median of " + forks + " forks (smallest–largest)")
                + ". Measured on " + environment.date() + ": " + machine() + ". Run " + run
                + ", from which `java -jar bench/target/hadamard.jar report " + path + " " + section.option + " "
                + file.getFileName() + "` makes this section.";
    }

    private String machine() {
        RunEnvironment e = environment;
        String load = e.load() < 0 ? "" : String.format(Locale.ROOT, ", load average %.1f before the run", e.load());
        String options = e.options().isEmpty() ? "no further options" : "`" + String.join(" ", e.options()) + "`";
        return String.join(
                "; ",
                e.processor() + ", " + e.cores() + " cores" + load,
                e.system(),
                e.java() + ", " + options,
                e.blas().isEmpty() ? "no OpenBLAS" : e.blas(),
                e.vectorBits().isEmpty() ? "no vector code" : "vectors of " + e.vectorBits() + " bits",
                e.sources().toString());
    }
}
