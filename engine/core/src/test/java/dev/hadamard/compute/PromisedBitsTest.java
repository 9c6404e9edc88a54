// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.compute.ActivationFunction.Kind;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a strategy promises that promises bits: an element's bits do not depend on how the output is cut into tiles or the
 * batch into parts, nor on where in memory things stand.
 */
class PromisedBitsTest {

    /** Rows, columns, inner: narrow and wide, single rows, both sides of block edges. */
    private static final int[][] SHAPES = {
        {1, 1, 1}, {1, 100, 70}, {100, 1, 70}, {5, 3, 200}, {40, 10, 33}, {10, 40, 33}, {17, 16, 50}, {16, 17, 48},
        {3, 520, 97}, {64, 65, 3}, {2, 31, 1}, {33, 14, 260}, {128, 130, 25}
    };

    private static final int CUTS = 4;
    private static final ActivationFunction TANH = ActivationFunction.of(Kind.TANH, 0);

    private final SplittableRandom random = new SplittableRandom(10);

    private <A> Block<A> numbers(Subject<A> subject, int rows, int columns) {
        return new Block<>(subject.elements(), rows, columns, 0, 0).fill(random::nextGaussian);
    }

    /** The same numbers elsewhere: another offset, another stride. */
    private <A> Block<A> moved(Block<A> block) {
        Block<A> moved =
                new Block<>(block.elements, block.rows, block.columns, random.nextInt(1, 20), random.nextInt(1, 9));
        for (int i = 0; i < block.rows; i++) {
            for (int j = 0; j < block.columns; j++) {
                moved.set(i, j, block.at(i, j));
            }
        }
        return moved;
    }

    private interface Tiles {
        void compute(int rowFrom, int rowTo, int columnFrom, int columnTo);
    }

    /** Computes an output in four tiles that meet somewhere. */
    private void inTiles(int rows, int columns, Tiles tiles) {
        int row = random.nextInt(rows + 1);
        int column = random.nextInt(columns + 1);
        tiles.compute(0, row, 0, column);
        tiles.compute(row, rows, 0, column);
        tiles.compute(row, rows, column, columns);
        tiles.compute(0, row, column, columns);
    }

    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.WITH_PROMISED_BITS)
    void productsInTiles(Subject<?> subject) {
        int cases = 0;
        for (int[] shape : SHAPES) {
            for (int cut = 0; cut < CUTS; cut++) {
                checkForward(subject, shape[0], shape[1], shape[2]);
                checkBackwardInput(subject, shape[0], shape[1], shape[2], cut % 2 == 0);
                checkBackwardParameters(subject, shape[0], shape[1], shape[2]);
                cases++;
            }
        }
        assertThat(cases).isEqualTo(SHAPES.length * CUTS);
    }

    private <A> void checkForward(Subject<A> subject, int rows, int columns, int inner) {
        Block<A> x = numbers(subject, rows, inner);
        Block<A> w = numbers(subject, inner, columns);
        Block<A> b = numbers(subject, 1, columns);
        Block<A> whole = numbers(subject, rows, columns);
        forward(subject, x, w, b, whole, (product) -> product.compute(0, rows, 0, columns));
        Block<A> tiled = moved(whole);
        forward(subject, moved(x), moved(w), moved(b), tiled, (product) -> inTiles(rows, columns, product));
        whole.assertSameBits("A", tiled);
    }

    private interface Way {
        void take(Tiles product);
    }

    private static <A> void forward(
            Subject<A> subject, Block<A> x, Block<A> w, Block<A> b, Block<A> z, Way way) {
        ProductKernels<A> products = subject.newKernels().products();
        way.take((rowFrom, rowTo, columnFrom, columnTo) -> products.forward(
                x.array, x.offset, x.stride, w.array, w.offset, w.stride, b.array, b.offset, z.array, z.array, z.offset,
                z.stride, w.rows, rowFrom, rowTo, columnFrom, columnTo, TANH));
    }

    private <A> void checkBackwardInput(Subject<A> subject, int rows, int columns, int inner, boolean accumulate) {
        Block<A> delta = numbers(subject, rows, inner);
        Block<A> w = numbers(subject, columns, inner);
        Block<A> whole = numbers(subject, rows, columns);
        Block<A> tiled = moved(whole);
        backwardInput(subject, delta, w, whole, accumulate, (product) -> product.compute(0, rows, 0, columns));
        backwardInput(
                subject, moved(delta), moved(w), tiled, accumulate, (product) -> inTiles(rows, columns, product));
        whole.assertSameBits("D", tiled);
    }

    private static <A> void backwardInput(
            Subject<A> subject, Block<A> delta, Block<A> w, Block<A> d, boolean accumulate, Way way) {
        ProductKernels<A> products = subject.newKernels().products();
        way.take((rowFrom, rowTo, columnFrom, columnTo) -> products.backwardInput(
                delta.array, delta.offset, delta.stride, w.array, w.offset, w.stride, d.array, null, null, d.offset,
                d.stride, w.columns, rowFrom, rowTo, columnFrom, columnTo, accumulate, ActivationFunction.IDENTITY));
    }

    private <A> void checkBackwardParameters(Subject<A> subject, int rows, int columns, int samples) {
        Block<A> x = numbers(subject, samples, rows);
        Block<A> delta = numbers(subject, samples, columns);
        Block<A> whole = numbers(subject, rows, columns);
        Block<A> db = numbers(subject, 1, columns);
        Block<A> tiled = moved(whole);
        Block<A> tiledDb = moved(db);
        backwardParameters(subject, x, delta, whole, db, (product) -> product.compute(0, rows, 0, columns));
        backwardParameters(
                subject, moved(x), moved(delta), tiled, tiledDb, (product) -> inTiles(rows, columns, product));
        whole.assertSameBits("dW", tiled);
        db.assertSameBits("db", tiledDb);
    }

    private static <A> void backwardParameters(
            Subject<A> subject, Block<A> x, Block<A> delta, Block<A> dw, Block<A> db, Way way) {
        ProductKernels<A> products = subject.newKernels().products();
        way.take((rowFrom, rowTo, columnFrom, columnTo) -> products.backwardParameters(
                x.array, x.offset, x.stride, delta.array, delta.offset, delta.stride, x.rows, dw.array, dw.offset,
                dw.stride, db.array, db.offset, rowFrom, rowTo, columnFrom, columnTo));
    }

    /** A row alone, at any place, comes out as it does within its batch; an element of Z as it does within its row. */
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
        Block<A> z = numbers(subject, 2, columns).fill(() -> 4 * random.nextGaussian());
        Block<A> delta = numbers(subject, 2, columns);
        Block<A> a = z.copy();
        Block<A> movedZ = moved(z);
        Block<A> movedA = movedZ.copy();
        Block<A> movedDelta = movedZ.copy();
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < columns; j++) {
                movedDelta.set(i, j, delta.at(i, j));
            }
        }
        kernels.forward(f, null, 0, z.array, a.array, 0, z.stride, 2, columns);
        kernels.backward(f, z.array, a.array, delta.array, 0, z.stride, 2, columns);
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < columns; j++) {
                int at = movedZ.offset + i * movedZ.stride + j;
                kernels.forward(f, null, 0, movedZ.array, movedA.array, at, 1, 1, 1);
                kernels.backward(f, movedZ.array, movedA.array, movedDelta.array, at, 1, 1, 1);
            }
        }
        a.assertSameBits(f.kind() + " A", movedA);
        delta.assertSameBits(f.kind() + " delta", movedDelta);
    }

    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.WITH_PROMISED_BITS)
    void rowWiseWorkRowByRow(Subject<?> subject) {
        int cases = 0;
        for (int columns : Lengths.ALL) {
            checkSoftmax(subject, columns);
            for (TestedLoss loss : TestedLoss.ALL) {
                checkLoss(subject, loss, columns);
                cases++;
            }
        }
        assertThat(cases).isEqualTo(TestedLoss.ALL.size() * Lengths.ALL.length);
    }

    private <A> void checkSoftmax(Subject<A> subject, int columns) {
        ActivationKernels<A> kernels = subject.newKernels().activations();
        Block<A> z = numbers(subject, 3, columns);
        Block<A> delta = numbers(subject, 3, columns);
        Block<A> movedZ = moved(z);
        Block<A> movedDelta = movedZ.copy();
        kernels.softmax(z.array, z.array, 0, z.stride, 3, columns);
        for (int i = 2; i >= 0; i--) {
            kernels.softmax(movedZ.array, movedZ.array, movedZ.offset + i * movedZ.stride, 1, 1, columns);
            for (int j = 0; j < columns; j++) {
                movedDelta.set(i, j, delta.at(i, j));
            }
        }
        z.assertSameBits("softmax", movedZ);
        kernels.softmaxBackward(z.array, delta.array, 0, z.stride, 3, columns);
        for (int i = 2; i >= 0; i--) {
            kernels.softmaxBackward(
                    movedZ.array, movedDelta.array, movedZ.offset + i * movedZ.stride, 1, 1, columns);
        }
        delta.assertSameBits("softmax delta", movedDelta);
    }

    private <A> void checkLoss(Subject<A> subject, TestedLoss loss, int columns) {
        LossKernels<A> kernels = subject.newKernels().losses();
        TestedLoss.Row row = loss.randomRow(random, columns);
        double scale = 1.0 / 7;
        int shift = 5;
        double[] rowLoss = new double[3];
        A delta = subject.elements().allocate(2 * columns);
        A twice = subject.elements().allocate(2 * columns);
        A[] at = null;
    }
}
