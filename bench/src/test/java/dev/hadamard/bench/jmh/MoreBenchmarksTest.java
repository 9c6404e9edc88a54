// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hadamard.bench.elementwise.ElementwiseKernel;
import dev.hadamard.verify.GradientCheck;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every body once, at a tiny size. */
class MoreBenchmarksTest {

    @ParameterizedTest
    @CsvSource({"scalar,float,1", "netlib-java,float,3", "netlib-native,double,1", "simd,float,33", "simd,double,2"})
    void inference(String implementation, String precision, int batch) {
        InferenceBenchmark benchmark = new InferenceBenchmark();
        benchmark.workload = "tiny";
        benchmark.implementation = implementation;
        benchmark.precision = precision;
        benchmark.threads = 1;
        benchmark.batch = batch;
        benchmark.makeAndCheck();
        assertThatCode(benchmark::predict).doesNotThrowAnyException();
        benchmark.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "scalar", "netlib-java", "netlib-native", "simd"})
    void coldStart(String implementation) {
        ColdStartBenchmark benchmark = new ColdStartBenchmark();
        benchmark.workload = "tiny";
        benchmark.implementation = implementation;
        benchmark.steps = 2;
        benchmark.make();
        assertThat(benchmark.start()).isBetween(0.1, 10.0);
        assertThatCode(benchmark::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"scalar,float", "simd,double"})
    void gradientCheck(String implementation, String precision) {
        GradientCheckBenchmark benchmark = new GradientCheckBenchmark();
        benchmark.implementation = implementation;
        benchmark.precision = precision;
        benchmark.make();
        assertThat(benchmark.check().parameters()).hasSize(3 * GradientCheck.DEFAULT_SAMPLE + 10);
    }

    @ParameterizedTest
    @CsvSource({"memoized,2", "unshared,3", "central-differences,2", "memoized,32", "unshared,32"})
    void gradientCost(String rule, int depth) {
        GradientCostBenchmark benchmark = new GradientCostBenchmark();
        benchmark.rule = rule;
        benchmark.depth = depth;
        benchmark.makeAndCheck();
        assertThat(benchmark.gradients()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(ElementwiseKernel.class)
    void elementwise(ElementwiseKernel kernel) {
        for (String implementation : List.of("scalar", "simd")) {
            for (String precision : List.of("float", "double")) {
                run(kernel.label(), implementation, precision);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sigmoid", "tanh", "silu", "gelu-tanh", "softmax-10", "softmax-1000"})
    void loopsOverMath(String kernel) {
        run(kernel, "math", "float");
    }

    private static void run(String kernel, String implementation, String precision) {
        ElementwiseBenchmark benchmark = new ElementwiseBenchmark();
        benchmark.kernel = kernel;
        benchmark.implementation = implementation;
        benchmark.precision = precision;
        benchmark.length = 37;
        benchmark.makeAndCheck();
        assertThatCode(benchmark::run).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "file"})
    void rowsOfAFile(String source) throws IOException {
        RowFileBenchmark benchmark = new RowFileBenchmark();
        benchmark.rows = 10_000;
        benchmark.source = source;
        benchmark.makeAndCheck();
        assertThat(benchmark.train()).isBetween(1.0, 10.0);
        benchmark.close();
    }

    @Test
    void unknownRulesAreRefused() {
        GradientCostBenchmark benchmark = new GradientCostBenchmark();
        benchmark.rule = "guess";
        benchmark.depth = 2;
        assertThatThrownBy(benchmark::makeAndCheck)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("guess");
    }

    @Test
    void bandwidthCountsWhatItMoves() {
        BandwidthBenchmark benchmark = new BandwidthBenchmark();
        benchmark.bytes = 12_288;
        benchmark.fillAndCheck();
        BandwidthBenchmark.Rate rate = new BandwidthBenchmark.Rate();
        benchmark.triad(rate);
        assertThat(rate.gigabytes).isEqualTo(12_288e-9);
        benchmark.update(rate);
        float[] sums = benchmark.sum(rate);
        assertThat(rate.gigabytes).isCloseTo((2 * 12_288 + 12_288 / 3) * 1e-9, within(1e-15));
        float total = 0;
        for (float sum : sums) {
            total += sum;
        }
        assertThat(total).isEqualTo(12_288 / 3 / 4);
    }

    @ParameterizedTest
    @CsvSource({"7,adam,double,2", "1,sgd,float,1"})
    void trainingStepsOfOtherSizes(String batch, String optimizer, String precision, int threads) {
        TrainStepBenchmark benchmark = new TrainStepBenchmark();
        benchmark.workload = "tiny";
        benchmark.implementation = "simd";
        benchmark.precision = precision;
        benchmark.threads = threads;
        benchmark.optimizer = optimizer;
        benchmark.activation = "relu";
        benchmark.batch = batch;
        benchmark.makeAndCheck();
        benchmark.reset();
        assertThat(benchmark.step()).isBetween(0.1, 10.0);
    }
}
