// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import java.util.ArrayList;
import java.util.List;

/**
 * The computation as a flat list of operations between ports, in forward order; the backward pass walks it from the
 * end.
 *
 * <p>A port is a place where a mini-batch's activations stand: port 0 is the network's input, the last one its output.
 * Where several operations read a port, their contributions to its error signal add up: the first that the backward
 * pass meets overwrites, the others accumulate, and the last multiplies by f' (its flags say so). That is all it takes
 * for any series-parallel network.
 */
final class Graph {

    /**
     * A place for activations.
     *
     * @param index 0 for the input
     * @param layer the layer with parameters that writes it, the last one before it if what writes it has none, or 0
     *     for the input
     * @param width elements a row
     * @param activation what was applied to its pre-activation; identity where no layer with parameters writes it
     */
    record Port(int index, int layer, int width, Activation activation) {}

    /**
     * How a reading operation contributes to the error signal of a port.
     *
     * @param port which port is read
     * @param accumulates whether another contribution was there before
     * @param finishes whether this is the last contribution, so that ⊙ f' follows
     */
    record Contribution(int port, boolean accumulates, boolean finishes) {}

    private final List<Port> ports = new ArrayList<>();
    private final List<Operation> operations = new ArrayList<>();
    private final List<ParameterRange> ranges = new ArrayList<>();
    private final List<Layer> parameterLayers = new ArrayList<>();
    private int dropouts;
    private long parameterCount;

    Graph(int inputs, List<Layer> layers) {
        Arguments.atLeast("inputs", 1, inputs);
        Arguments.atLeast("layers", 1, layers.size());
        int input = addPort(0, inputs, Activation.IDENTITY);
        chain(layers, input);
        Arguments.atLeast("layers with parameters", 1, parameterLayers.size());
        markContributions();
    }

    List<Port> ports() {
        return ports;
    }

    List<Operation> operations() {
        return operations;
    }

    List<ParameterRange> ranges() {
        return ranges;
    }

    /** Layers with parameters in the order of computation: layer l is at index l − 1. */
    List<Layer> parameterLayers() {
        return parameterLayers;
    }

    /** The activation at the end of a layer with parameters. */
    static Activation activation(Layer layer) {
        if (layer instanceof Layer.Dense dense) {
            return dense.activation();
        }
        return layer instanceof Layer.LayerNorm norm ? norm.activation() : ((Layer.BatchNorm) layer).activation();
    }

    boolean hasDropout() {
        return dropouts > 0;
    }

    int parameterCount() {
        return (int) parameterCount;
    }

    Port input() {
        return ports.get(0);
    }

    Port output() {
        return ports.get(ports.size() - 1);
    }

    private int addPort(int layer, int width, Activation activation) {
        ports.add(new Port(ports.size(), layer, width, activation));
        return ports.size() - 1;
    }

    private int chain(List<Layer> layers, int input) {
        int port = input;
        for (Layer layer : layers) {
            if (layer instanceof Layer.Dense dense) {
                port = affine(dense, port);
            } else if (layer instanceof Layer.Residual residual) {
                port = sum(residual, port);
            } else if (layer instanceof Layer.Dropout dropout) {
                port = drop(dropout, port);
            } else if (layer instanceof Layer.LayerNorm norm) {
                port = normalize(norm, port);
            } else if (layer instanceof Layer.BatchNorm norm) {
                port = batchNormalize(norm, port);
            } else if (layer instanceof Layer.Concatenation concatenation) {
                port = concat(concatenation, port);
            } else if (layer instanceof Layer.Columns columns) {
                port = slice(columns, port);
            } else {
                port = chain(layer.inner(), port);
            }
        }
        return port;
    }

    private int affine(Layer.Dense dense, int input) {
        parameterLayers.add(dense);
        int layer = parameterLayers.size();
        ParameterRange weights =
                addRange(layer, ParameterRange.Kind.WEIGHTS, ports.get(input).width(), dense.units());
        ParameterRange bias = dense.bias() ? addRange(layer, ParameterRange.Kind.BIAS, 1, dense.units()) : null;
        int output = addPort(layer, dense.units(), dense.activation());
        operations.add(new Operation.Affine(layer, contributionOf(input), output, weights, bias));
        return output;
    }

    private int sum(Layer.Residual residual, int input) {
        int branch = chain(residual.layers(), input);
        int width = ports.get(input).width();
        if (ports.get(branch).width() != width) {
            throw new IllegalArgumentException("residual: its chain must end as wide as its input, " + width
                    + " elements a row, but ends with " + ports.get(branch).width());
        }
        int output = addPort(parameterLayers.size(), width, Activation.IDENTITY);
        operations.add(new Operation.Sum(contributionOf(input), contributionOf(branch), output));
        return output;
    }

    private int drop(Layer.Dropout dropout, int input) {
        dropouts++;
        int output = addPort(parameterLayers.size(), ports.get(input).width(), Activation.IDENTITY);
        operations.add(new Operation.Drop(dropouts, contributionOf(input), output, dropout.rate()));
        return output;
    }

    private int normalize(Layer.LayerNorm norm, int input) {
        parameterLayers.add(norm);
        int layer = parameterLayers.size();
        int width = ports.get(input).width();
        ParameterRange gain = addRange(layer, ParameterRange.Kind.GAIN, 1, width);
        ParameterRange bias = addRange(layer, ParameterRange.Kind.BIAS, 1, width);
        int output = addPort(layer, width, norm.activation());
        operations.add(new Operation.Normalize(layer, contributionOf(input), output, gain, bias, norm.epsilon()));
        return output;
    }

    private int batchNormalize(Layer.BatchNorm norm, int input) {
        parameterLayers.add(norm);
        int layer = parameterLayers.size();
        int width = ports.get(input).width();
        ParameterRange gain = addRange(layer, ParameterRange.Kind.GAIN, 1, width);
        ParameterRange bias = addRange(layer, ParameterRange.Kind.BIAS, 1, width);
        ParameterRange mean = addRange(layer, ParameterRange.Kind.MEAN, 1, width);
        ParameterRange variance = addRange(layer, ParameterRange.Kind.VARIANCE, 1, width);
        int output = addPort(layer, width, norm.activation());
        operations.add(new Operation.BatchNormalize(
                layer, contributionOf(input), output, gain, bias, mean, variance, norm.epsilon(), norm.momentum()));
        return output;
    }

    private int concat(Layer.Concatenation concatenation, int input) {
        List<Contribution> read = new ArrayList<>();
        long width = 0;
        for (Layer branch : concatenation.branches()) {
            int end = chain(List.of(branch), input);
            read.add(contributionOf(end));
            width += ports.get(end).width();
        }
        if (width > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("concatenate: " + width + " columns exceed one Java array");
        }
        int output = addPort(parameterLayers.size(), (int) width, Activation.IDENTITY);
        operations.add(new Operation.Concat(List.copyOf(read), output));
        return output;
    }

    private int slice(Layer.Columns columns, int input) {
        int width = ports.get(input).width();
        if (columns.to() > width) {
            throw new IllegalArgumentException("columns " + columns.from() + " to " + columns.to()
                    + " do not lie in the " + width + " that the layer before has");
        }
        int output = addPort(parameterLayers.size(), columns.to() - columns.from(), Activation.IDENTITY);
        operations.add(new Operation.Slice(contributionOf(input), output, columns.from()));
        return output;
    }

    private ParameterRange addRange(int layer, ParameterRange.Kind kind, int rows, int columns) {
        ParameterRange range = new ParameterRange(layer, kind, (int) parameterCount, rows, columns);
        parameterCount += (long) rows * columns;
        if (parameterCount > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("layer " + layer + ": " + rows + " x " + columns
                    + " weights bring the network to " + parameterCount + " parameters, beyond one Java array");
        }
        ranges.add(range);
        return range;
    }

    private static Contribution contributionOf(int port) {
        return new Contribution(port, false, false);
    }

    /** Fills in the flags, now that all readers of each port are known. */
    private void markContributions() {
        boolean[] written = new boolean[ports.size()];
        int[] readers = new int[ports.size()];
        for (Operation operation : operations) {
            for (Contribution read : operation.reads()) {
                readers[read.port()]++;
            }
        }
        for (int i = operations.size() - 1; i >= 0; i--) {
            List<Contribution> reads = new ArrayList<>();
            for (Contribution read : operations.get(i).reads()) {
                reads.add(mark(read.port(), written, readers));
            }
            operations.set(i, operations.get(i).reading(List.copyOf(reads)));
        }
    }

    private static Contribution mark(int port, boolean[] written, int[] readers) {
        Contribution contribution = new Contribution(port, written[port], readers[port] == 1);
        written[port] = true;
        readers[port]--;
        return contribution;
    }
}
