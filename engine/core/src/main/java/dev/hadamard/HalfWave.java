// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

/**
 * Half a cosine wave from 1 down to 0. The cosine of {@link StrictMath} would allocate an array in each step on newer
 * JDKs, and that of {@link Math} may have other bits elsewhere.
 */
final class HalfWave {

    /** The sine's series up to x¹⁷/17!, from the last term; for x up to π/4 the next one is 10⁻¹⁹. */
    private static final double[] SERIES = {
        1.0 / 355_687_428_096_000L,
        -1.0 / 1_307_674_368_000L,
        1.0 / 6_227_020_800L,
        -1.0 / 39_916_800,
        1.0 / 362_880,
        -1.0 / 5_040,
        1.0 / 120,
        -1.0 / 6,
        1
    };

    private HalfWave() {}

    /**
     * (1 + cos(π u)) / 2 = cos²(π u / 2), by the sine of at most π/4.
     *
     * @param u in [0, 1]
     */
    static double at(double u) {
        double s = sine(Math.PI / 2 * (u <= 0.5 ? u : 1 - u));
        return u <= 0.5 ? 1 - s * s : s * s;
    }

    private static double sine(double x) {
        double sum = 0;
        for (double coefficient : SERIES) {
            sum = Math.fma(sum, x * x, coefficient);
        }
        return x * sum;
    }
}
