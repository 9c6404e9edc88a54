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
        return Stream.of(Suites.quick(2), Suites.headline(2), Suites.full(2));
    }

    @ParameterizedTest
    @MethodSource("suites")
    void timesAllBenchmarksWithParametersThatTheyHave(Suite suite) throws NoSuchFieldException {
        assertThat(suite.parts().stream().map(Part::group).distinct())
                .containsSubsequence("peak", "train", "gemm", "products", "inference", "coldstart", "gradient");
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
        Part train = suite.parts().stream()
                .filter(part -> part.group().equals("train")
                        && part.parameters().get("implementation").containsAll(Backend.names()))
                .findFirst()
                .orElseThrow();
        List<String> workloads =
                Arrays.stream(Workload.values()).map(Workload::label).toList();
        assertThat(train.parameters().get("workload"))
                .containsExactlyElementsOf(suite.name().equals("quick") ? workloads.subList(0, 5) : workloads);
    }

    @Test
    void namesKernelsThatThereAre() {
        List<String> kernels = suites().flatMap(suite -> suite.parts().stream())
                .flatMap(part -> part.parameters().getOrDefault("kernel", List.of()).stream())
                .toList();
        assertThat(kernels)
                .hasSizeGreaterThan(10)
                .allSatisfy(kernel ->
                        assertThat(ElementwiseKernel.named(kernel).label()).isEqualTo(kernel));
    }

    @ParameterizedTest
    @CsvSource({
        "train, 5, train",
        "gemm, 1, gemm",
        "elementwise, 2, elementwise",
        "GemmFloor, 1, gemm",
        "Train.*mark$, 5, train"
    })
    void onlySomeBenchmarks(String only, int parts, String group) {
        assertThat(Suites.quick(2).only(only).parts())
                .hasSize(parts)
                .allSatisfy(part -> assertThat(part.group()).isEqualTo(group));
    }

    @Test
    void severalGroups() {
        assertThat(Suites.quick(2).only("peak,gemm").parts().stream().map(Part::group))
                .containsExactly("peak", "peak", "gemm");
    }

    @Test
    void oneProcessorHasNoThreadsToCompare() {
        assertThat(values(Suites.full(1), "threads")).isEmpty();
        assertThat(values(Suites.full(2), "threads")).containsExactly("2");
        assertThat(values(Suites.full(12), "threads")).containsExactly("2", "4", "8", "12");
    }

    private static List<String> values(Suite suite, String parameter) {
        return suite.parts().stream()
                .flatMap(part -> part.parameters().getOrDefault(parameter, List.of()).stream())
                .toList();
    }

    @Test
    void productsAreTimedInTurn() {
        Suite suite = Suites.full(2).only("products");
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
        Suite suite = Suites.quick(1).only("train").select(Map.of("implementation", "simd", "workload", "tiny,small"));
        assertThat(suite.parts()).hasSize(1);
        assertThat(suite.parts().get(0).parameters())
                .isEqualTo(Map.of("implementation", List.of("simd"), "workload", List.of("tiny", "small")));
        assertThat(Suites.quick(1)
                        .only("peak,gemm")
                        .select(Map.of("workload", "tiny"))
                        .parts())
                .hasSize(3); // the peak has no workload
        assertThat(Suites.quick(2)
                        .only("gemm")
                        .select(Map.of("workload", "tiny"))
                        .parts()
                        .get(0)
                        .parameters())
                .isEqualTo(Map.of("workload", List.of("tiny")));
    }

    @Test
    void whatIsNotAvailableIsLeftOut() {
        Suite suite = Suites.quick(2).without(Set.of("simd", "netlib-native"));
        assertThat(suite.parts())
                .noneMatch(part -> part.group().equals("gemm"))
                .anySatisfy(part ->
                        assertThat(part.parameters().get("implementation")).containsExactly("scalar", "netlib-java"))
                .noneMatch(part -> part.parameters()
                        .getOrDefault("implementation", List.of())
                        .contains("simd"));
    }

    @Test
    void whatLeavesNothingIsRefused() {
        Suite suite = Suites.quick(2);
        assertThatThrownBy(() -> suite.only("nope"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nope")
                .hasMessageContaining("[peak, train, gemm, products, elementwise, inference, coldstart, gradient]");
        assertThatThrownBy(() -> suite.only("("))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(");
        assertThatThrownBy(() -> suite.only("train").select(Map.of("workload", "huge")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("huge");
        assertThatThrownBy(() -> suite.select(Map.of("worklaod", "tiny")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("worklaod");
        assertThatThrownBy(() -> suite.only("gemm").without(Set.of("netlib-native")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("netlib-native");
        assertThatThrownBy(() -> new Effort(0, null, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("forks must be at least 1, was 0");
    }

    @Test
    void effortIsChangedWhereSomethingElseIsSaid() {
        Effort before = Suites.quick(2).parts().get(0).effort();
        Effort after = Suites.quick(2)
                .with(new Effort(5, null, 7, null))
                .parts()
                .get(0)
                .effort();
        assertThat(after).isEqualTo(new Effort(5, before.warmups(), 7, before.time()));
    }
}
