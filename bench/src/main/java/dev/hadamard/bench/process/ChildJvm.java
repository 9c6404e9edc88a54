// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.process;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM like this one, with the same options and class path, and with the options that vector and native code need.
 *
 * <p>A child ends with its parent: when the parent is told to end, a shutdown hook passes that on; when it is killed,
 * the child notices ({@link ParentWatch}).
 */
public final class ChildJvm {

    /** The module that vector code needs. */
    static final String INCUBATOR = "jdk.incubator.vector";

    private static final String ADD_INCUBATOR = "--add-modules=" + INCUBATOR;
    private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

    /** From JDK 22 on, other consoles answer System.console() even where there is no terminal. */
    private static final String CONSOLE = "-Djdk.console=java.base";

    /** The launcher and the VM add these variables' content to the options, where a child finds it already. */
    private static final List<String> OPTION_VARIABLES =
            List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");

    private ChildJvm() {}

    /**
     * A child of this JVM, not yet started.
     *
     * @param mainClass its main class, found on this JVM's class path
     * @param args the main class's arguments
     * @return a builder to redirect and start
     */
    public static ProcessBuilder of(String mainClass, List<String> args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options(
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                ProcessHandle.current().pid(),
                Restart.hasIncubator()));
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(mainClass);
        command.addAll(args);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeAll(OPTION_VARIABLES);
        return builder;
    }

    /**
     * The JVM options of a child.
     *
     * @param inherited this JVM's own options
     * @param parent this JVM's process id
     * @param incubator whether the JDK has the incubator module
     * @return the inherited options, then what they lack; of equal options, Java obeys the last
     */
    static List<String> options(List<String> inherited, long parent, boolean incubator) {
        List<String> options = new ArrayList<>(inherited);
        if (incubator && inherited.stream().noneMatch(ChildJvm::addsIncubator)) {
            options.add(ADD_INCUBATOR);
        }
        if (inherited.stream().noneMatch(option -> option.startsWith("--enable-native-access"))) {
            options.add(NATIVE_ACCESS);
        }
        if (inherited.stream().noneMatch(option -> option.startsWith("-Djdk.console="))) {
            options.add(CONSOLE);
        }
        options.removeIf(option -> option.startsWith(ParentWatch.OPTION));
        options.add(ParentWatch.OPTION + parent);
        return options;
    }

    private static boolean addsIncubator(String option) {
        return option.startsWith("--add-modules=")
                && List.of(option.substring(option.indexOf('=') + 1).split(",")).contains(INCUBATOR);
    }

    /**
     * Starts a child that ends when this JVM is told to end.
     *
     * @param builder what to start
     * @return the running child
     * @throws IOException if it can't be started
     */
    public static Process start(ProcessBuilder builder) throws IOException {
        EndWithParent hook = new EndWithParent();
        Runtime.getRuntime().addShutdownHook(hook); // before the start, so that no signal falls in between
        return hook.watch(builder.start());
    }

    /** Ends a child and waits for its end, so that its last words come before ours. */
    private static final class EndWithParent extends Thread {

        private Process child;
        private boolean ending;

        synchronized Process watch(Process started) {
            child = started;
            if (ending) {
                started.destroy();
            }
            // A child that has ended needs no hook; Runtime refuses once the shutdown has begun, when it doesn't
            // matter.
            started.onExit().thenRun(this::remove);
            return started;
        }

        private void remove() {
            try {
                Runtime.getRuntime().removeShutdownHook(this);
            } catch (IllegalStateException e) {
                return; // shutting down already
            }
        }

        private synchronized Process begin() {
            ending = true;
            return child;
        }

        @Override
        public void run() {
            Process running = begin();
            if (running != null) {
                running.destroy();
                running.onExit().join();
            }
        }
    }
}
