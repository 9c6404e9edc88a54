// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import dev.hadamard.Activation;
import dev.hadamard.Initializer;
import dev.hadamard.Layer;
import dev.hadamard.Network;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * A network's shape, as every executor makes it anew.
 *
 * @param widths width of the input and units of each layer
 * @param activation name of the hidden layers' activation
 * @param output what the last layer computes
 * @param type element type
 * @param seed decides the initial parameters
 * @param <A> {@code float[]} or {@code double[]}
 */
record Topology<A>(int[] widths, String activation, Output output, ElementType<A> type, long seed)
        implements Serializable {

    /** Names of activations, in the order of the documentation. */
    static final List<String> ACTIVATIONS = List.of(
            "relu", "sigmoid", "tanh", "leaky-relu", "elu", "softplus", "silu", "gelu", "gelu-tanh", "identity");

    /** What the last layer computes. */
    enum Output {
        /** Probabilities of classes. */
        SOFTMAX(Activation.SOFTMAX),
        /** Probability of class 1. */
        SIGMOID(Activation.SIGMOID),
        /** A number. */
        IDENTITY(Activation.IDENTITY);

        private final Activation function;

        Output(Activation function) {
            this.function = function;
        }

        Activation function() {
            return function;
        }
    }

    /**
     * The shape that parameters describe.
     *
     * @throws IllegalArgumentException if layers are not set, or end with another width than the task has
     */
    static Topology<?> of(HadamardParams params, boolean classifier) {
        if (!params.isDefined(params.layers())) {
            throw new IllegalArgumentException("layers must be set: width of the input, then units of each layer");
        }
        int[] widths = params.getLayers();
        int last = widths[widths.length - 1];
        if (!classifier && last != 1) {
            throw new IllegalArgumentException("layers of a regressor end with 1, were " + Arrays.toString(widths));
        }
        Output output = !classifier ? Output.IDENTITY : last == 1 ? Output.SIGMOID : Output.SOFTMAX;
        return new Topology<>(
                widths, params.getActivation(), output, ElementType.named(params.getPrecision()), params.getSeed());
    }

    int inputs() {
        return widths[0];
    }

    int outputs() {
        return widths[widths.length - 1];
    }

    /** Classes of the label column, or 0 for numbers. */
    int classes() {
        return output == Output.IDENTITY ? 0 : Math.max(2, outputs());
    }

    /** With the parameters that training starts from. */
    Network<A> initial() {
        return type.network(seed, inputs(), layers(output.function(), false));
    }

    /** With parameters that there are, copied. */
    Network<A> of(A parameters) {
        return of(parameters, output.function());
    }

    /** With parameters that there are, and an output of logits Z instead of activations. */
    Network<A> logits(A parameters) {
        return of(parameters, Activation.IDENTITY);
    }

    private Network<A> of(A parameters, Activation last) {
        Network<A> network = type.network(seed, inputs(), layers(last, true));
        if (network.parameterCount() != type.length(parameters)) {
            throw new IllegalArgumentException("the network has " + network.parameterCount()
                    + " parameters, given were " + type.length(parameters));
        }
        System.arraycopy(parameters, 0, network.parameters(), 0, network.parameterCount());
        return network;
    }

    private Layer[] layers(Activation last, boolean zeros) {
        Layer[] layers = new Layer[widths.length - 1];
        for (int i = 0; i < layers.length; i++) {
            Layer.Dense dense = Layer.dense(widths[i + 1], i == layers.length - 1 ? last : named(activation));
            Initializer zero = Initializer.constant(0);
            layers[i] = zeros ? new Layer.Dense(dense.units(), dense.activation(), true, zero, zero) : dense;
        }
        return layers;
    }

    private static Activation named(String name) {
        return switch (name) {
            case "relu" -> Activation.RELU;
            case "sigmoid" -> Activation.SIGMOID;
            case "tanh" -> Activation.TANH;
            case "leaky-relu" -> Activation.leakyRelu();
            case "elu" -> Activation.elu();
            case "softplus" -> Activation.SOFTPLUS;
            case "silu" -> Activation.SILU;
            case "gelu" -> Activation.GELU;
            case "gelu-tanh" -> Activation.GELU_TANH;
            case "identity" -> Activation.IDENTITY;
            default -> throw new IllegalArgumentException("activation must be one of " + ACTIVATIONS + ", was " + name);
        };
    }
}
