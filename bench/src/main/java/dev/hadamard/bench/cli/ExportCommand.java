// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.ModelFile;
import dev.hadamard.Network;
import dev.hadamard.ParameterLayout;
import dev.hadamard.onnx.OnnxExport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a model for others. */
@Command(
        name = "export",
        description = {
            "Writes a model, or a checkpoint's network, in other forms.",
            "Neither has what train --save keeps besides: a table's means and deviations, and names of classes."
        },
        footerHeading = HadamardCommand.EXAMPLE,
        footer = "  hadamard export --model flowers.model --onnx flowers.onnx",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ExportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--model", paramLabel = "FILE", required = true, description = "What train wrote.")
    private Path model;

    @Option(names = "--onnx", paramLabel = "FILE", description = "Where to write ONNX.")
    private Path onnx;

    @Option(
            names = "--torch",
            paramLabel = "FILE",
            description = "Where to write safetensors with PyTorch's names and layout.")
    private Path torch;

    /** Made by picocli. */
    ExportCommand() {}

    @Override
    public Integer call() throws IOException {
        if (onnx == null && torch == null) {
            throw new IllegalArgumentException("--onnx or --torch says what to write");
        }
        Network<?> network = LoadedModel.of(model).network();
        PrintWriter out = spec.commandLine().getOut();
        if (onnx != null) {
            OnnxExport.write(network, onnx).forEach(out::println);
            out.println(onnx + ": " + network);
        }
        if (torch != null) {
            ModelFile.of(network).layout(ParameterLayout.TORCH).write(torch);
            out.println(torch + ": " + network);
        }
        out.flush();
        return 0;
    }
}
