// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hadamard.History.Reason;
import dev.hadamard.data.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When {@link Trainer#fit} ends, and that the next call trains what was left. */
class StopTest {

    private static final int ROWS = 18;
    private static final int BATCH = 4;
    private static final int STEPS_PER_EPOCH = 5;
    private static final double[][] X = Examples.normal(1, ROWS, 3);
    private static final double[][] Y = Examples.normal(2, ROWS, 2);

    private static <A> Network<A> network(Setting<A> setting) {
        return setting.network(1, 3, Layer.dense(5, Activation.TANH), Layer.dense(2, Activation.IDENTITY));
    }

    private static <A> TrainerBuilder<A> builder(Setting<A> setting, Network<A> network) {
        return setting.trainer(network).batch(BATCH).optimizer(Optimizer.adam(0.01));
    }

    private static <A> Dataset<A> data(Setting<A> setting) {
        return setting.precision().data(X, Y);
    }

    /** Does something after a certain step. */
    private record AtStep(long step, Runnable action) implements TrainingListener {
        @Override
        public void stepDone(Trainer<?> trainer, long done, int rows, double cost) {
            if (done == step) {
                action.run();
            }
        }
    }

    @AfterEach
    void leavesNoInterruptBehind() {
        assertThat(Thread.interrupted()).isFalse();
    }

    @EverySetting
    <A> void afterItsEpochs(Setting<A> setting) {
        try (Trainer<A> trainer =
                builder(setting, network(setting)).stop(Stop.afterEpochs(3)).build()) {
            History history = trainer.fit(data(setting));
            assertThat(history.reason()).isEqualTo(Reason.EPOCHS);
            assertThat(history.epochs()).extracting(History.Epoch::number).containsExactly(1L, 2L, 3L);
            assertThat(history.epochs()).extracting(History.Epoch::rows).containsOnly((long) ROWS);
            assertThat(trainer.steps()).isEqualTo(3 * STEPS_PER_EPOCH);

            History more = trainer.fit(data(setting));
            assertThat(more.epochs()).extracting(History.Epoch::number).containsExactly(4L, 5L, 6L);
            assertThat(trainer.steps()).isEqualTo(6 * STEPS_PER_EPOCH);
        }
    }

    @EverySetting
    <A> void atOnceForNoEpochs(Setting<A> setting) {
        Network<A> network = network(setting);
        double[] before = network.parametersAsDoubles();
        try (Trainer<A> trainer =
                builder(setting, network).stop(Stop.afterEpochs(0)).build()) {
            History history = trainer.fit(data(setting));
            assertThat(history.reason()).isEqualTo(Reason.EPOCHS);
            assertThat(history.epochs()).isEmpty();
        }
        assertThat(network.parametersAsDoubles()).isEqualTo(before);
    }

    /**
     * A linear network on targets that a linear network makes: any optimiser gets to a gradient of 0, but for Lion,
     * whose steps don't shrink, and Adadelta, whose steps begin at 1e−3 of its rate.
     */
    @EverySetting
    <A> void whenAllDerivativesAreSmall(Setting<A> setting) {
        double threshold = 1e-2;
        int tried = 0;
        for (Optimizer optimizer : Examples.optimizers()) {
            if (optimizer instanceof Lion || optimizer instanceof Adadelta) {
                continue;
            }
            Network<A> network = setting.network(1, 2, Layer.dense(1, Activation.IDENTITY));
            double[][] x = {{1, 0}, {0, 1}, {1, 1}, {1, -1}};
            double[][] y = {{0.5}, {-0.5}, {0}, {1}};
            Stop stop = Stop.afterEpochs(1000).orDerivativesBelow(threshold);
            try (Trainer<A> trainer = setting.trainer(network)
                    .optimizer(optimizer.withRate(0.1))
                    .batch(4)
                    .stop(stop)
                    .build()) {
                History history = trainer.fit(setting.precision().data(x, y));
                List<History.Epoch> epochs = history.epochs();
                assertThat(history.reason())
                        .as("%s, %s", optimizer, epochs.size())
                        .isEqualTo(Reason.DERIVATIVES);
                assertThat(epochs).hasSizeBetween(2, 999);
                assertThat(epochs.get(epochs.size() - 1).largestDerivative()).isLessThan(threshold);
                for (History.Epoch epoch : epochs.subList(0, epochs.size() - 1)) {
                    assertThat(epoch.largestDerivative()).isGreaterThanOrEqualTo(threshold);
                }
            }
            tried++;
        }
        assertThat(tried).isEqualTo(11);
    }

    @EverySetting
    <A> void theLargestDerivativeIsThatOfTheWholeEpoch(Setting<A> setting) {
        for (Loss loss :
                List.of(Loss.halfSquaredError(), Loss.halfSquaredError().sum())) {
            Network<A> network = network(setting);
            double largest = largestDerivative(setting, network, loss);
            // at a rate this small the parameters, and so the gradients, are the same in all of an epoch's steps
            Optimizer still = Optimizer.gradientDescent(1e-30);
            for (int batch : new int[] {ROWS, BATCH}) {
                try (Trainer<A> trainer = setting.trainer(network)
                        .loss(loss)
                        .optimizer(still)
                        .batch(batch)
                        .stop(Stop.afterEpochs(2).orDerivativesBelow(1e-30))
                        .build()) {
                    History history = trainer.fit(data(setting));
                    assertThat(history.epochs()).hasSize(2);
                    for (History.Epoch epoch : history.epochs()) {
                        assertThat(Math.abs(epoch.largestDerivative() - largest))
                                .isLessThanOrEqualTo(32 * setting.precision().epsilon() * largest);
                    }
                }
            }
        }
    }

    private static <A> double largestDerivative(Setting<A> setting, Network<A> network, Loss loss) {
        try (Trainer<A> trainer = setting.trainer(network).loss(loss).build()) {
            double largest = 0;
            for (double g :
                    setting.precision().doubles(setting.gradients(trainer, X, Y).parameters())) {
                largest = Math.max(largest, Math.abs(g));
            }
            return largest;
        }
    }

    @EverySetting
    <A> void onRequestAfterTheCurrentStepAndThenTheRest(Setting<A> setting) {
        Network<A> expected = network(setting);
        uninterrupted(setting, expected);
        for (int step :
                new int[] {1, STEPS_PER_EPOCH - 1, STEPS_PER_EPOCH, STEPS_PER_EPOCH + 3, 3 * STEPS_PER_EPOCH - 1}) {
            Network<A> network = network(setting);
            try (Trainer<A> trainer =
                    builder(setting, network).stop(Stop.afterEpochs(3)).build()) {
                History first = trainer.fit(data(setting), new AtStep(step, trainer::requestStop));
                assertThat(first.reason()).isEqualTo(Reason.REQUEST);
                assertThat(trainer.steps()).isEqualTo(step);
                assertThat(rows(first)).isEqualTo(rowsAfter(step));

                History second = trainer.fit(data(setting));
                assertThat(second.reason()).isEqualTo(Reason.EPOCHS);
                assertThat(trainer.steps()).isEqualTo(3 * STEPS_PER_EPOCH);
                assertThat(rows(first) + rows(second)).isEqualTo(3 * ROWS);
            }
            assertThat(network.parametersAsDoubles()).isEqualTo(expected.parametersAsDoubles());
        }
    }

    private static <A> void uninterrupted(Setting<A> setting, Network<A> network) {
        try (Trainer<A> trainer =
                builder(setting, network).stop(Stop.afterEpochs(3)).build()) {
            trainer.fit(data(setting));
        }
    }

    private static long rows(History history) {
        return history.epochs().stream().mapToLong(History.Epoch::rows).sum();
    }

    private static long rowsAfter(long steps) {
        return steps / STEPS_PER_EPOCH * ROWS + steps % STEPS_PER_EPOCH * BATCH;
    }

    @EverySetting
    <A> void onInterruptWhichStaysSet(Setting<A> setting) {
        Network<A> expected = network(setting);
        uninterrupted(setting, expected);
        Network<A> network = network(setting);
        try (Trainer<A> trainer =
                builder(setting, network).stop(Stop.afterEpochs(3)).build()) {
            Thread self = Thread.currentThread();
            History first = trainer.fit(data(setting), new AtStep(7, self::interrupt));
            assertThat(Thread.interrupted())
                    .as("the flag stays, until this clears it")
                    .isTrue();
            assertThat(first.reason()).isEqualTo(Reason.INTERRUPT);
            assertThat(trainer.steps()).isEqualTo(7);
            assertThat(trainer.fit(data(setting)).reason()).isEqualTo(Reason.EPOCHS);
        }
        assertThat(network.parametersAsDoubles()).isEqualTo(expected.parametersAsDoubles());
    }

    @EverySetting
    <A> void byAListenerOfTheEpoch(Setting<A> setting) {
        List<Long> told = new ArrayList<>();
        try (Trainer<A> trainer = builder(setting, network(setting)).build()) {
            History history = trainer.fit(data(setting), new TrainingListener() {
                @Override
                public void epochDone(Trainer<?> source, History.Epoch epoch) {
                    told.add(epoch.number());
                    if (epoch.number() == 2) {
                        source.requestStop();
                    }
                }
            });
            assertThat(history.reason()).isEqualTo(Reason.REQUEST);
            assertThat(history.epochs()).hasSize(2);
            assertThat(trainer.fit(data(setting)).epochs())
                    .as("8 of 10 epochs were left")
                    .hasSize(8);
        }
        assertThat(told).containsExactly(1L, 2L);
    }

    @EverySetting
    <A> void byAnotherThread(Setting<A> setting) throws InterruptedException {
        try (Trainer<A> trainer = builder(setting, network(setting))
                .stop(Stop.afterEpochs(Long.MAX_VALUE))
                .build()) {
            Thread other = new Thread(trainer::requestStop);
            History history = trainer.fit(data(setting), new AtStep(3, other::start));
            other.join();
            assertThat(history.reason()).isEqualTo(Reason.REQUEST);
            assertThat(trainer.steps()).isGreaterThanOrEqualTo(3);
        }
    }

    /** A stop in the middle of an epoch must not cut the epoch's gradient in two. */
    @EverySetting
    <A> void anEpochInTwoPartsHasItsWholeGradient(Setting<A> setting) {
        Stop stop = Stop.afterEpochs(2).orDerivativesBelow(1e-30);
        try (Trainer<A> whole = builder(setting, network(setting)).stop(stop).build();
                Trainer<A> parted =
                        builder(setting, network(setting)).stop(stop).build()) {
            List<History.Epoch> expected = whole.fit(data(setting)).epochs();
            History first = parted.fit(data(setting), new AtStep(3, parted::requestStop));
            History second = parted.fit(data(setting));
            assertThat(first.epochs())
                    .extracting(History.Epoch::largestDerivative)
                    .containsExactly(Double.NaN);
            assertThat(second.epochs())
                    .extracting(History.Epoch::largestDerivative)
                    .containsExactly(
                            expected.get(0).largestDerivative(), expected.get(1).largestDerivative());
        }
    }

    @EverySetting
    <A> void anExceptionOfAListenerEndsTheTrainingAndTheNextCallGoesOn(Setting<A> setting) {
        Network<A> expected = network(setting);
        uninterrupted(setting, expected);
        Network<A> network = network(setting);
        try (Trainer<A> trainer =
                builder(setting, network).stop(Stop.afterEpochs(3)).build()) {
            IllegalStateException thrown = new IllegalStateException("full disk");
            try {
                trainer.fit(data(setting), new AtStep(8, () -> {
                    throw thrown;
                }));
            } catch (IllegalStateException e) {
                assertThat(e).isSameAs(thrown);
            }
            assertThat(trainer.steps()).isEqualTo(8);
            trainer.fit(data(setting));
        }
        assertThat(network.parametersAsDoubles()).isEqualTo(expected.parametersAsDoubles());
    }

    @Test
    void theRestNeedsDataOfTheSameSize() {
        Network<double[]> network = Network.doubles(1, 3, Layer.dense(2, Activation.TANH));
        try (Trainer<double[]> trainer = Trainer.of(network).batch(6).build()) {
            trainer.fit(Dataset.ofRows(X, Y), new AtStep(2, trainer::requestStop));
            for (int rows : new int[] {6, 11}) {
                Dataset<double[]> fewer = Dataset.ofRows(Arrays.copyOf(X, rows), Arrays.copyOf(Y, rows));
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> trainer.fit(fewer))
                        .withMessageContaining(rows + " rows")
                        .withMessageContaining("12");
            }
        }
    }
}
