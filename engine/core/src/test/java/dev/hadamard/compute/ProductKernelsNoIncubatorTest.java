// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same contract in a JVM without the incubator module, where netlib computes with another class. */
@Tag("no-incubator")
class ProductKernelsNoIncubatorTest extends ProductKernelsTest {

    @Test
    void netlibUsesItsJava11Blas() {
        assertThat(StrategyLookup.named("netlib-java").describe())
                .startsWith("products: dev.ludovic.netlib.blas.Java11BLAS");
    }
}
