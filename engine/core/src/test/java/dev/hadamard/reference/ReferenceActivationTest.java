// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ReferenceActivationTest {

    /** A few roundings of numbers up to 1. */
    private static final double ROUNDING = 1e-15;

    private static final double NAN = Double.NaN;

    private static double[] apply(ReferenceActivation f, double... z) {
        double[] a = new double[z.length];
        f.apply(z, a);
        return a;
    }

    private static double[] product(ReferenceActivation f, double[] z, double[] dA) {
        double[] dZ = new double[z.length];
        f.vectorJacobianProduct(z, apply(f, z), dA, dZ);
        return dZ;
    }

    @Test
    void valuesAtOne() {
        double e = Math.E;
        assertThat(ReferenceActivation.identity().value(1)).isEqualTo(1);
        assertThat(ReferenceActivation.sigmoid().value(1)).isCloseTo(e / (1 + e), within(ROUNDING));
        assertThat(ReferenceActivation.tanh().value(1)).isCloseTo((e * e - 1) / (e * e + 1), within(ROUNDING));
        assertThat(ReferenceActivation.relu().value(1)).isEqualTo(1);
        assertThat(ReferenceActivation.relu().value(-1)).isEqualTo(0);
        assertThat(ReferenceActivation.leakyRelu().value(-1)).isEqualTo(-0.01);
        assertThat(ReferenceActivation.leakyRelu(0.2).value(-1)).isEqualTo(-0.2);
        assertThat(ReferenceActivation.elu().value(-1)).isCloseTo(1 / e - 1, within(ROUNDING));
        assertThat(ReferenceActivation.elu(2).value(-1)).isCloseTo(2 / e - 2, within(ROUNDING));
        assertThat(ReferenceActivation.softplus().value(1)).isCloseTo(Math.log(1 + e), within(ROUNDING));
        assertThat(ReferenceActivation.silu().value(1)).isCloseTo(e / (1 + e), within(ROUNDING));
        // Φ(1), as tables of the normal distribution print it.
        assertThat(ReferenceActivation.gelu().value(1)).isCloseTo(0.8413447460685429, within(ROUNDING));
        assertThat(ReferenceActivation.gelu().value(-1)).isCloseTo(-0.15865525393145705, within(ROUNDING));
        double u = Math.sqrt(2 / Math.PI) * 1.044715;
        double tanh = (Math.exp(2 * u) - 1) / (Math.exp(2 * u) + 1);
        assertThat(ReferenceActivation.geluTanh().value(1)).isCloseTo(0.5 + 0.5 * tanh, within(ROUNDING));
        assertThat(apply(ReferenceActivation.softmax(), 1, 2))
                .containsExactly(new double[] {1 / (1 + e), e / (1 + e)}, within(ROUNDING));
    }

    @Test
    void smallNumbersKeepTheirDigits() {
        assertThat(ReferenceActivation.elu().value(-1e-10)).isCloseTo(-1e-10 + 0.5e-20, within(1e-25));
        // The tail Φ(−10), where 1 + erf(−10/√2) would be nothing but rounding.
        assertThat(ReferenceActivation.gelu().value(-10) / -10).isCloseTo(7.619853024160527e-24, within(1e-36));
    }

    @Test
    void derivativesAtKinksAreTorchs() {
        assertThat(ReferenceActivation.relu().slope(0)).isEqualTo(0);
        assertThat(ReferenceActivation.relu().slope(Double.MIN_VALUE)).isEqualTo(1);
        assertThat(ReferenceActivation.leakyRelu().slope(0)).isEqualTo(0.01);
        assertThat(ReferenceActivation.elu().slope(0)).isEqualTo(1);
        assertThat(ReferenceActivation.elu(0.5).slope(0)).isEqualTo(0.5);
    }

    @Test
    void largeNumbersAreStable() {
        double big = 1e4;
        assertThat(ReferenceActivation.sigmoid().value(big)).isEqualTo(1);
        assertThat(ReferenceActivation.sigmoid().value(-big)).isEqualTo(0);
        assertThat(ReferenceActivation.tanh().value(-big)).isEqualTo(-1);
        assertThat(ReferenceActivation.elu().value(-big)).isEqualTo(-1);
        assertThat(ReferenceActivation.softplus().value(big)).isEqualTo(big);
        assertThat(ReferenceActivation.softplus().value(-big)).isEqualTo(0);
        assertThat(ReferenceActivation.silu().value(big)).isEqualTo(big);
        assertThat(ReferenceActivation.silu().value(-big)).isZero();
        assertThat(ReferenceActivation.gelu().value(big)).isEqualTo(big);
        assertThat(ReferenceActivation.gelu().value(-big)).isZero();
        assertThat(ReferenceActivation.geluTanh().value(big)).isEqualTo(big);
        assertThat(ReferenceActivation.geluTanh().value(-big)).isZero();
        assertThat(apply(ReferenceActivation.softmax(), big, -big, big)).containsExactly(0.5, 0, 0.5);
        for (ReferenceActivation f : Samples.activations()) {
            double[] z = {big, -big, 700, -700, 40, -40};
            double[] ones = {1, 1, 1, 1, 1, 1};
            for (double value : apply(f, z)) {
                assertThat(value).as("%s", f).isFinite();
            }
            for (double value : product(f, z, ones)) {
                assertThat(value).as("derivative of %s", f).isFinite();
            }
        }
    }

    @Test
    void everyActivationPropagatesNan() {
        int elementWise = 0;
        for (ReferenceActivation f : Samples.activations()) {
            double[] a = apply(f, 0.3, NAN, -0.2);
            assertThat(a[1]).as("%s", f).isNaN();
            if (f instanceof ElementWise) {
                elementWise++;
                assertThat(a[0]).as("%s", f).isFinite();
                assertThat(a[2]).as("%s", f).isFinite();
            } else {
                assertThat(a[2]).as("%s", f).isNaN();
            }
        }
        assertThat(elementWise).isEqualTo(11);
        assertThat(apply(ReferenceActivation.softmax(), 0.3, NAN, -0.2)[0]).isNaN();
    }

    @Test
    void jacobiansAreThoseOfCentralDifferences() {
        RandomGenerator random = new SplittableRandom(5);
        List<Double> differences = new ArrayList<>();
        for (ReferenceActivation f : Samples.activations()) {
            double[] z = {0.7, -1.3, 0.2, 2.1, -0.4};
            double[][] jacobian = f.jacobian(z, apply(f, z));
            double[] numeric = new double[z.length * z.length];
            double h = 1e-5;
            for (int j = 0; j < z.length; j++) {
                double[] above = z.clone();
                double[] below = z.clone();
                above[j] += h;
                below[j] -= h;
                double[] up = apply(f, above);
                double[] down = apply(f, below);
                for (int i = 0; i < z.length; i++) {
                    numeric[i * z.length + j] = (up[i] - down[i]) / (above[j] - below[j]);
                }
            }
            differences.add(Differences.relative(Differences.flat(jacobian), numeric));

            double[] dA = Samples.row(z.length, -1, 1, random);
            double[] expected = new double[z.length];
            for (int i = 0; i < z.length; i++) {
                for (int j = 0; j < z.length; j++) {
                    expected[j] += dA[i] * jacobian[i][j];
                }
            }
            assertThat(Differences.relative(product(f, z, dA), expected))
                    .as("vector-Jacobian product of %s", f)
                    .isLessThanOrEqualTo(1e-14);
        }
        assertThat(differences).hasSize(13).allSatisfy(d -> assertThat(d).isLessThanOrEqualTo(1e-8));
    }

    @Test
    void softmaxProductIsThatOfItsExplicitJacobian() {
        double[] z = {0.5, -1, 2};
        double sum = Math.exp(0.5) + Math.exp(-1) + Math.exp(2);
        double[] p = {Math.exp(0.5) / sum, Math.exp(-1) / sum, Math.exp(2) / sum};
        double[] dA = {3, -2, 0.25};
        double[] expected = new double[3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                expected[j] += dA[i] * (i == j ? p[i] * (1 - p[i]) : -p[i] * p[j]);
            }
        }
        assertThat(product(ReferenceActivation.softmax(), z, dA)).containsExactly(expected, within(4 * ROUNDING));
    }

    @Test
    void productIsByTheTransposedJacobian() {
        ReferenceActivation f = Samples.runningSum();
        double[] z = {1, 2, 4};
        assertThat(apply(f, z)).containsExactly(1, 3, 7);
        assertThat(f.jacobian(z, apply(f, z))).isDeepEqualTo(new double[][] {{1, 0, 0}, {1, 1, 0}, {1, 1, 1}});
        // The reversed running sum; J dA would be 1, 11, 111.
        assertThat(product(f, z, new double[] {1, 10, 100})).containsExactly(111, 110, 100);
    }

    @Test
    void userDefinedElementWiseUsesItsOwnDerivative() {
        ElementWise square = ReferenceActivation.elementWise("square", z -> z * z, z -> 2 * z);
        assertThat(square.value(3)).isEqualTo(9);
        assertThat(square.slope(3)).isEqualTo(6);
        assertThat(product(square, new double[] {3, -1}, new double[] {1, 0.5})).containsExactly(6, -1);
    }
}
