// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

/** The learning rate of each step: the optimiser's, by its schedule, as reduced so far on plateaus. */
final class RateControl implements State {

    private final double rate;
    private final Schedule schedule;
    private final boolean byEpoch;
    private final Schedule.Plateau plateau;

    private double reduced = 1;
    private double best = Double.NaN;
    private long badEpochs;

    /**
     * Begins with the optimiser's rate.
     *
     * @param rate the optimiser's
     * @param schedule how it changes, or null
     * @param byEpoch whether the schedule's time is in epochs
     */
    RateControl(double rate, Schedule schedule, boolean byEpoch) {
        this.rate = rate;
        this.schedule = schedule;
        this.byEpoch = byEpoch;
        this.plateau = plateau(schedule);
    }

    private static Schedule.Plateau plateau(Schedule schedule) {
        if (schedule instanceof Schedule.WarmUp warmUp) {
            return plateau(warmUp.after());
        }
        return schedule instanceof Schedule.Plateau plateau ? plateau : null;
    }

    /** The rate of the step that follows so many steps and epochs. */
    double rate(long steps, long epochs) {
        return schedule == null ? rate : rate * reduced * schedule.factor(byEpoch ? epochs : steps);
    }

    /** Takes note of an epoch's figure, as torch's ReduceLROnPlateau does. */
    void epochDone(double value, boolean higherIsBetter) {
        if (plateau == null) {
            return;
        }
        double bar = higherIsBetter ? best * (1 + plateau.threshold()) : best * (1 - plateau.threshold());
        if (Double.isNaN(best) || (higherIsBetter ? value > bar : value < bar)) {
            best = value;
            badEpochs = 0;
        } else {
            badEpochs++;
        }
        if (badEpochs > plateau.patience()) {
            reduced *= plateau.reduction();
            badEpochs = 0;
        }
    }

    @Override
    public void save(Sink sink) {
        if (plateau != null) {
            sink.put("reduced", Double.doubleToRawLongBits(reduced));
            sink.put("best", Double.doubleToRawLongBits(best));
            sink.put("badEpochs", badEpochs);
        }
    }

    @Override
    public void restore(Source source) {
        if (plateau != null) {
            double value = Double.longBitsToDouble(source.getLong("reduced"));
            Arguments.share("reduced", value);
            reduced = value;
            best = Double.longBitsToDouble(source.getLong("best"));
            badEpochs = Arguments.count("badEpochs", source);
        }
    }
}
