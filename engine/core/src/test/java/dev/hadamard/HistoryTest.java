// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private static final int ROWS = 11;

    @EverySetting
    <A> void anEpochsCostIsThatOfItsRows(Setting<A> setting) {
        for (Loss loss : List.of(Loss.huber(), Loss.huber().sum())) {
            boolean mean = loss.reduction() == Loss.Reduction.MEAN;
            List<Double> costs = new ArrayList<>();
            Network<A> network = setting.network(1, 2, Layer.dense(2, Activation.TANH));
            try (Trainer<A> trainer = setting.trainer(network)
                    .loss(loss)
                    .batch(4)
                    .stop(Stop.afterEpochs(1))
                    .build()) {
                History history = trainer.fit(
                        setting.precision().data(Examples.normal(1, ROWS, 2), Examples.normal(2, ROWS, 2)),
                        new TrainingListener() {
                            @Override
                            public void stepDone(Trainer<?> source, long step, int rows, double cost) {
                                assertThat(rows).isEqualTo(step == 3 ? 3 : 4);
                                costs.add(mean ? cost * rows : cost);
                            }
                        });
                double sum = costs.get(0) + costs.get(1) + costs.get(2);
                History.Epoch epoch = history.epochs().get(0);
                assertThat(epoch.cost()).isEqualTo(mean ? sum / ROWS : sum);
                assertThat(history.finalCost()).isEqualTo(epoch.cost());
                assertThat(epoch.rows()).isEqualTo(ROWS);
                assertThat(epoch.nanoseconds()).isPositive();
                assertThat(epoch.largestDerivative()).isNaN();
            }
        }
    }

    @Test
    void rowsPerSecond() {
        assertThat(new History.Epoch(1, 0.5, 300, 2_000_000_000L, Double.NaN).rowsPerSecond())
                .isEqualTo(150);
    }

    @Test
    void withoutEpochsThereIsNoFinalCost() {
        History empty = new History(List.of(), History.Reason.REQUEST);
        assertThatIllegalStateException().isThrownBy(empty::finalCost);
    }

    @Test
    void epochsAreCopied() {
        List<History.Epoch> epochs = new ArrayList<>();
        epochs.add(new History.Epoch(1, 0.5, 3, 4, Double.NaN));
        History history = new History(epochs, History.Reason.EPOCHS);
        epochs.clear();
        assertThat(history.epochs()).hasSize(1);
        assertThat(history.finalCost()).isEqualTo(0.5);
    }
}
