// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hadamard.CounterRandom;
import dev.hadamard.data.Dataset;
import dev.hadamard.data.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens where the user says nothing. */
class DefaultsTest {

    @TempDir
    Path folder;

    @Test
    void digitsAreLearntWhateverTheSeed() throws IOException {
        Path file = folder.resolve("digits.json");
        for (int seed = 1; seed <= 5; seed++) {
            Console console = Console.run("train", "--no-compare", "--seed", "" + seed, "--json", file.toString());
            assertThat(console.code()).isZero();
            assertThat(Json.read(file).number("testAccuracy"))
                    .as("seed %d", seed)
                    .isGreaterThanOrEqualTo(0.97);
        }
        assertThat(Json.read(file).text("settings.layers")).isEqualTo("512,256");
        assertThat(Json.read(file).number("settings.epochs")).isEqualTo(23); // 45 steps each
    }

    @Test
    void smallTablesGetASmallNetworkAndManyEpochs() throws IOException {
        Path file = folder.resolve("table.json");
        String data = "csv:" + Tables.classes(folder, 50);
        assertThat(Console.run("train", "--no-compare", "--data", data, "--json", file.toString())
                        .code())
                .isZero();
        assertThat(Json.read(file).text("settings.layers")).isEqualTo("64");
        assertThat(Json.read(file).number("settings.epochs")).isEqualTo(500); // 40 rows, 2 steps each
        assertThat(Json.read(file).number("testAccuracy")).isEqualTo(1);
    }

    @Test
    void bothPartsHoldTheirShareOfEveryClass() {
        int[] labels = new int[100];
        Arrays.setAll(labels, row -> row < 50 ? 0 : row < 80 ? 1 : 2);
        Split<double[]> split = split(labels, 0.2);
        assertThat(counts(split.test())).containsExactly(10L, 6L, 4L);
        assertThat(counts(split.train())).containsExactly(40L, 24L, 16L);
        Set<Double> rows = new HashSet<>();
        for (Dataset<double[]> part : List.of(split.train(), split.test())) {
            Arrays.stream(part.x()).forEach(rows::add);
        }
        assertThat(rows).hasSize(100);
        assertThat(split(labels, 0.2).test().x()).isEqualTo(split.test().x());
        assertThat(Arrays.stream(split.test().x()).limit(10).max().orElseThrow())
                .isGreaterThan(25); // not the first ones
    }

    @Test
    void noPartIsEmpty() {
        assertThat(split(new int[] {0, 1}, 0.001).test().rows()).isEqualTo(1);
        assertThat(split(new int[] {0, 1}, 0.999).train().rows()).isEqualTo(1);
        assertThatThrownBy(() -> split(new int[] {0}, 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one row");
    }

    private static Split<double[]> split(int[] labels, double share) {
        double[] x = new double[labels.length];
        Arrays.setAll(x, row -> row);
        CounterRandom random = new CounterRandom(1, CounterRandom.Purpose.USER, 0);
        return Stratified.split(Dataset.ofDoubles(x, 1, labels, 3), share, random);
    }

    private static List<Long> counts(Dataset<?> part) {
        Long[] counts = {0L, 0L, 0L};
        for (int label : part.labels()) {
            counts[label]++;
        }
        return List.of(counts);
    }
}
