// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
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
}
