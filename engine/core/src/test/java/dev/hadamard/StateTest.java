// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hadamard.CounterRandom.Purpose;
import dev.hadamard.data.Dataset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Training stopped at any step, saved and restored into a new trainer goes on with the same bits. */
class StateTest {

    private static final int ROWS = 18;
    private static final int BATCH = 4;
    private static final int EPOCHS = 3;
    private static final int STEPS = 15;
    private static final double[][] X = Examples.normal(1, ROWS, 3);
    private static final int[] CLASSES = Examples.labels(2, ROWS, 2);

    private static <A> Network<A> network(Setting<A> setting) {
        return setting.network(1, 3, Layer.dense(4, Activation.TANH), Layer.dense(2, Activation.SOFTMAX));
    }

    private static <A> Trainer<A> trainer(Setting<A> setting, Network<A> network, Optimizer optimizer) {
        return setting.trainer(network)
                .optimizer(optimizer)
                .batch(BATCH)
                .seed(7)
                .stop(Stop.afterEpochs(EPOCHS).orDerivativesBelow(1e-30))
                .build();
    }

    private static <A> Dataset<A> data(Setting<A> setting) {
        return setting.precision().data(X, CLASSES, 2);
    }

    private static TrainingListener stopAt(long step) {
        return new TrainingListener() {
            @Override
            public void stepDone(Trainer<?> trainer, long done, int rows, double cost) {
                if (done == step) {
                    trainer.requestStop();
                }
            }
        };
    }

    @EverySetting
    <A> void everyOptimizerGoesOnFromEveryStep(Setting<A> setting) {
        int resumed = 0;
        for (Optimizer optimizer : Examples.optimizers()) {
            Network<A> whole = network(setting);
            List<History.Epoch> epochs;
            try (Trainer<A> trainer = trainer(setting, whole, optimizer)) {
                epochs = trainer.fit(data(setting)).epochs();
            }
            for (int step = 1; step < STEPS; step++) {
                resume(setting, optimizer, step, whole.parametersAsDoubles(), epochs);
                resumed++;
            }
        }
        assertThat(resumed).isEqualTo(13 * (STEPS - 1));
    }

    private static <A> void resume(
            Setting<A> setting, Optimizer optimizer, int step, double[] expected, List<History.Epoch> epochs) {
        MapState state = new MapState();
        Network<A> stopped = network(setting);
        try (Trainer<A> trainer = trainer(setting, stopped, optimizer)) {
            trainer.fit(data(setting), stopAt(step));
            trainer.state().save(state);
        }
        Network<A> restored = network(setting);
        restored.setParameters(stopped.parametersAsDoubles());
        try (Trainer<A> trainer = trainer(setting, restored, optimizer)) {
            trainer.state().restore(state);
            assertThat(trainer.steps()).isEqualTo(step);
            History history = trainer.fit(data(setting));
            assertThat(trainer.steps()).isEqualTo(STEPS);
            History.Epoch last = history.epochs().get(history.epochs().size() - 1);
            assertThat(last.number()).isEqualTo(EPOCHS);
            assertThat(history.epochs())
                    .as("%s from step %d", optimizer, step)
                    .extracting(History.Epoch::largestDerivative)
                    .isEqualTo(epochs.subList(EPOCHS - history.epochs().size(), EPOCHS).stream()
                            .map(History.Epoch::largestDerivative)
                            .toList());
        }
        assertThat(restored.parametersAsDoubles())
                .as("%s from step %d", optimizer, step)
                .isEqualTo(expected);
    }

    /** What was saved is a copy: the trainer that goes on doesn't change it, nor does the one that takes it back. */
    @EverySetting
    <A> void oneStateServesSeveralTrainers(Setting<A> setting) {
        MapState state = new MapState();
        Network<A> network = network(setting);
        Optimizer optimizer = Optimizer.adam(0.01);
        Network<A> copy;
        try (Trainer<A> trainer = trainer(setting, network, optimizer)) {
            trainer.fit(data(setting), stopAt(6));
            trainer.state().save(state);
            copy = network.snapshot();
            trainer.fit(data(setting));
        }
        for (int i = 0; i < 2; i++) {
            Network<A> restored = copy.snapshot();
            try (Trainer<A> trainer = trainer(setting, restored, optimizer)) {
                trainer.state().restore(state);
                trainer.fit(data(setting));
            }
            assertThat(restored.parametersAsDoubles()).isEqualTo(network.parametersAsDoubles());
        }
    }

    @EverySetting
    <A> void whatIsMissingOrDoesNotFitIsRefused(Setting<A> setting) {
        MapState descent = new MapState();
        MapState other = new MapState();
        try (Trainer<A> plain = trainer(setting, network(setting), Optimizer.gradientDescent(0.1));
                Trainer<A> wider =
                        trainer(setting, setting.network(1, 4, Layer.dense(2, Activation.TANH)), Optimizer.adam(0.1));
                Trainer<A> adam = trainer(setting, network(setting), Optimizer.adam(0.1))) {
            plain.state().save(descent);
            wider.state().save(other);
            assertThatIllegalArgumentException().isThrownBy(() -> adam.state().restore(new MapState()));
            assertThatIllegalArgumentException().isThrownBy(() -> adam.state().restore(descent));
            assertThatIllegalArgumentException().isThrownBy(() -> adam.state().restore(other));
        }
    }

    /** A checkpoint may be corrupt: numbers that no training leaves behind are refused, not trained with. */
    @EverySetting
    <A> void impossibleNumbersAreRefused(Setting<A> setting) {
        try (Trainer<A> trainer = trainer(setting, network(setting), Optimizer.adam(0.1))) {
            trainer.fit(data(setting), stopAt(6));
            MapState good = new MapState();
            trainer.state().save(good);
            assertThat(good.longs().keySet())
                    .containsExactlyInAnyOrder(
                            "steps",
                            "optimizer.steps",
                            "data.epoch",
                            "data.row",
                            "data.cost",
                            "data.weight",
                            "data.lastEpoch");
            for (String name : good.longs().keySet()) {
                long[] numbers = {-1, Long.MIN_VALUE};
                long[] bits = {Double.doubleToRawLongBits(Double.NaN), Double.doubleToRawLongBits(1 / 0.0)};
                for (long bad : (name.equals("data.cost") || name.equals("data.weight")) ? bits : numbers) {
                    MapState state = new MapState();
                    trainer.state().save(state);
                    state.put(name, bad);
                    assertThatIllegalArgumentException()
                            .as(name)
                            .isThrownBy(() -> trainer.state().restore(state))
                            .withMessageContaining(Long.toString(bad));
                }
            }
            MapState tooLong = new MapState();
            trainer.state().save(tooLong);
            tooLong.put("data.row", 1L << 31);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> trainer.state().restore(tooLong));
            trainer.state().restore(good);
            assertThat(trainer.fit(data(setting)).reason()).isEqualTo(History.Reason.EPOCHS);
        }
    }

    @Test
    void aGeneratorGoesOnWhereItStood() {
        CounterRandom random = new CounterRandom(42, Purpose.DROPOUT, 3);
        for (int i = 0; i < 5; i++) {
            random.nextLong();
        }
        MapState state = new MapState();
        random.save(state);
        CounterRandom restored = new CounterRandom(0, Purpose.WEIGHTS, 0);
        restored.restore(state);
        for (int i = 0; i < 5; i++) {
            assertThat(restored.nextLong()).isEqualTo(random.nextLong());
        }
        assertThat(restored.at(0)).isEqualTo(random.at(0));

        state.put("purpose", Purpose.values().length);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> restored.restore(state))
                .withMessageContaining("purpose")
                .withMessageContaining(Integer.toString(Purpose.values().length));
    }
}
