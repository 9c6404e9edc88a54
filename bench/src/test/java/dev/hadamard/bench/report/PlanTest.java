// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hadamard.bench.report.Suite.Effort;
import dev.hadamard.bench.report.Suite.Part;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PlanTest {

    @Test
    void everythingRunsOnceBeforeAnythingRunsTwice() {
        Plan plan = Plan.of(Suites.headline(2));
        assertThat(plan.rounds()).hasSize(3);
        assertThat(plan.rounds().get(0)).hasSameSizeAs(Suites.headline(2).parts());
        assertThat(plan.rounds().get(1)).hasSizeLessThan(plan.rounds().get(0).size()); // netlib-java runs once
        int forks = plan.rounds().stream()
                .flatMap(List::stream)
                .mapToInt(part -> Plan.combinations(part).size() * Plan.methods(part))
                .sum();
        assertThat(plan.forks()).isEqualTo(forks).isGreaterThan(300);
    }

    @Test
    void implementationsTakeTurns() {
        Part products = Suites.full(2).only("products").parts().get(0);
        List<Map<String, String>> combinations = Plan.combinations(products);
        assertThat(combinations.subList(0, 4).stream().map(c -> c.get("implementation")))
                .containsExactly("simd", "netlib-native", "netlib-java", "simd");
        assertThat(combinations.subList(0, 3).stream().map(c -> c.get("shape") + c.get("product")))
                .containsOnly(
                        combinations.get(0).get("shape") + combinations.get(0).get("product"));
        assertThat(combinations).hasSize(33 * 3 * 3).doesNotHaveDuplicates();
    }

    @Test
    void promisesOfTheSuitesAreKept() {
        assertThat(Plan.of(Suites.quick(2)).seconds()).isLessThan(6 * 60);
        assertThat(Plan.of(Suites.headline(2)).seconds()).isLessThan(30 * 60);
        assertThat(Plan.of(Suites.full(2)).seconds()).isLessThan(90 * 60);
    }

    @Test
    void aSlowCallIsLongerThanItsIteration() {
        Part reference = Suites.full(2).only("train").select(Map.of("implementation", "reference")).parts().stream()
                .filter(part -> part.mode() != null)
                .findFirst()
                .orElseThrow();
        double large = Plan.seconds(reference, Map.of("workload", "large", "implementation", "reference"));
        double deep = Plan.seconds(reference, Map.of("workload", "deep", "implementation", "reference"));
        assertThat(large).isGreaterThan(3 * 2.5);
        assertThat(deep).isGreaterThan(large);
    }

    @Test
    void timeLeftIsCorrectedByTimeSpent() {
        Suite suite = Suites.quick(1).only("gradient").with(new Effort(2, 5, 5, null));
        Plan plan = Plan.of(suite);
        AtomicLong clock = new AtomicLong();
        Progress progress = new Progress(plan, clock::get);
        Part part = suite.parts().get(0);
        Map<String, String> parameters = Plan.combinations(part).get(0);
        double each = plan.seconds() / plan.forks();
        assertThat(progress.next(part, parameters))
                .startsWith(">>> JVM 1 of 18, about " + Progress.text(plan.seconds()) + " left: GradientCost")
                .contains("rule=memoized");
        clock.addAndGet(Math.round(3e9 * each)); // three times as long as expected
        assertThat(progress.next(part, parameters))
                .contains("JVM 2 of 18, about " + Progress.text(3 * 17 * each) + " left");
        assertThat(each).isEqualTo(2, within(1e-9));
    }

    @Test
    void durations() {
        assertThat(Progress.text(0)).isEqualTo("0 s");
        assertThat(Progress.text(119.4)).isEqualTo("119 s");
        assertThat(Progress.text(150.1)).isEqualTo("3 min");
    }
}
