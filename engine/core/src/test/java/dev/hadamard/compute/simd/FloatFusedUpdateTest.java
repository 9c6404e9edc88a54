// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hadamard.compute.ParameterUpdate;
import dev.hadamard.compute.UpdateRule;
import dev.hadamard.compute.scalar.FloatScalarUpdates;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Parameters that products update have the bits of gradients first and the scalar update then. */
class FloatFusedUpdateTest {

    /** Samples, inputs, units: around blocks of 400 and 512, one sample, narrow outputs. */
    private static final int[][] SHAPES = {
        {1, 1, 1},
        {1, 784, 128},
        {1, 3, 8195},
        {2, 5, 1},
        {32, 4, 16},
        {32, 16, 3},
        {32, 784, 128},
        {33, 31, 513},
        {128, 256, 10},
        {399, 17, 33},
        {400, 17, 512},
        {401, 17, 33},
        {803, 9, 529},
        {803, 70, 5}
    };

    private final FloatVectorProducts products =
            new FloatVectorProducts(new FloatVectorActivations(), new FloatVectorUpdates());
    private final FloatScalarUpdates scalar = new FloatScalarUpdates();
    private final SplittableRandom random = new SplittableRandom(21);

    @ParameterizedTest
    @EnumSource(
            value = UpdateRule.Kind.class,
            names = {"GRADIENT_DESCENT", "MOMENTUM", "NESTEROV"})
    void hasTheBitsOfGradientsFirst(UpdateRule.Kind kind) {
        assertThat(products.fuses(kind)).isTrue();
        for (int[] shape : SHAPES) {
            check(kind, shape[0], shape[1], shape[2]);
        }
        for (int i = 0; i < 300; i++) {
            check(kind, 1 + random.nextInt(40), 1 + random.nextInt(70), 1 + random.nextInt(70));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = UpdateRule.Kind.class,
            names = {"ADAGRAD", "RMSPROP", "ADAM"})
    void leavesCostlierUpdatesToAPassOfTheirOwn(UpdateRule.Kind kind) {
        assertThat(products.fuses(kind)).isFalse();
    }

    @Test
    void refusesAnUpdateThatItDoesNotFuse() {
        ParameterUpdate<float[]> update =
                new ParameterUpdate<>(new UpdateRule(UpdateRule.Kind.ADAM), new float[4], new float[4], new float[4]);
        assertThatThrownBy(() -> products.updateParameters(
                        new float[2], 0, 2, new float[2], 0, 2, 1, update, 0, 2, -1, 0, 2, 0, 2))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("ADAM");
    }

    private void check(UpdateRule.Kind kind, int samples, int inputs, int units) {
        UpdateRule rule = new UpdateRule(kind);
        rule.rate = 0.1;
        rule.decay = 0.9;
        boolean biased = random.nextBoolean();
        int wOffset = random.nextInt(20);
        int bOffset = wOffset + inputs * units;
        int length = bOffset + units + random.nextInt(20);
        float[] x = normal(samples * inputs);
        float[] delta = normal(samples * units);
        float[] parameters = normal(length);
        float[] velocity = kind.slots() > 0 ? normal(length) : null;
        float[] gradients = new float[length];
        Arrays.fill(gradients, Float.NaN);

        float[] expected = parameters.clone();
        float[] expectedVelocity = velocity == null ? null : velocity.clone();
        float[] g = new float[length];
        products.backwardParameters(
                x, 0, inputs, delta, 0, units, samples, g, wOffset, units, g, bOffset, 0, inputs, 0, units);
        int updated = inputs * units + (biased ? units : 0);
        scalar.update(rule, expected, g, expectedVelocity, null, null, wOffset, updated);

        ParameterUpdate<float[]> update = new ParameterUpdate<>(rule, parameters, gradients, velocity);
        int row = 1 + random.nextInt(inputs);
        int column = 1 + random.nextInt(units);
        int[][] tiles = {
            {0, row, 0, column}, {row, inputs, 0, column}, {0, row, column, units}, {row, inputs, column, units}
        };
        for (int[] t : tiles) {
            if (t[0] < t[1] && t[2] < t[3]) {
                products.updateParameters(
                        x,
                        0,
                        inputs,
                        delta,
                        0,
                        units,
                        samples,
                        update,
                        wOffset,
                        units,
                        biased ? bOffset : -1,
                        t[0],
                        t[1],
                        t[2],
                        t[3]);
            }
        }
        String what = kind + " of " + samples + " x " + inputs + " x " + units + ", split at " + row + ", " + column;
        assertThat(Arrays.mismatch(parameters, expected)).as(what).isEqualTo(-1);
        if (velocity != null) {
            assertThat(Arrays.mismatch(velocity, expectedVelocity)).as(what).isEqualTo(-1);
        }
    }

    private float[] normal(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
