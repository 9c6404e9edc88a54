// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.bench.report.Compare;
import dev.hadamard.bench.report.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The part of {@code report} that compares two runs. */
final class CompareOptions {

    private static final String COMPARE = "--compare";

    @Option(
            names = COMPARE,
            arity = "2",
            paramLabel = "RUN_FOLDER",
            description = {
                "Compares the second run with the first, instead of making tables. Figures whose confidence intervals overlap"
                        + " do not differ.",
                "Exit code 1 for a regression, 2 for runs that can't be compared: other machines, JDKs or numbers of threads."
            })
    private List<Path> runs;

    @Option(
            names = "--fail-above",
            paramLabel = "PERCENT",
            defaultValue = "5%",
            converter = Percent.class,
            description = "What may become slower by chance or on purpose (default: ${DEFAULT-VALUE}).")
    private double allowed;

    @Option(names = "--force", description = "Compares what can't be compared.")
    private boolean force;

    /** Such as "5%" or "2.5". */
    private static final class Percent implements ITypeConverter<Double> {

        @Override
        public Double convert(String text) {
            try {
                double percent = Double.parseDouble(text.replaceAll("%$", ""));
                if (percent >= 0 && Double.isFinite(percent)) {
                    return percent / 100;
                }
            } catch (NumberFormatException e) {
                throw new TypeConversionException("\"" + text + "\" is no percentage");
            }
            throw new TypeConversionException("\"" + text + "\" must be 0 or more");
        }
    }

    boolean isAsked() {
        return runs != null;
    }

    /** Prints the comparison; the exit code says whether it is good. */
    int run(PrintWriter out, PrintWriter err) throws IOException {
        Report before = Report.read(runs.get(0));
        Report after = Report.read(runs.get(1));
        List<String> obstacles = Compare.obstacles(before, after);
        obstacles.forEach(obstacle -> err.println("hadamard report: not the same " + obstacle));
        err.flush();
        if (!obstacles.isEmpty() && !force) {
            err.println("hadamard report: the runs can't be compared; --force compares them nevertheless");
            err.flush();
            return ExitCode.USAGE;
        }
        Compare compare = Compare.of(before, after);
        if (compare.lines().isEmpty()) {
            err.println("hadamard report: the runs have no benchmark in common");
            err.flush();
            return ExitCode.USAGE;
        }
        return print(compare, out);
    }

    private int print(Compare compare, PrintWriter out) {
        out.println(compare.table());
        out.println();
        compare.onlyFirst().forEach(key -> out.println("only in the first: " + key));
        compare.onlySecond().forEach(key -> out.println("only in the second: " + key));
        List<Compare.Line> regressions = compare.regressions(allowed);
        regressions.forEach(line ->
                out.printf(Locale.ROOT, "regression: %s costs %.1f %% more%n", line.label(), 100 * (line.ratio() - 1)));
        out.printf(
                Locale.ROOT,
                "%d benchmarks compared, %d regressions above %.1f %%%n",
                compare.lines().size(),
                regressions.size(),
                100 * allowed);
        out.flush();
        return regressions.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
