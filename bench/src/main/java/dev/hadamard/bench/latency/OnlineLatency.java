// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.latency;

import dev.hadamard.Activation;
import dev.hadamard.Backend;
import dev.hadamard.Network;
import dev.hadamard.Optimizer;
import dev.hadamard.Predictor;
import dev.hadamard.Trainer;
import dev.hadamard.bench.step.Precision;
import dev.hadamard.bench.step.PredictionCheck;
import dev.hadamard.bench.step.StepSetup;
import dev.hadamard.bench.step.Workload;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A service that answers requests by the newest snapshot of a network: how long it takes alone, and while another
 * thread trains that network and publishes snapshots without a pause.
 *
 * <p><b>Requests arrive by a fixed schedule</b>, whatever happened to those before: a request that waits because the
 * one before it was late counts from when it was due, not from when somebody had time for it. (A loop that sends the
 * next request when it has the answer to the last leaves out just those that would have met a pause: coordinated
 * omission.)
 *
 * <p>Rounds alone and with the trainer alternate, so that a disturbance of the machine meets both. Between requests the
 * thread sleeps, as that of a service does, but is awake before one is due: how quickly a system wakes a thread up is
 * another question.
 */
public final class OnlineLatency {

    private static final double RATE = 1e-4;

    /** Before a request is due: longer than a system takes to wake a thread. */
    private static final long AWAKE = TimeUnit.MICROSECONDS.toNanos(150);

    private static final long WARM_UP = TimeUnit.SECONDS.toNanos(2);

    private final Settings settings;
    private final Backend backend;
    private final StepSetup<float[]> setup;
    private final AtomicReference<Network<float[]>> published = new AtomicReference<>();
    private final LatencyRecorder alone = new LatencyRecorder();
    private final LatencyRecorder training = new LatencyRecorder();
    private final Predictor<float[]> predictor;
    private final float[] outputs;
    private long steps;
    private long snapshots;
    private double trainedSeconds;

    /**
     * What is measured.
     *
     * @param workload network and batch of the training
     * @param rows rows of a request, at least 1
     * @param perSecond requests a second, at least 1
     * @param seconds of a round, above 0
     * @param rounds how many of each kind, at least 1
     * @param stepsPerSnapshot training steps from one snapshot to the next, at least 1
     */
    public record Settings(
            Workload workload, int rows, int perSecond, double seconds, int rounds, int stepsPerSnapshot) {

        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if one is too small, or a request has more rows than a training step
         */
        public Settings {
            if (rows < 1 || rows > workload.rows()) {
                throw new IllegalArgumentException(
                        "rows must be from 1 to " + workload.rows() + ", those of the workload, was " + rows);
            }
            if (perSecond < 1 || rounds < 1 || stepsPerSnapshot < 1 || !(seconds > 0 && seconds <= 3600)) {
                throw new IllegalArgumentException("perSecond, rounds and stepsPerSnapshot must be at least 1, were "
                        + perSecond + ", " + rounds + " and " + stepsPerSnapshot
                        + ", and seconds above 0 and at most 3600, was " + seconds);
            }
        }
    }

    /**
     * What came of it.
     *
     * @param alone predictions with nothing beside them
     * @param training predictions while the trainer ran
     * @param stepsPerSecond of the trainer
     * @param snapshots that it published
     * @param largestDifference from the reference's outputs, relative
     * @param backend what computed
     */
    public record Result(
            Latency alone,
            Latency training,
            double stepsPerSecond,
            long snapshots,
            double largestDifference,
            String backend) {

        /**
         * What training does to the slowest requests.
         *
         * @return p99.9 while training, divided by that alone
         */
        public double ratio() {
            return training.response().p999() / alone.response().p999();
        }
    }

    private OnlineLatency(Settings settings, Backend backend) {
        this.settings = settings;
        this.backend = backend;
        this.setup = settings.workload()
                .setup(
                        Precision.FLOAT,
                        Optimizer.gradientDescent(RATE),
                        Activation.RELU,
                        settings.workload().rows());
        this.published.set(setup.network().snapshot());
        this.predictor = Predictor.of(published.get(), settings.rows(), backend);
        this.outputs = new float[settings.rows() * setup.network().outputs()];
    }

    /**
     * Measures.
     *
     * @param settings what
     * @param backend what computes
     * @return the figures
     * @throws InterruptedException if interrupted
     * @throws IllegalStateException if an output differs from the reference's, or the trainer failed
     */
    public static Result measure(Settings settings, Backend backend) throws InterruptedException {
        return new OnlineLatency(settings, backend).run();
    }

    private Result run() throws InterruptedException {
        double difference = check();
        LatencyRecorder nobody = new LatencyRecorder();
        long warmUp = Math.min(WARM_UP, nanoseconds());
        whileTraining(() -> answer(warmUp, nobody));
        steps = 0;
        snapshots = 0;
        trainedSeconds = 0;
        for (int round = 0; round < settings.rounds(); round++) {
            answer(nanoseconds(), alone);
            whileTraining(() -> answer(nanoseconds(), training));
        }
        predictor.close();
        return new Result(
                alone.latency(), training.latency(), steps / trainedSeconds, snapshots, difference, backend.describe());
    }

    private double check() {
        int rows = settings.rows();
        StepSetup<float[]> few = setup.withBatch(rows);
        predict();
        double[] answers = Precision.FLOAT.doublesOf(
                Arrays.copyOf(outputs, rows * setup.network().outputs()));
        return PredictionCheck.check(
                new StepSetup<>(few.network(), few.loss(), few.optimizer(), few.first(rows), rows), answers);
    }

    private long nanoseconds() {
        return (long) (settings.seconds() * 1e9);
    }

    private void predict() {
        predictor.use(published.get());
        int inputs = setup.network().inputs();
        predictor.predict(
                setup.data().x(), 0, inputs, outputs, 0, setup.network().outputs(), settings.rows());
    }

    /** Answers requests of a schedule that begins now. */
    private void answer(long duration, LatencyRecorder recorder) {
        long interval = TimeUnit.SECONDS.toNanos(1) / settings.perSecond();
        long start = System.nanoTime();
        for (long due = interval; due <= duration; due += interval) {
            await(start + due);
            long begun = System.nanoTime() - start;
            predict();
            long answered = System.nanoTime() - start;
            recorder.add(answered - due, answered - begun);
        }
    }

    /** Sleeps, then spins: a thread that spins all the time is the first that a system puts aside for others. */
    private static void await(long due) {
        long left = due - System.nanoTime();
        while (left > 0) {
            if (left > AWAKE) {
                LockSupport.parkNanos(left - AWAKE);
            } else {
                Thread.onSpinWait();
            }
            left = due - System.nanoTime();
        }
    }

    private void whileTraining(Runnable body) throws InterruptedException {
        Publisher publisher = new Publisher();
        long begun = System.nanoTime();
        publisher.start();
        body.run();
        publisher.ended = true;
        publisher.join();
        trainedSeconds += (System.nanoTime() - begun) / 1e9;
        if (publisher.failure != null) {
            throw new IllegalStateException("the trainer failed", publisher.failure);
        }
        steps += publisher.done;
        snapshots += publisher.done / settings.stepsPerSnapshot();
    }

    /** Trains without a pause, and publishes snapshots. */
    private final class Publisher extends Thread {

        private volatile boolean ended;
        private long done;
        private Throwable failure;

        Publisher() {
            super("trainer");
            setDaemon(true);
        }

        @Override
        public void run() {
            try (Trainer<float[]> trainer = Trainer.of(setup.network())
                    .loss(setup.loss())
                    .optimizer(setup.optimizer())
                    .batch(setup.batch())
                    .backend(backend)
                    .build()) {
                int inputs = setup.network().inputs();
                while (!ended) {
                    trainer.step(setup.data().x(), 0, inputs, setup.data().labels(), 0, setup.batch());
                    if (++done % settings.stepsPerSnapshot() == 0) {
                        published.set(setup.network().snapshot());
                    }
                }
            } catch (RuntimeException | Error e) { // told to whoever waits
                failure = e;
            }
        }
    }
}
