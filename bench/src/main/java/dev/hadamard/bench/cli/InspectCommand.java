// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.io.HadamardIOException;
import dev.hadamard.io.TensorFile;
import dev.hadamard.io.TensorInfo;
import dev.hadamard.io.TensorType;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what is in a file. */
@Command(
        name = "inspect",
        description = "Tells what a safetensors file holds: metadata, and each tensor with its shape and norms.",
        footerHeading = HadamardCommand.EXAMPLE,
        footer = "  hadamard inspect flowers.model",
        mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {

    /** The longest value that is shown whole. */
    private static final int LONGEST = 2000;

    /** Elements that are read at once. */
    private static final int PIECE = 1 << 16;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A model, a checkpoint, or any other safetensors file.")
    private Path file;

    /** Made by picocli. */
    InspectCommand() {}

    @Override
    public Integer call() throws HadamardIOException {
        PrintWriter out = spec.commandLine().getOut();
        try (TensorFile opened = TensorFile.open(file)) {
            opened.metadata().forEach((name, value) -> out.printf("%s: %s%n", printable(name), printable(value)));
            out.printf(
                    "%n%-28s %-5s %-16s %12s %12s %12s %12s%n",
                    "tensor", "type", "shape", "elements", "norm", "smallest", "largest");
            long elements = 0;
            for (TensorInfo tensor : opened.tensors()) {
                out.println(line(opened, tensor));
                elements += tensor.elements();
            }
            out.printf("%n%d tensors, %,d elements%n", opened.tensors().size(), elements);
            if (opened.metadata().containsKey("hadamard.version")) {
                out.printf("network: %s%n", LoadedModel.of(file).network());
            }
        }
        out.flush();
        return 0;
    }

    private static String line(TensorFile file, TensorInfo tensor) throws HadamardIOException {
        String text = String.format(
                "%-28s %-5s %-16s %,12d",
                printable(tensor.name()),
                tensor.type(),
                tensor.shape().toString().replaceAll("[\\[\\]]", "").replace(", ", " x "),
                tensor.elements());
        if (!tensor.type().isReal()) {
            return tensor.elements() == 1 && tensor.type() == TensorType.I64
                    ? text + String.format(" %12d", file.readLongs(tensor.name())[0])
                    : text;
        }
        return text + figures(file, tensor);
    }

    /** Norm, smallest and largest element, piece by piece: a tensor may be larger than memory. */
    private static String figures(TensorFile file, TensorInfo tensor) throws HadamardIOException {
        double[] piece = new double[(int) Math.min(PIECE, tensor.elements())];
        double squares = 0;
        double smallest = tensor.elements() == 0 ? Double.NaN : Double.POSITIVE_INFINITY;
        double largest = -smallest;
        for (long from = 0; from < tensor.elements(); from += PIECE) {
            int count = (int) Math.min(PIECE, tensor.elements() - from);
            file.read(tensor.name(), from, count, piece, 0);
            for (int i = 0; i < count; i++) {
                squares += piece[i] * piece[i];
                smallest = Math.min(smallest, piece[i]);
                largest = Math.max(largest, piece[i]);
            }
        }
        return String.format(" %12.5g %12.5g %12.5g", Math.sqrt(squares), smallest, largest);
    }

    /** A file's own words, on one line. */
    private static String printable(String text) {
        String start = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return start.replaceAll("\\p{Cntrl}", "?");
    }
}
