// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With real processes: a test JVM starts a parent, which starts a child. */
@Timeout(60)
class ChildProcessTest {

    private static final long SECONDS = 20;

    @Test
    void exitCodePassesThrough() throws Exception {
        assertThat(start("7").waitFor()).isEqualTo(7);
    }

    @Test
    void childEndsWhenItsParentIsKilled() throws Exception {
        Process parent = start("parent");
        ProcessHandle child = childOf(parent);
        assertThat(child.isAlive()).isTrue();
        parent.destroyForcibly();
        child.onExit().get(SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void childEndsBeforeAParentThatIsToldToEnd() throws Exception {
        Process parent = start("parent");
        ProcessHandle child = childOf(parent);
        parent.destroy();
        assertThat(parent.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void parentReportsThatItsChildWasTerminated() throws Exception {
        Process parent = start("parent");
        childOf(parent).destroy();
        assertThat(parent.waitFor()).isEqualTo(143);
    }

    private static Process start(String argument) throws IOException {
        return ChildJvm.start(ChildJvm.of(Lifecycle.class.getName(), List.of(argument)));
    }

    private static ProcessHandle childOf(Process parent) throws IOException {
        BufferedReader output = parent.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("child ")) {
                return ProcessHandle.of(Long.parseLong(line.substring("child ".length())))
                        .orElseThrow();
            }
        }
        throw new AssertionError("the parent started no child");
    }
}
