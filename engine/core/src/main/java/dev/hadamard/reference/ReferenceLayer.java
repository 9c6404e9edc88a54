// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import java.util.List;
import java.util.Objects;

/** A layer of the reference network: {@link Dense} or {@link Residual}. A layer owns its parameters. */
public sealed interface ReferenceLayer {

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
            List<LayerTrace> inner = ReferenceNetwork.forward(layers, input);
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
}
