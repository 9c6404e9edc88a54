// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

/**
 * Where one weight matrix, gain or bias lies in a network's flat array of parameters, and its gradient in the
 * gradients' array.
 *
 * @param layer number of the layer with parameters, dense or normalising, from 1 in the order of computation
 * @param kind weights, bias, gain or running statistics
 * @param offset first element
 * @param rows inputs of the layer for weights, else 1
 * @param columns units of the layer
 */
public record ParameterRange(int layer, Kind kind, int offset, int rows, int columns) {

    /** What a range holds. */
    public enum Kind {
        /** W, row-major, inputs x units. */
        WEIGHTS,
        /** b, one value a unit. */
        BIAS,
        /** g of a normalisation, one value a column. */
        GAIN,
        /** Running mean of a batch normalisation, one value a column: not trained, but part of the model. */
        MEAN,
        /** Running variance of a batch normalisation, one value a column: not trained, but part of the model. */
        VARIANCE;

        /**
         * Whether gradients train it.
         *
         * @return false for running statistics, whose gradient is 0
         */
        public boolean isTrained() {
            return this != MEAN && this != VARIANCE;
        }
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
     * @return "W1", "b1", …; "g2" for a gain, "mean2" and "var2" for running statistics
     */
    public String name() {
        return switch (kind) {
                    case WEIGHTS -> "W";
                    case BIAS -> "b";
                    case GAIN -> "g";
                    case MEAN -> "mean";
                    case VARIANCE -> "var";
                }
                + layer;
    }
}
