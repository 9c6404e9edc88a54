// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** README's example for Spark is compiled, and run, as it stands there. */
class ReadmeTest {

    private static final Path README = Path.of("..", "..", "README.md");
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final int MOST_LINES = 15;

    @TempDir
    private Path directory;

    private static String example() throws IOException {
        List<String> found = BLOCK.matcher(Files.readString(README))
                .results()
                .map((MatchResult result) -> result.group(1))
                .filter(text -> text.contains("HadamardClassifier"))
                .toList();
        assertThat(found).hasSize(1);
        assertThat(found.get(0).lines()).hasSizeLessThanOrEqualTo(MOST_LINES);
        return found.get(0);
    }

    private void compile(String source) throws IOException {
        Path file = Files.writeString(directory.resolve("OnSpark.java"), source);
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        messages,
                        messages,
                        "-d",
                        directory.toString(),
                        "-cp",
                        classPath,
                        "-proc:none",
                        file.toString());
        assertThat(result).as("%s", messages).isZero();
    }

    /** Points of a checkerboard of four squares, in LIBSVM's format. */
    private Path libsvm() throws IOException {
        StringBuilder text = new StringBuilder();
        for (double[] x : Example.of(1, 500, 2, 2).x()) {
            text.append(String.format(Locale.ROOT, "%d 1:%.4f 2:%.4f%n", x[0] * x[1] > 0 ? 1 : 0, x[0], x[1]));
        }
        return Files.writeString(directory.resolve("points.txt"), text);
    }

    @Test
    void theExampleRuns() throws Exception {
        Sessions.local(); // the example's own builder finds this one
        compile(example());
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        PrintStream before = System.out;
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
            String[] args = {
                libsvm().toString(), directory.resolve("model").toUri().toString()
            };
            loader.loadClass("OnSpark").getMethod("main", String[].class).invoke(null, (Object) args);
        } finally {
            System.setOut(before);
        }
        double accuracy =
                Double.parseDouble(output.toString(StandardCharsets.UTF_8).strip());
        assertThat(accuracy).isBetween(0.9, 1.0);
        assertThat(directory.resolve("model").resolve("model.safetensors")).exists();
    }
}
