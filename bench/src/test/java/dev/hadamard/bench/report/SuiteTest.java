// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hadamard.Backend;
import dev.hadamard.bench.elementwise.ElementwiseKernel;
import dev.hadamard.bench.report.Suite.Effort;
import dev.hadamard.bench.report.Suite.Part;
import dev.hadamard.bench.step.Workload;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Param;

class SuiteTest {

    static Stream<Suite> suites() {
        return Stream.of(Suite.quick(), Suite.full());
    }

    @ParameterizedTest
    @MethodSource("suites")
    void timesAllBenchmarksWithParametersThatTheyHave(Suite suite) throws NoSuchFieldException {
        assertThat(suite.parts().stream().map(Part::group).distinct())
                .containsSubsequence("train", "gemm", "elementwise")
                .isSubsetOf("train", "gemm", "products", "elementwise");
        for (Part part : suite.parts()) {
            for (String parameter : part.parameters().keySet()) {
                assertThat(part.benchmark().getField(parameter).isAnnotationPresent(Param.class))
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("suites")
    void timesEveryBackendOnEveryWorkload(Suite suite) {
        Part train = suite.parts().get(1);
        assertThat(train.parameters().get("implementation")).containsExactlyElementsOf(Backend.names());
        assertThat(train.parameters().get("workload"))
                .containsExactlyElementsOf(
                        Arrays.stream(Workload.values()).map(Workload::label).toList());
    }

    @ParameterizedTest
    @MethodSource("suites")
    void namesKernelsThatThereAre(Suite suite) {
        List<String> kernels = suite.parts().stream()
                .flatMap(part -> part.parameters().getOrDefault("kernel", List.of()).stream())
                .toList();
        assertThat(kernels)
                .hasSizeGreaterThan(10)
                .allSatisfy(kernel ->
                        assertThat(ElementwiseKernel.named(kernel).label()).isEqualTo(kernel));
    }

    @ParameterizedTest
    @CsvSource({
        "train, 2, train",
        "gemm, 1, gemm",
        "elementwise, 2, elementwise",
        "GemmFloor, 1, gemm",
        "Train.*mark$, 2, train"
    })
    void onlySomeBenchmarks(String only, int parts, String group) {
        assertThat(Suite.quick().only(only).parts())
                .hasSize(parts)
                .allSatisfy(part -> assertThat(part.group()).isEqualTo(group));
    }

    @Test
    void productsAreTimedInTurn() {
        Suite suite = Suite.full().only("products");
        assertThat(suite.parts()).hasSize(1);
        assertThat(suite.parts().get(0).parameters().get("implementation"))
                .containsExactly("simd", "netlib-native", "netlib-java");
        assertThat(suite.without(Set.of("netlib-native"))
                        .parts()
                        .get(0)
                        .parameters()
                        .get("implementation"))
                .containsExactly("simd", "netlib-java");
    }

    @Test
    void onlySomeValues() {
        Suite suite = Suite.quick().only("train").select(Map.of("implementation", "simd", "workload", "tiny,small"));
        assertThat(suite.parts()).hasSize(1);
        assertThat(suite.parts().get(0).parameters())
                .isEqualTo(Map.of("implementation", List.of("simd"), "workload", List.of("tiny", "small")));
        assertThat(Suite.quick()
                        .only("gemm")
                        .select(Map.of("workload", "tiny"))
                        .parts()
                        .get(0)
                        .parameters())
                .isEqualTo(Map.of("workload", List.of("tiny"))); // which the part leaves to the benchmark else
    }

    @Test
    void whatIsNotAvailableIsLeftOut() {
        Suite suite = Suite.quick().without(Set.of("simd", "netlib-native"));
        assertThat(suite.parts()).hasSize(4).noneMatch(part -> part.group().equals("gemm"));
        assertThat(suite.parts().get(1).parameters().get("implementation")).containsExactly("scalar", "netlib-java");
    }

    @Test
    void whatLeavesNothingIsRefused() {
        Suite suite = Suite.quick();
        assertThatThrownBy(() -> suite.only("nope"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nope")
                .hasMessageContaining("[train, gemm, elementwise]");
        assertThatThrownBy(() -> suite.only("("))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(");
        assertThatThrownBy(() -> suite.only("train").select(Map.of("workload", "huge")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("huge");
        assertThatThrownBy(() -> suite.only("gemm").without(Set.of("netlib-native")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("netlib-native");
        assertThatThrownBy(() -> new Effort(0, null, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("forks must be at least 1, was 0");
    }

    @Test
    void effortIsChangedWhereSomethingElseIsSaid() {
        Effort effort = Suite.quick().with(new Effort(5, null, 7, null)).effort();
        assertThat(effort).isEqualTo(new Effort(5, 6, 7, Suite.quick().effort().time()));
    }
}
