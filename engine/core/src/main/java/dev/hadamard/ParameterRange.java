// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

/**
 * Where one weight matrix or bias lies in a network's flat array of parameters, and its gradient in the gradients'
 * array.
 *
 * @param layer number of the dense layer, from 1 in the order of computation
 * @param kind weights or bias
 * @param offset first element
 * @param rows inputs of the layer for weights, 1 for a bias
 * @param columns units of the layer
 */
public record ParameterRange(int layer, Kind kind, int offset, int rows, int columns) {

    /** What a range holds. */
    public enum Kind {
        /** W, row-major, inputs x units. */
        WEIGHTS,
        /** b, one value a unit. */
        BIAS
    }

    /**
     * Number of elements.
     *
     * @return rows · columns
     */
    public int length() {
        return rows * columns;
    }

    /**
     * The range's name in the notation of backpropagation.
     *
     * @return "W1", "b1", …
     */
    public String name() {
        return (kind == Kind.WEIGHTS ? "W" : "b") + layer;
    }
}
