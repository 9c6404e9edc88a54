// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hadamard.data.Categories;
import dev.hadamard.data.Dataset;
import dev.hadamard.data.Imputer;
import dev.hadamard.data.RowFile;
import dev.hadamard.data.RowFileWriter;
import dev.hadamard.io.HadamardIOException;
import dev.hadamard.metrics.ClassificationMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training on rows of a file. */
class RowFileTrainingTest {

    private static final int ROWS = 207;
    private static final int BATCH = 8;

    private static final TrainingListener STOPS_EVERY_SEVENTH = new TrainingListener() {
        @Override
        public void stepDone(Trainer<?> trainer, long step, int rows, double cost) {
            if (step % 7 == 0) {
                trainer.requestStop();
            }
        }
    };

    @TempDir
    private Path directory;

    private static Dataset<float[]> data() {
        return Dataset.ofRows(Examples.normal(1, ROWS, 4), Examples.labels(2, ROWS, 3), 3)
                .toFloats();
    }

    private Path written() throws HadamardIOException {
        Path path = directory.resolve("rows");
        RowFileWriter.write(path, data(), List.of());
        return path;
    }

    private static Network<float[]> network() {
        return Network.floats(1, 4, Layer.dense(5, Activation.TANH), Layer.dense(3, Activation.SOFTMAX));
    }

    private static Trainer<float[]> trainer(Network<float[]> network) {
        return Trainer.of(network).batch(BATCH).stop(Stop.afterEpochs(3)).build();
    }

    @Test
    void aFileOfOneWindowGivesTheBitsOfItsDataSet() throws IOException {
        Network<float[]> inMemory = network();
        Network<float[]> ofFile = network();
        History expected;
        try (Trainer<float[]> trainer = trainer(inMemory)) {
            expected = trainer.fit(data());
        }
        try (Trainer<float[]> trainer = trainer(ofFile)) {
            History history = trainer.fit(RowFile.openFloats(written()));
            assertThat(history.epochs()).hasSize(3);
            for (int i = 0; i < 3; i++) {
                assertThat(history.epochs().get(i).cost())
                        .isEqualTo(expected.epochs().get(i).cost());
            }
        }
        assertThat(ofFile.parameters()).containsExactly(inMemory.parameters());
    }

    @Test
    void windowsGiveTheSameBitsEachTime() throws IOException {
        RowFile<float[]> file = RowFile.openFloats(written()).window(16, 2);
        Network<float[]> first = network();
        Network<float[]> second = network();
        for (Network<float[]> network : List.of(first, second)) {
            try (Trainer<float[]> trainer = trainer(network)) {
                History history = trainer.fit(file, data());
                assertThat(history.epochs()).allMatch(epoch -> epoch.rows() == ROWS && epoch.watched() > 0);
            }
        }
        assertThat(second.parameters()).containsExactly(first.parameters());
        Network<float[]> inMemory = network();
        try (Trainer<float[]> trainer = trainer(inMemory)) {
            trainer.fit(data());
        }
        assertThat(first.parameters()).isNotEqualTo(inMemory.parameters());
    }

    @Test
    void whatWasStoppedGoesOnWithTheSameBits() throws IOException {
        RowFile<float[]> file = RowFile.openFloats(written()).window(16, 2);
        Network<float[]> whole = network();
        try (Trainer<float[]> trainer = trainer(whole)) {
            trainer.fit(file);
        }
        Network<float[]> inPieces = network();
        try (Trainer<float[]> trainer = trainer(inPieces)) {
            int calls = 0;
            do {
                trainer.fit(file, STOPS_EVERY_SEVENTH);
                calls++;
            } while (trainer.isUnfinished());
            assertThat(calls).isEqualTo(3 * 26 / 7 + 1);
        }
        assertThat(inPieces.parameters()).containsExactly(whole.parameters());
    }

    @Test
    void anInterruptEndsItAfterTheStep() throws IOException {
        RowFile<float[]> file = RowFile.openFloats(written()).window(16, 2);
        try (Trainer<float[]> trainer = trainer(network())) {
            Thread.currentThread().interrupt();
            History history = trainer.fit(file);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(history.reason()).isEqualTo(History.Reason.INTERRUPT);
            assertThat(trainer.steps()).isEqualTo(1);
        }
    }

    @Test
    void aFileMayBeLargerThanTheHeap() throws IOException, InterruptedException {
        ChildJvm.Output output = new ChildJvm()
                .flags("-Xmx40m")
                .run(SmallHeapProbe.class, directory.resolve("large").toString());
        String[] numbers = output.out().get(0).split(" ");
        assertThat(Long.parseLong(numbers[0]))
                .isGreaterThan(4L * SmallHeapProbe.ROWS * SmallHeapProbe.FEATURES)
                .isGreaterThan(Long.parseLong(numbers[1]));
        assertThat(numbers[2]).isEqualTo("450000");
        assertThat(Double.parseDouble(numbers[3])).isGreaterThan(0.95);
    }

    @Test
    void figuresAreThoseOfADataSet() throws IOException {
        RowFile<float[]> file = RowFile.openFloats(written()).window(16, 2);
        try (Predictor<float[]> predictor = Predictor.of(network(), BATCH)) {
            ClassificationMetrics expected = Evaluation.classification(predictor, data());
            ClassificationMetrics metrics = Evaluation.classification(predictor, file);
            assertThat(metrics.rows()).isEqualTo(ROWS);
            assertThat(metrics.confusionMatrix()).isDeepEqualTo(expected.confusionMatrix());
            assertThat(metrics.logLoss()).isEqualTo(expected.logLoss());
        }
        Dataset<float[]> numbers = Dataset.ofRows(Examples.normal(1, ROWS, 4), Examples.normal(2, ROWS, 3))
                .toFloats();
        Path path = directory.resolve("numbers");
        RowFileWriter.write(path, numbers, List.of());
        try (Predictor<float[]> predictor = Predictor.of(network(), BATCH)) {
            assertThat(Evaluation.regression(predictor, RowFile.openFloats(path).window(16, 2))
                            .rmse())
                    .isEqualTo(Evaluation.regression(predictor, numbers).rmse());
        }
    }

    @Test
    void whatWasDoneToRowsGoesWithThem() throws IOException {
        Categories towns = new Categories(0, "town", Categories.Encoding.ONE_HOT, List.of("Oslo", "Rome"));
        Imputer imputer = new Imputer(new double[] {0, 0, 1.5});
        Path path = directory.resolve("prepared");
        try (RowFileWriter writer = new RowFileWriter(path, 3)) {
            new Preparation(List.of(towns), imputer, null, null, List.of()).addTo(writer);
            writer.add(new float[] {1, 0, 4}, 0);
            writer.finish(new int[] {1}, 2, List.of("no", "yes"));
        }
        assertThat(Preparation.of(RowFile.openFloats(path)))
                .isEqualTo(new Preparation(List.of(towns), imputer, null, null, List.of("no", "yes")));
        assertThat(Preparation.of(RowFile.openFloats(written()))).isEqualTo(Preparation.NONE);
    }

    @Test
    void badDataIsRefused() throws IOException {
        RowFile<float[]> file = RowFile.openFloats(written());
        try (Trainer<float[]> trainer = trainer(Network.floats(1, 3, Layer.dense(3, Activation.SOFTMAX)))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> trainer.fit(file))
                    .withMessageContaining("data has 4 features and 3 outputs or classes, the network 3 inputs");
        }
        Trainer<float[]> weighted =
                Trainer.of(network()).classWeights(1, 2, 3).batch(BATCH).build();
        try (weighted) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> weighted.fit(file))
                    .withMessageContaining("weights of classes");
        }
        java.nio.file.Files.delete(file.path());
        try (Trainer<float[]> trainer = trainer(network())) {
            assertThatExceptionOfType(HadamardIOException.class)
                    .isThrownBy(() -> trainer.fit(file))
                    .withMessageContaining("no such file");
        }
    }
}
