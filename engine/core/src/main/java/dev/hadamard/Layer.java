// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import java.util.List;
import java.util.Objects;

/** What a network is built of. Immutable descriptions: parameters belong to the network. */
public sealed interface Layer {

    /**
     * A dense layer, A = f(X W + b). Weights start by He for the ReLU family and Xavier otherwise, both normal; biases
     * at 0.
     *
     * @param units number of units, at least 1
     * @param activation f
     * @return the layer
     * @throws IllegalArgumentException if units is below 1
     */
    static Dense dense(int units, Activation activation) {
        return new Dense(units, activation, true, defaultWeights(activation), Initializer.constant(0));
    }

    /**
     * An additive skip connection, A = X + F(X), where F is a chain of layers as wide at its end as X. Its error signal
     * is the sum over both paths: He et al. 2016.
     *
     * @param layers the chain F, at least one
     * @return the layer
     * @throws IllegalArgumentException if layers is empty
     */
    static Residual residual(Layer... layers) {
        return new Residual(List.of(layers));
    }

    /**
     * Inverted dropout, A = X ⊙ M / (1 − rate), where each element of M is 0 with probability rate and else 1:
     * Srivastava et al. 2014, scaled as torch.nn.Dropout does. It acts in training alone: {@link Trainer#step},
     * {@link Trainer#fit} and {@link Trainer#gradients}; a {@link Predictor}, {@link Trainer#cost} and the figures of
     * validation data pass X unchanged.
     *
     * <p>M is a hash of the network's seed, the number of the step, the layer, and the element's row in the mini-batch
     * and column: the same for any number of threads, any backend and either precision. {@link Trainer#gradients} takes
     * the mask of the step that comes next.
     *
     * @param rate share of elements that are dropped on average, from 0, which drops none, to below 1
     * @return the layer, as wide as what it reads
     * @throws IllegalArgumentException if rate is not in [0, 1)
     */
    static Dropout dropout(double rate) {
        return new Dropout(rate);
    }

    private static Initializer defaultWeights(Activation activation) {
        Objects.requireNonNull(activation, "activation");
        boolean rectifies = activation == Activation.RELU
                || activation == Activation.SILU
                || activation == Activation.GELU
                || activation == Activation.GELU_TANH
                || activation instanceof Activation.LeakyRelu
                || activation instanceof Activation.Elu;
        return rectifies ? Initializer.heNormal() : Initializer.xavierNormal();
    }

    /**
     * A dense layer.
     *
     * @param units number of units
     * @param activation f
     * @param bias whether there is a bias
     * @param weights initial weights
     * @param biases initial biases
     */
    record Dense(int units, Activation activation, boolean bias, Initializer weights, Initializer biases)
            implements Layer {

        /**
         * Checks the numbers.
         *
         * @param units number of units
         * @param activation f
         * @param bias whether there is a bias
         * @param weights initial weights
         * @param biases initial biases
         */
        public Dense {
            Arguments.atLeast("units", 1, units);
            Objects.requireNonNull(activation, "activation");
            Objects.requireNonNull(weights, "weights");
            Objects.requireNonNull(biases, "biases");
        }

        /**
         * This layer without bias.
         *
         * @return A = f(X W)
         */
        public Dense withoutBias() {
            return new Dense(units, activation, false, weights, biases);
        }

        /**
         * This layer with other initial weights.
         *
         * @param initializer the weights' initialiser
         * @return the layer
         */
        public Dense weights(Initializer initializer) {
            return new Dense(units, activation, bias, initializer, biases);
        }

        /**
         * This layer with other initial biases.
         *
         * @param initializer the biases' initialiser
         * @return the layer
         */
        public Dense biases(Initializer initializer) {
            return new Dense(units, activation, bias, weights, initializer);
        }
    }

    /**
     * An additive skip connection.
     *
     * @param layers the chain beside the identity
     */
    record Residual(List<Layer> layers) implements Layer {

        /**
         * Checks that there is a chain.
         *
         * @param layers the chain beside the identity
         */
        public Residual {
            layers = List.copyOf(layers);
            Arguments.atLeast("layers in residual", 1, layers.size());
        }
    }

    /**
     * Inverted dropout.
     *
     * @param rate share of elements that are dropped on average, in [0, 1)
     */
    record Dropout(double rate) implements Layer {

        /**
         * Checks the rate.
         *
         * @param rate share of elements that are dropped on average, in [0, 1)
         */
        public Dropout {
            if (!(rate >= 0 && rate < 1)) {
                throw new IllegalArgumentException("rate of dropout must be from 0 to below 1, was " + rate);
            }
        }
    }
}
