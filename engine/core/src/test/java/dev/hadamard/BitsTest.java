// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The promise about bits: parameters after 200 steps are those of the golden file, on every JDK, CPU, vector width and
 * number of threads, interpreted or compiled. The file is written anew only with {@code -Dhadamard.golden=update}.
 */
class BitsTest {

    private static final Path GOLDEN = Path.of("src", "test", "resources", "dev", "hadamard", "bits.txt");
    private static final String[] PROMISING = {"scalar", "simd"};
    private static final int LINES_A_BACKEND = 2 * (BitsProbe.optimizers().size() + 2);

    @Test
    void thisJvmComputesTheGoldenBits() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String backend : PROMISING) {
            lines.addAll(BitsProbe.lines(Backend.named(backend), 1));
        }
        assertThat(lines).hasSize(PROMISING.length * LINES_A_BACKEND).doesNotHaveDuplicates();
        if (System.getProperty("hadamard.golden", "").equals("update")) {
            Files.write(GOLDEN, lines);
        }
        assertThat(lines).isEqualTo(golden());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 8})
    void everyNumberOfThreadsComputesTheGoldenBits(int threads) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String backend : PROMISING) {
            lines.addAll(BitsProbe.lines(Backend.named(backend), threads));
        }
        assertThat(lines).isEqualTo(golden());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:MaxVectorSize=16",
                "-XX:MaxVectorSize=32",
                "-XX:MaxVectorSize=64",
                "-XX:UseAVX=2",
                "-XX:UseAVX=1",
                "-XX:-TieredCompilation"
            })
    void everyVectorWidthComputesTheGoldenBits(String flag) throws IOException, InterruptedException {
        ChildJvm.Output output = new ChildJvm()
                .flags("--add-modules=jdk.incubator.vector", "-XX:+IgnoreUnrecognizedVMOptions", flag)
                .run(BitsProbe.class, "1", "scalar", "simd");
        assertThat(output.out()).isEqualTo(golden());
    }

    /**
     * -Xint would be refused by the strategy simd, and rightly so; interpreting our own methods alone has the same
     * effect.
     */
    @Test
    void interpretedCodeComputesTheGoldenBits() throws IOException, InterruptedException {
        ChildJvm.Output output = new ChildJvm()
                .flags("--add-modules=jdk.incubator.vector", "-XX:CompileCommand=quiet")
                .flags("-XX:CompileCommand=exclude,dev.hadamard.compute.*::*")
                .run(BitsProbe.class, "1", "scalar", "simd");
        assertThat(output.out()).isEqualTo(golden());
    }

    private static List<String> golden() throws IOException {
        return Files.readAllLines(GOLDEN);
    }
}
