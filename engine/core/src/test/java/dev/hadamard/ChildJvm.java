// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A JVM of its own for what is decided once in a process: same Java, same class path less what a test takes away, no
 * flags but those given and permission for native code.
 */
public final class ChildJvm {

    private long limitSeconds = 300;

    private final List<String> flags = new ArrayList<>(List.of("--enable-native-access=ALL-UNNAMED"));
    private Predicate<String> classPathEntries = entry -> true;

    /** What a child printed before it ended with exit code 0. */
    public record Output(List<String> out, List<String> err) {}

    public ChildJvm flags(String... more) {
        flags.addAll(Arrays.asList(more));
        return this;
    }

    /** Leaves out the class path entries whose file name contains one of these. */
    public ChildJvm without(String... parts) {
        classPathEntries =
                classPathEntries.and(entry -> Arrays.stream(parts).noneMatch(new File(entry).getName()::contains));
        return this;
    }

    /** Lets it run for so long. */
    public ChildJvm limit(long seconds) {
        limitSeconds = seconds;
        return this;
    }

    /** Starts it; what it prints to its standard error goes to ours. */
    public Process start(Class<?> main, String... arguments) throws IOException {
        return new ProcessBuilder(command(main, arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public Output run(Class<?> main, String... arguments) throws IOException, InterruptedException {
        List<String> command = command(main, arguments);
        Path out = Files.createTempFile("child", ".out");
        Path err = Files.createTempFile("child", ".err");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("not finished after " + limitSeconds + " s: " + command);
            }
            Output output = new Output(lines(out), lines(err));
            if (process.exitValue() != 0) {
                throw new IllegalStateException("exit code " + process.exitValue() + " of " + command + ": " + output);
            }
            return output;
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private List<String> command(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath(), main.getName()));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.UTF_8);
    }

    private String classPath() {
        // Surefire may start its JVM with a single jar whose manifest lists the class path.
        String whole = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(whole.split(File.pathSeparator))
                .filter(classPathEntries)
                .collect(Collectors.joining(File.pathSeparator));
    }
}
