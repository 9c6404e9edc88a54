// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.CounterRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** CSV files for tests. */
final class Tables {

    private Tables() {}

    /** Three clouds of points in the plane, well apart. */
    static Path classes(Path folder, int rows) throws IOException {
        CounterRandom random = new CounterRandom(1, CounterRandom.Purpose.USER, 0);
        List<String> lines = new ArrayList<>(List.of("x,y,kind"));
        for (int i = 0; i < rows; i++) {
            double angle = i % 3 * 2 * Math.PI / 3;
            double x = 5 * Math.cos(angle) + 0.5 * random.nextGaussian();
            double y = 5 * Math.sin(angle) + 0.5 * random.nextGaussian();
            lines.add(String.format(
                    Locale.ROOT,
                    "%.4f,%.4f,%s",
                    x,
                    y,
                    List.of("ash", "birch", "cedar").get(i % 3)));
        }
        return Files.write(folder.resolve("classes.csv"), lines);
    }

    /** y = 1000 + 50 a − 20 b, with a little noise. */
    static Path numbers(Path folder, int rows) throws IOException {
        CounterRandom random = new CounterRandom(2, CounterRandom.Purpose.USER, 0);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            double y = 1000 + 50 * a - 20 * b + random.nextGaussian();
            lines.add(String.format(Locale.ROOT, "%.5f;%.5f;%.5f", y, a, b));
        }
        return Files.write(folder.resolve("numbers.csv"), lines);
    }
}
