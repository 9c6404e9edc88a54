// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.Network;
import dev.hadamard.Preparation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every example runs, at small size, and learns what it says. */
class ExamplesTest {

    private static final int MOST_LINES = 75; // with licence, imports and comments; code is under 60

    @TempDir
    Path folder;

    private interface Main {
        void run() throws Exception;
    }

    private static List<String> printed(Main main) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
            main.run();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** The number that follows a word. */
    private static double after(String word, List<String> lines) {
        String text = String.join(" ", lines);
        return Double.parseDouble(
                text.substring(text.indexOf(word) + word.length() + 1).split("[ ,]")[0]);
    }

    @Test
    void stepByStep() throws Exception {
        List<String> lines = printed(() -> StepByStep.main(new String[] {"1"}));
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).startsWith("step 1: E = 0.00065");
        assertThat(lines.get(2)).startsWith("    1  0.880797");
        assertThat(lines.get(4)).contains("2.963");
    }

    @Test
    void classifyCsv() throws Exception {
        List<String> rows = new ArrayList<>(List.of("x,y,kind"));
        for (int i = 0; i < 90; i++) {
            rows.add(i % 3 * 4 + i % 7 * 0.1 + "," + (i % 5 - i % 3) + ","
                    + List.of("a", "b", "c").get(i % 3));
        }
        Path csv = Files.write(folder.resolve("table.csv"), rows);
        Path model = folder.resolve("model");
        List<String> lines = printed(() -> ClassifyCsv.main(new String[] {csv.toString(), model.toString()}));
        assertThat(after("accuracy", lines)).isGreaterThan(0.9);
        assertThat(Network.loadFloats(model).outputs()).isEqualTo(3);
        assertThat(Preparation.load(model).classes()).containsExactly("a", "b", "c");
    }

    @Test
    void regression() throws Exception {
        assertThat(after("R2", printed(() -> Regression.main(new String[] {"60"}))))
                .isGreaterThan(0.9);
    }

    @Test
    void mnist() throws Exception {
        for (String part : List.of("train", "t10k")) {
            int rows = 40;
            ByteBuffer images = ByteBuffer.allocate(16 + rows * 16);
            images.putInt(0x803).putInt(rows).putInt(4).putInt(4);
            ByteBuffer labels = ByteBuffer.allocate(8 + rows).putInt(0x801).putInt(rows);
            for (int row = 0; row < rows; row++) {
                labels.put((byte) (row % 2));
                for (int pixel = 0; pixel < 16; pixel++) {
                    images.put((byte) (pixel % 2 == row % 2 ? 200 : 20));
                }
            }
            Files.write(folder.resolve(part + "-images-idx3-ubyte"), images.array());
            Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.array());
        }
        List<String> lines = printed(() -> Mnist.main(new String[] {folder.toString(), "20"}));
        assertThat(lines).hasSize(21);
        assertThat(after("accuracy", lines)).isEqualTo(1);
    }

    @Test
    void onlineService() throws Exception {
        List<String> lines = printed(() -> OnlineService.main(new String[] {"1500"}));
        assertThat(after("same signs", lines)).isGreaterThan(0.8);
        assertThat(after("other signs", lines)).isLessThan(0.2);
    }

    @Test
    void customFunctions() throws Exception {
        List<String> lines = printed(() -> CustomFunctions.main(new String[0]));
        assertThat(lines.get(0)).contains("0 differ");
        assertThat(after("cost", lines)).isLessThan(0.01);
    }

    @Test
    void withoutIncubator() throws Exception {
        List<String> lines = printed(() -> WithoutIncubator.main(new String[0]));
        assertThat(after("0 xor 0:", lines)).isLessThan(0.2);
        assertThat(after("0 xor 1:", lines)).isGreaterThan(0.8);
    }

    @Test
    void examplesAreShort() throws IOException {
        Path sources = Path.of("src", "main", "java", "dev", "hadamard", "bench", "example");
        int counted = 0;
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file : files.toList()) {
                List<String> lines = Files.readAllLines(file);
                assertThat(lines).as(file.toString()).hasSizeLessThanOrEqualTo(MOST_LINES);
                long code = lines.stream()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("import ") && !line.startsWith("*"))
                        .filter(line -> !line.startsWith("/"))
                        .count();
                assertThat(code).as(file.toString()).isLessThan(60);
                counted++;
            }
        }
        assertThat(counted).isEqualTo(8);
    }
}
