// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import dev.hadamard.bench.report.Suite.Effort;
import dev.hadamard.bench.report.Suite.Part;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.UnCloseablePrintStream;

/** Runs a suite by JMH. What fails its own check ends the run: a wrong answer is not timed. */
public final class JmhRun {

    /** Options of this JVM that were added for this JVM, or that the benchmarks' annotations add again. */
    private static final Pattern OWN_OPTIONS = Pattern.compile("--add-modules=jdk\\.incubator\\.vector"
            + "|--enable-native-access=ALL-UNNAMED|-Djdk\\.console=.*|-Ddev\\.hadamard\\.bench\\..*");

    private JmhRun() {}

    /**
     * Times everything. Results are written after each part of the suite, so that a run that ends early keeps the
     * finished parts.
     *
     * @param suite what to time
     * @param folder gets result and log
     * @param console shows what JMH prints
     * @param scrub removes from a text what nobody else should see
     * @throws IOException if a file can't be written
     * @throws RunnerException if a benchmark failed
     */
    public static void run(Suite suite, RunFolder folder, OutputStream console, UnaryOperator<String> scrub)
            throws IOException, RunnerException {
        try (RunLog log = new RunLog(folder.log(), console, scrub)) {
            PrintStream out = new UnCloseablePrintStream(log, StandardCharsets.UTF_8); // JMH closes it after each part
            PrintStream systemOut = System.out;
            PrintStream systemErr = System.err;
            System.setOut(out); // where JMH passes on what its forks print, such as what really computes
            System.setErr(out);
            try {
                run(suite, folder, out, scrub);
            } finally {
                System.setOut(systemOut);
                System.setErr(systemErr);
            }
        }
    }

    private static void run(Suite suite, RunFolder folder, PrintStream out, UnaryOperator<String> scrub)
            throws IOException, RunnerException {
        List<RunResult> results = new ArrayList<>();
        for (Part part : suite.parts()) {
            OutputFormat format = OutputFormatFactory.createFormatInstance(out, VerboseMode.NORMAL);
            results.addAll(new Runner(options(part, suite.effort()), format).run());
            ResultFile.write(results, folder.result(), scrub);
        }
    }

    private static Options options(Part part, Effort effort) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote(part.benchmark().getName()) + "\\.")
                .jvmArgs(inheritedOptions().toArray(String[]::new))
                .shouldFailOnError(true);
        part.parameters().forEach((name, values) -> options.param(name, values.toArray(String[]::new)));
        if (effort.forks() != null) {
            options.forks(effort.forks());
        }
        if (effort.warmups() != null) {
            options.warmupIterations(effort.warmups());
        }
        if (effort.iterations() != null) {
            options.measurementIterations(effort.iterations());
        }
        if (effort.time() != null) {
            options.warmupTime(effort.time()).measurementTime(effort.time());
        }
        return options.build();
    }

    /**
     * Why a run ended early.
     *
     * @param failure what JMH threw
     * @return what the benchmark itself said, else what JMH says
     */
    public static String reason(RunnerException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Stream.of(cause.getSuppressed()).findFirst().orElse(cause).toString();
    }

    /**
     * The options that the user gave to this JVM; forks have them too.
     *
     * @return without those that the program adds itself
     */
    public static List<String> inheritedOptions() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !OWN_OPTIONS.matcher(option).matches())
                .toList();
    }
}
