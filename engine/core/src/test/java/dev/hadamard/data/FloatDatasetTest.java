// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FloatDatasetTest {

    private static final int[] ORDER = {3, 0, 2, 2, 1};

    /** Four rows of two features and one target row of three: row r holds 10r, 10r + 1 and 100r, 100r + 1, 100r + 2. */
    private static Dataset<float[]> withRows() {
        return Dataset.ofFloats(
                new float[] {0, 1, 10, 11, 20, 21, 30, 31},
                2,
                new float[] {0, 1, 2, 100, 101, 102, 200, 201, 202, 300, 301, 302},
                3);
    }

    private static Dataset<float[]> withLabels() {
        return Dataset.ofFloats(new float[] {0, 1, 10, 11, 20, 21, 30, 31}, 2, new int[] {4, 0, 1, 2}, 5);
    }

    /** Rows that hold their own number, with it as label. */
    private static Dataset<float[]> numbered(int rows) {
        float[] x = new float[rows];
        for (int row = 0; row < rows; row++) {
            x[row] = row;
        }
        return Dataset.ofFloats(x, 1, IntStream.range(0, rows).toArray(), rows);
    }

    @Test
    void keepsTheArraysItWasMadeOf() {
        float[] x = {1, 2, 3, 4, 5, 6};
        float[] y = {7, 8, 9};
        int[] labels = {0, 1, 0};

        Dataset<float[]> rows = Dataset.ofFloats(x, 2, y, 1);
        Dataset<float[]> classes = Dataset.ofFloats(x, 2, labels, 2);

        assertThat(rows.x()).isSameAs(x);
        assertThat(rows.y()).isSameAs(y);
        assertThat(rows.hasLabels()).isFalse();
        assertThat(List.of(rows.rows(), rows.features(), rows.outputs())).containsExactly(3, 2, 1);
        assertThat(classes.x()).isSameAs(x);
        assertThat(classes.labels()).isSameAs(labels);
        assertThat(classes.hasLabels()).isTrue();
        assertThat(List.of(classes.rows(), classes.features(), classes.outputs()))
                .containsExactly(3, 2, 2);
        assertThat(classes.label(1)).isEqualTo(1);
        assertThat(rows).hasToString("3 rows of 2 float features, 1 target columns");
        assertThat(classes).hasToString("3 rows of 2 float features, 2 classes");
    }

    @Test
    void copiesArraysOfArrays() {
        float[][] x = {{1, 2}, {3, 4}};
        float[][] y = {{5, 6, 7}, {8, 9, 10}};
        int[] labels = {1, 0};

        Dataset<float[]> rows = Dataset.ofRows(x, y);
        Dataset<float[]> classes = Dataset.ofRows(x, labels, 2);
        x[0][0] = 99;
        y[0][0] = 99;
        labels[0] = 99;

        assertThat(rows.x()).containsExactly(1, 2, 3, 4);
        assertThat(rows.y()).containsExactly(5, 6, 7, 8, 9, 10);
        assertThat(rows.outputs()).isEqualTo(3);
        assertThat(classes.x()).containsExactly(1, 2, 3, 4);
        assertThat(classes.labels()).containsExactly(1, 0);
    }

    @Test
    void refusesWhatDoesNotFitWithItsNumbers() {
        float[] six = new float[6];
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dataset.ofFloats(six, 4, six, 1))
                .withMessage("x has 6 elements, not a multiple of 4 features");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dataset.ofFloats(six, 0, six, 1))
                .withMessage("features must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dataset.ofFloats(new float[0], 3, six, 1))
                .withMessage("x has no rows");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dataset.ofFloats(six, 3, six, 1))
                .withMessage("y has 6 rows, x has 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dataset.ofFloats(six, 3, new int[] {0, 1, 0}, 2))
                .withMessage("labels has 3 rows, x has 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dataset.ofFloats(six, 3, new int[] {0, 2}, 2))
                .withMessage("labels: row 1 has class 2, expected 0 to 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dataset.ofFloats(six, 3, new int[] {-1, 0}, 2))
                .withMessage("labels: row 0 has class -1, expected 0 to 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dataset.ofFloats(six, 3, new int[] {0, 0}, 0))
                .withMessage("classes must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dataset.ofRows(new float[][] {{1, 2}, {3}}, new int[] {0, 0}, 1))
                .withMessage("x: row 1 has 1 elements, row 0 has 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dataset.ofRows(new float[0][], new int[0], 1))
                .withMessage("x has no rows");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dataset.ofRows(new float[][] {{}, {}}, new int[2], 1))
                .withMessage("features must be at least 1, was 0");
    }

    @Test
    void saysWhichKindOfTargetItHas() {
        assertThatIllegalStateException()
                .isThrownBy(() -> withLabels().y())
                .withMessage("targets are labels of 5 classes, not rows");
        assertThatIllegalStateException()
                .isThrownBy(() -> withRows().labels())
                .withMessage("targets are rows of 3 elements, not labels");
        assertThatIllegalStateException().isThrownBy(() -> withRows().label(0));
        assertThatIllegalStateException().isThrownBy(() -> withLabels().gatherTargets(ORDER, 0, 1, new float[5], 0, 5));
        assertThatIllegalStateException().isThrownBy(() -> withRows().gatherLabels(ORDER, 0, 1, new int[1], 0));
    }

    @Test
    void gathersRowsIntoStridedBuffersAndTouchesNothingElse() {
        float[] x = new float[12];
        Arrays.fill(x, -7);
        withRows().gatherFeatures(ORDER, 1, 3, x, 1, 4);
        assertThat(x).containsExactly(-7, 0, 1, -7, -7, 20, 21, -7, -7, 20, 21, -7);

        float[] y = new float[11];
        Arrays.fill(y, Float.NaN);
        withRows().gatherTargets(ORDER, 3, 2, y, 2, 5);
        assertThat(y)
                .containsExactly(Float.NaN, Float.NaN, 200, 201, 202, Float.NaN, Float.NaN, 100, 101, 102, Float.NaN);

        int[] labels = new int[6];
        Arrays.fill(labels, -7);
        withLabels().gatherLabels(ORDER, 0, 4, labels, 1);
        assertThat(labels).containsExactly(-7, 2, 4, 1, 1, -7);
    }

    @Test
    void gathersNothingForNoRows() {
        float[] x = {-7};
        withRows().gatherFeatures(ORDER, 5, 0, x, 1, 2);
        assertThat(x).containsExactly(-7);
    }

    @Test
    void refusesToGatherOutsideOfItsArraysBeforeCopying() {
        Dataset<float[]> data = withRows();
        float[] x = new float[8];
        assertThatIllegalArgumentException()
                .isThrownBy(() -> data.gatherFeatures(new int[] {0, 1, 4}, 0, 3, x, 0, 2))
                .withMessage("order: entry 2 is row 4, expected 0 to 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> data.gatherFeatures(new int[] {1, -1}, 0, 2, x, 0, 2))
                .withMessage("order: entry 1 is row -1, expected 0 to 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> data.gatherFeatures(ORDER, 3, 3, x, 0, 2))
                .withMessage("order: 3 entries from 3 are not within its length 5");
        assertThatIllegalArgumentException().isThrownBy(() -> data.gatherFeatures(ORDER, -1, 2, x, 0, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> data.gatherFeatures(ORDER, 0, -1, x, 0, 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> data.gatherFeatures(ORDER, Integer.MAX_VALUE, Integer.MAX_VALUE, x, 0, 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> data.gatherFeatures(ORDER, 0, 4, x, 1, 2))
                .withMessage("target: 4 rows of 2, 2 apart, from 1 on end at 9, its length is 8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> data.gatherFeatures(ORDER, 0, 2, x, 0, 1))
                .withMessage("target: offset must be at least 0, was 0, and stride at least 2, was 1");
        assertThatIllegalArgumentException().isThrownBy(() -> data.gatherFeatures(ORDER, 0, 2, x, -1, 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> data.gatherFeatures(ORDER, 0, 3, x, 0, Integer.MAX_VALUE));
        assertThatIllegalArgumentException().isThrownBy(() -> data.gatherTargets(ORDER, 0, 3, x, 0, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> withLabels().gatherLabels(ORDER, 0, 3, new int[3], 1));
        assertThat(x).containsOnly(0);
    }

    @Test
    void gathersWithoutAllocation() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        Dataset<float[]> rows = withRows();
        Dataset<float[]> classes = withLabels();
        float[] x = new float[10];
        float[] y = new float[15];
        int[] labels = new int[5];
        Runnable block = () -> {
            for (int i = 0; i < 1_000; i++) {
                rows.gatherFeatures(ORDER, 0, 5, x, 0, 2);
                rows.gatherTargets(ORDER, 0, 5, y, 0, 3);
                classes.gatherLabels(ORDER, 0, 5, labels, 0);
            }
        };
        // Compiling allocates a little, now and then: warm until two blocks allocate alike.
        long allocated = -1;
        long previous;
        int blocks = 0;
        do {
            previous = allocated;
            long before = threads.getThreadAllocatedBytes(thread);
            block.run();
            allocated = threads.getThreadAllocatedBytes(thread) - before;
            blocks++;
        } while (allocated != previous && blocks < 1_000);
        assertThat(allocated).isZero();
    }

    @Test
    void takesASubset() {
        Dataset<float[]> rows = withRows().subset(new int[] {2, 0, 2});
        assertThat(rows.x()).containsExactly(20, 21, 0, 1, 20, 21);
        assertThat(rows.y()).containsExactly(200, 201, 202, 0, 1, 2, 200, 201, 202);

        Dataset<float[]> classes = withLabels().subset(new int[] {3});
        assertThat(classes.x()).containsExactly(30, 31);
        assertThat(classes.labels()).containsExactly(2);
        assertThat(classes.outputs()).isEqualTo(5);

        assertThatIllegalArgumentException().isThrownBy(() -> withRows().subset(new int[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> withRows().subset(new int[] {4}));
    }

    @Test
    void splitsAtRandomIntoAllRows() {
        Dataset<float[]> data = numbered(103);

        Split<float[]> split = data.split(0.2, new Random(5));

        assertThat(split.test().rows()).isEqualTo(21);
        assertThat(split.train().rows()).isEqualTo(82);
        assertThat(IntStream.concat(
                        Arrays.stream(split.train().labels()),
                        Arrays.stream(split.test().labels())))
                .doesNotHaveDuplicates()
                .hasSize(103);
        for (Dataset<float[]> part : List.of(split.train(), split.test())) {
            for (int row = 0; row < part.rows(); row++) {
                assertThat(part.x()[row]).isEqualTo(part.label(row));
            }
        }
        assertThat(data.split(0.2, new Random(5)).test().labels())
                .containsExactly(split.test().labels());
        assertThat(data.split(0.2, new Random(6)).test().labels())
                .isNotEqualTo(split.test().labels());
    }

    @Test
    void leavesARowInEachPart() {
        assertThat(numbered(2).split(0.001, new Random(1)).test().rows()).isEqualTo(1);
        assertThat(numbered(3).split(0.999, new Random(1)).train().rows()).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> numbered(1).split(0.5, new Random(1)));
        for (double share : new double[] {0, 1, -0.1, 1.1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> numbered(9).split(share, new Random(1)))
                    .withMessage("testShare must be above 0 and below 1, was " + share);
        }
    }

    @Test
    void foldsTestEachRowOnce() {
        List<Split<float[]>> folds = Splits.folds(numbered(23), 5, new Random(3));

        assertThat(folds).hasSize(5);
        assertThat(folds.stream().flatMapToInt(fold -> Arrays.stream(fold.test().labels())))
                .doesNotHaveDuplicates()
                .hasSize(23);
        for (Split<float[]> fold : folds) {
            assertThat(fold.test().rows()).isBetween(4, 5);
            assertThat(IntStream.concat(
                            Arrays.stream(fold.train().labels()),
                            Arrays.stream(fold.test().labels())))
                    .doesNotHaveDuplicates()
                    .hasSize(23);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Splits.folds(numbered(4), 1, new Random(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> Splits.folds(numbered(4), 5, new Random(1)));
    }

    @Test
    void shufflesEvenly() {
        int[][] counts = new int[3][3];
        Random random = new Random(11);
        for (int i = 0; i < 6_000; i++) {
            int[] order = Shapes.shuffled(3, random);
            for (int place = 0; place < 3; place++) {
                counts[place][order[place]]++;
            }
        }
        // 2000 expected, standard deviation 37.
        assertThat(Arrays.stream(counts).flatMapToInt(Arrays::stream)).allMatch(count -> Math.abs(count - 2000) < 200);
    }

    @Test
    void convertsBetweenElementTypes() {
        Dataset<float[]> floats = withRows().toDoubles().toFloats();
        assertThat(floats.x()).containsExactly(withRows().x());
        assertThat(floats.y()).containsExactly(withRows().y());
        Dataset<float[]> classes = withLabels();
        assertThat(classes.toDoubles().labels()).isSameAs(classes.labels());
        assertThat(classes.toFloats().features()).isEqualTo(2);
    }
}
