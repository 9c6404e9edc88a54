// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.Backend;
import dev.hadamard.bench.process.ChildJvm;
import dev.hadamard.bench.report.JmhRun;
import dev.hadamard.bench.report.JvmFlags;
import dev.hadamard.bench.report.LinuxProcessor;
import dev.hadamard.bench.report.Report;
import dev.hadamard.bench.report.RunEnvironment;
import dev.hadamard.bench.report.RunFolder;
import dev.hadamard.bench.report.RunReport;
import dev.hadamard.bench.report.Sources;
import dev.hadamard.bench.report.Steadiness;
import dev.hadamard.bench.report.Suite;
import dev.hadamard.bench.report.Suites;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the JMH benchmarks into a new folder. */
@Command(
        name = "bench",
        description = {
            "Runs the JMH benchmarks, each in JVMs of its own, and keeps result, environment and log in a new folder.",
            "The folder is named <date>-<cpu>-<jdk>-<commit>."
        },
        footerHeading = HadamardCommand.EXAMPLE,
        footer = "  hadamard bench --only train -p workload=small",
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {

    private static final String MAIN_CLASS = "dev.hadamard.bench.Main";

    /** Each makes OpenBLAS run other kernels, or in other blocks, than it would choose. */
    private static final List<String> MISLEADING = List.of("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE");

    @Spec
    private CommandSpec spec;

    @ArgGroup
    private Size size = new Size();

    @Option(
            names = "--only",
            paramLabel = "NAME",
            description =
                    "Some of peak, train, gemm, products, elementwise, inference, coldstart, gradient and, with --full,"
                            + " rows, separated by commas; or a regular expression for the benchmark's class.")
    private String only;

    @Option(
            names = {"-p", "--param"},
            paramLabel = "NAME=VALUE,...",
            description =
                    "Only these values of a benchmark's parameter, such as workload=tiny,small; benchmarks without"
                            + " this parameter are not affected.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "jmh-results",
            description = "Where the run's folder is made (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Option(names = "--forks", paramLabel = "N", description = "JVMs for each measurement.")
    private Integer forks;

    @Option(names = "--dry-run", description = "Only tells what would be run and how long it would take.")
    private boolean dryRun;

    @Option(names = "--warmups", hidden = true, description = "Iterations that are not counted.")
    private Integer warmups;

    @Option(names = "--iterations", hidden = true, description = "Iterations that are counted.")
    private Integer iterations;

    @Option(names = "--milliseconds", hidden = true, description = "Time of an iteration.")
    private Integer milliseconds;

    /** How much is run. */
    private static final class Size {

        @Option(names = "--quick", description = "A look at everything, in less than six minutes (the default).")
        private boolean quick;

        @Option(
                names = "--headline",
                description =
                        "What the tables and pictures of the README show, with three forks; less than half an hour.")
        private boolean headline;

        @Option(
                names = "--full",
                description = "Everything, with three forks at least; takes up to an hour and a half.")
        private boolean full;
    }

    /** Made by picocli. */
    BenchCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Set<String> misleading = new TreeSet<>(System.getenv().keySet());
        misleading.retainAll(MISLEADING);
        return misleading.isEmpty() ? run() : runWithout(misleading);
    }

    /** JMH's forks have this JVM's environment, so this JVM must be another one. */
    private int runWithout(Set<String> variables) throws IOException, InterruptedException {
        PrintWriter console = spec.commandLine().getOut();
        console.println("left out of the benchmarks' environment: " + String.join(", ", variables));
        console.flush();
        List<String> args = spec.root().commandLine().getParseResult().originalArgs();
        ProcessBuilder child = ChildJvm.of(MAIN_CLASS, args).inheritIO();
        child.environment().keySet().removeAll(variables);
        return ChildJvm.start(child).waitFor();
    }

    private int run() throws IOException {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(); // before we add to it
        Map<String, String> backends = new LinkedHashMap<>();
        Set<String> unavailable = new TreeSet<>();
        for (String name : Backend.names()) {
            try {
                backends.put(
                        name, Environment.withoutFolders(Backend.named(name).describe()));
            } catch (UnsupportedOperationException e) {
                unavailable.add(name);
                backends.put(name, "not available: " + Environment.withoutFolders(e.getMessage()));
            }
        }
        Suite suite = suite().without(unavailable);
        PrintWriter console = spec.commandLine().getOut();
        unavailable.forEach(name -> console.println(name + ": " + backends.get(name)));
        console.println(JmhRun.announcement(suite));
        console.flush();
        if (dryRun) {
            return ExitCode.OK;
        }
        RunEnvironment environment = environment(suite.name(), load, backends);
        RunFolder folder = RunFolder.create(out, environment);
        environment.write(folder.environment());
        console.println("run folder: " + folder.path());
        console.flush();
        try {
            JmhRun.run(suite, folder, System.out, Environment::withoutFolders);
        } catch (RunnerException e) {
            return failed(JmhRun.reason(e));
        }
        environment.ended().write(folder.environment());
        List<String> broken = RunReport.write(Report.read(folder.path()), folder.path());
        console.println("report: " + folder.path().resolve(RunReport.FILE));
        console.flush();
        return broken.isEmpty() ? ExitCode.OK : failed(String.join("; ", broken));
    }

    private int failed(String reason) {
        spec.commandLine().getErr().println("hadamard bench: " + reason);
        return ExitCode.SOFTWARE;
    }

    private Suite suite() {
        int processors = Runtime.getRuntime().availableProcessors();
        Suite suite = size.full
                ? Suites.full(processors)
                : size.headline ? Suites.headline(processors) : Suites.quick(processors);
        TimeValue time = milliseconds == null ? null : TimeValue.milliseconds(milliseconds);
        suite = suite.with(new Suite.Effort(forks, warmups, iterations, time));
        return (only == null ? suite : suite.only(only)).select(parameters);
    }

    private static RunEnvironment environment(String suite, double load, Map<String, String> backends) {
        Map<String, String> here = Environment.here();
        List<String> options = new ArrayList<>(JmhRun.inheritedOptions());
        options.replaceAll(Environment::withoutFolders);
        Map<String, String> variables = new TreeMap<>(System.getenv());
        variables.keySet().removeIf(name -> !name.startsWith("OPENBLAS_"));
        variables.replaceAll((name, value) -> Environment.withoutFolders(value));
        Runtime.Version version = Runtime.version();
        return new RunEnvironment(
                LocalDate.now().toString(),
                suite,
                here.get("processor"),
                Runtime.getRuntime().availableProcessors(),
                LinuxProcessor.read(Path.of("/")),
                load,
                here.get("system"),
                here.get("java"),
                version.feature() + "." + version.interim() + "." + version.update(),
                options,
                backends,
                variables,
                Sources.around(program()),
                JvmFlags.read(),
                Steadiness.begun());
    }

    /** The jar, or the folder of classes. */
    private static Path program() {
        try {
            return Path.of(BenchCommand.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the program's own place is no path", e);
        }
    }
}
