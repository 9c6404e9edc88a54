// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import java.util.List;
import java.util.Objects;

/**
 * A layer of the reference network: {@link Dense}, {@link Residual}, {@link Dropout}, {@link ReferenceLayerNorm},
 * {@link ReferenceBatchNorm}, {@link ReferenceConcatenation} or {@link ReferenceColumns}. A layer owns its parameters.
 */
public sealed interface ReferenceLayer
        permits ReferenceLayer.Dense,
                ReferenceLayer.Residual,
                ReferenceLayer.Dropout,
                ReferenceLayerNorm,
                ReferenceBatchNorm,
                ReferenceConcatenation,
                ReferenceColumns {

    /**
     * Width of the input.
     *
     * @return n(l-1)
     */
    int inputs();

    /**
     * Width of the output.
     *
     * @return n(l)
     */
    int outputs();

    /**
     * {@code A(l) = F(A(l-1))} of one sample, and all that backpropagation will need of it.
     *
     * @param input A(l-1), n(l-1) numbers
     * @return the trace
     */
    LayerTrace forward(double[] input);

    /**
     * A layer with equal parameters of its own.
     *
     * @return the copy
     */
    ReferenceLayer copy();

    /**
     * {@code A = f(A_in W + b)}.
     *
     * @param weights W, in x out, copied
     * @param bias b, out numbers, copied; null for none
     * @param activation f
     * @return the layer
     * @throws IllegalArgumentException if the shapes don't fit
     */
    static Dense dense(double[][] weights, double[] bias, ReferenceActivation activation) {
        return new Dense(Affine.copyOf(weights, bias), activation);
    }

    /**
     * {@code A = f(A_in W)}: a dense layer without bias.
     *
     * @param weights W, in x out, copied
     * @param activation f
     * @return the layer
     * @throws IllegalArgumentException if the shape is not a rectangle
     */
    static Dense dense(double[][] weights, ReferenceActivation activation) {
        return dense(weights, null, activation);
    }

    /**
     * {@code A = A_in + F(A_in)}, F being the given layers one after the other: an additive skip connection.
     *
     * @param layers at least one; the last is as wide as the first one's input
     * @return the layer
     * @throws IllegalArgumentException if the widths don't fit
     */
    static Residual residual(ReferenceLayer... layers) {
        return new Residual(List.of(layers));
    }

    /**
     * {@code A = A_in ⊙ M / (1 − rate)} in training, M being 0 where {@code u < rate} and else 1; {@code A = A_in} in
     * prediction: inverted dropout.
     *
     * @param width of input and output, at least 1
     * @param rate in [0, 1)
     * @param draw where u comes from
     * @return the layer
     * @throws IllegalArgumentException if width or rate is out of range
     */
    static Dropout dropout(int width, double rate, Draw draw) {
        return new Dropout(width, rate, draw);
    }

    /** Uniform numbers in [0, 1), one for each step, row of the batch and column. */
    @FunctionalInterface
    interface Draw {

        /**
         * A number, the same for the same arguments.
         *
         * @param step number of the training step, from 1
         * @param row row of the batch
         * @param column column
         * @return u
         */
        double uniform(long step, int row, int column);
    }

    /** {@code Z = A_in W + b, A = f(Z)}; W is in x out. */
    final class Dense implements ReferenceLayer {

        private final Affine parameters;
        private final ReferenceActivation activation;

        private Dense(Affine parameters, ReferenceActivation activation) {
            this.parameters = parameters;
            this.activation = Objects.requireNonNull(activation, "activation");
        }

        /**
         * The layer's own W, in x out: who writes to it changes the layer.
         *
         * @return the weights
         */
        public double[][] weights() {
            return parameters.weights();
        }

        /**
         * The layer's own b, out numbers: who writes to it changes the layer.
         *
         * @return the bias, or null if the layer has none
         */
        public double[] bias() {
            return parameters.bias();
        }

        /**
         * The activation f.
         *
         * @return f
         */
        public ReferenceActivation activation() {
            return activation;
        }

        Affine parameters() {
            return parameters;
        }

        @Override
        public int inputs() {
            return parameters.inputs();
        }

        @Override
        public int outputs() {
            return parameters.outputs();
        }

        /** {@code z_j = b_j + Σ_i a_i W_ij, a = f(z)}. */
        @Override
        public LayerTrace.OfDense forward(double[] input) {
            double[] z = parameters.apply(input);
            double[] a = new double[z.length];
            activation.apply(z, a);
            return new LayerTrace.OfDense(this, input, z, a, new double[z.length]);
        }

        @Override
        public Dense copy() {
            return dense(weights(), bias(), activation);
        }

        @Override
        public String toString() {
            return "dense " + inputs() + " x " + outputs() + " " + activation.name();
        }
    }

    /** {@code A = A_in + F(A_in)}. */
    final class Residual implements ReferenceLayer {

        private final List<ReferenceLayer> layers;

        private Residual(List<ReferenceLayer> layers) {
            this.layers = layers;
            ReferenceNetwork.checkChain(layers);
            if (inputs() != outputs()) {
                throw new IllegalArgumentException("a residual layer adds its input to its output: layers take "
                        + inputs() + " numbers and give " + outputs());
            }
        }

        /**
         * The layers of F.
         *
         * @return an immutable list
         */
        public List<ReferenceLayer> layers() {
            return layers;
        }

        @Override
        public int inputs() {
            return layers.get(0).inputs();
        }

        @Override
        public int outputs() {
            return layers.get(layers.size() - 1).outputs();
        }

        /** {@code a_i = input_i + F(input)_i}. */
        @Override
        public LayerTrace.OfResidual forward(double[] input) {
            return trace(input, ReferenceNetwork.forward(layers, input));
        }

        LayerTrace.OfResidual trace(double[] input, List<LayerTrace> inner) {
            double[] f = inner.get(inner.size() - 1).output();
            double[] a = new double[f.length];
            for (int i = 0; i < f.length; i++) {
                a[i] = input[i] + f[i];
            }
            return new LayerTrace.OfResidual(this, input, inner, a, new double[a.length]);
        }

        @Override
        public Residual copy() {
            return new Residual(layers.stream().map(ReferenceLayer::copy).toList());
        }

        @Override
        public String toString() {
            return "residual" + layers;
        }
    }

    /** {@code A = A_in ⊙ M / (1 − rate)} in training, {@code A = A_in} in prediction. */
    final class Dropout implements ReferenceLayer {

        private final int width;
        private final double rate;
        private final Draw draw;
        private boolean drops;
        private long step;
        private int row;

        private Dropout(int width, double rate, Draw draw) {
            if (width < 1) {
                throw new IllegalArgumentException("width must be at least 1, was " + width);
            }
            if (!(rate >= 0 && rate < 1)) {
                throw new IllegalArgumentException("rate must be in [0, 1), was " + rate);
            }
            this.width = width;
            this.rate = rate;
            this.draw = Objects.requireNonNull(draw, "draw");
        }

        void drop(long trainingStep, int batchRow) {
            drops = true;
            step = trainingStep;
            row = batchRow;
        }

        void keepAll() {
            drops = false;
        }

        @Override
        public int inputs() {
            return width;
        }

        @Override
        public int outputs() {
            return width;
        }

        /** {@code a_i = input_i m_i}, with {@code m_i} either 0 or {@code 1/(1 − rate)}; 1 in prediction. */
        @Override
        public LayerTrace.OfDropout forward(double[] input) {
            double[] factors = new double[width];
            double[] a = new double[width];
            for (int i = 0; i < width; i++) {
                factors[i] = !drops ? 1 : draw.uniform(step, row, i) < rate ? 0 : 1 / (1 - rate);
                a[i] = input[i] * factors[i];
            }
            return new LayerTrace.OfDropout(this, input, factors, a, new double[width]);
        }

        /** Drops what this one does. */
        @Override
        public Dropout copy() {
            Dropout copy = new Dropout(width, rate, draw);
            copy.drops = drops;
            copy.step = step;
            copy.row = row;
            return copy;
        }

        @Override
        public String toString() {
            return "dropout " + rate;
        }
    }
}
