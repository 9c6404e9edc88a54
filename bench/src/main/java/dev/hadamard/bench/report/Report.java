// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
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
        TRAIN("Training steps", "--readme"),
        /** Training steps by several threads. */
        THREADS("Threads", "--design"),
        /** Products of layers. */
        PRODUCTS("Products", "--design"),
        /** Element-wise kernels. */
        KERNELS("Element-wise kernels", "--design");

        private final String title;
        private final String option;

        Section(String title, String option) {
            this.title = title;
            this.option = option;
        }

        /** A heading. */
        String title() {
            return title;
        }

        /**
         * Whether it stands in the README; else in DESIGN.md.
         *
         * @return true for the table that readers see first
         */
        public boolean isReadme() {
            return this == TRAIN;
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

    /** Tables and what their figures are. */
    private record Content(String tables, String legend, String forks) {}

    private Optional<Content> content(Section section) {
        Measurements all = new Measurements(measurements);
        return switch (section) {
            case TRAIN -> {
                TrainTable table = TrainTable.of(all);
                yield content(table.isEmpty(), () -> new Content(table.toString(), TrainTable.LEGEND, table.forks()));
            }
            case THREADS -> {
                ThreadTable table = ThreadTable.of(all);
                yield content(table.isEmpty(), () -> new Content(table.toString(), ThreadTable.LEGEND, table.forks()));
            }
            case PRODUCTS -> {
                ProductTable table = ProductTable.of(all);
                yield content(table.isEmpty(), () -> new Content(table.toString(), ProductTable.LEGEND, table.forks()));
            }
            case KERNELS -> {
                List<KernelTable> tables = KernelTable.of(all);
                String text = tables.stream().map(KernelTable::toString).collect(Collectors.joining("\n\n"));
                yield content(tables.isEmpty(), () -> new Content(text, KernelTable.LEGEND, KernelTable.forks(all)));
            }
        };
    }

    private static Optional<Content> content(boolean empty, Supplier<Content> content) {
        return empty ? Optional.empty() : Optional.of(content.get());
    }

    /** A section's tables and what their figures are, for the run's own report. */
    Optional<String> tables(Section section) {
        return content(section).map(content -> content.tables() + "\n\n" + content.legend() + forks(content));
    }

    /**
     * A section's tables, its pictures and a caption.
     *
     * @param section which one
     * @param file where it shall stand
     * @return Markdown; empty if the run measured nothing of it
     */
    public Optional<String> render(Section section, Path file) {
        return content(section)
                .map(content -> content.tables()
                        + (section.isReadme() ? pictures(file) : "")
                        + "\n\n"
                        + content.legend()
                        + caption(content, section, file));
    }

    /** The two pictures of the README, if they lie in the run's folder. */
    private String pictures(Path file) {
        StringBuilder lines = new StringBuilder();
        for (String name : List.of("speedup", "roofline")) {
            if (Files.isRegularFile(folder.path().resolve(name + ".svg"))) {
                String alt = name.equals("speedup") ? "Speed-up over the naive reference" : "Roofline";
                lines.append("\n\n![")
                        .append(alt)
                        .append("](")
                        .append(folder.seenFrom(file))
                        .append('/')
                        .append(name)
                        .append(".svg)");
            }
        }
        return lines.toString();
    }

    private static String forks(Content content) {
        return " "
                + (content.forks().equals("1")
                        ? "One fork each"
                        : "Median of " + content.forks() + " forks (smallest–largest)")
                + ".";
    }

    private String caption(Content content, Section section, Path file) {
        String path = folder.seenFrom(file);
        String run = path.equals(folder.name()) ? "`" + path + "`" : "[" + folder.name() + "](" + path + ")";
        return forks(content) + " Measured on " + environment.date() + ": " + machine() + ". Run " + run
                + ", from which `java -jar bench/target/hadamard.jar report " + path + " " + section.option + " "
                + file.getFileName() + "` makes this section.";
    }

    /** Processor, system, JDK and what else figures depend on. */
    String machine() {
        RunEnvironment e = environment;
        String load = e.load() < 0 ? "" : String.format(Locale.ROOT, ", load average %.1f before the run", e.load());
        String noise = e.steadiness().toString();
        String options = e.options().isEmpty() ? "no further options" : "`" + String.join(" ", e.options()) + "`";
        return String.join(
                "; ",
                e.processor() + ", " + e.cores() + " cores" + load + (noise.isEmpty() ? "" : ", " + noise),
                e.system(),
                e.java() + ", " + options,
                e.blas().isEmpty() ? "no OpenBLAS" : e.blas(),
                e.vectorBits().isEmpty() ? "no vector code" : "vectors of " + e.vectorBits() + " bits",
                e.sources().toString());
    }
}
