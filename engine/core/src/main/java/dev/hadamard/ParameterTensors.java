// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.Elements;
import dev.hadamard.io.HadamardIOException;
import dev.hadamard.io.TensorFile;
import dev.hadamard.io.TensorFileWriter;
import dev.hadamard.io.TensorInfo;
import java.util.Arrays;
import java.util.List;

/**
 * A network's parameters as tensors of a file: one for each range, by name.
 *
 * @param ranges which parameter lies where
 * @param modules names of the layers with parameters in torch, or null for names and layout of our own
 */
record ParameterTensors(List<ParameterRange> ranges, List<String> modules) {

    static ParameterTensors of(Graph graph, List<Layer> layers, ParameterLayout layout) {
        return new ParameterTensors(
                graph.ranges(), layout == ParameterLayout.TORCH ? ParameterLayout.torchModules(layers) : null);
    }

    private boolean isTorch() {
        return modules != null;
    }

    private String name(ParameterRange range) {
        if (!isTorch()) {
            return range.name();
        }
        return modules.get(range.layer() - 1)
                + switch (range.kind()) {
                    case WEIGHTS, GAIN -> ".weight";
                    case BIAS -> ".bias";
                    case MEAN -> ".running_mean";
                    case VARIANCE -> ".running_var";
                };
    }

    private long[] shape(ParameterRange range) {
        if (range.kind() != ParameterRange.Kind.WEIGHTS) {
            return new long[] {range.columns()};
        }
        return isTorch() ? new long[] {range.columns(), range.rows()} : new long[] {range.rows(), range.columns()};
    }

    /** Adds all parameters to a file. */
    <A> void addTo(TensorFileWriter writer, Elements<A> elements, A parameters) {
        for (ParameterRange range : ranges) {
            A array = parameters;
            int offset = range.offset();
            if (isTorch() && range.kind() == ParameterRange.Kind.WEIGHTS) {
                array = elements.allocate(range.length());
                elements.transpose(parameters, offset, array, 0, range.rows(), range.columns());
                offset = 0;
            }
            add(writer, name(range), array, offset, shape(range));
        }
    }

    private static void add(TensorFileWriter writer, String name, Object array, int offset, long[] shape) {
        if (array instanceof float[] floats) {
            writer.add(name, floats, offset, shape);
        } else {
            writer.add(name, (double[]) array, offset, shape);
        }
    }

    /** Checks that a file has all of them, in these shapes. */
    void check(TensorFile file) throws HadamardIOException {
        for (ParameterRange range : ranges) {
            TensorInfo tensor = file.tensor(name(range));
            long[] wanted = shape(range);
            List<Long> shape = Arrays.stream(wanted).boxed().toList();
            if (!tensor.shape().equals(shape) || !tensor.type().isReal()) {
                throw new HadamardIOException(file.path() + ": byte " + tensor.position() + ": tensor \""
                        + tensor.name() + "\" should be a float of shape " + shape + ", is " + tensor.type() + ' '
                        + tensor.shape());
            }
        }
    }

    /** Reads all parameters. */
    <A> void read(TensorFile file, Elements<A> elements, A parameters) throws HadamardIOException {
        for (ParameterRange range : ranges) {
            if (isTorch() && range.kind() == ParameterRange.Kind.WEIGHTS) {
                A transposed = elements.allocate(range.length());
                read(file, name(range), transposed, 0);
                elements.transpose(transposed, 0, parameters, range.offset(), range.columns(), range.rows());
            } else {
                read(file, name(range), parameters, range.offset());
            }
        }
    }

    private static void read(TensorFile file, String name, Object array, int offset) throws HadamardIOException {
        if (array instanceof float[] floats) {
            file.read(name, floats, offset);
        } else {
            file.read(name, (double[]) array, offset);
        }
    }
}
