// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Numbers that torch 2.13.0's schedulers of the same settings gave for a rate of 1. */
class ScheduleTest {

    /** Torch multiplies up step by step what is a closed form here. */
    private static final double TOLERANCE = 1e-14;

    private static void check(Schedule schedule, double... expected) {
        double[] factors = LongStream.range(0, expected.length)
                .mapToDouble(schedule::factor)
                .toArray();
        assertThat(factors).as(schedule.toString()).containsExactly(expected, within(TOLERANCE));
    }

    @Test
    void theFactorsOfTorch() {
        check(Schedule.constant(), 1, 1, 1);
        check(Schedule.step(3, 0.5), 1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125);
        check(Schedule.exponential(0.9), 1.0, 0.9, 0.81, 0.7290000000000001, 0.6561000000000001, 0.5904900000000002);
        check(
                Schedule.polynomial(8, 2),
                1.0,
                0.765625,
                0.5625,
                0.39062500000000006,
                0.2500000000000001,
                0.14062500000000006,
                0.06250000000000003,
                0.015625000000000007,
                0.0,
                0.0);
        check(
                Schedule.cosine(8, 0.1),
                1.0,
                0.9657457896300791,
                0.8681980515339464,
                0.7222075445642905,
                0.55,
                0.3777924554357097,
                0.2318019484660537,
                0.134254210369921,
                0.1,
                0.1); // torch's would rise again
        check(
                Schedule.cosineWithRestarts(3, 2, 0.1),
                1.0,
                0.775,
                0.3250000000000001,
                1.0,
                0.9397114317029974,
                0.775,
                0.55,
                0.3250000000000001,
                0.16028856829700258,
                1.0,
                0.9846666218300807);
        check(Schedule.cosineWithRestarts(2, 1, 0), 1, 0.5, 1, 0.5, 1);
        check(
                Schedule.oneCycle(14),
                0.040000000000000036,
                0.253326288150591,
                0.703688047535243,
                0.9907769345935507,
                0.9836474969297887,
                0.9190443762697106,
                0.8117456539497631,
                0.6726838364805451,
                0.5160277246826726,
                0.35773877573965707,
                0.21394481417223551,
                0.0992967918932656,
                0.025476024606159702,
                4e-06,
                4e-06);
        check(
                Schedule.exponential(0.9).warmUp(4, 1.0 / 3),
                0.3333333333333333,
                0.5,
                0.6666666666666667,
                0.8333333333333335,
                1.0,
                0.9,
                0.81);
    }

    @Test
    void veryLateTimesHaveFactorsToo() {
        for (Schedule schedule : List.of(
                Schedule.step(3, 0.5),
                Schedule.polynomial(8, 2),
                Schedule.cosine(8, 0.1),
                Schedule.cosineWithRestarts(3, 7, 0.1),
                Schedule.oneCycle(14).warmUp(3, 0.1))) {
            assertThat(schedule.factor(Long.MAX_VALUE)).isBetween(0.0, 1.0);
        }
    }

    @Test
    void plateausAreThoseOfTorch() {
        double[] costs = {1, 0.9, 0.9, 0.95, 0.89999, 0.91, 0.8, 0.81, 0.82, 0.83, 0.84, 0.85, 0.86, 0.87};
        Schedule schedule = Schedule.reduceOnPlateau(0.5, 2);
        List<Double> rates = new ArrayList<>();
        List<Double> rising = new ArrayList<>();
        RateControl falls = new RateControl(1, schedule, true);
        RateControl rises = new RateControl(1, schedule.warmUp(1, 0.5), true);
        for (double cost : costs) {
            falls.epochDone(cost, false);
            rises.epochDone(cost == 0.89999 ? 1 / 0.9 : 1 / cost, true);
            rates.add(falls.rate(9, 9));
            rising.add(rises.rate(9, 9));
        }
        assertThat(rates)
                .containsExactly(1.0, 1.0, 1.0, 1.0, 0.5, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125, 0.125)
                .isEqualTo(rising);

        MapState state = new MapState();
        falls.save(state);
        RateControl restored = new RateControl(1, schedule, true);
        restored.restore(state);
        assertThat(restored.rate(9, 9)).isEqualTo(0.125);
        state.put("reduced", Double.doubleToLongBits(3));
        assertThatIllegalArgumentException().isThrownBy(() -> restored.restore(state));
    }

    @Test
    void badNumbersAreRefused() {
        List<Runnable> bad = List.of(
                () -> Schedule.step(0, 0.5),
                () -> Schedule.step(1, 0),
                () -> Schedule.exponential(1.1),
                () -> Schedule.polynomial(0, 1),
                () -> Schedule.polynomial(3, -1),
                () -> Schedule.cosine(0, 0),
                () -> Schedule.cosine(3, 1.5),
                () -> Schedule.cosineWithRestarts(3, 0, 0),
                () -> Schedule.oneCycle(3),
                () -> Schedule.reduceOnPlateau(1, 3),
                () -> Schedule.reduceOnPlateau(0.5, 0),
                () -> Schedule.constant().warmUp(0, 0.5),
                () -> Schedule.constant().warmUp(3, Double.NaN));
        for (Runnable make : bad) {
            assertThatIllegalArgumentException().isThrownBy(make::run).withMessageContaining("was");
        }
    }
}
