// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import java.util.Arrays;

/** {@code A = A_in[from … to − 1]}: some neighbouring columns of its input. */
public final class ReferenceColumns implements ReferenceLayer {

    private final int inputs;
    private final int from;
    private final int to;

    /**
     * A layer.
     *
     * @param inputs width of the input
     * @param from first column, from 0
     * @param to the column after the last
     * @throws IllegalArgumentException unless 0 ≤ from &lt; to ≤ inputs
     */
    public ReferenceColumns(int inputs, int from, int to) {
        if (from < 0 || from >= to || to > inputs) {
            throw new IllegalArgumentException(
                    "columns must lie in the input of width " + inputs + ", were " + from + " to " + to);
        }
        this.inputs = inputs;
        this.from = from;
        this.to = to;
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int outputs() {
        return to - from;
    }

    /** {@code a_j = input_(from + j)}. */
    @Override
    public Trace forward(double[] input) {
        return new Trace(this, input, Arrays.copyOfRange(input, from, to), new double[to - from]);
    }

    @Override
    public ReferenceColumns copy() {
        return new ReferenceColumns(inputs, from, to);
    }

    @Override
    public String toString() {
        return "columns " + from + " to " + to;
    }

    /**
     * What one sample leaves behind.
     *
     * @param layer the layer
     * @param input A_in, in numbers
     * @param output A, out numbers
     * @param delta Δ = dCost/dA, out numbers
     */
    public record Trace(ReferenceColumns layer, double[] input, double[] output, double[] delta) implements LayerTrace {

        /** v in its columns, 0 in all others. */
        double[] times(double[] v) {
            double[] dA = new double[layer.inputs];
            System.arraycopy(v, 0, dA, layer.from, v.length);
            return dA;
        }
    }
}
