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

    /**
     * Layers one after the other, as one: a branch of {@link #concatenate} that is longer than a layer.
     *
     * @param layers the layers, at least one
     * @return the layer
     * @throws IllegalArgumentException if layers is empty
     */
    static Chain chain(Layer... layers) {
        return new Chain(List.of(layers));
    }

    /**
     * Branches that read the same input, their outputs side by side, A = [F₁(X), F₂(X), …]. The error signal of X is
     * the sum over all branches. With {@link #columns} as a branch's first layer, branches read parts of X: a split.
     *
     * @param branches F₁, F₂, …, each a layer or a {@link #chain}; at least one
     * @return the layer, as wide as all branches together
     * @throws IllegalArgumentException if branches is empty
     */
    static Concatenation concatenate(Layer... branches) {
        return new Concatenation(List.of(branches));
    }

    /**
     * Some neighbouring columns of the input.
     *
     * @param from the first, from 0
     * @param to the one after the last
     * @return the layer, {@code to − from} wide
     * @throws IllegalArgumentException unless 0 ≤ from &lt; to
     */
    static Columns columns(int from, int to) {
        return new Columns(from, to);
    }

    /**
     * Layer normalisation, A = g ⊙ (X − μ) / √(σ² + ε) + b, with mean and variance of each row: Ba, Kiros and Hinton
     * 2016. As torch.nn.LayerNorm: ε is 1e-5, gains g start at 1, biases b at 0; unlike there, an activation may
     * follow, see {@link LayerNorm#activation}.
     *
     * @return the layer, as wide as what it reads
     */
    static LayerNorm layerNorm() {
        return layerNorm(Activation.IDENTITY);
    }

    /**
     * Layer normalisation and an activation, A = f(g ⊙ (X − μ) / √(σ² + ε) + b), usually after a dense layer with
     * {@link Activation#IDENTITY}.
     *
     * @param activation f
     * @return the layer, as wide as what it reads
     */
    static LayerNorm layerNorm(Activation activation) {
        return new LayerNorm(activation, LayerNorm.USUAL_EPSILON);
    }

    /**
     * Batch normalisation, A = g ⊙ (X − μ) / √(σ² + ε) + b, by columns: Ioffe and Szegedy 2015. In training, μ and σ²
     * are mean and variance of the mini-batch; in prediction, running averages of them, which move with every step. As
     * torch.nn.BatchNorm1d: ε is 1e-5, the momentum 0.1, gains start at 1, biases and running means at 0, running
     * variances at 1. Running statistics are part of the network's parameters, which no gradient trains. A frozen layer
     * computes as in prediction. Of a mini-batch of one row, X − μ is 0. A bias that is added right before it has no
     * effect in training, and no gradient but rounding: {@link Dense#withoutBias()}.
     *
     * @return the layer, as wide as what it reads
     */
    static BatchNorm batchNorm() {
        return batchNorm(Activation.IDENTITY);
    }

    /**
     * Batch normalisation and an activation, usually after a dense layer with {@link Activation#IDENTITY}.
     *
     * @param activation f
     * @return the layer, as wide as what it reads
     */
    static BatchNorm batchNorm(Activation activation) {
        return new BatchNorm(activation, LayerNorm.USUAL_EPSILON, BatchNorm.USUAL_MOMENTUM);
    }

    /**
     * The layers inside this one.
     *
     * @return in the order of computation; empty for a layer that is made of no others
     */
    default List<Layer> inner() {
        return List.of();
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

        @Override
        public List<Layer> inner() {
            return layers;
        }
    }

    /**
     * Layers one after the other.
     *
     * @param layers the layers
     */
    record Chain(List<Layer> layers) implements Layer {

        /**
         * Checks that there are some.
         *
         * @param layers the layers
         */
        public Chain {
            layers = List.copyOf(layers);
            Arguments.atLeast("layers in chain", 1, layers.size());
        }

        @Override
        public List<Layer> inner() {
            return layers;
        }
    }

    /**
     * Branches side by side.
     *
     * @param branches the branches
     */
    record Concatenation(List<Layer> branches) implements Layer {

        /**
         * Checks that there are some.
         *
         * @param branches the branches
         */
        public Concatenation {
            branches = List.copyOf(branches);
            Arguments.atLeast("branches in concatenate", 1, branches.size());
        }

        @Override
        public List<Layer> inner() {
            return branches;
        }
    }

    /**
     * Some neighbouring columns of the input.
     *
     * @param from the first, from 0
     * @param to the one after the last
     */
    record Columns(int from, int to) implements Layer {

        /**
         * Checks the numbers.
         *
         * @param from the first, from 0
         * @param to the one after the last
         */
        public Columns {
            if (from < 0 || from >= to) {
                throw new IllegalArgumentException(
                        "columns must be from 0 on, the last not before the first, were " + from + " to " + to);
            }
        }
    }

    /**
     * Layer normalisation.
     *
     * @param activation f
     * @param epsilon ε, positive and finite
     */
    record LayerNorm(Activation activation, double epsilon) implements Layer {

        /** torch's. */
        static final double USUAL_EPSILON = 1e-5;

        /**
         * Checks the numbers.
         *
         * @param activation f
         * @param epsilon ε, positive and finite
         */
        public LayerNorm {
            Objects.requireNonNull(activation, "activation");
            Arguments.positive("epsilon", epsilon);
        }

        /**
         * This layer with another ε.
         *
         * @param newEpsilon ε, positive and finite
         * @return the layer
         */
        public LayerNorm withEpsilon(double newEpsilon) {
            return new LayerNorm(activation, newEpsilon);
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

    /**
     * Batch normalisation.
     *
     * @param activation f
     * @param epsilon ε, positive and finite
     * @param momentum share of a mini-batch in the running statistics, above 0 and at most 1
     */
    record BatchNorm(Activation activation, double epsilon, double momentum) implements Layer {

        /** torch's. */
        static final double USUAL_MOMENTUM = 0.1;

        /**
         * Checks the numbers.
         *
         * @param activation f
         * @param epsilon ε, positive and finite
         * @param momentum share of a mini-batch in the running statistics, above 0 and at most 1
         */
        public BatchNorm {
            Objects.requireNonNull(activation, "activation");
            Arguments.positive("epsilon", epsilon);
            if (!(momentum > 0 && momentum <= 1)) {
                throw new IllegalArgumentException("momentum must be above 0 and at most 1, was " + momentum);
            }
        }

        /**
         * This layer with another ε.
         *
         * @param newEpsilon ε, positive and finite
         * @return the layer
         */
        public BatchNorm withEpsilon(double newEpsilon) {
            return new BatchNorm(activation, newEpsilon, momentum);
        }

        /**
         * This layer with another momentum.
         *
         * @param newMomentum share of a mini-batch in the running statistics, above 0 and at most 1
         * @return the layer
         */
        public BatchNorm withMomentum(double newMomentum) {
            return new BatchNorm(activation, epsilon, newMomentum);
        }
    }
}
