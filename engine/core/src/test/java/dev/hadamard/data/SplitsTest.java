// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Stratified parts; {@link FloatDatasetTest} has those at random. */
class SplitsTest {

    /** 50, 30 and 20 rows of classes 0, 1 and 2; a row's only feature is its number. */
    private static Dataset<double[]> data() {
        int[] labels = new int[100];
        Arrays.setAll(labels, row -> row < 50 ? 0 : row < 80 ? 1 : 2);
        return data(labels);
    }

    private static Dataset<double[]> data(int... labels) {
        double[] x = new double[labels.length];
        Arrays.setAll(x, row -> row);
        return Dataset.ofDoubles(x, 1, labels, 3);
    }

    private static long[] counts(Dataset<?> part) {
        long[] counts = new long[3];
        for (int label : part.labels()) {
            counts[label]++;
        }
        return counts;
    }

    private static Set<Double> rows(List<Dataset<double[]>> parts) {
        Set<Double> rows = new HashSet<>();
        parts.forEach(part -> Arrays.stream(part.x()).forEach(rows::add));
        return rows;
    }

    @Test
    void bothPartsHoldTheirShareOfEveryClass() {
        Split<double[]> split = Splits.stratified(data(), 0.2, new Random(1));
        assertThat(counts(split.test())).containsExactly(10, 6, 4);
        assertThat(counts(split.train())).containsExactly(40, 24, 16);
        assertThat(rows(List.of(split.train(), split.test()))).hasSize(100);
        assertThat(Splits.stratified(data(), 0.2, new Random(1)).test().x())
                .isEqualTo(split.test().x());
        assertThat(Splits.stratified(data(), 0.2, new Random(2)).test().x())
                .isNotEqualTo(split.test().x());
        assertThat(Arrays.stream(split.test().x()).limit(10).max().orElseThrow())
                .isGreaterThan(25); // not the first ones
    }

    @Test
    void noPartIsEmpty() {
        assertThat(Splits.stratified(data(0, 1), 0.001, new Random(1)).test().rows())
                .isEqualTo(1);
        assertThat(Splits.stratified(data(0, 1), 0.999, new Random(1)).train().rows())
                .isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Splits.stratified(data(0), 0.5, new Random(1)))
                .withMessageContaining("one row");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Splits.stratified(data(), 1, new Random(1)))
                .withMessageContaining("testShare");
    }

    @Test
    void everyFoldHoldsItsShareOfEveryClass() {
        List<Split<double[]>> folds = Splits.stratifiedFolds(data(), 7, new Random(3));
        assertThat(folds).hasSize(7);
        for (Split<double[]> fold : folds) {
            assertThat(fold.test().rows()).isBetween(14, 15);
            long[] counts = counts(fold.test());
            assertThat(counts[0]).isBetween(7L, 8L);
            assertThat(counts[1]).isBetween(4L, 5L);
            assertThat(counts[2]).isBetween(2L, 3L);
            assertThat(rows(List.of(fold.train(), fold.test()))).hasSize(100);
        }
        assertThat(rows(folds.stream().map(Split::test).toList())).hasSize(100);
    }

    @Test
    void foldsAreNeverEmpty() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Splits.stratifiedFolds(data(0, 1, 2), 4, new Random(1)))
                .withMessage("k must be from 2 to the 3 rows, was 4");
        assertThatIllegalArgumentException().isThrownBy(() -> Splits.stratifiedFolds(data(), 1, new Random(1)));
        assertThat(Splits.stratifiedFolds(data(0, 1, 2), 3, new Random(1)))
                .allMatch(fold -> fold.test().rows() == 1);
    }

    @Test
    void rowsOfNumbersHaveNoClasses() {
        Dataset<double[]> numbers = Dataset.ofDoubles(new double[4], 1, new double[4], 1);
        assertThatIllegalStateException().isThrownBy(() -> Splits.stratified(numbers, 0.5, new Random(1)));
        assertThatIllegalStateException().isThrownBy(() -> Splits.stratifiedFolds(numbers, 2, new Random(1)));
    }
}
