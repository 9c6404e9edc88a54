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
 * <p>Its parameters can be read and written as one array: W1 (row-major, in x out), b1 if there is one, W2, b2, …, g
 * and b for a layer norm, g, b, running means and variances for a batch norm; the layers inside a residual layer or a
 * concatenation stand in its place, in their order.
 */
public final class ReferenceNetwork {

    private final List<ReferenceLayer> layers;
    private final List<ReferenceLayer.Dense> denseLayers;
    private final List<ReferenceLayer> parameterLayers;
    private final List<ReferenceBatchNorm> batchNorms;
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
        List<ReferenceLayer> all = new ArrayList<>();
        collect(this.layers, all);
        this.dropouts = of(ReferenceLayer.Dropout.class, all);
        this.denseLayers = of(ReferenceLayer.Dense.class, all);
        this.parameterLayers =
                all.stream().filter(layer -> parameters(layer) != null).toList();
        checkDistinct(parameterLayers);
        this.batchNorms = of(ReferenceBatchNorm.class, all);
        this.parameterCount = parameterLayers.stream()
                .mapToInt(layer -> parameters(layer).size() + untrained(layer))
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

    /** All layers with parameters in the order of these: dense ones and norms. */
    List<ReferenceLayer> parameterLayers() {
        return parameterLayers;
    }

    /** W and b, or g and b; null if a layer has none of its own. */
    static Affine parameters(ReferenceLayer layer) {
        if (layer instanceof ReferenceLayer.Dense dense) {
            return dense.parameters();
        }
        if (layer instanceof ReferenceLayerNorm norm) {
            return norm.parameters();
        }
        return layer instanceof ReferenceBatchNorm norm ? norm.parameters() : null;
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

    /** How many numbers of a layer no gradient trains: running statistics. */
    static int untrained(ReferenceLayer layer) {
        return layer instanceof ReferenceBatchNorm norm ? 2 * norm.inputs() : 0;
    }

    boolean hasBatchNorm() {
        return !batchNorms.isEmpty();
    }

    /** Batch norms normalise by their running statistics from now on, as they do at first: prediction. */
    void useRunningStatistics() {
        batchNorms.forEach(ReferenceBatchNorm::predict);
    }

    /** Moves the running statistics of batch norms towards those of the last batch that passed in training. */
    public void moveStatistics() {
        batchNorms.forEach(ReferenceBatchNorm::moveStatistics);
        useRunningStatistics();
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
        for (ReferenceLayer layer : parameterLayers) {
            at = parameters(layer).copyTo(flat, at);
            if (layer instanceof ReferenceBatchNorm norm) {
                for (double[] row : norm.statistics()) {
                    System.arraycopy(row, 0, flat, at, row.length);
                    at += row.length;
                }
            }
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
        for (ReferenceLayer layer : parameterLayers) {
            at = parameters(layer).copyFrom(flat, at);
            if (layer instanceof ReferenceBatchNorm norm) {
                for (double[] row : norm.statistics()) {
                    System.arraycopy(flat, at, row, 0, row.length);
                    at += row.length;
                }
            }
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
    private static void checkDistinct(List<ReferenceLayer> layers) {
        Set<ReferenceLayer> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (ReferenceLayer layer : layers) {
            if (!seen.add(layer)) {
                throw new IllegalArgumentException("layers must be distinct: \"" + layer + "\" stands in two places");
            }
        }
    }

    /** The layers and all within them, in the order of computation. */
    private static void collect(List<ReferenceLayer> layers, List<ReferenceLayer> all) {
        for (ReferenceLayer layer : layers) {
            if (layer instanceof ReferenceLayer.Residual residual) {
                collect(residual.layers(), all);
            } else if (layer instanceof ReferenceConcatenation concatenation) {
                concatenation.branches().forEach(branch -> collect(branch, all));
            }
            all.add(layer);
        }
    }

    private static <T extends ReferenceLayer> List<T> of(Class<T> type, List<ReferenceLayer> layers) {
        return layers.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
