// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.example;

import dev.hadamard.Activation;
import dev.hadamard.CounterRandom;
import dev.hadamard.Layer;
import dev.hadamard.Network;
import dev.hadamard.Optimizer;
import dev.hadamard.Predictor;
import dev.hadamard.Trainer;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A service that learns while it answers. One thread trains on what arrives, in batches of whatever size, and publishes
 * a snapshot now and then; any number of threads predict by the snapshot that is out, without a lock: a snapshot is
 * never written to again, so nobody reads half of an update.
 */
public final class OnlineService {

    private static final int MOST_ROWS = 32;

    private final AtomicReference<Network<float[]>> published = new AtomicReference<>();

    private void learn(int batches) {
        CounterRandom random = new CounterRandom(1, CounterRandom.Purpose.USER, 0);
        Network<float[]> network =
                Network.floats(1, 2, Layer.dense(16, Activation.TANH), Layer.dense(1, Activation.SIGMOID));
        published.set(network.snapshot());
        try (Trainer<float[]> trainer = Trainer.of(network)
                .optimizer(Optimizer.adam(0.01))
                .batch(MOST_ROWS)
                .build()) {
            for (int batch = 1; batch <= batches; batch++) {
                int rows = random.nextInt(1, MOST_ROWS + 1);
                float[][] x = new float[rows][];
                float[][] y = new float[rows][];
                for (int row = 0; row < rows; row++) {
                    x[row] = new float[] {random.nextFloat(-1, 1), random.nextFloat(-1, 1)};
                    y[row] = new float[] {x[row][0] * x[row][1] > 0 ? 1 : 0};
                }
                trainer.step(x, y);
                if (batch % 50 == 0) {
                    published.set(network.snapshot());
                }
            }
        }
    }

    /** A predictor belongs to one thread, which takes the snapshot that is out: neither allocates nor waits. */
    private double answer(Predictor<float[]> predictor, float a, float b) {
        predictor.use(published.get());
        return predictor.predict(new float[] {a, b})[0];
    }

    /**
     * Learns in one thread and answers in another.
     *
     * @param args how many batches, 2000 if not given
     * @throws InterruptedException if interrupted while learning
     */
    public static void main(String[] args) throws InterruptedException {
        OnlineService service = new OnlineService();
        Thread learner = new Thread(() -> service.learn(args.length > 0 ? Integer.parseInt(args[0]) : 2000));
        learner.start();
        learner.join(20); // a service would answer all the while
        learner.join();
        try (Predictor<float[]> mine = Predictor.of(service.published.get(), 1)) {
            System.out.printf(
                    "same signs %.3f, other signs %.3f%n",
                    service.answer(mine, .5f, .5f), service.answer(mine, .5f, -.5f));
        }
    }
}
