// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.hadamard.io.HadamardIOException;
import dev.hadamard.io.TensorFile;
import dev.hadamard.io.TensorInfo;
import dev.hadamard.io.TensorType;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mutated files, each read in every way: all of them are sound, or refused by a HadamardIOException of one line that
 * begins with their name, and none takes more memory than its size allows. What once was answered otherwise lies in the
 * resources, in hostile/, and is read in each run.
 */
class HostileModelTest {

    private static final int FILES = 100_000;
    private static final long SEED = 9;

    /** The buffers that reading a file takes, whatever is in it: one of 64 KiB, and Jackson's. */
    private static final long FIXED_BYTES = 400_000;

    /** Header as bytes, as characters, as names and numbers; elements of 2 bytes as doubles. */
    private static final long BYTES_A_BYTE = 100;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    Path directory;

    private final Network<float[]> network = Network.floats(1, 3, layers());
    private final Trainer<float[]> trainer = trainer(network);

    private final List<Way> ways = List.of(
            HostileModelTest::readTensors,
            Network::loadFloats,
            network::readParameters,
            file -> CheckpointFile.restore(trainer, file));

    /** A way to read a file. */
    private interface Way {
        void read(Path path) throws HadamardIOException;
    }

    private static Layer[] layers() {
        return new Layer[] {
            Layer.dense(4, Activation.leakyRelu()),
            Layer.residual(Layer.dense(4, Activation.elu())),
            Layer.dense(2, Activation.SOFTMAX).withoutBias()
        };
    }

    private static Trainer<float[]> trainer(Network<float[]> network) {
        return Trainer.of(network)
                .backend(Backend.named("scalar"))
                .optimizer(Optimizer.adam(0.01))
                .build();
    }

    @Test
    @Timeout(300)
    void mutatedFilesAreSoundOrRefused() throws IOException {
        List<byte[]> seeds = seeds();
        warmUp(seeds);
        FileMutator mutator = new FileMutator(SEED, seeds);
        Path path = directory.resolve("mutated");
        int refused = 0;
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            for (int i = 0; i < FILES; i++) {
                byte[] content = mutator.next();
                file.write(ByteBuffer.wrap(content), 0); // a file that is made anew each time costs much more
                file.truncate(content.length);
                refused += readEveryWay(path, content, i % ways.size()) ? 0 : 1;
            }
        }
        // Most mutations are felt; some, as those of a weight, are not.
        assertThat(refused).isBetween(FILES / 2, FILES - FILES / 50);
    }

    @Test
    void filesThatWereOnceAnsweredOtherwise() throws IOException, URISyntaxException {
        Path folder = Path.of(HostileModelTest.class.getResource("hostile").toURI());
        int files = 0;
        warmUp(seeds());
        try (Stream<Path> finds = Files.list(folder)) {
            for (Path find : finds.sorted().toList()) {
                byte[] content = Files.readAllBytes(find);
                for (int way = 0; way < ways.size(); way++) {
                    readEveryWay(Files.write(directory.resolve("find"), content), content, way);
                }
                files++;
            }
        }
        assertThat(files).isPositive();
    }

    /** Whether it was read. */
    private boolean readEveryWay(Path path, byte[] content, int way) throws IOException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        boolean sound = true;
        try {
            ways.get(way).read(path);
        } catch (HadamardIOException e) {
            sound = false;
            check(
                    e.getMessage().startsWith(path.toString())
                            && e.getMessage().lines().count() == 1,
                    content,
                    way,
                    e);
        } catch (IllegalArgumentException e) {
            sound = false; // a sound checkpoint of another training, and nothing else
            check(way == 3 && e.getMessage().startsWith(path.toString()), content, way, e);
        } catch (RuntimeException | Error e) {
            check(false, content, way, e);
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        check(
                allocated <= FIXED_BYTES + BYTES_A_BYTE * content.length,
                content,
                way,
                new IllegalStateException(allocated + " bytes allocated for a file of " + content.length));
        return sound;
    }

    private static void readTensors(Path path) throws HadamardIOException {
        try (TensorFile file = TensorFile.open(path)) {
            for (TensorInfo tensor : file.tensors()) {
                if (tensor.type().isReal()) {
                    file.readDoubles(tensor.name());
                } else if (tensor.type() == TensorType.I64) {
                    file.readLongs(tensor.name());
                }
            }
        }
    }

    private static void check(boolean holds, byte[] content, int way, Throwable otherwise) throws IOException {
        if (!holds) {
            Path kept = Files.write(Files.createTempFile("hostile", ".safetensors"), content);
            throw new AssertionError("way " + way + " of reading " + kept, otherwise);
        }
    }

    private List<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        Path path = directory.resolve("seed");
        for (ParameterLayout layout : ParameterLayout.values()) {
            ModelFile.of(network)
                    .layout(layout)
                    .metadata("a", "ü\n")
                    .tensor("t", new double[] {Double.NaN})
                    .write(path);
            seeds.add(Files.readAllBytes(path));
        }
        Network.doubles(1, 3, layers()).save(path);
        seeds.add(Files.readAllBytes(path));
        CheckpointFile.save(trainer, path);
        seeds.add(Files.readAllBytes(path));
        seeds.add(FileMutator.everyType());
        return seeds;
    }

    /** Loads classes, which takes memory once. */
    private void warmUp(List<byte[]> seeds) throws IOException {
        for (byte[] seed : seeds) {
            Path path = Files.write(directory.resolve("seed"), seed);
            readTensors(path);
            for (byte[] content : List.of(seed, new byte[9])) {
                Files.write(path, content);
                for (Way way : ways) {
                    try {
                        way.read(path);
                    } catch (HadamardIOException | IllegalArgumentException e) {
                        assertThat(e).hasMessageStartingWith(path.toString());
                    }
                }
            }
        }
    }
}
