// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How rows are dealt to mini-batches. */
class RoundTest {

    /** Rows of each partition in each round. */
    private static int[][] dealt(int batch, int... partitions) {
        long[] before = new long[partitions.length];
        long total = 0;
        for (int i = 0; i < partitions.length; i++) {
            before[i] = total;
            total += partitions[i];
        }
        int rounds = (int) Round.count(batch, total);
        int[][] dealt = new int[rounds][partitions.length];
        for (int i = 0; i < partitions.length; i++) {
            int next = 0;
            for (int r = 0; r < rounds; r++) {
                Round round = new Round(0, r, batch, total, before);
                assertThat(round.from(i, partitions[i])).isEqualTo(next);
                next = round.to(i, partitions[i]);
                dealt[r][i] = next - round.from(i, partitions[i]);
                assertThat(dealt[r][i]).isNotNegative();
            }
            assertThat(next).as("each row has its turn").isEqualTo(partitions[i]);
        }
        return dealt;
    }

    @Test
    void ofOnePartitionTheyAreNeighbours() {
        assertThat(dealt(16, 100)).isEqualTo(new int[][] {{16}, {16}, {16}, {16}, {16}, {16}, {4}});
        assertThat(dealt(200, 100)).isEqualTo(new int[][] {{100}});
    }

    @Test
    void equalPartitionsShareEveryMiniBatch() {
        assertThat(dealt(4, 10, 10)).isEqualTo(new int[][] {{2, 2}, {2, 2}, {2, 2}, {2, 2}, {2, 2}});
        // More partitions than rows of a mini-batch: they take turns.
        for (int[] round : dealt(10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10)) {
            int sum = 0;
            for (int rows : round) {
                sum += rows;
            }
            assertThat(sum).isEqualTo(10);
        }
    }

    @Test
    void unequalPartitionsShareInProportion() {
        for (int[] round : dealt(100, 1000, 0, 3000, 1, 999)) {
            assertThat(round[0]).isBetween(19, 21);
            assertThat(round[1]).isZero();
            assertThat(round[2]).isBetween(59, 61);
            assertThat(round[4]).isBetween(19, 21);
        }
    }

    @Test
    void hugeTablesDoNotOverflow() {
        long total = 4_000_000_000L;
        long[] before = {0, 2_000_000_000L};
        Round last = new Round(0, 3999, 1_000_000, total, before);
        assertThat(last.to(1, 2_000_000_000)).isEqualTo(2_000_000_000);
        assertThat(last.from(1, 2_000_000_000)).isEqualTo(1_999_500_000);
    }
}
