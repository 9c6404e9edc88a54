// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A number turned NaN or infinite. Thrown before any parameter changed; the trainer can go on with another batch.
 *
 * <p>What an update itself makes non-finite, by a learning rate that is too large say, is not undone: the next step
 * finds it and names the weights.
 */
public final class NonFiniteException extends ArithmeticException {

    private static final long serialVersionUID = 2;

    private final long step;
    private final int layer;
    private final String tensor;
    private final int row;
    private final int column;
    private final LinkedHashMap<String, Double> norms;

    /** Where in a tensor. */
    record Place(String name, int row, int column) {

        /** A sample's place in a mini-batch. */
        static Place ofSample(int row, int column) {
            return new Place("", row, column);
        }

        @Override
        public String toString() {
            return name.isEmpty()
                    ? " at row " + row + ", column " + column
                    : " at " + name + "[" + row + "," + column + "]";
        }
    }

    /** The cost: no place. */
    NonFiniteException(long step, int layer, String tensor, double value) {
        this(message(step, layer, tensor, value), step, layer, tensor, -1, -1, new LinkedHashMap<>());
    }

    NonFiniteException(long step, int layer, String tensor, double value, Place place) {
        this(
                message(step, layer, tensor, value) + place,
                step,
                layer,
                tensor,
                place.row(),
                place.column(),
                new LinkedHashMap<>());
    }

    private NonFiniteException(
            String message,
            long step,
            int layer,
            String tensor,
            int row,
            int column,
            LinkedHashMap<String, Double> norms) {
        super(message);
        this.step = step;
        this.layer = layer;
        this.tensor = tensor;
        this.row = row;
        this.column = column;
        this.norms = norms;
    }

    private static String message(long step, int layer, String tensor, double value) {
        return "step " + step + ", layer " + layer + ": " + tensor + " is " + value;
    }

    /** The same failure with the gradients' norms in the last step where they were finite; 0 for no such step. */
    NonFiniteException withNorms(long normsStep, Map<String, Double> lastNorms) {
        if (lastNorms.isEmpty()) {
            return this;
        }
        String message =
                getMessage() + "; gradient norms of step " + normsStep + ", the last finite ones: " + lastNorms;
        NonFiniteException explained =
                new NonFiniteException(message, step, layer, tensor, row, column, new LinkedHashMap<>(lastNorms));
        explained.setStackTrace(getStackTrace());
        return explained;
    }

    /**
     * The step that failed.
     *
     * @return number of the step, from 1
     */
    public long step() {
        return step;
    }

    /**
     * The first layer with a non-finite number.
     *
     * @return 0 for the input, else the layer's number from 1
     */
    public int layer() {
        return layer;
    }

    /**
     * What was non-finite.
     *
     * @return "input", "weights", "activation", "cost" or, with {@link Guard#FULL}, "gradient"
     */
    public String tensor() {
        return tensor;
    }

    /**
     * Row of the first non-finite element.
     *
     * @return a sample for input and activation, an input of the layer for weights and gradient; −1 for the cost
     */
    public int row() {
        return row;
    }

    /**
     * Column of the first non-finite element.
     *
     * @return the column; −1 for the cost
     */
    public int column() {
        return column;
    }

    /**
     * Euclidean norms of the gradients in the last step in which all were finite.
     *
     * @return "dW1", "db1", … with their norms, unmodifiable; empty without {@link Guard#FULL} and in a first step
     */
    public Map<String, Double> lastFiniteNorms() {
        return Collections.unmodifiableMap(norms);
    }
}
