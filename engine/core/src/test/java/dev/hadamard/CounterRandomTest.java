// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.CounterRandom.Purpose;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CounterRandomTest {

    private static final int MANY = 1_000_000;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private static CounterRandom stream(long seed) {
        return new CounterRandom(seed, Purpose.USER, 0);
    }

    /** These must never change: every seed that anybody wrote down would mean another training. */
    @Test
    void theBitsAreForEver() {
        CounterRandom random = new CounterRandom(1, Purpose.WEIGHTS, 2);
        assertThat(random.nextLong()).isEqualTo(0xB56001F2FDBC22DDL);
        assertThat(random.nextDouble()).isEqualTo(0.9567419113896576);
        assertThat(random.nextFloat()).isEqualTo(0.44735068f);
        assertThat(random.nextInt()).isEqualTo(457729378);
        assertThat(random.nextInt(1000)).isEqualTo(760);
        assertThat(random.nextGaussian()).isEqualTo(0.8088826289103438);
        assertThat(random.nextGaussian()).isEqualTo(0.6424154952780526);
        assertThat(new CounterRandom(-1, Purpose.SHUFFLE, Long.MAX_VALUE).nextLong())
                .isEqualTo(0x88C59F05B8D38CA5L);
    }

    /** SplitMix64, whose other implementation is {@link SplittableRandom}: seed s gives mix(s + γ), mix(s + 2γ), … */
    @Test
    void isSplitMix64FromAMixedKey() {
        long seed = 987654321;
        long step = 77;
        long key = mix(mix(mix(seed + GOLDEN) + Purpose.DROPOUT.ordinal() * GOLDEN) + step * GOLDEN);
        SplittableRandom expected = new SplittableRandom(key);
        CounterRandom random = new CounterRandom(seed, Purpose.DROPOUT, step);
        for (int i = 0; i < 100; i++) {
            assertThat(random.nextLong()).isEqualTo(expected.nextLong());
        }
    }

    private static long mix(long z) {
        return new SplittableRandom(z - GOLDEN).nextLong();
    }

    @Test
    void anyNumberCanBeHadByItsPosition() {
        CounterRandom random = stream(5);
        CounterRandom other = stream(5);
        assertThat(other.at(99)).isEqualTo(other.at(99));
        for (int i = 0; i < 100; i++) {
            assertThat(random.nextLong()).isEqualTo(other.at(i));
        }
        assertThat(other.nextLong())
                .as("at does not move the stream")
                .isEqualTo(stream(5).at(0));
    }

    @Test
    void seedsPurposesAndStepsHaveStreamsOfTheirOwn() {
        Set<Long> firsts = new HashSet<>();
        int streams = 0;
        for (long seed = -10; seed < 10; seed++) {
            for (Purpose purpose : Purpose.values()) {
                for (long step = 0; step < 50; step++) {
                    CounterRandom random = new CounterRandom(seed, purpose, step);
                    for (int i = 0; i < 10; i++) {
                        firsts.add(random.nextLong());
                    }
                    streams++;
                }
            }
        }
        assertThat(streams).isEqualTo(20 * 4 * 50);
        assertThat(firsts)
                .as("64 bits: two of 40,000 numbers are equal once in 10^10 trials")
                .hasSize(10 * streams);
    }

    @Test
    void momentsOfUniformNumbers() {
        CounterRandom random = stream(1);
        double mean = 0;
        double square = 0;
        double lag = 0;
        double previous = 0;
        for (int i = 0; i < MANY; i++) {
            double u = random.nextDouble();
            assertThat(u >= 0 && u < 1).isTrue();
            mean += u / MANY;
            square += (u - 0.5) * (u - 0.5) / MANY;
            lag += (u - 0.5) * (previous - 0.5) / MANY;
            previous = u;
        }
        // five standard errors each: 1/√12, 1/√180 and 1/12, over √MANY
        assertThat(Math.abs(mean - 0.5)).isLessThan(5 * 0.2887 / 1000);
        assertThat(Math.abs(square - 1.0 / 12)).isLessThan(5 * 0.0745 / 1000);
        assertThat(Math.abs(lag)).isLessThan(5 * 0.0833 / 1000);
    }

    @Test
    void momentsOfGaussianNumbers() {
        CounterRandom random = stream(2);
        double[] moments = new double[5];
        double lag = 0;
        double previous = 0;
        for (int i = 0; i < MANY; i++) {
            double g = random.nextGaussian();
            double power = 1;
            for (int k = 1; k < moments.length; k++) {
                power *= g;
                moments[k] += power / MANY;
            }
            lag += g * previous / MANY;
            previous = g;
        }
        // five standard errors each: √1, √2, √15 and √96, over √MANY
        assertThat(Math.abs(moments[1])).isLessThan(5 * 1.0 / 1000);
        assertThat(Math.abs(moments[2] - 1)).isLessThan(5 * 1.4142 / 1000);
        assertThat(Math.abs(moments[3])).isLessThan(5 * 3.873 / 1000);
        assertThat(Math.abs(moments[4] - 3)).isLessThan(5 * 9.798 / 1000);
        assertThat(Math.abs(lag)).isLessThan(5 * 1.0 / 1000);
    }

    /** Within a stream, and across the first numbers of successive steps and seeds, which is how a counter is used. */
    @Test
    void everyByteIsEquidistributed() {
        int numbers = 1 << 16;
        long[] inStream = new long[numbers];
        long[] acrossSteps = new long[numbers];
        long[] acrossSeeds = new long[numbers];
        CounterRandom random = stream(3);
        for (int i = 0; i < numbers; i++) {
            inStream[i] = random.nextLong();
            acrossSteps[i] = new CounterRandom(3, Purpose.DROPOUT, i).nextLong();
            acrossSeeds[i] = new CounterRandom(i, Purpose.WEIGHTS, 0).nextLong();
        }
        for (long[] bits : new long[][] {inStream, acrossSteps, acrossSeeds}) {
            for (int shift = 0; shift < 64; shift += 8) {
                int[] counts = new int[256];
                for (long number : bits) {
                    counts[(int) (number >>> shift) & 255]++;
                }
                double expected = numbers / 256.0;
                double chiSquare = Arrays.stream(counts)
                        .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                        .sum();
                // 255 degrees of freedom: mean 255, standard deviation √510 = 22.6; five of them to each side
                assertThat(chiSquare).isBetween(255 - 113.0, 255 + 113.0);
            }
        }
    }

    @Test
    void boundedNumbersAreEquidistributed() {
        CounterRandom random = stream(4);
        int[] counts = new int[7];
        for (int i = 0; i < MANY; i++) {
            counts[random.nextInt(7)]++;
        }
        for (int count : counts) {
            // five standard deviations of a binomial number
            assertThat(Math.abs(count - MANY / 7.0)).isLessThan(5 * Math.sqrt(MANY / 7.0 * 6 / 7));
        }
    }
}
