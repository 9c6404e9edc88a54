// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import java.util.Objects;

/**
 * How the learning rate changes during training: a factor of the optimiser's rate at time t. What t counts is for
 * {@link TrainerBuilder#schedule} (steps done) or {@link TrainerBuilder#scheduleByEpoch} (epochs done) to say; it is 0
 * for the first step. Formulas are those of torch.optim.lr_scheduler in closed form, where its rates are our factors
 * times the optimiser's rate. Immutable.
 */
public sealed interface Schedule {

    /**
     * The factor at a time.
     *
     * @param t steps or epochs done, not negative
     * @return what the optimiser's rate is multiplied by; not negative
     */
    double factor(long t);

    /**
     * Always the optimiser's rate.
     *
     * @return 1
     */
    static Schedule constant() {
        return new Step(1, 1);
    }

    /**
     * A step down every so often (torch's StepLR).
     *
     * @param size times between two steps, at least 1
     * @param gamma γ, in (0, 1]
     * @return γ^⌊t / size⌋
     */
    static Schedule step(long size, double gamma) {
        return new Step(size, gamma);
    }

    /**
     * Exponential decay (torch's ExponentialLR).
     *
     * @param gamma γ, in (0, 1]
     * @return γᵗ
     */
    static Schedule exponential(double gamma) {
        return new Step(1, gamma);
    }

    /**
     * Polynomial decay to 0 (torch's PolynomialLR).
     *
     * @param total T, when 0 is reached, at least 1
     * @param power positive; 1 for a straight line
     * @return (1 − min(t, T) / T)^power
     */
    static Schedule polynomial(long total, double power) {
        return new Polynomial(total, power);
    }

    /**
     * Half a cosine wave down (torch's CosineAnnealingLR, Loshchilov and Hutter 2017), and from then on the floor.
     *
     * @param total T, when the floor is reached, at least 1
     * @param floor the least factor, in [0, 1]; torch's eta_min over the rate
     * @return floor + (1 − floor) (1 + cos(π min(t, T) / T)) / 2
     */
    static Schedule cosine(long total, double floor) {
        return new Cosine(total, 0, floor);
    }

    /**
     * Half cosine waves with warm restarts (torch's CosineAnnealingWarmRestarts, Loshchilov and Hutter 2017).
     *
     * @param first T of the first wave, at least 1
     * @param multiplier each wave lasts so many times as long as the one before, at least 1
     * @param floor the least factor, in [0, 1]
     * @return a cosine wave whose t is that since the last restart
     */
    static Schedule cosineWithRestarts(long first, int multiplier, double floor) {
        Arguments.atLeast("multiplier", 1, multiplier);
        return new Cosine(first, multiplier, floor);
    }

    /**
     * Up and down once (torch's OneCycleLR with its defaults, Smith and Topin 2019): from 1/25 up to the optimiser's
     * rate in 30 % of the time and down to 1/250 000 of it in the rest, both by half cosine waves.
     *
     * @param total length of the cycle, at least 4; from then on the last factor stays
     * @return the factor, at most 1
     */
    static Schedule oneCycle(long total) {
        return new OneCycle(total);
    }

    /**
     * Reduces the rate when the training cost, or with a validation set the monitored figure, has not improved for some
     * epochs (torch's ReduceLROnPlateau with relative threshold 1e−4 and no cooldown).
     *
     * @param reduction what the rate is multiplied by each time, in (0, 1)
     * @param patience epochs without improvement that are tolerated, at least 1
     * @return 1 until the trainer reduces it
     */
    static Schedule reduceOnPlateau(double reduction, int patience) {
        return new Plateau(reduction, patience, 1e-4);
    }

    /**
     * A linear warm-up before this schedule, which begins when it ends (torch's LinearLR in SequentialLR).
     *
     * @param length its length, at least 1
     * @param start the factor at 0, in (0, 1]; torch's default is 1/3
     * @return start + (1 − start) t / length, then this schedule at t − length
     */
    default Schedule warmUp(long length, double start) {
        return new WarmUp(length, start, this);
    }

    /**
     * γ^⌊t / size⌋.
     *
     * @param size times between two steps
     * @param gamma γ
     */
    record Step(long size, double gamma) implements Schedule {
        /**
         * Checks the numbers.
         *
         * @param size times between two steps
         * @param gamma γ
         */
        public Step {
            Arguments.atLeast("size", 1, size);
            Arguments.share("gamma", gamma);
            Arguments.positive("gamma", gamma);
        }

        @Override
        public double factor(long t) {
            return StrictMath.pow(gamma, (double) (t / size));
        }
    }

    /**
     * (1 − min(t, T) / T)^power.
     *
     * @param total T
     * @param power positive
     */
    record Polynomial(long total, double power) implements Schedule {
        /**
         * Checks the numbers.
         *
         * @param total T
         * @param power positive
         */
        public Polynomial {
            Arguments.atLeast("total", 1, total);
            Arguments.positive("power", power);
        }

        @Override
        public double factor(long t) {
            return StrictMath.pow(1 - Math.min(t, total) / (double) total, power);
        }
    }

    /**
     * Half cosine waves.
     *
     * @param total T of the first wave
     * @param multiplier of each next wave; 0 for no restart
     * @param floor the least factor
     */
    record Cosine(long total, int multiplier, double floor) implements Schedule {
        /**
         * Checks the numbers.
         *
         * @param total T of the first wave
         * @param multiplier of each next wave; 0 for no restart
         * @param floor the least factor
         */
        public Cosine {
            Arguments.atLeast("total", 1, total);
            Arguments.atLeast("multiplier", 0, multiplier);
            Arguments.share("floor", floor);
        }

        @Override
        public double factor(long t) {
            if (multiplier == 0) {
                return wave(Math.min(t, total), total);
            } else if (multiplier == 1) {
                return wave(t % total, total);
            }
            long since = t;
            long length = total;
            while (since >= length) {
                since -= length;
                length = length > Long.MAX_VALUE / multiplier ? Long.MAX_VALUE : length * multiplier;
            }
            return wave(since, length);
        }

        private double wave(long t, long length) {
            return floor + (1 - floor) * HalfWave.at((double) t / length);
        }
    }

    /**
     * Up and down once.
     *
     * @param total length of the cycle
     */
    record OneCycle(long total) implements Schedule {

        private static final double FIRST = 1.0 / 25;
        private static final double LAST = FIRST / 1e4;
        private static final double RISE = 0.3;

        /**
         * Checks the length.
         *
         * @param total length of the cycle
         */
        public OneCycle {
            Arguments.atLeast("total", 4, total);
        }

        @Override
        public double factor(long t) {
            double top = RISE * total - 1;
            double end = total - 1.0;
            return t <= top ? between(FIRST, 1, t / top) : between(1, LAST, (Math.min(t, end) - top) / (end - top));
        }

        private static double between(double from, double to, double share) {
            return to + (from - to) * HalfWave.at(share);
        }
    }

    /**
     * Reduced by the trainer.
     *
     * @param reduction what the rate is multiplied by each time
     * @param patience epochs without improvement that are tolerated
     * @param threshold least relative change that counts as improvement
     */
    record Plateau(double reduction, int patience, double threshold) implements Schedule {
        /**
         * Checks the numbers.
         *
         * @param reduction what the rate is multiplied by each time
         * @param patience epochs without improvement that are tolerated
         * @param threshold least relative change that counts as improvement
         */
        public Plateau {
            Arguments.positive("reduction", reduction);
            Arguments.fraction("reduction", reduction);
            Arguments.atLeast("patience", 1, patience);
            Arguments.notNegative("threshold", threshold);
        }

        /** 1: what the trainer has reduced is its own to know. */
        @Override
        public double factor(long t) {
            return 1;
        }
    }

    /**
     * A linear warm-up, then another schedule.
     *
     * @param length its length
     * @param start the factor at 0
     * @param after what follows
     */
    record WarmUp(long length, double start, Schedule after) implements Schedule {
        /**
         * Checks the numbers.
         *
         * @param length its length
         * @param start the factor at 0
         * @param after what follows
         */
        public WarmUp {
            Arguments.atLeast("length", 1, length);
            Arguments.positive("start", start);
            Arguments.share("start", start);
            Objects.requireNonNull(after, "after");
        }

        @Override
        public double factor(long t) {
            return t < length ? start + (1 - start) * t / length : after.factor(t - length);
        }
    }
}
