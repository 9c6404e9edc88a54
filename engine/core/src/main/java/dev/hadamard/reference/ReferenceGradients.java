// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code dWl, dbl}, in the shapes of Wl and bl: the gradients of a cost by all parameters, into which samples are
 * summed one by one. Layers are numbered from 0 as in {@link ReferenceNetwork#denseLayers}.
 */
public final class ReferenceGradients {

    private final Map<ReferenceLayer.Dense, Affine> byLayer = new IdentityHashMap<>();
    private final List<Affine> inOrder = new ArrayList<>();
    private final int parameterCount;

    /**
     * Zeros for each parameter of a network.
     *
     * @param network the network
     */
    public ReferenceGradients(ReferenceNetwork network) {
        this.parameterCount = network.parameterCount();
        for (ReferenceLayer.Dense layer : network.denseLayers()) {
            Affine zeros = layer.parameters().zeros();
            byLayer.put(layer, zeros);
            inOrder.add(zeros);
        }
    }

    /**
     * Number of dense layers.
     *
     * @return the number
     */
    public int layers() {
        return inOrder.size();
    }

    /**
     * {@code dWl}; the array itself, not a copy.
     *
     * @param l dense layer, from 0
     * @return in x out
     */
    public double[][] weights(int l) {
        return inOrder.get(l).weights();
    }

    /**
     * {@code dbl}; the array itself, not a copy.
     *
     * @param l dense layer, from 0
     * @return out numbers, or null if the layer has no bias
     */
    public double[] bias(int l) {
        return inOrder.get(l).bias();
    }

    /**
     * All gradients in one array, in the order of {@link ReferenceNetwork#parameters}.
     *
     * @return a new array
     */
    public double[] flat() {
        double[] flat = new double[parameterCount];
        int at = 0;
        for (Affine layer : inOrder) {
            at = layer.copyTo(flat, at);
        }
        return flat;
    }

    /** The gradients of one layer, to add to. */
    Affine of(ReferenceLayer.Dense layer) {
        Affine gradients = byLayer.get(layer);
        if (gradients == null) {
            throw new IllegalArgumentException("gradients belong to another network: no layer \"" + layer + "\"");
        }
        return gradients;
    }
}
