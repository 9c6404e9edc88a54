// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import dev.hadamard.bench.report.Pictures.Picture;
import dev.hadamard.bench.report.Report.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
     * @return promises that the run found broken, a line each: allocation where there must be none, and kernels that
     *     are faster than the machine
     * @throws IOException if a file can't be written
     */
    public static List<String> write(Report report, Path folder) throws IOException {
        Measurements all = new Measurements(report.measurements());
        List<String> broken = new ArrayList<>(AllocationCheck.failures(report.measurements()));
        Roofline.of(all).ifPresent(roofline -> broken.addAll(roofline.violations()));
        List<Picture> pictures = new Pictures(all, report.environment().shortMachine()).pictures();
        for (Picture picture : pictures) {
            picture.chart().write(folder, picture.name());
        }
        Files.writeString(folder.resolve(FILE), text(report, all, pictures, broken));
        return List.copyOf(broken);
    }

    private static String text(Report report, Measurements all, List<Picture> pictures, List<String> broken) {
        List<String> parts = new ArrayList<>();
        parts.add("# " + report.folder().name());
        parts.add(report.machine() + ". Suite " + report.environment().suite() + ", "
                + report.environment().date() + ".");
        List<String> warnings = report.environment().warnings();
        if (!warnings.isEmpty()) {
            parts.add("**Mind:** " + String.join(" ", warnings));
        }
        for (Picture picture : pictures) {
            parts.add("![" + picture.title() + "](" + picture.name() + ".svg)");
        }
        for (Section section : Section.values()) {
            report.tables(section).ifPresent(tables -> {
                parts.add("## " + section.title());
                parts.add(tables);
            });
        }
        SummaryTable summary = SummaryTable.of(all);
        if (!summary.isEmpty()) {
            parts.add("## Share of the peak");
            parts.add(summary + "\n\n" + SummaryTable.LEGEND);
        }
        WaitTable waits = WaitTable.of(all);
        if (!waits.isEmpty()) {
            parts.add("## Latency, cold start, cost of gradients");
            parts.add(waits + "\n\n" + WaitTable.LEGEND);
        }
        parts.add("## Checks");
        parts.add(checks(report, all, broken));
        return String.join("\n\n", parts) + "\n";
    }

    private static String checks(Report report, Measurements all, List<String> broken) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "- Every benchmark compared what it times with the naive reference, or with another implementation, before"
                        + " or after it was timed; a wrong answer would have ended the run.");
        lines.add(String.format(
                Locale.ROOT,
                "- Allocation: %d measurements are bound to allocate nothing.",
                AllocationCheck.checked(report.measurements())));
        Roofline.of(all)
                .ifPresent(roofline -> lines.add(String.format(
                        Locale.ROOT,
                        "- Roofline: none of %d kernels may be more than %.0f %% above its roof.",
                        roofline.kernels().size(),
                        100 * Roofline.TOLERANCE)));
        broken.forEach(line -> lines.add("- **Broken:** " + line));
        if (broken.isEmpty()) {
            lines.add("- Nothing is broken.");
        }
        return String.join("\n", lines);
    }
}
