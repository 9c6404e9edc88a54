// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hadamard.compute.LossFunction.Kind;
import dev.hadamard.compute.TestedLoss.Row;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of {@link LossKernels}, for every strategy. */
class LossKernelsTest {

    private static final int[] ROWS = {0, 1, 3};
    private static final double[] SCALES = {1, 1.0 / 37};

    /** In units of epsilon: a few roundings, those of logarithms and exponentials among them. */
    private static final int ROUNDINGS = 16;

    /** What a row's loss is before and beside the rows that are written. */
    private static final double CANARY = -1.5;

    private static final int CANARIES = 2;

    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void everyKindIsTested() {
        assertThat(TestedLoss.ALL.stream().map(loss -> loss.kernel().kind()).collect(Collectors.toSet()))
                .isEqualTo(EnumSet.allOf(Kind.class));
    }

    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.ALL)
    void loss(Subject<?> subject) {
        int cases = 0;
        for (TestedLoss loss : TestedLoss.ALL) {
            for (int columns : Lengths.ALL) {
                for (int rows : ROWS) {
                    for (double scale : SCALES) {
                        new Case<>(subject, loss, rows, columns, scale).check(false);
                        cases++;
                    }
                }
            }
        }
        assertThat(cases).isEqualTo(TestedLoss.ALL.size() * Lengths.ALL.length * ROWS.length * SCALES.length);
    }

    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.ALL)
    void lossOfClasses(Subject<?> subject) {
        int cases = 0;
        for (TestedLoss loss : TestedLoss.ALL) {
            if (loss.kernel().takesClasses()) {
                for (int columns : Arrays.copyOfRange(Lengths.ALL, 1, Lengths.ALL.length)) {
                    for (int rows : ROWS) {
                        new Case<>(subject, loss, rows, columns, 1.0 / 37).check(true);
                        cases++;
                    }
                }
            }
        }
        assertThat(cases).isEqualTo(2 * (Lengths.ALL.length - 1) * ROWS.length);
    }

    /** A batch, with and without gradient, with targets as rows or as classes. */
    private final class Case<A> {

        private final Subject<A> subject;
        private final TestedLoss loss;
        private final double scale;
        private final Block<A> z;
        private final Block<A> a;
        private final Block<A> y;
        private final int[] classes;

        Case(Subject<A> subject, TestedLoss loss, int rows, int columns, double scale) {
            this.subject = subject;
            this.loss = loss;
            this.scale = scale;
            z = new Block<>(subject.elements(), rows, columns, random.nextInt(6), random.nextInt(4));
            a = z.copy();
            y = new Block<>(subject.elements(), rows, columns, random.nextInt(6), random.nextInt(4));
            classes = new int[CANARIES + rows];
            Arrays.fill(classes, -1);
            for (int i = 0; i < rows; i++) {
                Row row = loss.randomRow(random, columns);
                for (int j = 0; j < columns; j++) {
                    z.set(i, j, row.z()[j]);
                    a.set(i, j, row.a()[j]);
                    y.set(i, j, row.y()[j]);
                }
                classes[CANARIES + i] = columns == 0 ? -1 : random.nextInt(columns);
            }
        }

        void check(boolean ofClasses) {
            Block<A> delta = z.copy().fill(() -> Double.NaN).guard();
            Block<A> before = delta.copy();
            Block<A> zBefore = z.copy();
            Block<A> aBefore = a.copy();
            Block<A> yBefore = y.copy();
            double[] withGradient = run(delta.array, ofClasses);
            double[] without = run(null, ofClasses);
            for (int i = 0; i < z.rows; i++) {
                Row row = row(i, ofClasses);
                double tolerance = subject.epsilon() * (ROUNDINGS + z.columns) * loss.sizeOfValue(row);
                assertThat(withGradient[CANARIES + i]).as("%s", loss).isCloseTo(loss.value(row), within(tolerance));
                checkGradient(delta, i, row);
            }
            assertThat(without).containsExactly(withGradient);
            for (int k = 0; k < CANARIES; k++) {
                assertThat(withGradient[k]).isEqualTo(CANARY);
                assertThat(withGradient[CANARIES + z.rows + k]).isEqualTo(CANARY);
            }
            delta.assertUnchangedOutside("delta", before);
            z.assertUnchanged("Z", zBefore);
            a.assertUnchanged("A", aBefore);
            y.assertUnchanged("Y", yBefore);
        }

        private void checkGradient(Block<A> delta, int i, Row row) {
            double[] gradient = loss.gradient(row);
            for (int j = 0; j < z.columns; j++) {
                double tolerance = scale * subject.epsilon() * ROUNDINGS * loss.sizeOfGradient(row, j);
                assertThat(delta.at(i, j)).as("%s", loss).isCloseTo(scale * gradient[j], within(tolerance));
            }
        }

        private Row row(int i, boolean ofClasses) {
            double[] target = y.row(i);
            if (ofClasses) {
                Arrays.fill(target, 0);
                target[classes[CANARIES + i]] = 1;
            }
            return new Row(z.row(i), a.row(i), target);
        }

        private double[] run(A delta, boolean ofClasses) {
            double[] rowLoss = new double[2 * CANARIES + z.rows];
            Arrays.fill(rowLoss, CANARY);
            A logits = loss.kernel().isFused() ? z.array : a.array;
            LossKernels<A> kernels = subject.newKernels().losses();
            if (ofClasses) {
                kernels.lossOfClasses(
                        loss.kernel(),
                        logits,
                        a.array,
                        a.offset,
                        a.stride,
                        classes,
                        CANARIES,
                        delta,
                        rowLoss,
                        CANARIES,
                        scale,
                        a.rows,
                        a.columns);
            } else {
                kernels.loss(
                        loss.kernel(),
                        logits,
                        a.array,
                        a.offset,
                        a.stride,
                        y.array,
                        y.offset,
                        y.stride,
                        delta,
                        rowLoss,
                        CANARIES,
                        scale,
                        a.rows,
                        a.columns);
            }
            return rowLoss;
        }
    }

    /** The loss of one row, followed by its gradient. */
    private static <A> double[] lossAndGradient(Subject<A> subject, Kind kind, double[] z, double[] a, double[] y) {
        int n = z.length;
        A delta = subject.elements().allocate(n);
        double[] result = new double[1 + n];
        subject.newKernels()
                .losses()
                .loss(
                        new LossFunction(kind, 0),
                        subject.arrayOf(z),
                        subject.arrayOf(a),
                        0,
                        n,
                        subject.arrayOf(y),
                        0,
                        n,
                        delta,
                        result,
                        0,
                        1,
                        1,
                        n);
        subject.elements().toDoubles(delta, 0, result, 1, n);
        return result;
    }

    /** 0 · log 0 = 0, and the gradient of what is not asked for is 0. */
    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.ALL)
    void probabilitiesOfZeroAndOne(Subject<?> subject) {
        double[] zeroOne = {0, 1};
        assertThat(lossAndGradient(subject, Kind.CROSS_ENTROPY, zeroOne, zeroOne, zeroOne))
                .containsExactly(0, 0, -1);
        assertThat(lossAndGradient(subject, Kind.BINARY_CROSS_ENTROPY, zeroOne, zeroOne, zeroOne))
                .containsExactly(0, 1, -1);
        double[] oneZero = {1, 0};
        assertThat(lossAndGradient(subject, Kind.CROSS_ENTROPY, oneZero, zeroOne, oneZero))
                .containsExactly(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0);
        assertThat(lossAndGradient(subject, Kind.BINARY_CROSS_ENTROPY, oneZero, zeroOne, oneZero))
                .containsExactly(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.ALL)
    void fusedPairsAreStableAtLargeLogits(Subject<?> subject) {
        double[] z = {1e4, -1e4};
        double[] sure = {1, 0};
        double[] wrong = {0, 1};
        assertThat(lossAndGradient(subject, Kind.SOFTMAX_CROSS_ENTROPY, z, sure, sure))
                .containsExactly(0, 0, 0);
        assertThat(lossAndGradient(subject, Kind.SOFTMAX_CROSS_ENTROPY, z, sure, wrong))
                .containsExactly(2e4, 1, -1);
        assertThat(lossAndGradient(subject, Kind.SIGMOID_BINARY_CROSS_ENTROPY, z, sure, sure))
                .containsExactly(0, 0, 0);
        assertThat(lossAndGradient(subject, Kind.SIGMOID_BINARY_CROSS_ENTROPY, z, sure, wrong))
                .containsExactly(2e4, 1, -1);
    }

    /** A loss of about 1e-9 is known as precisely, relatively, as any other. */
    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.ALL)
    void fusedPairsKeepTheirDigitsWhereTheNetworkIsNearlySure(Subject<?> subject) {
        double[] y = {0, 1, 0};
        double[] z = {-12, 10, -11};
        double softmax = Math.log1p(Math.exp(-22) + Math.exp(-21));
        double[] a = {Math.exp(-22 - softmax), Math.exp(-softmax), Math.exp(-21 - softmax)};
        assertThat(lossAndGradient(subject, Kind.SOFTMAX_CROSS_ENTROPY, z, a, y)[0])
                .isCloseTo(softmax, within(softmax * ROUNDINGS * subject.epsilon()));
        double[] logits = {-22, 21, -20};
        double sigmoid = Math.log1p(Math.exp(-22)) + Math.log1p(Math.exp(-21)) + Math.log1p(Math.exp(-20));
        assertThat(lossAndGradient(subject, Kind.SIGMOID_BINARY_CROSS_ENTROPY, logits, y, y)[0])
                .isCloseTo(sigmoid, within(sigmoid * ROUNDINGS * subject.epsilon()));
    }

    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.ALL)
    void everyLossPropagatesNaN(Subject<?> subject) {
        for (TestedLoss loss : TestedLoss.ALL) {
            double[] nan = {Double.NaN, Double.NaN, Double.NaN};
            double[] y = {0, 1, 0};
            assertThat(lossAndGradient(subject, loss.kernel().kind(), nan, nan, y)[0])
                    .as("%s", loss)
                    .isNaN();
        }
    }
}
