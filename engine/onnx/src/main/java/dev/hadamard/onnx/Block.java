// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.onnx;

import dev.hadamard.Activation;
import dev.hadamard.Layer;
import dev.hadamard.io.HadamardIOException;
import java.util.ArrayList;
import java.util.List;

/** A part of an imported chain. */
sealed interface Block {

    /**
     * A = f(X W + b).
     *
     * @param matrix W
     * @param bias b, or null
     * @param activation f
     */
    record Dense(Matrix matrix, double[] bias, Activation activation) implements Block {}

    /**
     * A = X + F(X).
     *
     * @param chain F
     */
    record Residual(List<Block> chain) implements Block {}

    /**
     * A constant matrix, inputs x units.
     *
     * @param values row-major elements
     * @param rows inputs
     * @param columns units
     */
    record Matrix(double[] values, int rows, int columns) {
        Matrix transposed() {
            double[] result = new double[values.length];
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < columns; c++) {
                    result[c * rows + r] = values[r * columns + c];
                }
            }
            return new Matrix(result, columns, rows);
        }
    }

    /** Width of a chain's input. */
    static int inputs(List<Block> blocks) {
        return blocks.get(0) instanceof Dense dense ? dense.matrix.rows : inputs(((Residual) blocks.get(0)).chain);
    }

    /** Number of parameters. */
    static long parameters(List<Block> blocks) {
        long count = 0;
        for (Block block : blocks) {
            count += block instanceof Dense dense
                    ? dense.matrix.values.length + (dense.bias == null ? 0 : dense.bias.length)
                    : parameters(((Residual) block).chain);
        }
        return count;
    }

    /**
     * Makes layers of blocks, and copies their parameters, in the order of computation.
     *
     * @param width of the chain's input
     * @param at where the chain's parameters begin
     * @return where they end
     * @throws HadamardIOException if widths don't fit each other
     */
    static int addTo(List<Block> blocks, int width, List<Layer> layers, double[] parameters, int at)
            throws HadamardIOException {
        int end = at;
        int current = width;
        for (Block block : blocks) {
            if (block instanceof Dense dense) {
                if (dense.matrix.rows != current) {
                    throw new HadamardIOException("a matrix of " + dense.matrix.rows + " x " + dense.matrix.columns
                            + " follows a value of width " + current);
                }
                end = copy(dense.matrix.values, parameters, end);
                Layer.Dense layer = Layer.dense(dense.matrix.columns, dense.activation);
                if (dense.bias == null) {
                    layer = layer.withoutBias();
                } else {
                    end = copy(dense.bias, parameters, end);
                }
                layers.add(layer);
                current = dense.matrix.columns;
            } else if (block instanceof Residual residual) {
                List<Layer> inner = new ArrayList<>();
                end = addTo(residual.chain, current, inner, parameters, end);
                if (outputs(residual.chain) != current) {
                    throw new HadamardIOException(
                            "a sum of values of width " + current + " and " + outputs(residual.chain));
                }
                layers.add(new Layer.Residual(inner));
            }
        }
        return end;
    }

    /** Width of a chain's output. */
    private static int outputs(List<Block> blocks) {
        Block last = blocks.get(blocks.size() - 1);
        return last instanceof Dense dense ? dense.matrix.columns : outputs(((Residual) last).chain);
    }

    private static int copy(double[] from, double[] to, int at) {
        System.arraycopy(from, 0, to, at, from.length);
        return at + from.length;
    }
}
