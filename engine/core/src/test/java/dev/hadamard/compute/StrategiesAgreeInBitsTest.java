// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.compute.scalar.ScalarStrategy;
import java.util.Arrays;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The element-wise kernels of the strategy simd have the very bits of the strategy scalar, for every length, at
 * offsets, in place or not, and leave what lies around a range alone. (That both are right is tested against the
 * oracle.)
 */
class StrategiesAgreeInBitsTest {

    private static final int BEFORE = 3;
    private static final int AFTER = 4;
    private static final int ROWS = 3;

    private final Random random = new Random(11);

    static Stream<Elements<?>> types() {
        return Stream.of(FloatElements.INSTANCE, DoubleElements.INSTANCE);
    }

    @ParameterizedTest
    @MethodSource("types")
    <A> void activations(Elements<A> elements) {
        int cases = 0;
        for (TestedActivation tested : TestedActivation.ALL) {
            ActivationFunction f = tested.kernel();
            for (int length : Lengths.ALL) {
                compare(
                        elements,
                        3,
                        BEFORE + length + AFTER,
                        f + " forward " + length,
                        (kernels, x) ->
                                kernels.activations().forward(f, x[2], 1, x[0], x[1], BEFORE, length, 1, length));
                compare(
                        elements,
                        1,
                        BEFORE + length + AFTER,
                        f + " in place " + length,
                        (kernels, x) ->
                                kernels.activations().forward(f, null, 0, x[0], x[0], BEFORE, length, 1, length));
                compare(
                        elements,
                        3,
                        BEFORE + length + AFTER,
                        f + " backward " + length,
                        (kernels, x) -> kernels.activations().backward(f, x[0], x[1], x[2], BEFORE, length, 1, length));
                cases++;
            }
        }
        assertThat(cases).isEqualTo(TestedActivation.ALL.size() * Lengths.ALL.length);
    }

    @ParameterizedTest
    @MethodSource("types")
    <A> void rowsWithGaps(Elements<A> elements) {
        for (int columns : Lengths.ALL) {
            int stride = columns + 5;
            int length = BEFORE + ROWS * stride + AFTER;
            ActivationFunction silu = ActivationFunction.of(ActivationFunction.Kind.SILU, 0);
            compare(elements, 3, length, "rows of " + columns, (kernels, x) -> {
                kernels.activations().forward(silu, x[2], 2, x[0], x[1], BEFORE, stride, ROWS, columns);
                kernels.activations().backward(silu, x[0], x[1], x[2], BEFORE, stride, ROWS, columns);
                kernels.activations().add(x[0], 1, stride, x[1], 2, stride, x[2], BEFORE, stride, ROWS, columns);
            });
            compare(elements, 3, length, "softmax of " + columns, (kernels, x) -> {
                kernels.activations().softmax(x[0], x[1], BEFORE, stride, ROWS, columns);
                kernels.activations().softmaxBackward(x[1], x[2], BEFORE, stride, ROWS, columns);
                kernels.activations().softmax(x[0], x[0], BEFORE, stride, ROWS, columns);
            });
        }
    }

    /** Blocks of rows, of which the last is not full. */
    @ParameterizedTest
    @MethodSource("types")
    <A> void softmaxOfManyNarrowRows(Elements<A> elements) {
        for (int rows : new int[] {7, 8, 16, 17, 63, 64, 65, 200}) {
            for (int columns = 1; columns <= 17; columns++) {
                int count = rows;
                int width = columns;
                int length = BEFORE + rows * columns + AFTER;
                compare(elements, 2, length, rows + " rows of " + columns, (kernels, x) -> {
                    kernels.activations().softmax(x[0], x[1], BEFORE, width, count, width);
                    kernels.activations().softmax(x[0], x[0], BEFORE, width, count, width);
                });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    <A> void losses(Elements<A> elements) {
        int cases = 0;
        for (LossFunction.Kind kind : LossFunction.Kind.values()) {
            LossFunction loss = new LossFunction(kind, kind == LossFunction.Kind.SQUARED ? 0.5 : 1);
            for (int columns : Lengths.ALL) {
                if (columns > 0) {
                    loss(elements, loss, columns, true);
                    loss(elements, loss, columns, false);
                    cases++;
                }
            }
        }
        assertThat(cases).isEqualTo(LossFunction.Kind.values().length * (Lengths.ALL.length - 1));
    }

    private <A> void loss(Elements<A> elements, LossFunction loss, int columns, boolean withGradient) {
        int stride = columns + 2;
        double[][] rowLosses = {new double[ROWS + 2], new double[ROWS + 2]};
        int[] run = {0};
        int[] classes = {0, columns / 2, columns - 1};
        compare(elements, 4, BEFORE + ROWS * stride + AFTER, loss + " " + columns, (kernels, x) -> {
            double[] rowLoss = rowLosses[run[0]++];
            makeActivationsAndTargets(elements, x[1], x[2]);
            A delta = withGradient ? x[3] : null;
            kernels.losses()
                    .loss(loss, x[0], x[1], BEFORE, stride, x[2], 1, stride, delta, rowLoss, 1, 0.25, ROWS, columns);
            if (loss.takesClasses()) {
                kernels.losses()
                        .lossOfClasses(
                                loss, x[0], x[1], BEFORE, stride, classes, 0, delta, rowLoss, 2, 0.25, ROWS, columns);
            }
        });
        assertThat(rowLosses[1]).as("%s of %d columns", loss, columns).isEqualTo(rowLosses[0]);
    }

    /** Activations within (0, 1), and targets of which a third is 0 and a third 1. */
    private static <A> void makeActivationsAndTargets(Elements<A> elements, A a, A y) {
        for (int i = 0; i < elements.length(a); i++) {
            elements.set(a, i, 0.5 + 0.49 * Math.sin(i));
            elements.set(y, i, i % 3 == 0 ? 0 : i % 3 == 1 ? 1 : 0.3);
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    <A> void updates(Elements<A> elements) {
        for (UpdateRule.Kind kind : UpdateRule.Kind.values()) {
            UpdateRule rule = new UpdateRule(kind);
            rule.rate = 0.01;
            rule.decay = 0.9;
            rule.secondDecay = 0.999;
            rule.epsilon = 1e-8;
            rule.weightDecay = 0.01;
            rule.firstCorrection = 0.19;
            rule.secondCorrection = 0.002;
            rule.gradientFactor = 0.7;
            rule.meanFactor = 0.4;
            rule.decrease = 0.5;
            rule.increase = 1.2;
            rule.least = 1e-6;
            rule.most = 50;
            for (int length : Lengths.RANGES) {
                compare(elements, 5, BEFORE + length + AFTER, kind + " " + length, (kernels, x) -> {
                    for (int i = 0; i < elements.length(x[2]); i++) {
                        elements.set(x[2], i, Math.abs(elements.get(x[2], i))); // sums of squares
                        elements.set(x[3], i, Math.abs(elements.get(x[3], i)));
                        elements.set(x[4], i, Math.abs(elements.get(x[4], i)));
                    }
                    kernels.updates().update(rule, x[0], x[1], x[2], x[3], x[4], BEFORE, length);
                    kernels.updates().update(rule, x[0], x[1], x[2], x[3], x[4], BEFORE, length);
                });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    <A> void reductions(Elements<A> elements) {
        DenseKernels<A> scalar = elements.newKernels(ScalarStrategy.INSTANCE);
        DenseKernels<A> simd = elements.newKernels(StrategyLookup.named("simd"));
        for (int length : Lengths.ALL) {
            A x = draw(elements, BEFORE + length + AFTER);
            assertThat(simd.reductions().maxAbs(x, BEFORE, length))
                    .isEqualTo(scalar.reductions().maxAbs(x, BEFORE, length));
            assertThat(simd.reductions().sumOfSquares(x, BEFORE, length))
                    .isEqualTo(scalar.reductions().sumOfSquares(x, BEFORE, length));
            compare(
                    elements,
                    2,
                    BEFORE + length + AFTER,
                    "addScaled " + length,
                    (kernels, y) -> kernels.reductions().addScaled(0.3, y[0], BEFORE, y[1], BEFORE, length));
            for (int bad = 0; bad < length; bad += 1 + length / 5) {
                A spoilt = draw(elements, BEFORE + length + AFTER);
                elements.set(spoilt, BEFORE + bad, bad % 2 == 0 ? Double.NaN : Double.NEGATIVE_INFINITY);
                assertThat(simd.reductions().indexOfNonFinite(spoilt, BEFORE, length))
                        .isEqualTo(bad);
            }
            assertThat(simd.reductions().indexOfNonFinite(x, BEFORE, length)).isEqualTo(-1);
        }
    }

    /** Runs a kernel of both strategies on equal arrays and compares all of them, with what lies around the ranges. */
    private <A> void compare(
            Elements<A> elements, int arrays, int length, String what, BiConsumer<DenseKernels<A>, A[]> kernel) {
        Object[] drawn = new Object[arrays];
        Arrays.setAll(drawn, i -> draw(elements, length));
        A[] scalar = copies(elements, drawn, length);
        A[] simd = copies(elements, drawn, length);
        kernel.accept(elements.newKernels(ScalarStrategy.INSTANCE), scalar);
        kernel.accept(elements.newKernels(StrategyLookup.named("simd")), simd);
        for (int i = 0; i < arrays; i++) {
            assertThat(bits(elements, simd[i])).as("%s, array %d", what, i).isEqualTo(bits(elements, scalar[i]));
        }
    }

    private <A> A draw(Elements<A> elements, int length) {
        A array = elements.allocate(length);
        elements.fromDoubles(random.doubles(length, -4, 4).toArray(), 0, array, 0, length);
        return array;
    }

    @SuppressWarnings("unchecked") // both element types are arrays, and so objects
    private static <A> A[] copies(Elements<A> elements, Object[] drawn, int length) {
        A[] copies =
                (A[]) java.lang.reflect.Array.newInstance(elements.allocate(0).getClass(), drawn.length);
        for (int i = 0; i < drawn.length; i++) {
            copies[i] = elements.allocate(length);
            System.arraycopy(drawn[i], 0, copies[i], 0, length);
        }
        return copies;
    }

    private static <A> long[] bits(Elements<A> elements, A array) {
        long[] bits = new long[elements.length(array)];
        Arrays.setAll(bits, i -> Double.doubleToLongBits(elements.get(array, i)));
        return bits;
    }
}
