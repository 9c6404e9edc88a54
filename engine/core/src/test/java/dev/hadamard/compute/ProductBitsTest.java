// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.compute.ActivationFunction.Kind;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What strategies promise that promise bits, for products: an element has the same bits however the output is cut into
 * tiles, and wherever in memory things stand.
 */
class ProductBitsTest {

    /** Rows, columns, inner: narrow and wide, single rows and columns, both sides of block edges. */
    private static final int[][] SHAPES = {
        {1, 1, 1},
        {1, 100, 70},
        {100, 1, 70},
        {5, 3, 200},
        {40, 10, 33},
        {10, 40, 33},
        {17, 16, 50},
        {16, 17, 48},
        {3, 520, 97},
        {64, 65, 3},
        {2, 31, 1},
        {33, 14, 260},
        {128, 130, 25}
    };

    private static final int CUTS = 4;
    private static final int CASES = SHAPES.length * CUTS;
    private static final ActivationFunction TANH = ActivationFunction.of(Kind.TANH, 0);

    private final SplittableRandom random = new SplittableRandom(10);

    private interface ShapeCheck {
        void run(int rows, int columns, int inner);
    }

    private static int onEveryShape(ShapeCheck check) {
        int cases = 0;
        for (int[] shape : SHAPES) {
            for (int cut = 0; cut < CUTS; cut++) {
                check.run(shape[0], shape[1], shape[2]);
                cases++;
            }
        }
        return cases;
    }

    /** A product, ready for its tiles. */
    private interface Product {
        void compute(int rowFrom, int rowTo, int columnFrom, int columnTo);
    }

    /** In four tiles that meet somewhere. */
    private void inTiles(int rows, int columns, Product product) {
        int row = random.nextInt(rows + 1);
        int column = random.nextInt(columns + 1);
        product.compute(0, row, 0, column);
        product.compute(row, rows, 0, column);
        product.compute(row, rows, column, columns);
        product.compute(0, row, column, columns);
    }

    private <A> Block<A> numbers(Subject<A> subject, int rows, int columns) {
        return new Block<>(subject.elements(), rows, columns, 0, 0).fill(random::nextGaussian);
    }

    private <A> Block<A> moved(Block<A> block) {
        return block.movedTo(random.nextInt(1, 20), random.nextInt(1, 9));
    }

    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.WITH_PROMISED_BITS)
    void forward(Subject<?> subject) {
        assertThat(onEveryShape((rows, columns, inner) -> checkForward(subject, rows, columns, inner)))
                .isEqualTo(CASES);
    }

    private <A> void checkForward(Subject<A> subject, int rows, int columns, int inner) {
        Block<A> x = numbers(subject, rows, inner);
        Block<A> w = numbers(subject, inner, columns);
        Block<A> b = numbers(subject, 1, columns);
        Block<A> whole = numbers(subject, rows, columns);
        Block<A> tiled = moved(whole);
        forward(subject, x, w, b, whole).compute(0, rows, 0, columns);
        inTiles(rows, columns, forward(subject, moved(x), moved(w), moved(b), tiled));
        whole.assertSameBits("A", tiled);
    }

    private static <A> Product forward(Subject<A> subject, Block<A> x, Block<A> w, Block<A> b, Block<A> a) {
        ProductKernels<A> products = subject.newKernels().products();
        return (rowFrom, rowTo, columnFrom, columnTo) -> products.forward(
                x.array,
                x.offset,
                x.stride,
                w.array,
                w.offset,
                w.stride,
                b.array,
                b.offset,
                a.array,
                a.array,
                a.offset,
                a.stride,
                w.rows,
                rowFrom,
                rowTo,
                columnFrom,
                columnTo,
                TANH);
    }

    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.WITH_PROMISED_BITS)
    void backwardInput(Subject<?> subject) {
        assertThat(onEveryShape((rows, columns, inner) -> checkBackwardInput(subject, rows, columns, inner)))
                .isEqualTo(CASES);
    }

    private <A> void checkBackwardInput(Subject<A> subject, int rows, int columns, int inner) {
        Block<A> delta = numbers(subject, rows, inner);
        Block<A> w = numbers(subject, columns, inner);
        Block<A> whole = numbers(subject, rows, columns);
        Block<A> tiled = moved(whole);
        boolean accumulate = random.nextBoolean();
        backwardInput(subject, delta, w, whole, accumulate).compute(0, rows, 0, columns);
        inTiles(rows, columns, backwardInput(subject, moved(delta), moved(w), tiled, accumulate));
        whole.assertSameBits("D", tiled);
    }

    private static <A> Product backwardInput(
            Subject<A> subject, Block<A> delta, Block<A> w, Block<A> d, boolean accumulate) {
        ProductKernels<A> products = subject.newKernels().products();
        return (rowFrom, rowTo, columnFrom, columnTo) -> products.backwardInput(
                delta.array,
                delta.offset,
                delta.stride,
                w.array,
                w.offset,
                w.stride,
                d.array,
                null,
                null,
                d.offset,
                d.stride,
                w.columns,
                rowFrom,
                rowTo,
                columnFrom,
                columnTo,
                accumulate,
                ActivationFunction.IDENTITY);
    }

    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.WITH_PROMISED_BITS)
    void backwardParameters(Subject<?> subject) {
        assertThat(onEveryShape((rows, columns, inner) -> checkBackwardParameters(subject, rows, columns, inner)))
                .isEqualTo(CASES);
    }

    private <A> void checkBackwardParameters(Subject<A> subject, int rows, int columns, int samples) {
        Block<A> x = numbers(subject, samples, rows);
        Block<A> delta = numbers(subject, samples, columns);
        Block<A> whole = numbers(subject, rows, columns);
        Block<A> db = numbers(subject, 1, columns);
        Block<A> tiled = moved(whole);
        Block<A> tiledDb = moved(db);
        backwardParameters(subject, x, delta, whole, db).compute(0, rows, 0, columns);
        inTiles(rows, columns, backwardParameters(subject, moved(x), moved(delta), tiled, tiledDb));
        whole.assertSameBits("dW", tiled);
        db.assertSameBits("db", tiledDb);
    }

    private static <A> Product backwardParameters(
            Subject<A> subject, Block<A> x, Block<A> delta, Block<A> dw, Block<A> db) {
        ProductKernels<A> products = subject.newKernels().products();
        return (rowFrom, rowTo, columnFrom, columnTo) -> products.backwardParameters(
                x.array,
                x.offset,
                x.stride,
                delta.array,
                delta.offset,
                delta.stride,
                x.rows,
                dw.array,
                dw.offset,
                dw.stride,
                db.array,
                db.offset,
                rowFrom,
                rowTo,
                columnFrom,
                columnTo);
    }
}
