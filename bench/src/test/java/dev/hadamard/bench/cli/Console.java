// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/**
 * A run of the command line in this JVM.
 *
 * @param code exit code
 * @param out lines of the standard output
 * @param err lines of the standard error
 */
record Console(int code, List<String> out, List<String> err) {

    static Console run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = HadamardCommand.commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int code = line.execute(args);
        return new Console(
                code, out.toString().lines().toList(), err.toString().lines().toList());
    }
}
