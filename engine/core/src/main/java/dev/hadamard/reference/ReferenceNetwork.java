// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * {@code A0 = x, Al = F_l(A(l-1)), l = 1 … L}: a chain of layers, each as wide as the next one's input.
 *
 * <p>Its parameters can be read and written as one array: W1 (row-major, in x out), b1 if there is one, W2, b2, …; the
 * layers inside a residual layer stand in its place, in their order.
 */
public final class ReferenceNetwork {

    private final List<ReferenceLayer> layers;
    private final List<ReferenceLayer.Dense> denseLayers;
    private final List<ReferenceLayer.Dropout> dropouts;
    private final int parameterCount;

    /**
     * A network of the given layers, which stay the caller's to look at: they are not copied.
     *
     * @param layers at least one, none of them twice
     * @throws IllegalArgumentException if a width doesn't fit the one before, or a layer stands in two places
     */
    public ReferenceNetwork(List<ReferenceLayer> layers) {
        this.layers = List.copyOf(layers);
        checkChain(this.layers);
        List<ReferenceLayer.Dense> dense = new ArrayList<>();
        List<ReferenceLayer.Dropout> dropping = new ArrayList<>();
        collect(this.layers, dense, dropping);
        this.dropouts = List.copyOf(dropping);
        this.denseLayers = List.copyOf(dense);
        checkDistinct(denseLayers);
        this.parameterCount = denseLayers.stream()
                .mapToInt(layer -> layer.parameters().size())
                .sum();
    }

    /**
     * A network of the given layers.
     *
     * @param layers at least one, none of them twice
     * @return the network
     * @throws IllegalArgumentException if a width doesn't fit the one before, or a layer stands in two places
     */
    public static ReferenceNetwork of(ReferenceLayer... layers) {
        return new ReferenceNetwork(List.of(layers));
    }

    /**
     * Layers 1 to L.
     *
     * @return an immutable list
     */
    public List<ReferenceLayer> layers() {
        return layers;
    }

    /**
     * All dense layers in the order of their parameters: those inside a residual layer stand in its place.
     *
     * @return an immutable list
     */
    public List<ReferenceLayer.Dense> denseLayers() {
        return denseLayers;
    }

    /**
     * Layer L.
     *
     * @return the last layer
     */
    public ReferenceLayer last() {
        return layers.get(layers.size() - 1);
    }

    /**
     * Width of the input.
     *
     * @return n0
     */
    public int inputs() {
        return layers.get(0).inputs();
    }

    /**
     * Width of the output.
     *
     * @return n(L)
     */
    public int outputs() {
        return last().outputs();
    }

    /**
     * Number of weights and biases.
     *
     * @return the length of {@link #parameters}
     */
    public int parameterCount() {
        return parameterCount;
    }

    /**
     * Dropout layers drop from now on, by the masks of a step and a row, until {@link #keepAll}.
     *
     * @param step number of the training step, from 1
     * @param row row of the batch
     */
    public void dropOut(long step, int row) {
        for (ReferenceLayer.Dropout dropout : dropouts) {
            dropout.drop(step, row);
        }
    }

    /** Dropout layers pass everything from now on, as they do at first: prediction. */
    public void keepAll() {
        for (ReferenceLayer.Dropout dropout : dropouts) {
            dropout.keepAll();
        }
    }

    /**
     * {@code A(L)(x)}: the network's output for one sample.
     *
     * @param x n0 numbers
     * @return n(L) numbers
     * @throws IllegalArgumentException if x has another length
     */
    public double[] predict(double[] x) {
        List<LayerTrace> traces = forward(x);
        return traces.get(traces.size() - 1).output();
    }

    /**
     * {@code Zl = A(l-1) Wl + bl, Al = f(Zl), l = 1 … L} of one sample.
     *
     * @param x A0, n0 numbers; the first trace holds this very array
     * @return one trace a layer
     * @throws IllegalArgumentException if x has another length
     */
    public List<LayerTrace> forward(double[] x) {
        checkLength("x", x, inputs());
        return forward(layers, x);
    }

    static List<LayerTrace> forward(List<ReferenceLayer> layers, double[] x) {
        List<LayerTrace> traces = new ArrayList<>(layers.size());
        double[] a = x;
        for (ReferenceLayer layer : layers) {
            LayerTrace trace = layer.forward(a);
            traces.add(trace);
            a = trace.output();
        }
        return traces;
    }

    /**
     * All parameters in one array: W1, b1, W2, b2, …
     *
     * @return a new array
     */
    public double[] parameters() {
        double[] flat = new double[parameterCount];
        int at = 0;
        for (ReferenceLayer.Dense layer : denseLayers) {
            at = layer.parameters().copyTo(flat, at);
        }
        return flat;
    }

    /**
     * Sets all parameters from one array: W1, b1, W2, b2, …
     *
     * @param flat as many numbers as {@link #parameterCount} says; copied
     * @throws IllegalArgumentException if flat has another length
     */
    public void setParameters(double[] flat) {
        checkLength("flat", flat, parameterCount);
        int at = 0;
        for (ReferenceLayer.Dense layer : denseLayers) {
            at = layer.parameters().copyFrom(flat, at);
        }
    }

    /**
     * A network with equal parameters of its own.
     *
     * @return the copy
     */
    public ReferenceNetwork copy() {
        return new ReferenceNetwork(layers.stream().map(ReferenceLayer::copy).toList());
    }

    @Override
    public String toString() {
        return layers.toString();
    }

    static void checkLength(String name, double[] row, int expected) {
        if (row.length != expected) {
            throw new IllegalArgumentException(name + " must have " + expected + " numbers, has " + row.length);
        }
    }

    static void checkChain(List<ReferenceLayer> layers) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("layers must hold at least one layer, has 0");
        }
        for (int l = 1; l < layers.size(); l++) {
            if (layers.get(l).inputs() != layers.get(l - 1).outputs()) {
                throw new IllegalArgumentException("layers don't fit: layer " + (l + 1) + " takes "
                        + layers.get(l).inputs() + " numbers, layer " + l + " gives "
                        + layers.get(l - 1).outputs());
            }
        }
    }

    /** Shared parameters would be counted, and updated, twice. */
    private static void checkDistinct(List<ReferenceLayer.Dense> layers) {
        Set<ReferenceLayer.Dense> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (ReferenceLayer.Dense layer : layers) {
            if (!seen.add(layer)) {
                throw new IllegalArgumentException("layers must be distinct: \"" + layer + "\" stands in two places");
            }
        }
    }

    private static void collect(
            List<ReferenceLayer> layers, List<ReferenceLayer.Dense> dense, List<ReferenceLayer.Dropout> dropouts) {
        for (ReferenceLayer layer : layers) {
            if (layer instanceof ReferenceLayer.Dense d) {
                dense.add(d);
            } else if (layer instanceof ReferenceLayer.Residual residual) {
                collect(residual.layers(), dense, dropouts);
            } else if (layer instanceof ReferenceLayer.Dropout dropout) {
                dropouts.add(dropout);
            }
        }
    }
}
