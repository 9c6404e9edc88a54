// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

import dev.hadamard.compute.ActivationFunction.Kind;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.function.IntToDoubleFunction;

/**
 * Runs one product on random matrices, and compares every element of its tile with a sum in double. Whatever the
 * product has no business to read is NaN; whatever it has to overwrite is NaN before.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class ProductChecks<A> {

    /**
     * In units of epsilon times the sum of the terms' absolute values, for each term: the textbook bound is half of it,
     * for summation in any order, with or without FMA; the reference may err as much.
     */
    private static final double ERROR_PER_TERM = 1;

    /** The same for the few roundings besides the sum. */
    private static final int FURTHER_TERMS = 3;

    private static final double STEEPEST_SLOPE = 1.13;

    private static final List<Kind> FORWARD = List.of(Kind.IDENTITY, Kind.RELU, Kind.TANH, Kind.GELU);
    private static final List<Kind> BACKWARD = List.of(Kind.IDENTITY, Kind.RELU, Kind.SIGMOID, Kind.SILU);

    private final Elements<A> elements;
    private final ProductKernels<A> products;
    private final double epsilon;
    private final SplittableRandom random;
    private final DoubleSupplier numbers;
    private final boolean exact;

    /**
     * Checks with numbers of a kind.
     *
     * @param exact whether sums of the numbers are exact, so that nothing but equality will do
     */
    ProductChecks(Subject<A> subject, SplittableRandom random, DoubleSupplier numbers, boolean exact) {
        this.elements = subject.elements();
        this.products = subject.newKernels().products();
        this.epsilon = subject.epsilon();
        this.random = random;
        this.numbers = numbers;
        this.exact = exact;
    }

    /** What a kernel reads, and must leave as it is. */
    private record Inputs<A>(List<Block<A>> blocks, List<Block<A>> before) {

        Inputs(List<Block<A>> blocks) {
            this(blocks, blocks.stream().map(Block::copy).toList());
        }

        void assertUnchanged() {
            for (int k = 0; k < blocks.size(); k++) {
                blocks.get(k).assertUnchanged("input " + k, before.get(k));
            }
        }
    }

    /** A tile of an output of rows x columns. */
    record Tile(int rows, int columns, int rowFrom, int rowTo, int columnFrom, int columnTo) {

        static Tile whole(int rows, int columns) {
            return new Tile(rows, columns, 0, rows, 0, columns);
        }

        static Tile within(SplittableRandom random, int rows, int columns) {
            int above = random.nextInt(3);
            int left = random.nextInt(4);
            return new Tile(
                    above + rows + random.nextInt(3),
                    left + columns + random.nextInt(3),
                    above,
                    above + rows,
                    left,
                    left + columns);
        }
    }

    void forward(Tile t, int inner) {
        Block<A> x = block(t.rows, inner).fill(numbers, t.rowFrom, t.rowTo, 0, inner);
        Block<A> w = block(inner, t.columns).fill(numbers, 0, inner, t.columnFrom, t.columnTo);
        boolean biased = random.nextBoolean();
        Block<A> b = block(1, t.columns).fill(biased ? numbers : () -> 0, 0, 1, t.columnFrom, t.columnTo);
        TestedActivation f = TestedActivation.of(exact ? Kind.IDENTITY : FORWARD.get(random.nextInt(FORWARD.size())));
        Block<A> z = output(t);
        boolean inPlace = !f.kernel().needsPreActivation() && random.nextBoolean();
        Block<A> a = inPlace ? z : z.copy();
        Inputs<A> inputs = new Inputs<>(List.of(x, w, b));
        Block<A> before = z.copy();

        products.forward(
                x.array,
                x.offset,
                x.stride,
                w.array,
                w.offset,
                w.stride,
                biased ? b.array : null,
                b.offset,
                z.array,
                a.array,
                z.offset,
                z.stride,
                inner,
                t.rowFrom,
                t.rowTo,
                t.columnFrom,
                t.columnTo,
                f.kernel());

        Block.Expected product = (i, j) -> b.at(0, j) + sum(inner, k -> x.at(i, k) * w.at(k, j));
        Block.Expected error =
                (i, j) -> sumError(inner, Math.abs(b.at(0, j)) + sum(inner, k -> Math.abs(x.at(i, k) * w.at(k, j))));
        if (!inPlace) {
            assertTile("Z", z, before, t, product, error);
        }
        assertTile(
                "A",
                a,
                before,
                t,
                (i, j) -> f.value(product.at(i, j)),
                (i, j) -> exact
                        ? 0
                        : STEEPEST_SLOPE * error.at(i, j) + TestedActivation.tolerance(epsilon, product.at(i, j)));
        inputs.assertUnchanged();
    }

    void backwardInput(Tile t, int inner) {
        Block<A> delta = block(t.rows, inner).fill(numbers, t.rowFrom, t.rowTo, 0, inner);
        Block<A> w = block(t.columns, inner).fill(numbers, t.columnFrom, t.columnTo, 0, inner);
        boolean accumulate = random.nextBoolean();
        TestedActivation f = TestedActivation.of(exact ? Kind.IDENTITY : BACKWARD.get(random.nextInt(BACKWARD.size())));
        Block<A> d = output(t);
        Block<A> z = d.copy().fill(numbers, t.rowFrom, t.rowTo, t.columnFrom, t.columnTo);
        Block<A> a = f.applied(z, t.rowFrom, t.rowTo, t.columnFrom, t.columnTo);
        if (accumulate) {
            d.fill(numbers, t.rowFrom, t.rowTo, t.columnFrom, t.columnTo);
        }
        Inputs<A> inputs = new Inputs<>(List.of(delta, w, z, a));
        Block<A> before = d.copy();
        boolean identity = f.kernel().kind() == Kind.IDENTITY;

        products.backwardInput(
                delta.array,
                delta.offset,
                delta.stride,
                w.array,
                w.offset,
                w.stride,
                d.array,
                identity ? null : z.array,
                identity ? null : a.array,
                d.offset,
                d.stride,
                inner,
                t.rowFrom,
                t.rowTo,
                t.columnFrom,
                t.columnTo,
                accumulate,
                f.kernel());

        Block.Expected start = (i, j) -> accumulate ? before.at(i, j) : 0;
        Block.Expected product = (i, j) -> start.at(i, j) + sum(inner, k -> delta.at(i, k) * w.at(j, k));
        Block.Expected error = (i, j) ->
                sumError(inner, Math.abs(start.at(i, j)) + sum(inner, k -> Math.abs(delta.at(i, k) * w.at(j, k))));
        Block.Expected slope = (i, j) -> f.slope(z.at(i, j));
        assertTile(
                "D",
                d,
                before,
                t,
                (i, j) -> product.at(i, j) * slope.at(i, j),
                (i, j) -> exact
                        ? 0
                        : STEEPEST_SLOPE * error.at(i, j)
                                + Math.abs(product.at(i, j)) * TestedActivation.tolerance(epsilon, z.at(i, j)));
        inputs.assertUnchanged();
    }

    /** inner is the number of samples, the tile one of dW. */
    void backwardParameters(Tile t, int inner) {
        Block<A> x = block(inner, t.rows).fill(numbers, 0, inner, t.rowFrom, t.rowTo);
        Block<A> delta = block(inner, t.columns).fill(numbers, 0, inner, t.columnFrom, t.columnTo);
        Block<A> dw = output(t);
        Block<A> db = block(1, t.columns).guard(0, 1, t.columnFrom, t.columnTo);
        boolean biased = random.nextBoolean();
        Inputs<A> inputs = new Inputs<>(List.of(x, delta));
        Block<A> before = dw.copy();
        Block<A> dbBefore = db.copy();

        products.backwardParameters(
                x.array,
                x.offset,
                x.stride,
                delta.array,
                delta.offset,
                delta.stride,
                inner,
                dw.array,
                dw.offset,
                dw.stride,
                biased ? db.array : null,
                db.offset,
                t.rowFrom,
                t.rowTo,
                t.columnFrom,
                t.columnTo);

        assertTile(
                "dW",
                dw,
                before,
                t,
                (i, j) -> sum(inner, k -> x.at(k, i) * delta.at(k, j)),
                (i, j) -> sumError(inner, sum(inner, k -> Math.abs(x.at(k, i) * delta.at(k, j)))));
        if (biased && t.rowFrom == 0) {
            Tile row = new Tile(1, t.columns, 0, 1, t.columnFrom, t.columnTo);
            assertTile(
                    "db",
                    db,
                    dbBefore,
                    row,
                    (i, j) -> sum(inner, k -> delta.at(k, j)),
                    (i, j) -> sumError(inner, sum(inner, k -> Math.abs(delta.at(k, j)))));
        } else {
            db.assertUnchanged("db", dbBefore);
        }
        inputs.assertUnchanged();
    }

    /** A matrix of NaN. */
    private Block<A> block(int rows, int columns) {
        return new Block<>(elements, rows, columns, random.nextInt(6), random.nextInt(4));
    }

    /** A matrix that is NaN inside the tile, and guarded outside. */
    private Block<A> output(Tile t) {
        return block(t.rows, t.columns).guard(t.rowFrom, t.rowTo, t.columnFrom, t.columnTo);
    }

    private double sumError(int terms, double absolute) {
        return exact ? 0 : ERROR_PER_TERM * (terms + FURTHER_TERMS) * epsilon * absolute;
    }

    private static double sum(int terms, IntToDoubleFunction term) {
        double sum = 0;
        for (int k = 0; k < terms; k++) {
            sum += term.applyAsDouble(k);
        }
        return sum;
    }

    private static <A> void assertTile(
            String what, Block<A> block, Block<A> before, Tile t, Block.Expected expected, Block.Expected tolerance) {
        block.assertClose(what, expected, tolerance, t.rowFrom, t.rowTo, t.columnFrom, t.columnTo);
        block.assertUnchangedOutside(what, before, t.rowFrom, t.rowTo, t.columnFrom, t.columnTo);
    }
}
