// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.data.RowFile;
import dev.hadamard.data.RowFileWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes a file of rows, shuffled, trains on it and tests, in a JVM whose heap is smaller than the file. */
final class SmallHeapProbe {

    static final int ROWS = 500_000;
    static final int FEATURES = 28;

    private SmallHeapProbe() {}

    /**
     * Prints bytes of the file and of the heap at most, rows trained on, and the accuracy.
     *
     * @param args the file
     */
    public static void main(String[] args) throws IOException {
        Path path = Path.of(args[0]);
        write(path);
        RowFile<float[]> all = RowFile.openFloats(path);
        RowFile<float[]> train = all.part(0, ROWS - 50_000);
        RowFile<float[]> test = all.part(ROWS - 50_000, 50_000);
        train = train.scaled(train.standard());
        test = test.scaled(train.standard());
        Network<float[]> network =
                Network.floats(1, FEATURES, Layer.dense(8, Activation.TANH), Layer.dense(2, Activation.SOFTMAX));
        History history;
        try (Trainer<float[]> trainer = Trainer.of(network)
                .optimizer(Optimizer.adam(0.01))
                .stop(Stop.afterEpochs(1))
                .build()) {
            history = trainer.fit(train);
        }
        try (Predictor<float[]> predictor = Predictor.of(network, 256)) {
            System.out.println(Files.size(path) + " " + Runtime.getRuntime().maxMemory() + " "
                    + history.epochs().get(0).rows() + " "
                    + Evaluation.classification(predictor, test).accuracy());
        }
    }

    /** Sorted by class, the worst order that there is, but shuffled on its way. */
    private static void write(Path path) throws IOException {
        int[] labels = new int[ROWS];
        float[] row = new float[FEATURES];
        CounterRandom random = new CounterRandom(1, CounterRandom.Purpose.USER, 0);
        try (RowFileWriter writer = new RowFileWriter(path, FEATURES)) {
            for (int r = 0; r < ROWS; r++) {
                labels[r] = r < ROWS / 2 ? 0 : 1;
                for (int c = 0; c < FEATURES; c++) {
                    row[c] = random.nextInt() * 0x1p-31f + (c == 3 ? 2 * labels[r] : 0);
                }
                writer.add(row, 0);
            }
            writer.shuffled(random).finish(labels, 2, List.of());
        }
    }
}
