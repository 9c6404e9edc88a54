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

    /** Updates a row's parameters. */
    static void apply(ParameterUpdate<float[]> update, int from, float[] g, int gFrom, int length) {
        UpdateRule rule = update.rule();
        float rate = (float) rule.rate;
        float decay = (float) rule.decay;
        switch (rule.kind) {
            case GRADIENT_DESCENT -> gradientDescent(rate, update.parameters(), from, g, gFrom, length);
            case MOMENTUM -> momentum(rate, decay, update.parameters(), update.first(), from, g, gFrom, length);
            case NESTEROV -> nesterov(rate, decay, update.parameters(), update.first(), from, g, gFrom, length);
            case ADAGRAD, RMSPROP, ADAM -> throw new IllegalArgumentException("no row update of " + rule.kind);
        }
    }

    static void gradientDescent(float rate, float[] w, int from, float[] g, int gFrom, int length) {
        FloatVector rates = FloatVector.broadcast(SPECIES, rate);
        int whole = length & -L;
        for (int i = 0; i < whole; i += L) {
            FloatVector.fromArray(SPECIES, w, from + i)
                    .sub(rates.mul(FloatVector.fromArray(SPECIES, g, gFrom + i)))
                    .intoArray(w, from + i);
        }
        for (int i = whole; i < length; i++) {
            w[from + i] = w[from + i] - rate * g[gFrom + i];
        }
    }

    static void momentum(
            float rate, float decay, float[] w, float[] velocity, int from, float[] g, int gFrom, int length) {
        FloatVector rates = FloatVector.broadcast(SPECIES, rate);
        FloatVector decays = FloatVector.broadcast(SPECIES, decay);
        int whole = length & -L;
        for (int i = 0; i < whole; i += L) {
            FloatVector v = decays.mul(FloatVector.fromArray(SPECIES, velocity, from + i))
                    .add(FloatVector.fromArray(SPECIES, g, gFrom + i));
            v.intoArray(velocity, from + i);
            FloatVector.fromArray(SPECIES, w, from + i).sub(rates.mul(v)).intoArray(w, from + i);
        }
        for (int i = whole; i < length; i++) {
            float v = decay * velocity[from + i] + g[gFrom + i];
            velocity[from + i] = v;
            w[from + i] = w[from + i] - rate * v;
        }
    }

    static void nesterov(
            float rate, float decay, float[] w, float[] velocity, int from, float[] g, int gFrom, int length) {
        FloatVector rates = FloatVector.broadcast(SPECIES, rate);
        FloatVector decays = FloatVector.broadcast(SPECIES, decay);
        int whole = length & -L;
        for (int i = 0; i < whole; i += L) {
            FloatVector gradient = FloatVector.fromArray(SPECIES, g, gFrom + i);
            FloatVector v = decays.mul(FloatVector.fromArray(SPECIES, velocity, from + i))
                    .add(gradient);
            v.intoArray(velocity, from + i);
            FloatVector.fromArray(SPECIES, w, from + i)
                    .sub(rates.mul(gradient.add(decays.mul(v))))
                    .intoArray(w, from + i);
        }
        for (int i = whole; i < length; i++) {
            float v = decay * velocity[from + i] + g[gFrom + i];
            velocity[from + i] = v;
            w[from + i] = w[from + i] - rate * (g[gFrom + i] + decay * v);
        }
    }
}
