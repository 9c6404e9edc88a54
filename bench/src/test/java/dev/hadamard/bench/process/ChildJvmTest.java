// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChildJvmTest {

    private static final String PARENT = "-Ddev.hadamard.bench.parent=";

    @Test
    void addsWhatIsMissingBehindTheInheritedOptions() {
        assertThat(ChildJvm.options(List.of("-Xmx1g", "-Da=b"), 42, true))
                .containsExactly(
                        "-Xmx1g",
                        "-Da=b",
                        "--add-modules=jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djdk.console=java.base",
                        PARENT + 42);
    }

    @Test
    void addsNothingTwice() {
        List<String> inherited = List.of(
                "--add-modules=java.sql,jdk.incubator.vector",
                "--enable-native-access=some.module",
                "-Djdk.console=jdk.internal.le",
                PARENT + 1);
        assertThat(ChildJvm.options(inherited, 42, true))
                .containsExactly(inherited.get(0), inherited.get(1), inherited.get(2), PARENT + 42);
    }

    @Test
    void asksForNoModuleThatTheJdkLacks() {
        assertThat(ChildJvm.options(List.of(), 42, false)).noneMatch(option -> option.startsWith("--add-modules"));
    }

    @Test
    void anotherModuleOfSimilarNameIsNotEnough() {
        assertThat(ChildJvm.options(List.of("--add-modules=jdk.incubator.vectors"), 42, true))
                .contains("--add-modules=jdk.incubator.vector");
    }

    @Test
    void childGetsMainClassAndArgumentsButNotTheVariablesThatTheOptionsCameFrom() {
        ProcessBuilder builder = ChildJvm.of("some.Main", List.of("a", "b c"));
        assertThat(builder.command()).endsWith("some.Main", "a", "b c").contains("-cp");
        assertThat(builder.environment()).doesNotContainKeys("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS");
    }
}
