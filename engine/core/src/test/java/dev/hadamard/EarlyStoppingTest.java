// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hadamard.data.Dataset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Early stopping with the best parameters put back, plateaus, and the time budget. */
class EarlyStoppingTest {

    private static final int ROWS = 30;
    private static final double[][] X = Examples.normal(1, ROWS, 6);
    private static final int[] LABELS = Examples.labels(2, ROWS, 3);
    private static final double[][] OTHER_X = Examples.normal(3, ROWS, 6);
    private static final int[] OTHER_LABELS = Examples.labels(4, ROWS, 3);

    private static <A> Network<A> network(Setting<A> setting) {
        return setting.network(1, 6, Layer.dense(20, Activation.TANH), Layer.dense(3, Activation.SOFTMAX));
    }

    private static <A> Dataset<A> data(Setting<A> setting) {
        return setting.precision().data(X, LABELS, 3);
    }

    private static <A> Dataset<A> other(Setting<A> setting) {
        return setting.precision().data(OTHER_X, OTHER_LABELS, 3);
    }

    private static <A> Trainer<A> trainer(Setting<A> setting, Network<A> network, EarlyStopping condition) {
        return setting.trainer(network)
                .batch(8)
                .optimizer(Optimizer.adam(0.02))
                .stop(Stop.afterEpochs(200).orWithoutImprovement(condition))
                .build();
    }

    /** Random labels are learnt by heart: on others the cost rises after a while. */
    @EverySetting
    <A> void theBestParametersArePutBack(Setting<A> setting) {
        for (Metric metric : List.of(Metric.COST, Metric.LOG_LOSS, Metric.ACCURACY, Metric.MACRO_F1, Metric.ROC_AUC)) {
            Network<A> network = network(setting);
            List<double[]> parameters = new ArrayList<>();
            TrainingListener keeper = new TrainingListener() {
                @Override
                public void epochDone(Trainer<?> trainer, History.Epoch epoch) {
                    parameters.add(network.parametersAsDoubles());
                }
            };
            try (Trainer<A> trainer = trainer(setting, network, EarlyStopping.of(metric, 7))) {
                History history = trainer.fit(data(setting), other(setting), keeper);
                List<History.Epoch> epochs = history.epochs();
                assertThat(history.reason()).isEqualTo(History.Reason.NO_IMPROVEMENT);
                assertThat(history.bestEpoch()).isEqualTo(epochs.size() - 7L);
                int best = (int) history.bestEpoch() - 1;
                for (History.Epoch epoch : epochs) {
                    double bestWatched = epochs.get(best).watched();
                    assertThat(metric.higherIsBetter() ? -epoch.watched() : epoch.watched())
                            .isGreaterThanOrEqualTo(metric.higherIsBetter() ? -bestWatched : bestWatched);
                }
                assertThat(network.parametersAsDoubles()).as("%s", metric).isEqualTo(parameters.get(best));
                assertThat(trainer.isUnfinished()).isFalse();
            }
        }
    }

    @EverySetting
    <A> void numbersAreWatchedToo(Setting<A> setting) {
        Dataset<A> numbers = setting.precision().data(X, Examples.normal(5, ROWS, 1));
        Dataset<A> others = setting.precision().data(OTHER_X, Examples.normal(6, ROWS, 1));
        for (Metric metric : List.of(Metric.R2, Metric.MAE, Metric.RMSE)) {
            Network<A> network =
                    setting.network(1, 6, Layer.dense(20, Activation.TANH), Layer.dense(1, Activation.IDENTITY));
            try (Trainer<A> trainer = trainer(setting, network, EarlyStopping.of(metric, 3))) {
                History history = trainer.fit(numbers, others);
                assertThat(history.reason()).isEqualTo(History.Reason.NO_IMPROVEMENT);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> trainer.fit(numbers, other(setting)))
                        .withMessageContaining("validation");
            }
        }
    }

    /** Stopped at every step, saved, restored and resumed: the same epochs, the same end, the same bits. */
    @EverySetting
    <A> void goesOnWhereItStood(Setting<A> setting) {
        EarlyStopping condition = EarlyStopping.of(Metric.LOG_LOSS, 2).withMinChange(1e-3);
        Network<A> whole = network(setting);
        History expected;
        long steps;
        try (Trainer<A> trainer = trainer(setting, whole, condition)) {
            expected = trainer.fit(data(setting), other(setting));
            steps = trainer.steps();
        }
        assertThat(steps).isGreaterThan(10);
        for (long stop = 1; stop < steps; stop += 3) {
            long at = stop;
            MapState state = new MapState();
            Network<A> stopped = network(setting);
            try (Trainer<A> trainer = trainer(setting, stopped, condition)) {
                trainer.fit(data(setting), other(setting), new TrainingListener() {
                    @Override
                    public void stepDone(Trainer<?> source, long step, int rows, double cost) {
                        if (step == at) {
                            source.requestStop();
                        }
                    }
                });
                trainer.state().save(state);
            }
            Network<A> resumed = network(setting);
            resumed.setParameters(stopped.parametersAsDoubles());
            try (Trainer<A> trainer = trainer(setting, resumed, condition)) {
                trainer.state().restore(state);
                History rest = trainer.fit(data(setting), other(setting));
                assertThat(rest.bestEpoch()).as("from step %d", at).isEqualTo(expected.bestEpoch());
                assertThat(rest.reason()).isEqualTo(expected.reason());
            }
            assertThat(resumed.parametersAsDoubles()).as("from step %d", at).isEqualTo(whole.parametersAsDoubles());
        }
    }

    @EverySetting
    <A> void theTrainingCostNeedsNoOtherData(Setting<A> setting) {
        Network<A> network = network(setting);
        EarlyStopping condition = new EarlyStopping(Metric.COST, 2, 0.05, false);
        try (Trainer<A> trainer = trainer(setting, network, condition)) {
            History history = trainer.fit(data(setting));
            assertThat(history.reason()).isEqualTo(History.Reason.NO_IMPROVEMENT);
            List<History.Epoch> epochs = history.epochs();
            assertThat(epochs.get(epochs.size() - 1).watched())
                    .isEqualTo(epochs.get(epochs.size() - 1).cost());
        }
    }

    @EverySetting
    <A> void thePlateausRateFallsByWhatIsWatched(Setting<A> setting) {
        Network<A> network = network(setting);
        try (Trainer<A> trainer = setting.trainer(network)
                .batch(8)
                .optimizer(Optimizer.gradientDescent(0.3))
                .schedule(Schedule.reduceOnPlateau(0.1, 2))
                .stop(Stop.afterEpochs(200))
                .build()) {
            History history = trainer.fit(data(setting), other(setting));
            assertThat(history.epochs()).extracting(History.Epoch::watched).doesNotContain(Double.NaN);
            assertThat(trainer.learner().rate(0)).isLessThan(0.3 * 0.11);
        }
    }

    @EverySetting
    <A> void timeIsUp(Setting<A> setting) {
        Network<A> network = network(setting);
        try (Trainer<A> trainer = setting.trainer(network)
                .batch(8)
                .stop(Stop.afterEpochs(3).orAfter(Duration.ofNanos(1)))
                .build()) {
            History history = trainer.fit(data(setting));
            assertThat(history.reason()).isEqualTo(History.Reason.TIME);
            assertThat(trainer.steps()).isEqualTo(1);
            assertThat(trainer.isUnfinished()).isTrue();
            for (int step = 2; step <= 12; step++) {
                history = trainer.fit(data(setting));
                assertThat(trainer.steps()).isEqualTo(step);
            }
            assertThat(trainer.isUnfinished()).isFalse();
        }
        try (Trainer<A> trainer = setting.trainer(network(setting))
                .stop(Stop.afterEpochs(3).orAfter(Duration.ofSeconds(Long.MAX_VALUE)))
                .build()) {
            assertThat(trainer.fit(data(setting)).reason()).isEqualTo(History.Reason.EPOCHS);
        }
    }

    @Test
    void badSettingsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> EarlyStopping.of(Metric.COST, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EarlyStopping.of(Metric.COST, 1).withMinChange(-1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Stop.afterEpochs(1).orAfter(Duration.ZERO))
                .withMessageContaining("budget");
        Setting<double[]> setting = new Setting<>(Backend.named("scalar"), Precision.DOUBLE);
        try (Trainer<double[]> trainer = trainer(setting, network(setting), EarlyStopping.of(Metric.ACCURACY, 1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> trainer.fit(data(setting)))
                    .withMessageContaining("ACCURACY");
        }
        try (Trainer<double[]> trainer = trainer(setting, network(setting), EarlyStopping.of(Metric.R2, 1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> trainer.fit(data(setting), other(setting)))
                    .withMessageContaining("R2")
                    .withMessageContaining("numbers");
        }
    }
}
