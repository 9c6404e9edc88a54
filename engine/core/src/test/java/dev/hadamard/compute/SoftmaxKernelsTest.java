// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.reference.ReferenceActivation;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of {@link ActivationKernels} for softmax, for every strategy. */
class SoftmaxKernelsTest {

    private static final int[] ROWS = {0, 1, 3};

    /** Spread of the logits. */
    private static final double[] SPREADS = {0, 1, 30, 1e4};

    private final SplittableRandom random = new SplittableRandom(6);

    private <A> Block<A> block(Subject<A> subject, int rows, int columns) {
        return new Block<>(subject.elements(), rows, columns, random.nextInt(6), random.nextInt(4));
    }

    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.ALL)
    void softmax(Subject<?> subject) {
        int cases = 0;
        for (int columns : Lengths.ALL) {
            for (int rows : ROWS) {
                for (double spread : SPREADS) {
                    checkSoftmax(subject, rows, columns, spread, false);
                    checkSoftmax(subject, rows, columns, spread, true);
                    cases++;
                }
            }
        }
        assertThat(cases).isEqualTo(Lengths.ALL.length * ROWS.length * SPREADS.length);
    }

    private <A> void checkSoftmax(Subject<A> subject, int rows, int columns, double spread, boolean inPlace) {
        Block<A> z = block(subject, rows, columns)
                .fill(() -> spread * random.nextDouble(-1, 1))
                .guard();
        Block<A> a = inPlace ? z : z.copy().fill(() -> Double.NaN);
        Block<A> zBefore = z.copy();
        Block<A> before = a.copy();

        subject.newKernels().activations().softmax(z.array, a.array, z.offset, z.stride, rows, columns);

        double[][] expected = new double[rows][columns];
        for (int i = 0; i < rows && columns > 0; i++) {
            ReferenceActivation.softmax().apply(zBefore.row(i), expected[i]);
        }
        // Relative: roundings of the sum, and of the exponents, whose size is at most twice the spread.
        a.assertClose(
                "softmax",
                (i, j) -> expected[i][j],
                (i, j) -> expected[i][j] * subject.epsilon() * (16 + columns + 2 * spread) + subject.smallestNormal());
        a.assertUnchangedOutside("softmax", before);
        if (!inPlace) {
            z.assertUnchanged("Z", zBefore);
        }
    }

    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.ALL)
    void vectorJacobianProduct(Subject<?> subject) {
        int cases = 0;
        for (int columns : Lengths.ALL) {
            for (int rows : ROWS) {
                checkBackward(subject, rows, columns);
                cases++;
            }
        }
        assertThat(cases).isEqualTo(Lengths.ALL.length * ROWS.length);
    }

    private <A> void checkBackward(Subject<A> subject, int rows, int columns) {
        Block<A> a = block(subject, rows, columns);
        for (int i = 0; i < rows && columns > 0; i++) {
            double[] row = new double[columns];
            ReferenceActivation.softmax().apply(random.doubles(columns, -3, 3).toArray(), row);
            for (int j = 0; j < columns; j++) {
                a.set(i, j, row[j]);
            }
        }
        Block<A> delta = a.copy().fill(random::nextGaussian).guard();
        Block<A> aBefore = a.copy();
        Block<A> before = delta.copy();

        subject.newKernels().activations().softmaxBackward(a.array, delta.array, a.offset, a.stride, rows, columns);

        double[][] expected = new double[rows][columns];
        double[] size = new double[rows];
        for (int i = 0; i < rows && columns > 0; i++) {
            ReferenceActivation.softmax().vectorJacobianProduct(a.row(i), a.row(i), before.row(i), expected[i]);
            size[i] = DoubleStream.of(before.row(i)).map(Math::abs).max().orElse(0);
        }
        // Σ a = 1, so that the dot product and its error are at most the largest |δ| times the number of roundings.
        delta.assertClose(
                "delta",
                (i, j) -> expected[i][j],
                (i, j) -> a.at(i, j) * 2 * size[i] * subject.epsilon() * (4 + columns));
        delta.assertUnchangedOutside("delta", before);
        a.assertUnchanged("A", aBefore);
    }

    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.ALL)
    void aRowWithNaNIsNaNAndNoOther(Subject<?> subject) {
        checkNaN(subject);
    }

    private static <A> void checkNaN(Subject<A> subject) {
        Block<A> z = new Block<>(subject.elements(), 3, 37, 0, 0).fill(() -> 1);
        z.set(1, 20, Double.NaN);
        subject.newKernels().activations().softmax(z.array, z.array, 0, z.stride, 3, 37);
        assertThat(z.row(1)).containsOnly(Double.NaN);
        assertThat(DoubleStream.of(z.row(0)).sum()).isBetween(0.99999, 1.00001);
        assertThat(z.row(2)).containsExactly(z.row(0));
    }
}
