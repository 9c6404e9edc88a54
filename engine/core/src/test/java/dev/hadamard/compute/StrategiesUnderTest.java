// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

import dev.hadamard.compute.scalar.ScalarStrategy;
import dev.hadamard.compute.scalar.StrictScalarStrategy;
import java.util.List;
import java.util.stream.Stream;

/** The one list of strategies that every kernel test goes through. */
final class StrategiesUnderTest {

    /** For {@code @MethodSource}: every strategy and element type. */
    static final String ALL = "dev.hadamard.compute.StrategiesUnderTest#all";

    /** For {@code @MethodSource}: those that promise bits. */
    static final String WITH_PROMISED_BITS = "dev.hadamard.compute.StrategiesUnderTest#withPromisedBits";

    private static final List<Strategy> WITHOUT_PROMISE =
            List.of(StrategyLookup.named("netlib-native"), StrategyLookup.named("netlib-java"));
    private static final List<Strategy> PROMISING = incubator()
            ? List.of(ScalarStrategy.INSTANCE, StrictScalarStrategy.INSTANCE, StrategyLookup.named("simd"))
            : List.of(ScalarStrategy.INSTANCE, StrictScalarStrategy.INSTANCE);

    private StrategiesUnderTest() {}

    static Stream<Subject<?>> all() {
        return Stream.concat(WITHOUT_PROMISE.stream(), PROMISING.stream()).flatMap(StrategiesUnderTest::ofBothTypes);
    }

    static Stream<Subject<?>> withPromisedBits() {
        return PROMISING.stream().flatMap(StrategiesUnderTest::ofBothTypes);
    }

    /** Tests tagged no-incubator run without it. */
    private static boolean incubator() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    private static Stream<Subject<?>> ofBothTypes(Strategy strategy) {
        return Stream.of(
                new Subject<>(strategy, FloatElements.INSTANCE), new Subject<>(strategy, DoubleElements.INSTANCE));
    }
}
