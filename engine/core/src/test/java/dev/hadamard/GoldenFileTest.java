// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hadamard.io.TensorFile;
import dev.hadamard.io.TensorInfo;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of version 1 can be read for ever. They hold what a network of a known seed starts with, or has after some
 * known steps, so that there is something to compare with. Written anew only with {@code -Dhadamard.golden=update}.
 */
class GoldenFileTest {

    private static final Path RESOURCES = Path.of("src/test/resources/dev/hadamard/version1");
    private static final String FLOATS = "floats.safetensors";
    private static final String DOUBLES = "doubles.safetensors";
    private static final String TORCH = "torch.safetensors";
    private static final String CHECKPOINT = "checkpoint-000000000005.safetensors";

    /** Of the parameters with which training ends that goes on from the checkpoint. */
    private static final int RESUMED = 208_548_152;

    @TempDir
    Path directory;

    private static Path file(String name) {
        try {
            return Path.of(GoldenFileTest.class.getResource("version1/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Network<float[]> floats() {
        return Network.floats(17, 7, ModelFileTest.everyLayer());
    }

    private static Network<double[]> doubles() {
        return Network.doubles(18, 7, ModelFileTest.everyLayer());
    }

    private static Trainer<float[]> trainer(Network<float[]> network) {
        return Trainer.of(network)
                .backend(Backend.named("scalar"))
                .optimizer(Optimizer.adam(0.01))
                .batch(4)
                .stop(Stop.afterEpochs(3).orDerivativesBelow(1e-30))
                .build();
    }

    private static void train(Trainer<float[]> trainer, TrainingListener... listeners) {
        trainer.fit(Precision.FLOAT.data(Examples.normal(1, 10, 3), Examples.labels(2, 10, 2), 2), listeners);
    }

    private static Network<float[]> small() {
        return Network.floats(19, 3, Layer.dense(4, Activation.TANH), Layer.dense(2, Activation.SOFTMAX));
    }

    @Test
    void models() throws IOException {
        if (System.getProperty("hadamard.golden", "").equals("update")) {
            Files.createDirectories(RESOURCES);
            floats().save(RESOURCES.resolve(FLOATS));
            doubles().save(RESOURCES.resolve(DOUBLES));
            ModelFile.of(floats()).layout(ParameterLayout.TORCH).write(RESOURCES.resolve(TORCH));
            try (Trainer<float[]> trainer = trainer(small())) {
                train(trainer, Checkpoints.in(directory).every(1).keep(9));
            }
            Files.write(RESOURCES.resolve(CHECKPOINT), Files.readAllBytes(directory.resolve(CHECKPOINT)));
            return;
        }
        for (String name : new String[] {FLOATS, TORCH}) {
            Network<float[]> network = Network.loadFloats(file(name));
            assertThat(network.parameters()).isEqualTo(floats().parameters());
            assertThat(network.seed()).isEqualTo(17);
            assertThat(network).hasToString(floats().toString());
        }
        assertThat(Network.loadDoubles(file(DOUBLES)).parameters())
                .isEqualTo(doubles().parameters());
        try (TensorFile file = TensorFile.open(file(FLOATS))) {
            assertThat(file.metadata()).containsEntry("hadamard.version", "1");
        }
    }

    @Test
    void checkpoint() throws IOException {
        Network<float[]> whole = small();
        try (Trainer<float[]> trainer = trainer(whole)) {
            train(trainer);
        }
        Files.write(directory.resolve(CHECKPOINT), Files.readAllBytes(file(CHECKPOINT)));
        Network<float[]> resumed = small();
        try (Trainer<float[]> trainer = trainer(resumed)) {
            assertThat(Checkpoints.in(directory).resume(trainer)).isPresent();
            assertThat(trainer.steps()).isEqualTo(5);
            Path again = directory.resolve("again");
            CheckpointFile.save(trainer, again);
            assertSameTensors(again, file(CHECKPOINT));
            train(trainer);
        }
        assertThat(Arrays.hashCode(resumed.parameters())).isEqualTo(RESUMED);
        // The file's five steps were computed when Adam's step took one rounding more than now.
        assertThat(resumed.parameters()).containsExactly(whole.parameters(), within(1e-6f));
    }

    /** What was restored is what stands in the file, to the bit. */
    private static void assertSameTensors(Path actual, Path expected) throws IOException {
        try (TensorFile one = TensorFile.open(actual);
                TensorFile other = TensorFile.open(expected)) {
            assertThat(one.metadata().get("hadamard.trainer"))
                    .isEqualTo(other.metadata().get("hadamard.trainer"));
            assertThat(one.tensors())
                    .extracting(TensorInfo::name)
                    .containsExactlyInAnyOrderElementsOf(
                            other.tensors().stream().map(TensorInfo::name).toList());
            for (TensorInfo tensor : other.tensors()) {
                if (tensor.type().isReal()) {
                    assertThat(one.readDoubles(tensor.name()))
                            .as(tensor.name())
                            .isEqualTo(other.readDoubles(tensor.name()));
                } else {
                    assertThat(one.readLongs(tensor.name()))
                            .as(tensor.name())
                            .isEqualTo(other.readLongs(tensor.name()));
                }
            }
        }
    }
}
