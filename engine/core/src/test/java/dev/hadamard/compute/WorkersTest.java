// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkersTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 8})
    void everyElementIsDoneOnceInPartsOfWholeGrains(int threads) {
        int rounds = 0;
        try (Workers workers = new Workers(threads)) {
            for (int elements : new int[] {0, 1, 7, 8, 9, 64, 65, 1000}) {
                for (int grain : new int[] {1, 8, 64}) {
                    AtomicIntegerArray done = new AtomicIntegerArray(elements);
                    workers.run(
                            (worker, from, to) -> {
                                assertThat(worker).isBetween(0, threads - 1);
                                assertThat(from % grain).isZero();
                                for (int i = from; i < to; i++) {
                                    done.incrementAndGet(i);
                                }
                            },
                            elements,
                            grain);
                    for (int i = 0; i < elements; i++) {
                        assertThat(done.get(i)).isEqualTo(1);
                    }
                    rounds++;
                }
            }
        }
        assertThat(rounds).isEqualTo(24);
    }

    @Test
    void manyRoundsWithPausesLoseNothing() {
        AtomicInteger sum = new AtomicInteger();
        try (Workers workers = new Workers(3)) {
            for (int round = 0; round < 5_000; round++) {
                workers.run((worker, from, to) -> sum.addAndGet(to - from), 3, 1);
                if (round % 500 == 0) {
                    sleepUntilParked();
                }
            }
        }
        assertThat(sum.get()).isEqualTo(15_000);
    }

    @Test
    void aFailureOfAWorkerReachesTheCallerAndTheNextRoundWorks() {
        try (Workers workers = new Workers(2)) {
            assertThatThrownBy(() -> workers.run(
                            (worker, from, to) -> {
                                if (worker == 1) {
                                    throw new ArithmeticException("part " + from);
                                }
                            },
                            2,
                            1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("part 1")
                    .hasCauseInstanceOf(ArithmeticException.class);
            AtomicInteger parts = new AtomicInteger();
            workers.run((worker, from, to) -> parts.incrementAndGet(), 2, 1);
            assertThat(parts.get()).isEqualTo(2);
        }
    }

    @Test
    void aFailureOfTheCallerWaitsForTheOthers() {
        AtomicInteger finished = new AtomicInteger();
        try (Workers workers = new Workers(2)) {
            assertThatThrownBy(() -> workers.run(
                            (worker, from, to) -> {
                                if (worker == 0) {
                                    throw new ArithmeticException("caller");
                                }
                                sleepUntilParked();
                                finished.incrementAndGet();
                            },
                            2,
                            1))
                    .isInstanceOf(ArithmeticException.class);
            assertThat(finished.get()).isEqualTo(1);
        }
    }

    @Test
    void anInterruptedCallerFinishesItsWorkAndStaysInterrupted() {
        try (Workers workers = new Workers(2)) {
            Thread.currentThread().interrupt();
            AtomicInteger parts = new AtomicInteger();
            for (int round = 0; round < 1_000; round++) {
                workers.run((worker, from, to) -> parts.incrementAndGet(), 2, 1);
            }
            assertThat(parts.get()).isEqualTo(2_000);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void closingEndsTheThreads() throws InterruptedException {
        Thread[] seen = new Thread[4];
        try (Workers workers = new Workers(4)) {
            workers.run((worker, from, to) -> seen[worker] = Thread.currentThread(), 4, 1);
            assertThat(seen[0]).isSameAs(Thread.currentThread());
            assertThat(Arrays.copyOfRange(seen, 1, 4)).allMatch(Thread::isDaemon);
            sleepUntilParked();
        }
        for (int i = 1; i < seen.length; i++) {
            seen[i].join(10_000);
            assertThat(seen[i].isAlive()).isFalse();
        }
    }

    @Test
    void zeroThreadsAreRefused() {
        assertThatThrownBy(() -> new Workers(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("threads")
                .hasMessageContaining("0");
    }

    private static void sleepUntilParked() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
