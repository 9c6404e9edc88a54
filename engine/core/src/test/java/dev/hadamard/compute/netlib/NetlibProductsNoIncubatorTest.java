// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.netlib;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Products on the BLAS that netlib offers where the incubator module is missing. */
@Tag("no-incubator")
class NetlibProductsNoIncubatorTest {

    @Test
    void productsAgreeWithPlainLoops() {
        assertThat(Netlib.javaBlas().getClass().getSimpleName()).isEqualTo("Java11BLAS");
        FloatProductChecks floats = new FloatProductChecks(Netlib.javaBlas());
        DoubleProductChecks doubles = new DoubleProductChecks(Netlib.javaBlas());
        assertThat(floats.onEveryShape(floats::forward)).isEqualTo(FloatProductChecks.SHAPES);
        assertThat(floats.onEveryShape(floats::backwardInput)).isEqualTo(FloatProductChecks.SHAPES);
        assertThat(floats.onEveryShape(floats::backwardParameters)).isEqualTo(FloatProductChecks.SHAPES);
        assertThat(doubles.onEveryShape(doubles::forward)).isEqualTo(FloatProductChecks.SHAPES);
        assertThat(doubles.onEveryShape(doubles::backwardInput)).isEqualTo(FloatProductChecks.SHAPES);
        assertThat(doubles.onEveryShape(doubles::backwardParameters)).isEqualTo(FloatProductChecks.SHAPES);
    }
}
