// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.hadamard.Backend;
import dev.hadamard.Predictor;
import java.lang.management.ManagementFactory;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.junit.jupiter.api.Test;

/** Prediction in batches: the engine's, without a byte. */
class BatchPredictorTest {

    private static final int ROWS = 64;

    /** Reading the counter itself takes some bytes; a byte a batch would be so many. */
    private static final long LEAST_THAT_COUNTS = 1000;

    /** C2 has that long to compile. */
    private static final int MOST_ROUNDS = 400;

    private static final Example EXAMPLE = Example.of(3, ROWS, 20, 3);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static <A> Topology<A> topology(ElementType<A> type, Topology.Output output, int outputs) {
        return new Topology<>(new int[] {20, 16, outputs}, "relu", output, type, 5);
    }

    /** Dense and sparse in turns. */
    private static Vector[] vectors() {
        Vector[] vectors = new Vector[ROWS];
        for (int row = 0; row < ROWS; row++) {
            Vector dense = Vectors.dense(EXAMPLE.x()[row]);
            vectors[row] = row % 2 == 0 ? dense : dense.toSparse();
        }
        return vectors;
    }

    /** Fewest bytes of a thousand batches, once these are compiled. */
    private static <A> long bytesOfAThousandBatches(ElementType<A> type) {
        Topology<A> topology = topology(type, Topology.Output.SOFTMAX, 3);
        A parameters = topology.initial().parameters();
        Vector[] vectors = vectors();
        long fewest = Long.MAX_VALUE;
        try (BatchPredictor<A> predictor = new BatchPredictor<>(topology, parameters, Backend.auto(), ROWS, 1)) {
            for (int round = 0; round < MOST_ROUNDS && fewest >= LEAST_THAT_COUNTS; round++) {
                long before =
                        THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
                predict(predictor, vectors, 1000);
                long bytes =
                        THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
                fewest = Math.min(fewest, bytes);
            }
        }
        return fewest;
    }

    private static void predict(BatchPredictor<?> predictor, Vector[] vectors, int batches) {
        for (int batch = 0; batch < batches; batch++) {
            predictor.clear();
            for (Vector vector : vectors) {
                predictor.add(vector);
            }
            predictor.run();
        }
    }

    @Test
    void aBatchAllocatesNothing() {
        assertThat(bytesOfAThousandBatches(FloatType.INSTANCE)).isLessThan(LEAST_THAT_COUNTS);
        assertThat(bytesOfAThousandBatches(DoubleType.INSTANCE)).isLessThan(LEAST_THAT_COUNTS);
    }

    @Test
    void probabilitiesAreTheEnginesOutputs() {
        for (int outputs : new int[] {1, 3}) {
            Topology<double[]> topology = topology(
                    DoubleType.INSTANCE, outputs == 1 ? Topology.Output.SIGMOID : Topology.Output.SOFTMAX, outputs);
            double[] parameters = topology.initial().parameters();
            Vector[] vectors = vectors();
            try (BatchPredictor<double[]> batch = new BatchPredictor<>(topology, parameters, Backend.auto(), ROWS, 1);
                    Predictor<double[]> single = Predictor.of(topology.of(parameters), 1)) {
                predict(batch, vectors, 1);
                assertThat(batch.isFull()).isTrue();
                for (int row = 0; row < ROWS; row++) {
                    double[] probabilities = Logits.raw(batch, row);
                    Logits.toProbabilities(probabilities, outputs == 1);
                    double[] expected = single.predict(EXAMPLE.x()[row]);
                    assertThat(probabilities[probabilities.length - 1]).isCloseTo(expected[outputs - 1], within(1e-14));
                    assertThat((int) Logits.prediction(probabilities, null))
                            .isEqualTo(single.classify(EXAMPLE.x()[row], 0));
                }
            }
        }
    }

    @Test
    void thresholdsAreSparks() {
        double[] probabilities = {0.5, 0.3, 0.2};
        assertThat(Logits.prediction(probabilities, null)).isZero();
        assertThat(Logits.prediction(probabilities, new double[] {1, 0.5, 1})).isEqualTo(1);
        assertThat(Logits.prediction(probabilities, new double[] {1, 1, 0})).isEqualTo(2);
        assertThat(Logits.prediction(new double[] {0.5, 0.5, 0}, new double[] {1, 1, 0}))
                .isZero();
        assertThat(Logits.prediction(new double[] {Double.NaN, 0.5}, null)).isNaN();
    }
}
