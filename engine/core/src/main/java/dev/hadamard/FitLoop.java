// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Epochs over rows: order, mini-batches, bookkeeping, and when to end. One object a call of {@link Trainer#fit}.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class FitLoop<A> {

    private final Trainer<A> trainer;
    private final TrainingRows<A> data;
    private final Validation<A> validation;
    private final TrainingListener[] listeners;
    private final DataPosition position;
    private final Monitor<A> monitor;
    private final Stop stop;
    private final boolean mean;
    private final List<History.Epoch> epochs = new ArrayList<>();
    private final long started = System.nanoTime();

    /**
     * Gets ready.
     *
     * @param validation what tells how good an epoch was, or null: then its training cost does
     */
    FitLoop(Trainer<A> trainer, TrainingRows<A> data, Validation<A> validation, TrainingListener[] listeners) {
        this.trainer = trainer;
        this.data = data;
        this.validation = validation;
        this.listeners = listeners.clone();
        this.position = trainer.position();
        this.monitor = trainer.monitor();
        this.stop = trainer.stop();
        this.mean = trainer.loss().reduction() == Loss.Reduction.MEAN;
    }

    History run() {
        if (monitor != null && !trainer.isUnfinished()) {
            monitor.reset();
        }
        position.start(stop.epochs(), data.rows());
        History.Reason reason = null;
        while (reason == null && position.epoch < position.lastEpoch) {
            reason = runEpoch();
        }
        reason = reason == null ? History.Reason.EPOCHS : reason;
        if (monitor != null && reason != History.Reason.REQUEST && reason != History.Reason.INTERRUPT) {
            monitor.restoreBest();
        }
        return new History(epochs, reason, monitor == null ? 0 : monitor.bestEpoch());
    }

    /** Runs what is left of the current epoch; returns why training ends, or null if it doesn't. */
    private History.Reason runEpoch() {
        long begin = System.nanoTime();
        int first = position.row;
        History.Reason reason = runSteps();
        int rows = position.row - first;
        boolean complete = position.row == data.rows();
        double largest = complete && trainer.learner().sumsEpochGradient()
                ? trainer.learner().takeLargestDerivative()
                : Double.NaN;
        double cost = mean ? position.cost / position.weight : position.cost;
        long number = position.epoch + 1;
        double watched = Double.NaN;
        // All that decides how training goes on comes before the listeners, which may save its state.
        if (complete) {
            watched = watch(number, cost);
            position.nextEpoch();
        }
        History.Reason end = endOf(largest);
        if (end != null) {
            position.lastEpoch = position.epoch;
        }
        report(new History.Epoch(number, cost, rows, System.nanoTime() - begin, largest, watched));
        if (end != null) {
            return end;
        }
        return reason != null ? reason : interruption(); // by a listener of the epoch
    }

    /** Runs the steps that are left of the current epoch, unless something comes between. */
    private History.Reason runSteps() {
        data.begin(position);
        History.Reason interruption = null;
        while (position.row < data.rows() && interruption == null) {
            int rows = Math.min(trainer.maxRows(), data.rows() - position.row);
            Batch<A> batch = data.batch(position.row, rows);
            double batchCost = trainer.stepOn(batch);
            position.row += rows;
            position.cost += mean ? batchCost * batch.totalWeight : batchCost;
            position.weight += batch.totalWeight;
            if (trainer.learner().sumsEpochGradient()) {
                trainer.learner().addToEpochGradient(mean ? batch.totalWeight / data.totalWeight() : 1);
            }
            for (TrainingListener listener : listeners) {
                listener.stepDone(trainer, trainer.steps(), rows, batchCost);
            }
            interruption = interruption();
        }
        return interruption;
    }

    /** Takes the watched figure of a complete epoch, for early stopping and for a schedule that waits for plateaus. */
    private double watch(long epoch, double cost) {
        double value = validation == null ? cost : validation.value();
        boolean higherIsBetter = monitor != null && monitor.metric().higherIsBetter();
        trainer.learner().epochDone(value, higherIsBetter);
        if (monitor != null) {
            monitor.epochDone(epoch, value);
        }
        return validation == null && monitor == null ? Double.NaN : value;
    }

    private History.Reason endOf(double largestDerivative) {
        if (largestDerivative < stop.derivativeThreshold()) {
            return History.Reason.DERIVATIVES;
        }
        return monitor != null && monitor.isExhausted() ? History.Reason.NO_IMPROVEMENT : null;
    }

    private History.Reason interruption() {
        if (trainer.stopRequested()) {
            return History.Reason.REQUEST;
        } else if (Thread.currentThread().isInterrupted()) {
            return History.Reason.INTERRUPT;
        }
        boolean late = stop.budget() != null && System.nanoTime() - started >= nanoseconds(stop.budget());
        return late ? History.Reason.TIME : null;
    }

    /** 292 years at most. */
    private static long nanoseconds(Duration budget) {
        try {
            return budget.toNanos();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    private void report(History.Epoch epoch) {
        epochs.add(epoch);
        for (TrainingListener listener : listeners) {
            listener.epochDone(trainer, epoch);
        }
    }
}
