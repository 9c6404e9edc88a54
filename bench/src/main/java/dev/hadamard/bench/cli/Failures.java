// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.NonFiniteException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * From exceptions to exit codes and one line each: 2 for input that can't be used, 1 for training that failed. Anything
 * else is a defect of the program and keeps its stack trace.
 */
final class Failures {

    private Failures() {}

    static int ofParameters(ParameterException failure, String[] args) {
        CommandLine line = failure.getCommandLine();
        return report(
                line,
                oneLine(failure) + " (" + line.getCommandSpec().qualifiedName() + " --help tells more)",
                ExitCode.USAGE);
    }

    static int ofExecution(Exception failure, CommandLine line, ParseResult parsed) throws Exception {
        if (failure instanceof NonFiniteException) {
            return report(line, oneLine(failure) + "; a smaller --lr may help", ExitCode.SOFTWARE);
        } else if (failure instanceof TrainingFailedException) {
            return report(line, oneLine(failure), ExitCode.SOFTWARE);
        } else if (failure instanceof IOException
                || failure instanceof IllegalArgumentException
                || failure instanceof UnsupportedOperationException) {
            return report(line, oneLine(failure), ExitCode.USAGE);
        }
        throw failure;
    }

    private static int report(CommandLine line, String message, int code) {
        line.getErr().println(line.getCommandSpec().qualifiedName() + ": " + message);
        line.getErr().flush();
        return code;
    }

    private static String oneLine(Exception failure) {
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
