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
     * @param layer the dense layer that writes it, the last one before a sum or a dropout, or 0 for the input
     * @param width elements a row
     * @param activation what was applied to its pre-activation; identity where no dense layer writes it
     */
    record Port(int index, int layer, int width, Activation activation) {}

    /** What connects ports. */
    sealed interface Operation {
        /** The port that is written. */
        int output();

        /** The ports that are read. */
        List<Contribution> reads();
    }

    /**
     * How a reading operation contributes to the error signal of a port.
     *
     * @param port which port is read
     * @param accumulates whether another contribution was there before
     * @param finishes whether this is the last contribution, so that ⊙ f' follows
     */
    record Contribution(int port, boolean accumulates, boolean finishes) {}

    /**
     * A = f(X W + b).
     *
     * @param layer number of the dense layer, from 1
     * @param input what is read
     * @param output what is written
     * @param weights range of W
     * @param bias range of b, or null
     */
    record Affine(int layer, Contribution input, int output, ParameterRange weights, ParameterRange bias)
            implements Operation {
        @Override
        public List<Contribution> reads() {
            return List.of(input);
        }
    }

    /**
     * A = X + Y.
     *
     * @param skip X, the input of the residual block
     * @param branch Y, what its chain made of it
     * @param output what is written
     */
    record Sum(Contribution skip, Contribution branch, int output) implements Operation {
        @Override
        public List<Contribution> reads() {
            return List.of(skip, branch);
        }
    }

    /**
     * A = X ⊙ M / (1 − rate) in training, X in prediction.
     *
     * @param number of the dropout layer, from 1, in the order of computation
     * @param input X
     * @param output what is written
     * @param rate share of elements that are dropped
     */
    record Drop(int number, Contribution input, int output, double rate) implements Operation {
        @Override
        public List<Contribution> reads() {
            return List.of(input);
        }
    }

    private final List<Port> ports = new ArrayList<>();
    private final List<Operation> operations = new ArrayList<>();
    private final List<ParameterRange> ranges = new ArrayList<>();
    private final List<Layer.Dense> denseLayers = new ArrayList<>();
    private int dropouts;
    private long parameterCount;

    Graph(int inputs, List<Layer> layers) {
        Arguments.atLeast("inputs", 1, inputs);
        Arguments.atLeast("layers", 1, layers.size());
        int input = addPort(0, inputs, Activation.IDENTITY);
        chain(layers, input);
        Arguments.atLeast("dense layers", 1, denseLayers.size());
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

    /** Dense layers in the order of computation: layer l is at index l − 1. */
    List<Layer.Dense> denseLayers() {
        return denseLayers;
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
            } else {
                port = drop((Layer.Dropout) layer, port);
            }
        }
        return port;
    }

    private int affine(Layer.Dense dense, int input) {
        denseLayers.add(dense);
        int layer = denseLayers.size();
        ParameterRange weights =
                addRange(layer, ParameterRange.Kind.WEIGHTS, ports.get(input).width(), dense.units());
        ParameterRange bias = dense.bias() ? addRange(layer, ParameterRange.Kind.BIAS, 1, dense.units()) : null;
        int output = addPort(layer, dense.units(), dense.activation());
        operations.add(new Affine(layer, contributionOf(input), output, weights, bias));
        return output;
    }

    private int sum(Layer.Residual residual, int input) {
        int branch = chain(residual.layers(), input);
        int width = ports.get(input).width();
        if (ports.get(branch).width() != width) {
            throw new IllegalArgumentException("residual: its chain must end as wide as its input, " + width
                    + " elements a row, but ends with " + ports.get(branch).width());
        }
        int output = addPort(denseLayers.size(), width, Activation.IDENTITY);
        operations.add(new Sum(contributionOf(input), contributionOf(branch), output));
        return output;
    }

    private int drop(Layer.Dropout dropout, int input) {
        dropouts++;
        int output = addPort(denseLayers.size(), ports.get(input).width(), Activation.IDENTITY);
        operations.add(new Drop(dropouts, contributionOf(input), output, dropout.rate()));
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
            if (operations.get(i) instanceof Affine affine) {
                Contribution read = mark(affine.input().port(), written, readers);
                operations.set(i, new Affine(affine.layer(), read, affine.output(), affine.weights(), affine.bias()));
            } else if (operations.get(i) instanceof Sum sum) {
                Contribution skip = mark(sum.skip().port(), written, readers);
                Contribution branch = mark(sum.branch().port(), written, readers);
                operations.set(i, new Sum(skip, branch, sum.output()));
            } else if (operations.get(i) instanceof Drop drop) {
                Contribution read = mark(drop.input().port(), written, readers);
                operations.set(i, new Drop(drop.number(), read, drop.output(), drop.rate()));
            }
        }
    }

    private static Contribution mark(int port, boolean[] written, int[] readers) {
        Contribution contribution = new Contribution(port, written[port], readers[port] == 1);
        written[port] = true;
        readers[port]--;
        return contribution;
    }
}
