// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Guards the build itself: tests with this tag really run in a JVM without the incubator module. */
@Tag("no-incubator")
class NoIncubatorTest {

    @Test
    void theIncubatorModuleIsAbsent() {
        assertThat(ModuleLayer.boot().findModule("jdk.incubator.vector")).isEmpty();
    }
}
