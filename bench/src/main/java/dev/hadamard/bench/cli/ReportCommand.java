// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.bench.report.MarkedText;
import dev.hadamard.bench.report.Report;
import dev.hadamard.bench.report.Report.Section;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes tables from a run, on the console or between the marks of Markdown files. */
@Command(
        name = "report",
        description = {
            "Makes Markdown tables from a run of bench.",
            "They replace what stands between <!-- measured: begin NAME --> and <!-- measured: end NAME -->; without a file"
                    + " to write to, they are printed."
        },
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

    private static final String FUNCTIONS = "functions";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN_FOLDER", description = "A folder that bench made.")
    private Path folder;

    @Option(names = "--readme", paramLabel = "FILE", description = "Gets the section train: training steps.")
    private Path readme;

    @Option(names = "--design", paramLabel = "FILE", description = "Gets the section kernels: element-wise kernels.")
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
        if (functions != null && design == null) {
            throw new ParameterException(spec.commandLine(), "--functions needs --design, the file that it goes into");
        }
        Report report = Report.read(folder);
        if (readme == null && design == null) {
            print(report);
        } else {
            rewrite(report);
        }
        return ExitCode.OK;
    }

    private void print(Report report) {
        PrintWriter out = spec.commandLine().getOut();
        render(report, Section.TRAIN, Path.of("README.md")).ifPresent(text -> out.println(text + "\n"));
        render(report, Section.KERNELS, Path.of("DESIGN.md")).ifPresent(out::println);
        out.flush();
    }

    /** Nothing is written before everything is known to fit. */
    private void rewrite(Report report) throws IOException {
        Map<Path, MarkedText> files = new LinkedHashMap<>(); // both options may name one file
        if (readme != null) {
            replace(files, readme, Section.TRAIN.label(), render(report, Section.TRAIN, readme));
        }
        if (design != null) {
            replace(files, design, Section.KERNELS.label(), render(report, Section.KERNELS, design));
        }
        if (functions != null) {
            replace(
                    files,
                    design,
                    FUNCTIONS,
                    Optional.of(MarkedText.read(functions).text()));
        }
        for (MarkedText file : files.values()) {
            file.write();
        }
    }

    private static void replace(Map<Path, MarkedText> files, Path file, String section, Optional<String> content)
            throws IOException {
        if (content.isPresent()) {
            MarkedText text = files.containsKey(file) ? files.get(file) : MarkedText.read(file);
            files.put(file, text.with(section, content.get()));
        }
    }

    private Optional<String> render(Report report, Section section, Path file) {
        Optional<String> content = report.render(section, file);
        if (content.isEmpty()) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("hadamard report: " + folder + " measured nothing for section " + section.label()
                    + ": left as it is");
            err.flush();
        }
        return content;
    }
}
