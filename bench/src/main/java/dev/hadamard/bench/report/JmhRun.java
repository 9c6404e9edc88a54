// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import dev.hadamard.bench.report.Suite.Effort;
import dev.hadamard.bench.report.Suite.Part;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
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
     * Times everything, in rounds of one fork. Results are written after each part of the suite, so that a run that
     * ends early keeps what it has.
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

    /**
     * What a run will take.
     *
     * @param suite what to time
     * @return such as "suite quick: 120 JVMs, about 5 min"
     */
    public static String announcement(Suite suite) {
        Plan plan = Plan.of(suite);
        return "suite " + suite.name() + ": " + plan.forks() + " JVMs, about " + Progress.text(plan.seconds());
    }

    private static void run(Suite suite, RunFolder folder, PrintStream out, UnaryOperator<String> scrub)
            throws IOException, RunnerException {
        Plan plan = Plan.of(suite);
        Progress progress = new Progress(plan);
        RoundResults results = new RoundResults();
        try {
            for (List<Part> round : plan.rounds()) {
                for (Part part : round) {
                    run(part, progress, results, out);
                    ResultFile.write(results.merged(), folder.result(), scrub);
                }
            }
        } catch (RunnerException e) {
            if (!results.isEmpty()) {
                ResultFile.write(results.merged(), folder.result(), scrub);
            }
            throw e;
        }
    }

    /** JMH sorts combinations of parameters by the names of these; so it gets one combination at a time. */
    private static void run(Part part, Progress progress, RoundResults results, PrintStream out)
            throws RunnerException {
        for (Map<String, String> parameters : Plan.combinations(part)) {
            out.printf("%n%s%n", progress.next(part, parameters));
            OutputFormat format = OutputFormatFactory.createFormatInstance(out, VerboseMode.NORMAL);
            results.add(new Runner(options(part, parameters), format).run());
        }
    }

    private static Options options(Part part, Map<String, String> parameters) {
        Effort effort = part.effort();
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote(part.benchmark().getName()) + "\\.")
                .jvmArgs(inheritedOptions().toArray(String[]::new))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .forks(1)
                .warmupIterations(effort.warmups())
                .warmupTime(effort.time())
                .measurementIterations(effort.iterations())
                .measurementTime(effort.time());
        parameters.forEach((name, value) -> options.param(name, value));
        if (part.mode() != null) {
            options.mode(part.mode());
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
