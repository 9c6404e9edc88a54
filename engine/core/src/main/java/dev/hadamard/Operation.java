// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.Graph.Contribution;
import java.util.List;

/** What connects the ports of a {@link Graph}. */
sealed interface Operation {

    /** The port that is written. */
    int output();

    /** The ports that are read. */
    List<Contribution> reads();

    /** The same, reading as these contributions say. */
    Operation reading(List<Contribution> contributions);

    /** An operation with parameters. */
    sealed interface Parameterized extends Operation {
        /** Number of the layer with parameters, from 1. */
        int layer();
    }

    /**
     * A = f(X W + b).
     *
     * @param layer number of the layer with parameters, from 1
     * @param input what is read
     * @param output what is written
     * @param weights range of W
     * @param bias range of b, or null
     */
    record Affine(int layer, Contribution input, int output, ParameterRange weights, ParameterRange bias)
            implements Parameterized {
        @Override
        public List<Contribution> reads() {
            return List.of(input);
        }

        @Override
        public Affine reading(List<Contribution> contributions) {
            return new Affine(layer, contributions.get(0), output, weights, bias);
        }
    }

    /**
     * A = f(g ⊙ (X − μ) / √(σ² + ε) + b), by rows.
     *
     * @param layer number of the layer with parameters, from 1
     * @param input X
     * @param output what is written
     * @param gain range of g
     * @param bias range of b
     * @param epsilon ε
     */
    record Normalize(
            int layer, Contribution input, int output, ParameterRange gain, ParameterRange bias, double epsilon)
            implements Parameterized {
        @Override
        public List<Contribution> reads() {
            return List.of(input);
        }

        @Override
        public Normalize reading(List<Contribution> contributions) {
            return new Normalize(layer, contributions.get(0), output, gain, bias, epsilon);
        }
    }

    /**
     * A = f(g ⊙ (X − μ) / √(σ² + ε) + b), by columns.
     *
     * @param layer number of the layer with parameters, from 1
     * @param input X
     * @param output what is written
     * @param gain range of g
     * @param bias range of b
     * @param mean range of the running μ
     * @param variance range of the running σ²
     * @param epsilon ε
     * @param momentum share of a mini-batch in the running statistics
     */
    record BatchNormalize(
            int layer,
            Contribution input,
            int output,
            ParameterRange gain,
            ParameterRange bias,
            ParameterRange mean,
            ParameterRange variance,
            double epsilon,
            double momentum)
            implements Parameterized {
        @Override
        public List<Contribution> reads() {
            return List.of(input);
        }

        @Override
        public BatchNormalize reading(List<Contribution> contributions) {
            Contribution read = contributions.get(0);
            return new BatchNormalize(layer, read, output, gain, bias, mean, variance, epsilon, momentum);
        }
    }

    /**
     * A = [X₁, X₂, …], side by side.
     *
     * @param inputs X₁, X₂, …
     * @param output what is written
     */
    record Concat(List<Contribution> inputs, int output) implements Operation {
        @Override
        public List<Contribution> reads() {
            return inputs;
        }

        @Override
        public Concat reading(List<Contribution> contributions) {
            return new Concat(contributions, output);
        }
    }

    /**
     * A = some neighbouring columns of X.
     *
     * @param input X
     * @param output what is written
     * @param from the first
     */
    record Slice(Contribution input, int output, int from) implements Operation {
        @Override
        public List<Contribution> reads() {
            return List.of(input);
        }

        @Override
        public Slice reading(List<Contribution> contributions) {
            return new Slice(contributions.get(0), output, from);
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

        @Override
        public Sum reading(List<Contribution> contributions) {
            return new Sum(contributions.get(0), contributions.get(1), output);
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

        @Override
        public Drop reading(List<Contribution> contributions) {
            return new Drop(number, contributions.get(0), output, rate);
        }
    }
}
