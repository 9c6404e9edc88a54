// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.bench.step.Precision;
import dev.hadamard.bench.step.StepSetup;
import dev.hadamard.bench.timing.StepTimer;
import dev.hadamard.bench.timing.StepTiming;
import dev.hadamard.bench.timing.TimingReport;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What {@code train} runs in a JVM of its own for each line of its table: times one implementation and reports. */
@Command(name = TimeStepCommand.NAME, hidden = true, description = "Times one implementation, for train.")
final class TimeStepCommand implements Callable<Integer> {

    static final String NAME = "time-step";
    static final String IMPLEMENTATION = "--implementation";

    @Spec
    private CommandSpec spec;

    @Option(names = IMPLEMENTATION, required = true, paramLabel = "NAME", description = "What to time.")
    private String implementation;

    @Mixin
    private DataOptions data;

    @Mixin
    private ModelOptions model;

    /** Made by picocli. */
    TimeStepCommand() {}

    @Override
    public Integer call() throws IOException {
        spec.commandLine().getOut().println(report(model.precision()).toLine());
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    private <A> TimingReport report(Precision<A> precision) throws IOException {
        StepSetup<A> setup = model.setup(precision, data.load(precision, model.seed(), model.batch()));
        try {
            return new TimingReport.Timed(StepTiming.measure(implementation, setup, StepTimer.brief()));
        } catch (UnsupportedOperationException e) {
            return new TimingReport.Unavailable(implementation, e.getMessage());
        } catch (IllegalArgumentException | ArithmeticException e) {
            return new TimingReport.Failed(implementation, e.getMessage());
        }
    }
}
