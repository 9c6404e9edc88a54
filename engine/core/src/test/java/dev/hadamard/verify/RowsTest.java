// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hadamard.Activation;
import dev.hadamard.Layer;
import dev.hadamard.Network;
import org.junit.jupiter.api.Test;

class RowsTest {

    private static final Network<float[]> FLOATS = Network.floats(1, 2, Layer.dense(3, Activation.SOFTMAX));
    private static final Network<double[]> ONE = Network.doubles(1, 2, Layer.dense(1, Activation.SIGMOID));

    @Test
    void everyRowIsAsWideAsTheNetwork() {
        Rows.check(FLOATS, new double[2][2], new double[2][3]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rows.check(FLOATS, new double[][] {{1, 2}, {1}}, new double[2][3]))
                .withMessage("x: row 1 has 1 elements, the network's have 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rows.check(FLOATS, new double[2][2], new double[][] {{1, 2, 3}, {1, 2}}))
                .withMessage("y: row 1 has 2 elements, the network's have 3");
    }

    @Test
    void rowsHoldWhatTheElementTypeHolds() {
        double[][] rows = {{0.1, 0.2}, {1, 1e300}};
        assertThat(Rows.rounded(ONE, rows)).isDeepEqualTo(rows).isNotSameAs(rows);
        assertThat(Rows.rounded(FLOATS, rows)).isDeepEqualTo(new double[][] {{0.1f, 0.2f}, {1, Double.POSITIVE_INFINITY}
        });
        assertThat(rows[0][0]).isEqualTo(0.1);
    }

    @Test
    void classesAreOneHotOrTheOneOutputItself() {
        assertThat(Rows.ofClasses(FLOATS, new int[] {2, 0})).isDeepEqualTo(new double[][] {{0, 0, 1}, {1, 0, 0}});
        assertThat(Rows.ofClasses(ONE, new int[] {1, 0, 1})).isDeepEqualTo(new double[][] {{1}, {0}, {1}});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rows.ofClasses(ONE, new int[] {1, 2}))
                .withMessage("classes: row 1 has class 2, the network knows 0 to 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rows.ofClasses(FLOATS, new int[] {3}))
                .withMessage("classes: row 0 has class 3, the network knows 0 to 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rows.ofClasses(FLOATS, new int[] {-1}))
                .withMessageContaining("class -1");
    }

    @Test
    void anyArrayAsDoubles() {
        double[] own = {1, 2};
        assertThat(Rows.doubles(own)).containsExactly(1, 2).isNotSameAs(own);
        assertThat(Rows.doubles(new float[] {0.1f, 2})).containsExactly(0.1f, 2);
        assertThat(Rows.flat(new double[][] {{1, 2}, {3}})).containsExactly(1, 2, 3);
        assertThat(Rows.epsilon(FLOATS)).isEqualTo(0x1p-23);
        assertThat(Rows.epsilon(ONE)).isEqualTo(0x1p-52);
    }
}
