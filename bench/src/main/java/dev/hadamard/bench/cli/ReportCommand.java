// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.bench.report.MarkedText;
import dev.hadamard.bench.report.Report;
import dev.hadamard.bench.report.Report.Section;
import dev.hadamard.bench.report.RunReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes tables from a run, on the console or between the marks of Markdown files. */
@Command(
        name = "report",
        description = {
            "Makes Markdown tables from a run of bench, its whole report with pictures, or compares two runs.",
            "They replace what stands between <!-- measured: begin NAME --> and <!-- measured: end NAME -->; without a file"
                    + " to write to, they are printed."
        },
        footerHeading = HadamardCommand.EXAMPLE,
        footer = "  hadamard report jmh-results/2026-01-31-some-cpu-jdk17-1a2b3c4",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

    private static final String FUNCTIONS = "functions";

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "RUN_FOLDER", description = "A folder that bench made.")
    private Path folder;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Gets report.md and its pictures. bench has written them to the run's own folder already, which is"
                            + " not to be changed.")
    private Path out;

    @Mixin
    private CompareOptions compare;

    @Option(names = "--readme", paramLabel = "FILE", description = "Gets the section train: training steps.")
    private Path readme;

    @Option(names = "--design", paramLabel = "FILE", description = "Gets the sections threads, products and kernels.")
    private Path design;

    @Option(
            names = "--functions",
            paramLabel = "FILE",
            description = "Markdown for the section functions of the --design file.")
    private Path functions;

    /** Made by picocli. */
    ReportCommand() {}

    @Override
    public Integer call() throws IOException {
        if (compare.isAsked()) {
            CommandLine line = spec.commandLine();
            return compare.run(line.getOut(), line.getErr());
        }
        if (folder == null) {
            throw new ParameterException(spec.commandLine(), "RUN_FOLDER is missing");
        }
        if (functions != null && design == null) {
            throw new ParameterException(spec.commandLine(), "--functions needs --design, the file that it goes into");
        }
        Report report = Report.read(folder);
        if (out != null) {
            Files.createDirectories(out);
            RunReport.write(report, out).forEach(spec.commandLine().getErr()::println);
            spec.commandLine().getErr().flush();
        }
        if (readme == null && design == null) {
            print(report);
        } else {
            rewrite(report);
        }
        return ExitCode.OK;
    }

    private void print(Report report) {
        PrintWriter out = spec.commandLine().getOut();
        for (Section section : Section.values()) {
            Path file = Path.of(section.isReadme() ? "README.md" : "DESIGN.md");
            report.render(section, file).ifPresent(text -> out.println(text + "\n"));
        }
        out.flush();
    }

    /** Nothing is written before everything is known to fit. */
    private void rewrite(Report report) throws IOException {
        Map<Path, MarkedText> files = new LinkedHashMap<>(); // both options may name one file
        replaceAll(files, report, readme, true);
        replaceAll(files, report, design, false);
        if (functions != null) {
            replace(files, design, FUNCTIONS, MarkedText.read(functions).text());
        }
        for (MarkedText file : files.values()) {
            file.write();
        }
    }

    /** The sections of a file that the run measured; that it measured none of them is told. */
    private void replaceAll(Map<Path, MarkedText> files, Report report, Path file, boolean isReadme)
            throws IOException {
        if (file == null) {
            return;
        }
        List<Section> sections = Arrays.stream(Section.values())
                .filter(section -> section.isReadme() == isReadme)
                .toList();
        boolean measured = false;
        for (Section section : sections) {
            Optional<String> content = report.render(section, file);
            if (content.isPresent()) {
                replace(files, file, section.label(), content.get());
                measured = true;
            }
        }
        if (!measured) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("hadamard report: " + folder + " measured nothing for "
                    + sections.stream().map(Section::label).collect(Collectors.joining(", ", "section ", ""))
                    + ": left as it is");
            err.flush();
        }
    }

    private static void replace(Map<Path, MarkedText> files, Path file, String section, String content)
            throws IOException {
        MarkedText text = files.containsKey(file) ? files.get(file) : MarkedText.read(file);
        files.put(file, text.with(section, content));
    }
}
