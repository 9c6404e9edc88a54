// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import dev.hadamard.compute.ParameterUpdate;
import dev.hadamard.compute.UpdateRule;
import dev.hadamard.compute.scalar.FloatScalarUpdates;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The updates that are cheap enough to follow a gradient at once: parameters and state from one index on, gradients,
 * which may lie elsewhere, from another. The operations are those of {@link FloatScalarUpdates} in the same order.
 */
final class FloatRowUpdates {

    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int L = FloatLanes.LENGTH;

    private FloatRowUpdates() {}

    static boolean has(UpdateRule.Kind kind) {
        return switch (kind) {
            case GRADIENT_DESCENT, MOMENTUM, NESTEROV -> true;
            case ADAGRAD, RMSPROP, ADAM -> false;
        };
    }

    /**
     * Updates parameters by a tile of their gradient.
     *
     * @param update what to update, and how
     * @param from the first parameter
     * @param stride elements from one row of parameters to the next
     * @param g gradients
     * @param gFrom the first of them
     * @param gStride elements from one row of gradients to the next
     * @param rows rows of the tile
     * @param columns columns of the tile
     */
    static void apply(
            ParameterUpdate<float[]> update,
            int from,
            int stride,
            float[] g,
            int gFrom,
            int gStride,
            int rows,
            int columns) {
        if (stride == columns && gStride == columns && rows > 1) {
            apply(update, from, 0, g, gFrom, 0, 1, rows * columns);
            return;
        }
        UpdateRule rule = update.rule();
        float[] w = update.parameters();
        float rate = (float) rule.rate;
        float decay = (float) rule.decay;
        switch (rule.kind) {
            case GRADIENT_DESCENT -> gradientDescent(rate, w, from, stride, g, gFrom, gStride, rows, columns);
            case MOMENTUM -> momentum(rate, decay, w, update.first(), from, stride, g, gFrom, gStride, rows, columns);
            case NESTEROV -> nesterov(rate, decay, w, update.first(), from, stride, g, gFrom, gStride, rows, columns);
            case ADAGRAD, RMSPROP, ADAM -> throw new IllegalArgumentException("no row update of " + rule.kind);
        }
    }

    private static void gradientDescent(
            float rate, float[] w, int from, int stride, float[] g, int gFrom, int gStride, int rows, int columns) {
        FloatVector rates = FloatVector.broadcast(SPECIES, rate);
        int pairs = columns & -2 * L;
        int whole = columns & -L;
        for (int r = 0; r < rows; r++) {
            int p = from + r * stride;
            int q = gFrom + r * gStride;
            for (int i = 0; i < pairs; i += 2 * L) {
                FloatVector g0 = FloatVector.fromArray(SPECIES, g, q + i);
                FloatVector g1 = FloatVector.fromArray(SPECIES, g, q + i + L);
                FloatVector w0 = FloatVector.fromArray(SPECIES, w, p + i);
                FloatVector w1 = FloatVector.fromArray(SPECIES, w, p + i + L);
                w0.sub(rates.mul(g0)).intoArray(w, p + i);
                w1.sub(rates.mul(g1)).intoArray(w, p + i + L);
            }
            if (pairs < whole) {
                FloatVector.fromArray(SPECIES, w, p + pairs)
                        .sub(rates.mul(FloatVector.fromArray(SPECIES, g, q + pairs)))
                        .intoArray(w, p + pairs);
            }
            for (int i = whole; i < columns; i++) {
                w[p + i] = w[p + i] - rate * g[q + i];
            }
        }
    }

    private static void momentum(
            float rate,
            float decay,
            float[] w,
            float[] velocity,
            int from,
            int stride,
            float[] g,
            int gFrom,
            int gStride,
            int rows,
            int columns) {
        FloatVector rates = FloatVector.broadcast(SPECIES, rate);
        FloatVector decays = FloatVector.broadcast(SPECIES, decay);
        int whole = columns & -L;
        for (int r = 0; r < rows; r++) {
            int p = from + r * stride;
            int q = gFrom + r * gStride;
            for (int i = 0; i < whole; i += L) {
                FloatVector v = decays.mul(FloatVector.fromArray(SPECIES, velocity, p + i))
                        .add(FloatVector.fromArray(SPECIES, g, q + i));
                v.intoArray(velocity, p + i);
                FloatVector.fromArray(SPECIES, w, p + i).sub(rates.mul(v)).intoArray(w, p + i);
            }
            for (int i = whole; i < columns; i++) {
                float v = decay * velocity[p + i] + g[q + i];
                velocity[p + i] = v;
                w[p + i] = w[p + i] - rate * v;
            }
        }
    }

    private static void nesterov(
            float rate,
            float decay,
            float[] w,
            float[] velocity,
            int from,
            int stride,
            float[] g,
            int gFrom,
            int gStride,
            int rows,
            int columns) {
        FloatVector rates = FloatVector.broadcast(SPECIES, rate);
        FloatVector decays = FloatVector.broadcast(SPECIES, decay);
        int whole = columns & -L;
        for (int r = 0; r < rows; r++) {
            int p = from + r * stride;
            int q = gFrom + r * gStride;
            for (int i = 0; i < whole; i += L) {
                FloatVector gradient = FloatVector.fromArray(SPECIES, g, q + i);
                FloatVector v = decays.mul(FloatVector.fromArray(SPECIES, velocity, p + i))
                        .add(gradient);
                v.intoArray(velocity, p + i);
                FloatVector.fromArray(SPECIES, w, p + i)
                        .sub(rates.mul(gradient.add(decays.mul(v))))
                        .intoArray(w, p + i);
            }
            for (int i = whole; i < columns; i++) {
                float v = decay * velocity[p + i] + g[q + i];
                velocity[p + i] = v;
                w[p + i] = w[p + i] - rate * (g[q + i] + decay * v);
            }
        }
    }
}
