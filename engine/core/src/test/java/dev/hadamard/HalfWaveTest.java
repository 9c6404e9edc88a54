// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HalfWaveTest {

    private static final int POINTS = 10_000;

    /** A few roundings of numbers up to 1. */
    private static final double TOLERANCE = 4e-16;

    @Test
    void agreesWithTheCosine() {
        for (int i = 0; i <= POINTS; i++) {
            double u = (double) i / POINTS;
            assertThat(HalfWave.at(u)).isEqualTo((1 + StrictMath.cos(Math.PI * u)) / 2, within(TOLERANCE));
        }
        assertThat(HalfWave.at(0)).isEqualTo(1);
        assertThat(HalfWave.at(1)).isZero();
    }
}
