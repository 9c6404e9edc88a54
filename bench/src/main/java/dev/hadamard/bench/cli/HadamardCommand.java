// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.Metric;
import dev.hadamard.bench.step.OptimizerName;
import dev.hadamard.bench.step.Precision;
import dev.hadamard.bench.step.Workload;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command line as a whole. */
@Command(
        name = "hadamard",
        description = "Trains dense neural networks on the JVM.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            TrainCommand.class,
            PredictCommand.class,
            InspectCommand.class,
            ExportCommand.class,
            ConvertCommand.class,
            BenchCommand.class,
            LatencyCommand.class,
            ReportCommand.class,
            InfoCommand.class,
            AutoComplete.GenerateCompletion.class,
            TimeStepCommand.class
        },
        footerHeading = HadamardCommand.EXAMPLE,
        footer = "  hadamard train --help",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true)
public final class HadamardCommand implements Runnable {

    /** Stands before the example at the end of each command's help. */
    static final String EXAMPLE = "%nExample:%n";

    @Spec
    private CommandSpec spec;

    /** Made by picocli. */
    HadamardCommand() {}

    /**
     * Runs a command.
     *
     * @param args the command and its options
     * @return exit code: 0 for success, 1 for a failure while running, 2 for input that can't be used
     */
    public static int execute(String... args) {
        return commandLine().execute(args);
    }

    /** The command line with all that parses and reports. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new HadamardCommand());
        line.registerConverter(DataSource.class, DataSource::parse);
        line.registerConverter(HiddenLayers.class, HiddenLayers::parse);
        line.registerConverter(Precision.class, HadamardCommand::precision);
        line.registerConverter(
                TrainingOptions.ScheduleName.class, text -> Names.parse(TrainingOptions.ScheduleName.class, text));
        line.registerConverter(Metric.class, text -> Names.parse(Metric.class, text));
        line.registerConverter(OptimizerName.class, text -> Names.parse(OptimizerName.class, text));
        line.registerConverter(ActivationName.class, text -> Names.parse(ActivationName.class, text));
        line.registerConverter(TableOptions.Scaling.class, text -> Names.parse(TableOptions.Scaling.class, text));
        line.registerConverter(Workload.class, text -> Names.parse(Workload.class, text));
        line.registerConverter(LossName.class, text -> Names.parse(LossName.class, text));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler(Failures::ofParameters);
        line.setExecutionExceptionHandler(Failures::ofExecution);
        return line;
    }

    private static Precision<?> precision(String name) {
        try {
            return Precision.named(name);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** Without a command: tells what there is. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "a command is missing: train, predict, inspect, export, convert, bench, latency, report or info");
    }
}
