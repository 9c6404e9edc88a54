// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The classes that README shows are compiled, and run, as they stand there. */
class ReadmeTest {

    private static final Path README = Path.of("..", "..", "README.md");
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final String DIRECTORY = "hadamard.golden.directory";

    @TempDir
    private Path directory;

    private static String block(String part) throws IOException {
        Matcher matcher = BLOCK.matcher(Files.readString(README));
        List<String> found = matcher.results()
                .map(result -> result.group(1))
                .filter(text -> text.contains(part))
                .toList();
        assertThat(found).as("blocks with \"%s\"", part).hasSize(1);
        return found.get(0);
    }

    private Class<?> compiled(String name, String source) throws IOException, ReflectiveOperationException {
        Path file = Files.writeString(directory.resolve(name + ".java"), source);
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
        return new URLClassLoader(
                        new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())
                .loadClass(name);
    }

    @Test
    void theFirstExampleLearns() throws IOException, ReflectiveOperationException {
        StringBuilder csv = new StringBuilder("a,b,c,d,class\n");
        for (int i = 0; i < 150; i++) {
            int label = i % 3;
            csv.append(label + i % 7 * 0.01)
                    .append(',')
                    .append(1 - label)
                    .append(',')
                    .append(i % 5 * 0.1);
            csv.append(',')
                    .append(label * label)
                    .append(',')
                    .append((char) ('x' + label))
                    .append('\n');
        }
        Path data = Files.writeString(directory.resolve("data.csv"), csv);
        Class<?> example = compiled("Iris", block("class Iris"));
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            example.getMethod("main", String[].class).invoke(null, (Object) new String[] {data.toString()});
        } finally {
            System.setOut(before);
        }
        assertThat(Double.parseDouble(printed.toString(StandardCharsets.UTF_8).trim()))
                .isGreaterThan(0.9);
    }

    @Test
    void theGoldenTestPassesTwice() throws IOException, ReflectiveOperationException {
        String source = "import dev.hadamard.*;\nimport dev.hadamard.data.*;\nimport dev.hadamard.junit.*;\n"
                + "import dev.hadamard.verify.*;\nimport org.junit.jupiter.api.*;\n"
                + "class Shown {\n    Dataset<float[]> data = Dataset.ofRows(new double[][] {{0, 1, 2, 3}, {3, 2, 1, 0}},"
                + " new int[] {0, 2}, 3).toFloats();\n" + block("@Golden") + "}\n";
        Class<?> test = compiled("Shown", source);
        System.setProperty(DIRECTORY, directory.toString());
        try {
            System.setProperty("hadamard.golden", "update");
            assertPasses(test);
            System.clearProperty("hadamard.golden");
            assertPasses(test);
        } finally {
            System.clearProperty("hadamard.golden");
            System.clearProperty(DIRECTORY);
        }
        assertThat(directory.toFile().listFiles((File file) -> file.getName().endsWith(".trace")))
                .hasSize(1);
    }

    private static void assertPasses(Class<?> test) {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(test))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.started(1).succeeded(1));
    }
}
