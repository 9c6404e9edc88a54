// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.hadamard.verify.TensorDifference.Place;
import org.junit.jupiter.api.Test;

/** Differences by hand, on numbers whose differences are exact. */
class TensorDifferenceTest {

    private static final double DOUBLE = Math.ulp(1.0);
    private static final double FLOAT = Math.ulp(1f);
    private static final Place PLACE = new Place(3, 2, "dW2", 3);
    private static final double[] EXPECTED = {1, -2, 4, 8, 0.5, 1};

    private static TensorDifference of(double[] actual, double epsilon, double share, double scale, double absolute) {
        return TensorDifference.of(PLACE, actual, EXPECTED, epsilon, share, scale, absolute);
    }

    @Test
    void theWorstElementIsNamed() {
        double[] actual = {1, -2.25, 4, 8, 1, 1.5};
        TensorDifference found = of(actual, DOUBLE, 0, 1, 0);
        assertThat(found.step()).isEqualTo(3);
        assertThat(found.layer()).isEqualTo(2);
        assertThat(found.tensor()).isEqualTo("dW2");
        assertThat(found.row()).isEqualTo(1);
        assertThat(found.column()).isEqualTo(1); // of two that differ alike the first
        assertThat(found.actual()).isEqualTo(1);
        assertThat(found.expected()).isEqualTo(0.5);
        assertThat(found.relative()).isEqualTo(0.5 / 8);
        assertThat(found.ulps()).isEqualTo(0.5 / Math.ulp(0.5));
        assertThat(found.agrees()).isFalse();
        assertThat(found.toString())
                .startsWith("step 3, layer 2, dW2[1,1]: engine 1.00000000, reference 0.500000000;")
                .contains("0.063 relative")
                .endsWith("ulp: DIFFERS");
    }

    @Test
    void equalTensorsDifferByNothing() {
        TensorDifference found = of(EXPECTED, FLOAT, 0, 1, 0);
        assertThat(found.agrees()).isTrue();
        assertThat(found.relative()).isZero();
        assertThat(found.ulps()).isZero();
        assertThat(found.row()).isZero();
        assertThat(found.column()).isZero();
        assertThat(found.toString()).endsWith("0.00 ulp");
        TensorDifference zeros = TensorDifference.of(PLACE, new double[3], new double[3], FLOAT, 0, 0, 0);
        assertThat(zeros.relative()).isZero();
    }

    @Test
    void ulpsAreOfTheElementType() {
        double[] actual = {1, -2, 4, 8 + 3 * Math.ulp(8f), 0.5, 1};
        assertThat(of(actual, FLOAT, 1, 8, 0).ulps()).isEqualTo(3);
        assertThat(of(actual, DOUBLE, 1, 8, 0).ulps()).isEqualTo(3 * 0x1p29);
    }

    /** allowed = share · scale + absolute, and that much is allowed. */
    @Test
    void whatIsAllowedIsAllowed() {
        double[] actual = {1, -2, 4.75, 8, 0.5, 1};
        assertThat(of(actual, DOUBLE, 0.125, 4, 0.25).agrees()).isTrue();
        assertThat(of(actual, DOUBLE, 0.125, 4, 0.25 - 0x1p-40).agrees()).isFalse();
        assertThat(of(actual, DOUBLE, 0.125 - 0x1p-40, 4, 0.25).agrees()).isFalse();
        assertThat(of(actual, DOUBLE, 0.125, 4 - 0x1p-40, 0.25).agrees()).isFalse();
    }

    @Test
    void whatIsNotFiniteNeverAgrees() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            double[] actual = EXPECTED.clone();
            actual[5] = bad;
            TensorDifference found = of(actual, DOUBLE, 1e9, 1e9, 1e300);
            assertThat(found.agrees()).isFalse();
            assertThat(found.row()).isEqualTo(1);
            assertThat(found.column()).isEqualTo(2);
            assertThat(TensorDifference.of(PLACE, actual, actual, DOUBLE, 1, 1, 1)
                            .agrees())
                    .isFalse();
        }
    }

    @Test
    void lengthsMustAgree() {
        assertThatIllegalStateException()
                .isThrownBy(() -> of(new double[5], DOUBLE, 1, 1, 1))
                .withMessageContaining("5 elements instead of 6");
    }
}
