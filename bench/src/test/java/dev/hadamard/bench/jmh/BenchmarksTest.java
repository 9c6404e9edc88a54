// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hadamard.bench.step.OptimizerName;
import dev.hadamard.bench.step.Precision;
import dev.hadamard.bench.step.Workload;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.annotations.Param;

class BenchmarksTest {

    @ParameterizedTest
    @CsvSource({
        "reference,float",
        "reference-unshared,double",
        "scalar,float",
        "netlib-java,float",
        "netlib-native,float",
        "netlib-native,double",
        "simd,float"
    })
    void everyImplementationPassesItsCheckAndSteps(String implementation, String precision) {
        TrainStepBenchmark benchmark = trainStep(implementation, precision);
        benchmark.makeAndCheck();
        benchmark.reset();
        double first = benchmark.step();
        assertThat(first).isBetween(0.1, 10.0);
        benchmark.step();
        benchmark.reset();
        assertThat(benchmark.step()).isEqualTo(first);
    }

    @Test
    void unknownImplementationsAreRefused() {
        assertThatThrownBy(() -> trainStep("nope", "float").makeAndCheck())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nope");
        assertThatThrownBy(() -> trainStep("scalar", "half").makeAndCheck())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("half");
    }

    @ParameterizedTest
    @CsvSource({"tiny,float", "tiny,double", "online,float", "small,double"})
    void floorPassesItsCheck(String workload, String precision) {
        GemmFloorBenchmark benchmark = new GemmFloorBenchmark();
        benchmark.workload = workload;
        benchmark.precision = precision;
        benchmark.threads = 1;
        benchmark.makeAndCheck();
        benchmark.products();
    }

    @Test
    void wrongProductsAreSeen() {
        StepProducts<double[]> products = new StepProducts<>(
                Workload.TINY,
                Precision.DOUBLE,
                (ta, tb, m, n, k, a, aOffset, lda, b, bOffset, ldb, c, cOffset, ldc) -> {});
        products.multiply();
        assertThatThrownBy(products::check)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Z1");
    }

    @Test
    void parametersAreNamesThatTheCodeKnows() throws NoSuchFieldException {
        String[] workloads =
                Arrays.stream(Workload.values()).map(Workload::label).toArray(String[]::new);
        assertThat(params(TrainStepBenchmark.class, "workload")).containsExactly(workloads);
        assertThat(params(GemmFloorBenchmark.class, "workload")).containsExactly(workloads);
        assertThat(OptimizerName.named(params(TrainStepBenchmark.class, "optimizer")[0]))
                .isEqualTo(OptimizerName.SGD);
    }

    private static String[] params(Class<?> benchmark, String field) throws NoSuchFieldException {
        return benchmark.getField(field).getAnnotation(Param.class).value();
    }

    private static TrainStepBenchmark trainStep(String implementation, String precision) {
        TrainStepBenchmark benchmark = new TrainStepBenchmark();
        benchmark.workload = "tiny";
        benchmark.implementation = implementation;
        benchmark.precision = precision;
        benchmark.threads = 1;
        benchmark.optimizer = "sgd";
        benchmark.activation = "relu";
        benchmark.batch = "own";
        return benchmark;
    }
}
