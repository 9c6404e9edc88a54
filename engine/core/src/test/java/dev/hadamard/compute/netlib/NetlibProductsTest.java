// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.netlib;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ludovic.netlib.blas.BLAS;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Products on native BLAS and on netlib's Vector BLAS. */
class NetlibProductsTest {

    static Stream<Named<BLAS>> blas() {
        return Stream.of(Netlib.nativeBlas(), Netlib.javaBlas())
                .map(blas -> Named.of(blas.getClass().getSimpleName(), blas));
    }

    @Test
    void bothAreWhatTheyShouldBe() {
        assertThat(blas()).extracting(Named::getName).containsExactly("JNIBLAS", "VectorBLAS");
    }

    @ParameterizedTest
    @MethodSource("blas")
    void forward(BLAS blas) {
        FloatProductChecks floats = new FloatProductChecks(blas);
        DoubleProductChecks doubles = new DoubleProductChecks(blas);
        assertThat(floats.onEveryShape(floats::forward)).isEqualTo(FloatProductChecks.SHAPES);
        assertThat(doubles.onEveryShape(doubles::forward)).isEqualTo(FloatProductChecks.SHAPES);
    }

    @ParameterizedTest
    @MethodSource("blas")
    void backwardInput(BLAS blas) {
        FloatProductChecks floats = new FloatProductChecks(blas);
        DoubleProductChecks doubles = new DoubleProductChecks(blas);
        assertThat(floats.onEveryShape(floats::backwardInput)).isEqualTo(FloatProductChecks.SHAPES);
        assertThat(doubles.onEveryShape(doubles::backwardInput)).isEqualTo(FloatProductChecks.SHAPES);
    }

    @ParameterizedTest
    @MethodSource("blas")
    void backwardParameters(BLAS blas) {
        FloatProductChecks floats = new FloatProductChecks(blas);
        DoubleProductChecks doubles = new DoubleProductChecks(blas);
        assertThat(floats.onEveryShape(floats::backwardParameters)).isEqualTo(FloatProductChecks.SHAPES);
        assertThat(doubles.onEveryShape(doubles::backwardParameters)).isEqualTo(FloatProductChecks.SHAPES);
    }
}
