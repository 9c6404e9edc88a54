// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.data.Dataset;
import dev.hadamard.data.RowFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A service in a JVM of its own whose trainers and predictors come and go, round after round. A trainer goes on from
 * what is published, with an optimiser, a backend, threads and batches of its own, and publishes snapshots. Predictors
 * check each snapshot that they see: its parameters have the checksum that they had when it was published, before and
 * after the prediction, and give the outputs that they gave then, bit by bit.
 *
 * <p>After each round everything is over, and the heap in use and the living threads are printed.
 */
final class SoakProbe {

    private static final int INPUTS = 12;
    private static final int MOST_ROWS = 24;
    private static final int PREDICTORS = 3;
    private static final long ROUND = TimeUnit.MILLISECONDS.toNanos(700);

    private static final List<String> BACKENDS = List.of("simd", "scalar", "netlib-java", "netlib-native");
    /** Which promise the same bits each time. */
    private static final List<String> PREDICTING = List.of("simd", "scalar");

    private static final List<Optimizer> OPTIMIZERS =
            List.of(Optimizer.gradientDescent(0.01), Optimizer.adam(0.001), Optimizer.momentum(0.001, 0.9));

    private static final float[] QUESTION = question();

    private final AtomicReference<Published> published = new AtomicReference<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong snapshots = new AtomicLong();
    private final AtomicLong trainers = new AtomicLong();
    private final AtomicLong predictors = new AtomicLong();
    private final RowFile<float[]> rows;
    private final Dataset<float[]> data;
    private volatile boolean over;

    /** A snapshot that is never written to again, and what it has to be. */
    private record Published(Network<float[]> network, int checksum, Map<String, float[]> outputs) {

        static Published of(Network<float[]> network) {
            Network<float[]> snapshot = network.snapshot();
            Map<String, float[]> outputs = new HashMap<>();
            for (String backend : PREDICTING) {
                try (Predictor<float[]> predictor = Predictor.of(snapshot, 1, Backend.named(backend))) {
                    outputs.put(backend, ask(predictor));
                }
            }
            return new Published(snapshot, checksum(snapshot), outputs);
        }

        /** Of all bits. */
        static int checksum(Network<float[]> network) {
            return Arrays.hashCode(network.parameters());
        }
    }

    private SoakProbe(RowFile<float[]> rows) throws IOException {
        this.rows = rows.window(16, 2);
        this.data = rows.read();
    }

    /**
     * Runs rounds and prints a line for each: round, heap in use, threads; at last what was done.
     *
     * @param args a file of rows, and seconds
     */
    public static void main(String[] args) throws Exception {
        SoakProbe probe = new SoakProbe(RowFile.openFloats(Path.of(args[0])));
        probe.published.set(Published.of(Network.floats(
                1,
                INPUTS,
                Layer.dense(48, Activation.TANH),
                Layer.dense(32, Activation.RELU),
                Layer.dense(3, Activation.SOFTMAX))));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(args[1]));
        for (int round = 0; System.nanoTime() < end; round++) {
            probe.round(round);
            System.out.println("round " + round + " heap " + heapInUse() + " threads " + threads());
        }
        System.out.println("trainers " + probe.trainers + " predictors " + probe.predictors + " snapshots "
                + probe.snapshots + " answers " + probe.answers);
    }

    private void round(int number) throws InterruptedException {
        over = false;
        List<Thread> threads = new ArrayList<>();
        threads.add(new Thread(() -> guarded(() -> train(number)), "trainer"));
        for (int i = 0; i < PREDICTORS; i++) {
            String backend = PREDICTING.get(i % PREDICTING.size());
            threads.add(new Thread(() -> guarded(() -> predict(backend)), "predictor"));
        }
        threads.forEach(Thread::start);
        TimeUnit.NANOSECONDS.sleep(ROUND);
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw new IllegalStateException(failure.get());
        }
    }

    /** What a thread does until the round is over. */
    private interface Life {
        void live() throws IOException;
    }

    private void guarded(Life life) {
        try {
            while (!over) {
                life.live();
            }
        } catch (IOException | RuntimeException | Error e) { // told to the main thread
            failure.compareAndSet(null, e);
            over = true;
        }
    }

    /** A trainer's life: some steps by hand, an epoch in memory, an epoch from a file. */
    private void train(int number) throws IOException {
        long turn = trainers.getAndIncrement();
        Network<float[]> network = published.get().network().snapshot();
        TrainerBuilder<float[]> builder = Trainer.of(network)
                .backend(Backend.named(BACKENDS.get((int) (turn % BACKENDS.size()))))
                .optimizer(OPTIMIZERS.get((int) (turn % OPTIMIZERS.size())))
                .threads(1 + (int) (turn % 3))
                .batch(MOST_ROWS)
                .stop(Stop.afterEpochs(1));
        try (Trainer<float[]> trainer = builder.build()) {
            CounterRandom random = new CounterRandom(number, CounterRandom.Purpose.USER, turn);
            for (int step = 0; step < 40 && !over; step++) {
                int count = random.nextInt(1, MOST_ROWS + 1);
                int first = random.nextInt(data.rows() - count + 1);
                trainer.step(data.x(), first * INPUTS, INPUTS, data.labels(), first, count);
                if (step % 5 == 0) {
                    publish(network);
                }
            }
            trainer.fit(data);
            publish(network);
            trainer.fit(rows);
            publish(network);
        }
    }

    private void publish(Network<float[]> network) {
        published.set(Published.of(network));
        snapshots.incrementAndGet();
    }

    /** A predictor's life: some hundred answers, each by the snapshot that is out. */
    private void predict(String backend) {
        predictors.incrementAndGet();
        try (Predictor<float[]> predictor = Predictor.of(published.get().network(), 1, Backend.named(backend))) {
            for (int i = 0; i < 300; i++) {
                Published out = published.get();
                check(out.checksum() == Published.checksum(out.network()), "a snapshot changed");
                predictor.use(out.network());
                float[] answer = ask(predictor);
                check(
                        Arrays.equals(answer, out.outputs().get(backend)),
                        backend + " gives " + Arrays.toString(answer) + ", when published "
                                + Arrays.toString(out.outputs().get(backend)));
                check(out.checksum() == Published.checksum(out.network()), "a snapshot changed");
                answers.incrementAndGet();
            }
        }
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    private static float[] ask(Predictor<float[]> predictor) {
        float[] out = new float[3];
        predictor.predict(QUESTION, 0, INPUTS, out, 0, 3, 1);
        return out;
    }

    private static float[] question() {
        float[] x = new float[INPUTS];
        for (int i = 0; i < INPUTS; i++) {
            x[i] = (i % 5 - 2) * 0.5f;
        }
        return x;
    }

    /** Bytes after a collection. */
    private static long heapInUse() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Threads of ours that are left. Workers are told to end, not waited for, so they get a moment. */
    private static long threads() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        long left = living();
        while (left > 0 && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(5);
            left = living();
        }
        return left;
    }

    /** Those of the engine and of the probe; others belong to the JVM. */
    private static long living() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("hadamard") || name.equals("trainer") || name.equals("predictor"))
                .count();
    }
}
