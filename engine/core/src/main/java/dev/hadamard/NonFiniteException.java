// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

/** A number turned NaN or infinite. Thrown before any parameter changed; the trainer can go on with another batch. */
public final class NonFiniteException extends ArithmeticException {

    private static final long serialVersionUID = 1;

    private final long step;
    private final int layer;
    private final String tensor;

    NonFiniteException(long step, int layer, String tensor, double value, String place) {
        super("step " + step + ", layer " + layer + ": " + tensor + " is " + value + place);
        this.step = step;
        this.layer = layer;
        this.tensor = tensor;
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
     * @return "input", "weights", "activation" or "cost"
     */
    public String tensor() {
        return tensor;
    }
}
