// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hadamard.bench.jmh.PeakBenchmark.Rate;
import dev.hadamard.bench.step.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GemmBenchmarkTest {

    @ParameterizedTest
    @CsvSource({
        "forward, 5x7x3, float, simd",
        "weights, 5x7x3, float, netlib-java",
        "input, 5x7x3, double, netlib-native",
        "forward, 33x67x71, double, simd",
        "weights, 61x1x71, double, simd",
        "input, 1x67x71, float, netlib-native"
    })
    void checksTheProductThatItTimes(String product, String shape, String precision, String implementation) {
        GemmBenchmark benchmark = new GemmBenchmark();
        benchmark.product = product;
        benchmark.shape = shape;
        benchmark.precision = precision;
        benchmark.implementation = implementation;
        benchmark.makeAndCheck();
        assertThatCode(benchmark::multiply).doesNotThrowAnyException();
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        GemmBenchmark benchmark = new GemmBenchmark();
        benchmark.product = "forward";
        benchmark.shape = "2x2x2";
        benchmark.precision = "half";
        benchmark.implementation = "simd";
        assertThatThrownBy(benchmark::makeAndCheck)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("half");
    }

    @Test
    void aWrongProductIsFound() {
        double[] product = {2, 2, 2, 2.001};
        assertThatThrownBy(() -> ProductCheck.check(Precision.DOUBLE, "Z", product, 0, 2, 2, 2, (i, j, k) -> 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Z[1,1] is 2.001 instead of 2.0");
        double[] missing = {2, 2, 2, Double.NaN};
        assertThatThrownBy(() -> ProductCheck.check(Precision.FLOAT, "Z", missing, 0, 2, 2, 2, (i, j, k) -> 1))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theRoofCountsWhatItComputes() {
        PeakBenchmark peak = new PeakBenchmark();
        peak.fillAndCheck();
        Rate rate = new Rate();
        float[] tile = peak.floats(rate);
        assertThat(rate.gigaflops).isEqualTo(2e-9 * 128 * tile.length);
        assertThat(peak.doubles(rate)).hasSize(tile.length / 2).containsOnly(128);
    }
}
