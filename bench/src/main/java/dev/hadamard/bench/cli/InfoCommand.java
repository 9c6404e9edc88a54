// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.Backend;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells what can compute here. */
@Command(
        name = "info",
        description = "Tells which backends can be used here, what each of them runs, and why others can't.",
        footerHeading = HadamardCommand.EXAMPLE,
        footer = "  hadamard info",
        mixinStandardHelpOptions = true)
final class InfoCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    /** Made by picocli. */
    InfoCommand() {}

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        Environment.here().forEach((name, value) -> out.printf("%-10s %s%n", name, value));
        out.printf("%nauto: %s%n", Backend.auto().describe());
        for (String name : Backend.names()) {
            out.printf("%n%s%n", describe(name));
        }
        out.flush();
    }

    private static String describe(String name) {
        try {
            return Backend.named(name).describe();
        } catch (UnsupportedOperationException e) {
            return name + " is not available\n  " + e.getMessage();
        }
    }
}
