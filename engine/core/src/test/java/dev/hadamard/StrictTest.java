// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hadamard.compute.scalar.StrictScalarStrategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Strict mode gives one hash for each of eleven networks after 200 steps: whatever the vector width and number of
 * threads, with the Vector API or without it, compiled or interpreted, on every JDK that runs this. The golden file is
 * written anew only with {@code -Dhadamard.golden=update}.
 */
class StrictTest {

    private static final Path GOLDEN = Path.of("src", "test", "resources", "dev", "hadamard", "strict.txt");

    @Test
    void thisJvmComputesTheGoldenBits() throws IOException {
        List<String> lines = StrictProbe.lines(1, StrictProbe.ALL, null);
        assertThat(lines).hasSize(StrictProbe.ALL).doesNotHaveDuplicates();
        if (System.getProperty("hadamard.golden", "").equals("update")) {
            Files.write(GOLDEN, lines);
        }
        assertThat(lines).isEqualTo(golden());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 8})
    void everyNumberOfThreadsComputesThem(int threads) throws IOException {
        assertThat(StrictProbe.lines(threads, StrictProbe.ALL, null)).isEqualTo(golden());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-XX:MaxVectorSize=16", "-XX:MaxVectorSize=32", "-XX:MaxVectorSize=64", "-XX:-TieredCompilation"
            })
    void everyVectorWidthComputesThem(String flag) throws IOException, InterruptedException {
        ChildJvm.Output output = new ChildJvm()
                .flags("--add-modules=jdk.incubator.vector", flag)
                .run(StrictProbe.class, "2", String.valueOf(StrictProbe.ALL));
        assertComputes(output, StrictProbe.ALL, "simd");
    }

    @Test
    void withoutTheVectorApiTheScalarLoopsComputeThem() throws IOException, InterruptedException {
        ChildJvm.Output output = new ChildJvm().run(StrictProbe.class, "3", String.valueOf(StrictProbe.ALL));
        assertComputes(output, StrictProbe.ALL, "strict-scalar");
    }

    @Test
    void theInterpreterComputesThem() throws IOException, InterruptedException {
        ChildJvm.Output output = new ChildJvm()
                .flags("--add-modules=jdk.incubator.vector", "-Xint")
                .run(StrictProbe.class, "1", String.valueOf(StrictProbe.SMALL));
        assertComputes(output, StrictProbe.SMALL, "strict-scalar");
    }

    private static void assertComputes(ChildJvm.Output output, int networks, String backend) throws IOException {
        assertThat(output.out()).hasSize(networks + 1).endsWith(backend);
        assertThat(output.out().subList(0, networks)).isEqualTo(golden().subList(0, networks));
    }

    @Test
    void otherBackendsAreRefused() {
        Network<float[]> network = Network.floats(1, 2, Layer.dense(2, Activation.SOFTMAX));
        for (String name : List.of("scalar", "netlib-java", "netlib-native")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Trainer.of(network)
                            .strict()
                            .backend(Backend.named(name))
                            .build())
                    .withMessageContaining("\"" + name + "\"");
        }
        try (Trainer<float[]> trainer = Trainer.of(network)
                .backend(Backend.of(StrictScalarStrategy.INSTANCE))
                .strict()
                .build()) {
            assertThat(trainer.backend().describe()).contains("bits: those of simd");
        }
        assertThat(Backend.strict().name()).isEqualTo("simd");
        assertThat(Backend.strict().describe()).startsWith("simd, for strict bits");
    }

    private static List<String> golden() throws IOException {
        return Files.readAllLines(GOLDEN);
    }
}
