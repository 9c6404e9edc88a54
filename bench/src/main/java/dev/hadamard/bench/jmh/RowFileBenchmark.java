// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.jmh;

import dev.hadamard.Activation;
import dev.hadamard.CounterRandom;
import dev.hadamard.History;
import dev.hadamard.Layer;
import dev.hadamard.Loss;
import dev.hadamard.Network;
import dev.hadamard.Optimizer;
import dev.hadamard.Stop;
import dev.hadamard.Trainer;
import dev.hadamard.data.Dataset;
import dev.hadamard.data.RowFile;
import dev.hadamard.data.RowFileWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs that rows lie in a file larger than the heap: training on so many rows, shuffled, read piece by piece
 * from a file; or from a data set of at most a million of them in memory, gone through as often as makes the number.
 * The heap has 256 MB. Rows have 28 features, as those of HIGGS, and the network is that of {@code small}: batches of
 * 32, 128 ReLU units, 10 classes.
 *
 * <p>The file is written just before, so the system has it in memory if it can: this is the price of reading ahead,
 * copying and shuffling, not of a disk.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"-Xmx256m", "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 1)
@Measurement(iterations = 2)
public class RowFileBenchmark {

    private static final int FEATURES = 28;
    private static final int CLASSES = 10;
    private static final int BATCH = 32;
    private static final int MOST_IN_MEMORY = 1_000_000;

    /** Of one window, in which a file's rows are shuffled as those of a data set. */
    private static final int CHECKED_ROWS = 4096;

    /** Rows of an operation. */
    @Param("1000000")
    public int rows;

    /** Where rows come from. */
    @Param({"memory", "file"})
    public String source;

    private Path path;
    private RowFile<float[]> file;
    private Dataset<float[]> data;
    private Trainer<float[]> trainer;
    private double best;

    /** Made by JMH. */
    public RowFileBenchmark() {}

    /**
     * Makes rows, network and trainer.
     *
     * @throws IOException if the file can't be written
     * @throws IllegalStateException if training on the file's first rows gives other bits than on these in memory
     */
    @Setup(Level.Trial)
    public void makeAndCheck() throws IOException {
        path = Files.createTempFile("hadamard", ".rows");
        boolean ofFile = source.equals("file");
        int written = ofFile ? rows : Math.min(rows, CHECKED_ROWS);
        try (RowFileWriter writer = new RowFileWriter(path, FEATURES)) {
            CounterRandom random = new CounterRandom(1, CounterRandom.Purpose.USER, 0);
            float[] row = new float[FEATURES];
            for (int r = 0; r < written; r++) {
                fill(row, 0, FEATURES, random);
                writer.add(row, 0);
            }
            writer.finish(labels(written), CLASSES, List.of());
        }
        file = RowFile.openFloats(path);
        check();
        int inMemory = Math.min(rows, MOST_IN_MEMORY);
        if (rows % inMemory != 0) {
            throw new IllegalArgumentException("rows must be a multiple of " + inMemory + ", was " + rows);
        }
        if (!ofFile) {
            float[] x = new float[inMemory * FEATURES];
            fill(x, 0, x.length, new CounterRandom(1, CounterRandom.Purpose.USER, 0));
            data = Dataset.ofFloats(x, FEATURES, labels(inMemory), CLASSES);
        }
        trainer = trainer(network(), ofFile ? 1 : rows / inMemory);
    }

    private static void fill(float[] array, int from, int to, CounterRandom random) {
        for (int i = from; i < to; i++) {
            array[i] = random.nextInt() * 0x1p-30f; // from −2 to 2
        }
    }

    private static int[] labels(int rows) {
        int[] labels = new int[rows];
        Arrays.setAll(labels, r -> (int) (r * 7919L % CLASSES));
        return labels;
    }

    private static Network<float[]> network() {
        return Network.floats(1, FEATURES, Layer.dense(128, Activation.RELU), Layer.dense(CLASSES, Activation.SOFTMAX));
    }

    private static Trainer<float[]> trainer(Network<float[]> network, int epochs) {
        return Trainer.of(network)
                .loss(Loss.crossEntropy())
                .optimizer(Optimizer.gradientDescent(1e-5))
                .batch(BATCH)
                .stop(Stop.afterEpochs(epochs))
                .build();
    }

    private void check() throws IOException {
        RowFile<float[]> some = file.part(0, Math.min(file.rows(), CHECKED_ROWS));
        Network<float[]> inMemory = network();
        Network<float[]> ofFile = network();
        try (Trainer<float[]> one = trainer(inMemory, 1);
                Trainer<float[]> other = trainer(ofFile, 1)) {
            one.fit(some.read());
            other.fit(some);
        }
        if (!Arrays.equals(inMemory.parameters(), ofFile.parameters())) {
            throw new IllegalStateException("rows of a file give other parameters than the same rows in memory");
        }
    }

    /**
     * Trains on all rows once.
     *
     * @return the last cost
     * @throws IOException if reading fails
     */
    @Benchmark
    public double train() throws IOException {
        History history = data == null ? trainer.fit(file) : trainer.fit(data);
        double nanoseconds =
                history.epochs().stream().mapToLong(History.Epoch::nanoseconds).sum();
        best = Math.max(best, rows * 1e9 / nanoseconds);
        return history.epochs().get(history.epochs().size() - 1).cost();
    }

    /**
     * Tells how quick it was, and leaves no file.
     *
     * @throws IOException if it can't be deleted
     */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        System.out.printf(
                "%n%,d rows of %d features, %s; parameters checked; at best %,.0f samples/s%n%s%n",
                rows, FEATURES, source, best, trainer.backend().describe());
        trainer.close();
        Files.delete(path);
    }
}
