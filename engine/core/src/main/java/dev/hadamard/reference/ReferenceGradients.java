// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code dWl, dbl}, in the shapes of Wl and bl: the gradients of a cost by all parameters, into which samples are
 * summed one by one. Layers are numbered from 0 in the order of their parameters; of a norm, g counts as weights of one
 * row.
 */
public final class ReferenceGradients {

    private final Map<ReferenceLayer, Affine> byLayer = new IdentityHashMap<>();
    private final List<Affine> inOrder = new ArrayList<>();
    private final List<Integer> untrained = new ArrayList<>();
    private final int parameterCount;

    /**
     * Zeros for each parameter of a network.
     *
     * @param network the network
     */
    public ReferenceGradients(ReferenceNetwork network) {
        this.parameterCount = network.parameterCount();
        for (ReferenceLayer layer : network.parameterLayers()) {
            Affine zeros = ReferenceNetwork.parameters(layer).zeros();
            byLayer.put(layer, zeros);
            inOrder.add(zeros);
            untrained.add(ReferenceNetwork.untrained(layer));
        }
    }

    /**
     * Number of layers with parameters.
     *
     * @return the number
     */
    public int layers() {
        return inOrder.size();
    }

    /**
     * {@code dWl}; the array itself, not a copy.
     *
     * @param l the layer, from 0
     * @return in x out
     */
    public double[][] weights(int l) {
        return inOrder.get(l).weights();
    }

    /**
     * {@code dbl}; the array itself, not a copy.
     *
     * @param l the layer, from 0
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
        for (int l = 0; l < inOrder.size(); l++) {
            at = inOrder.get(l).copyTo(flat, at) + untrained(l); // which stay 0
        }
        return flat;
    }

    /**
     * Numbers of a layer, behind its weights and bias, that no gradient trains.
     *
     * @param l the layer, from 0
     * @return 2n for a batch norm, else 0
     */
    public int untrained(int l) {
        return untrained.get(l);
    }

    /** The gradients of one layer, to add to. */
    Affine of(ReferenceLayer layer) {
        Affine gradients = byLayer.get(layer);
        if (gradients == null) {
            throw new IllegalArgumentException("gradients belong to another network: no layer \"" + layer + "\"");
        }
        return gradients;
    }
}
