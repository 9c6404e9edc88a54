// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.History;
import dev.hadamard.Trainer;
import dev.hadamard.TrainingListener;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** Shows how training goes on: a bar on a terminal, else a line an epoch. */
abstract sealed class Progress implements TrainingListener, AutoCloseable {

    final int epochs;

    private Progress(int epochs) {
        this.epochs = epochs;
    }

    /**
     * What suits the output.
     *
     * @param out where lines go
     * @param terminal whether a bar can be drawn
     * @param epochs number of epochs to come
     * @param steps number of steps to come
     */
    static Progress of(PrintWriter out, boolean terminal, int epochs, long steps) {
        return terminal ? new Bar(epochs, steps) : new Lines(out, epochs);
    }

    /** Whether somebody watches: input and output are a terminal that can move its cursor, and nobody objects. */
    static boolean isTerminal() {
        return System.console() != null && allowsBar(System.getenv());
    }

    /** Whether these variables leave the cursor to us: {@code NO_COLOR} and {@code CI} ask for lines alone. */
    static boolean allowsBar(Map<String, String> environment) {
        return !"dumb".equals(environment.get("TERM"))
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && environment.getOrDefault("CI", "").isEmpty();
    }

    /** After each step. */
    abstract void step();

    /** After each epoch. */
    abstract void epoch(History.Epoch epoch);

    @Override
    public final void stepDone(Trainer<?> trainer, long step, int rows, double cost) {
        step();
    }

    @Override
    public final void epochDone(Trainer<?> trainer, History.Epoch epoch) {
        epoch(epoch);
    }

    @Override
    public abstract void close();

    private static final class Lines extends Progress {

        private final PrintWriter out;

        Lines(PrintWriter out, int epochs) {
            super(epochs);
            this.out = out;
        }

        @Override
        void step() {}

        @Override
        void epoch(History.Epoch epoch) {
            int digits = String.valueOf(epochs).length();
            out.printf(
                    Locale.ROOT,
                    "epoch %" + digits + "d/%d   cost %.6f   %,.0f samples/s%n",
                    epoch.number(),
                    epochs,
                    epoch.cost(),
                    epoch.rowsPerSecond());
            out.flush();
        }

        @Override
        public void close() {
            out.flush();
        }
    }

    private static final class Bar extends Progress {

        private static final int UPDATE_MILLISECONDS = 100;

        private final ProgressBar bar;

        Bar(int epochs, long steps) {
            super(epochs);
            this.bar = new ProgressBarBuilder()
                    .setTaskName("training")
                    .setUnit(" steps", 1)
                    .setInitialMax(steps)
                    .setUpdateIntervalMillis(UPDATE_MILLISECONDS)
                    .build();
        }

        @Override
        void step() {
            bar.step();
        }

        @Override
        void epoch(History.Epoch epoch) {
            bar.setExtraMessage(
                    String.format(Locale.ROOT, "epoch %d/%d, cost %.4f", epoch.number(), epochs, epoch.cost()));
        }

        @Override
        public void close() {
            bar.close();
        }
    }
}
