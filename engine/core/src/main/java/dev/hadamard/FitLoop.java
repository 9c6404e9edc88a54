// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.data.Dataset;
import java.util.ArrayList;
import java.util.List;

/**
 * Epochs over a data set: order, mini-batches, bookkeeping, and when to end. One object a call of {@link Trainer#fit}.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class FitLoop<A> {

    private final Trainer<A> trainer;
    private final Dataset<A> data;
    private final TrainingListener[] listeners;
    private final DataPosition position;
    private final Stop stop;
    private final List<History.Epoch> epochs = new ArrayList<>();

    FitLoop(Trainer<A> trainer, Dataset<A> data, TrainingListener[] listeners) {
        this.trainer = trainer;
        this.data = data;
        this.listeners = listeners.clone();
        this.position = trainer.position();
        this.stop = trainer.stop();
    }

    History run() {
        position.start(stop.epochs(), data.rows());
        History.Reason reason = null;
        while (reason == null && position.epoch < position.lastEpoch) {
            reason = runEpoch();
        }
        return new History(epochs, reason == null ? History.Reason.EPOCHS : reason);
    }

    /** Runs what is left of the current epoch; returns why training ends, or null if it doesn't. */
    private History.Reason runEpoch() {
        long started = System.nanoTime();
        int[] order = position.order(data.rows());
        boolean mean = trainer.loss().reduction() == Loss.Reduction.MEAN;
        History.Reason interruption = null;
        int first = position.row;
        while (position.row < data.rows() && interruption == null) {
            int rows = Math.min(trainer.maxRows(), data.rows() - position.row);
            double batchCost = trainer.stepOn(data, order, position.row, rows);
            position.row += rows;
            position.cost += mean ? batchCost * rows : batchCost;
            if (trainer.learner().sumsEpochGradient()) {
                trainer.learner().addToEpochGradient(mean ? (double) rows / data.rows() : 1);
            }
            for (TrainingListener listener : listeners) {
                listener.stepDone(trainer, trainer.steps(), rows, batchCost);
            }
            interruption = interruption();
        }
        int rows = position.row - first;
        boolean complete = position.row == data.rows();
        double largest = complete && trainer.learner().sumsEpochGradient()
                ? trainer.learner().takeLargestDerivative()
                : Double.NaN;
        double cost = mean ? position.cost / position.row : position.cost;
        long number = position.epoch + 1;
        boolean converged = largest < stop.derivativeThreshold();
        // All that decides how training goes on comes before the listeners, which may save its state.
        if (complete) {
            position.nextEpoch();
        }
        if (converged) {
            position.lastEpoch = position.epoch;
        }
        report(new History.Epoch(number, cost, rows, System.nanoTime() - started, largest));
        if (converged) {
            return History.Reason.DERIVATIVES;
        }
        return interruption != null ? interruption : interruption(); // by a listener of the epoch
    }

    private History.Reason interruption() {
        if (trainer.stopRequested()) {
            return History.Reason.REQUEST;
        }
        return Thread.currentThread().isInterrupted() ? History.Reason.INTERRUPT : null;
    }

    private void report(History.Epoch epoch) {
        epochs.add(epoch);
        for (TrainingListener listener : listeners) {
            listener.epochDone(trainer, epoch);
        }
    }
}
