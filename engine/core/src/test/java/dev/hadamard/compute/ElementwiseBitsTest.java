// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.compute.LossFunction.Kind;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What strategies promise that promise bits, for everything but products: an element, a row or a range comes out the
 * same alone as among others and wherever it stands in memory, and sums have the order of {@link VirtualLanes}.
 */
class ElementwiseBitsTest {

    private static final int ROWS = 3;
    private static final int OFFSET = 7;
    private static final int GAP = 2;

    private final SplittableRandom random = new SplittableRandom(11);

    private <A> Block<A> numbers(Subject<A> subject, int columns) {
        return new Block<>(subject.elements(), ROWS, columns, 0, 0).fill(random::nextGaussian);
    }

    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.WITH_PROMISED_BITS)
    void activationsElementByElement(Subject<?> subject) {
        int cases = 0;
        for (TestedActivation f : TestedActivation.ALL) {
            for (int columns : Lengths.ALL) {
                checkActivation(subject, f.kernel(), columns);
                cases++;
            }
        }
        assertThat(cases).isEqualTo(TestedActivation.ALL.size() * Lengths.ALL.length);
    }

    private <A> void checkActivation(Subject<A> subject, ActivationFunction f, int columns) {
        ActivationKernels<A> kernels = subject.newKernels().activations();
        Block<A> z = numbers(subject, columns).fill(() -> 4 * random.nextGaussian());
        Block<A> a = z.copy();
        Block<A> delta = numbers(subject, columns);
        Block<A> movedZ = z.movedTo(OFFSET, GAP);
        Block<A> movedA = movedZ.copy();
        Block<A> movedDelta = delta.movedTo(OFFSET, GAP);
        kernels.forward(f, null, 0, z.array, a.array, 0, z.stride, ROWS, columns);
        kernels.backward(f, z.array, a.array, delta.array, 0, z.stride, ROWS, columns);
        for (int i = 0; i < ROWS; i++) {
            for (int at = movedZ.rowOffset(i); at < movedZ.rowOffset(i) + columns; at++) {
                kernels.forward(f, null, 0, movedZ.array, movedA.array, at, 1, 1, 1);
                kernels.backward(f, movedZ.array, movedA.array, movedDelta.array, at, 1, 1, 1);
            }
        }
        a.assertSameBits(f.kind() + " A", movedA);
        delta.assertSameBits(f.kind() + " delta", movedDelta);
    }

    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.WITH_PROMISED_BITS)
    void softmaxRowByRow(Subject<?> subject) {
        for (int columns : Lengths.ALL) {
            checkSoftmax(subject, columns);
        }
    }

    private <A> void checkSoftmax(Subject<A> subject, int columns) {
        ActivationKernels<A> kernels = subject.newKernels().activations();
        Block<A> a = numbers(subject, columns);
        Block<A> delta = numbers(subject, columns);
        Block<A> movedA = a.movedTo(OFFSET, GAP);
        Block<A> movedDelta = delta.movedTo(OFFSET, GAP);
        kernels.softmax(a.array, a.array, 0, a.stride, ROWS, columns);
        kernels.softmaxBackward(a.array, delta.array, 0, a.stride, ROWS, columns);
        for (int i = ROWS - 1; i >= 0; i--) {
            int at = movedA.rowOffset(i);
            kernels.softmax(movedA.array, movedA.array, at, columns, 1, columns);
            kernels.softmaxBackward(movedA.array, movedDelta.array, at, columns, 1, columns);
        }
        a.assertSameBits("softmax", movedA);
        delta.assertSameBits("softmax delta", movedDelta);
    }

    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.WITH_PROMISED_BITS)
    void lossesRowByRow(Subject<?> subject) {
        int cases = 0;
        for (TestedLoss loss : TestedLoss.ALL) {
            for (int columns : Lengths.ALL) {
                checkLoss(subject, loss, columns);
                cases++;
            }
        }
        assertThat(cases).isEqualTo(TestedLoss.ALL.size() * Lengths.ALL.length);
    }

    private <A> void checkLoss(Subject<A> subject, TestedLoss loss, int columns) {
        LossKernels<A> kernels = subject.newKernels().losses();
        Block<A> z = numbers(subject, columns);
        Block<A> a = numbers(subject, columns);
        Block<A> y = numbers(subject, columns);
        for (int i = 0; i < ROWS; i++) {
            TestedLoss.Row row = loss.randomRow(random, columns);
            for (int j = 0; j < columns; j++) {
                z.set(i, j, row.z()[j]);
                a.set(i, j, row.a()[j]);
                y.set(i, j, row.y()[j]);
            }
        }
        Block<A> delta = a.copy();
        double[] rowLoss = new double[ROWS];
        kernels.loss(
                loss.kernel(),
                z.array,
                a.array,
                0,
                a.stride,
                y.array,
                0,
                y.stride,
                delta.array,
                rowLoss,
                0,
                0.1,
                ROWS,
                columns);
        Block<A> movedZ = z.movedTo(OFFSET, GAP);
        Block<A> movedA = a.movedTo(OFFSET, GAP);
        Block<A> movedY = y.movedTo(GAP, OFFSET);
        Block<A> movedDelta = movedA.copy();
        double[] movedLoss = new double[ROWS];
        for (int i = ROWS - 1; i >= 0; i--) {
            kernels.loss(
                    loss.kernel(),
                    movedZ.array,
                    movedA.array,
                    movedA.rowOffset(i),
                    columns,
                    movedY.array,
                    movedY.rowOffset(i),
                    columns,
                    movedDelta.array,
                    movedLoss,
                    i,
                    0.1,
                    1,
                    columns);
        }
        assertThat(movedLoss).isEqualTo(rowLoss);
        delta.assertSameBits(loss + " delta", movedDelta);
    }

    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.WITH_PROMISED_BITS)
    void classesAreOneHotRows(Subject<?> subject) {
        int cases = 0;
        for (TestedLoss loss : TestedLoss.ALL) {
            if (loss.kernel().takesClasses()) {
                for (int columns : Arrays.copyOfRange(Lengths.ALL, 1, Lengths.ALL.length)) {
                    checkClasses(subject, loss, columns);
                    cases++;
                }
            }
        }
        assertThat(cases).isEqualTo(2 * (Lengths.ALL.length - 1));
    }

    private <A> void checkClasses(Subject<A> subject, TestedLoss loss, int columns) {
        LossKernels<A> kernels = subject.newKernels().losses();
        Block<A> z = new Block<>(subject.elements(), 1, columns, 0, 0);
        Block<A> a = z.copy();
        Block<A> y = z.copy().fill(() -> 0);
        int label = random.nextInt(columns);
        y.set(0, label, 1);
        TestedLoss.Row row = loss.randomRow(random, columns);
        for (int j = 0; j < columns; j++) {
            z.set(0, j, row.z()[j]);
            a.set(0, j, row.a()[j]);
        }
        Block<A> delta = a.copy();
        Block<A> deltaOfClass = a.copy();
        double[] ofRow = new double[1];
        double[] ofClass = new double[1];
        kernels.loss(
                loss.kernel(),
                z.array,
                a.array,
                0,
                columns,
                y.array,
                0,
                columns,
                delta.array,
                ofRow,
                0,
                0.1,
                1,
                columns);
        kernels.lossOfClasses(
                loss.kernel(),
                z.array,
                a.array,
                0,
                columns,
                new int[] {label},
                0,
                deltaOfClass.array,
                ofClass,
                0,
                0.1,
                1,
                columns);
        assertThat(ofClass).isEqualTo(ofRow);
        delta.assertSameBits(loss + " delta", deltaOfClass);
    }

    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.WITH_PROMISED_BITS)
    void updatesElementByElement(Subject<?> subject) {
        int cases = 0;
        for (UpdateRule.Kind kind : UpdateRule.Kind.values()) {
            for (int columns : Lengths.ALL) {
                checkUpdate(subject, kind, columns);
                cases++;
            }
        }
        assertThat(cases).isEqualTo(UpdateRule.Kind.values().length * Lengths.ALL.length);
    }

    private <A> void checkUpdate(Subject<A> subject, UpdateRule.Kind kind, int columns) {
        UpdateKernels<A> kernels = subject.newKernels().updates();
        UpdateRule rule = new UpdateRule(kind);
        rule.rate = 0.03;
        rule.decay = 0.9;
        rule.secondDecay = 0.99;
        rule.epsilon = 1e-6;
        rule.weightDecay = 0.1;
        rule.firstCorrection = 0.3;
        rule.secondCorrection = 0.2;
        rule.gradientFactor = 0.7;
        rule.meanFactor = 0.4;
        rule.decrease = 0.5;
        rule.increase = 1.2;
        rule.least = 1e-6;
        rule.most = 50;
        Block<A> w = numbers(subject, columns);
        Block<A> g = numbers(subject, columns);
        Block<A> s = numbers(subject, columns).fill(random::nextDouble);
        Block<A> t = numbers(subject, columns).fill(random::nextDouble);
        Block<A> u = numbers(subject, columns).fill(random::nextDouble);
        Block<A> movedW = w.movedTo(OFFSET, GAP);
        Block<A> movedG = g.movedTo(OFFSET, GAP);
        Block<A> movedS = s.movedTo(OFFSET, GAP);
        Block<A> movedT = t.movedTo(OFFSET, GAP);
        Block<A> movedU = u.movedTo(OFFSET, GAP);
        kernels.update(rule, w.array, g.array, s.array, t.array, u.array, 0, ROWS * columns);
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < columns; j++) {
                int at = movedW.rowOffset(i) + j;
                kernels.update(rule, movedW.array, movedG.array, movedS.array, movedT.array, movedU.array, at, 1);
            }
        }
        w.assertSameBits(kind + " w", movedW);
        s.assertSameBits(kind + " s", movedS);
        t.assertSameBits(kind + " t", movedT);
        u.assertSameBits(kind + " u", movedU);
    }

    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.WITH_PROMISED_BITS)
    void sumsHaveTheOrderOfVirtualLanes(Subject<?> subject) {
        int cases = 0;
        for (int length : Lengths.ALL) {
            checkSums(subject, length);
            cases++;
        }
        assertThat(cases).isEqualTo(Lengths.ALL.length);
    }

    private <A> void checkSums(Subject<A> subject, int length) {
        Block<A> x = new Block<>(subject.elements(), 1, length, random.nextInt(9), 0).fill(random::nextGaussian);
        double[] values = x.row(0);
        double[] squares = Arrays.stream(values).map(v -> v * v).toArray();
        double norm = subject.newKernels().reductions().sumOfSquares(x.array, x.offset, length);
        assertThat(norm).isEqualTo(laneSum(new Subject<>(subject.strategy(), DoubleElements.INSTANCE), squares));

        double[] rowLoss = new double[1];
        A zeros = subject.elements().allocate(length);
        subject.newKernels()
                .losses()
                .loss(
                        new LossFunction(Kind.ABSOLUTE, 0),
                        x.array,
                        x.array,
                        x.offset,
                        length,
                        zeros,
                        0,
                        length,
                        null,
                        rowLoss,
                        0,
                        1,
                        1,
                        length);
        double[] absolute = Arrays.stream(values).map(Math::abs).toArray();
        assertThat(rowLoss[0]).isEqualTo(laneSum(subject, absolute));
    }

    /** {@link VirtualLanes} to the letter, rounding after each addition. */
    private static double laneSum(Subject<?> subject, double[] terms) {
        double[] lanes = new double[VirtualLanes.COUNT];
        for (int i = 0; i < terms.length; i++) {
            lanes[i % 16] = subject.round(lanes[i % 16] + terms[i]);
        }
        for (int half = 8; half > 0; half /= 2) {
            for (int lane = 0; lane < half; lane++) {
                lanes[lane] = subject.round(lanes[lane] + lanes[lane + half]);
            }
        }
        return lanes[0];
    }
}
