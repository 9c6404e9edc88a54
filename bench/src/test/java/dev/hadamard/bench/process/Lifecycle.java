// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.process;

import java.io.IOException;
import java.util.List;

/** Main class of test processes: a parent that starts a child and waits, or a child that only waits. */
final class Lifecycle {

    private static final long FOREVER = 120_000;

    private Lifecycle() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        ParentWatch.start();
        switch (args[0]) {
            case "parent" -> {
                Process child = ChildJvm.start(ChildJvm.of(Lifecycle.class.getName(), List.of("child"))
                        .redirectOutput(ProcessBuilder.Redirect.INHERIT));
                System.exit(child.waitFor());
            }
            case "child" -> {
                System.out.println("child " + ProcessHandle.current().pid());
                Thread.sleep(FOREVER);
            }
            default -> System.exit(Integer.parseInt(args[0]));
        }
    }
}
