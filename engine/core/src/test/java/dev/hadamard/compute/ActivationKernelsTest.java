// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.compute.ActivationFunction.Kind;
import java.util.EnumSet;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of {@link ActivationKernels} for element-wise functions and for addition, for every strategy. */
class ActivationKernelsTest {

    private static final int CASES_OF_A_FUNCTION = Lengths.ALL.length * 2 * 2;

    private final SplittableRandom random = new SplittableRandom(5);

    @Test
    void everyKindIsTested() {
        assertThat(TestedActivation.ALL.stream().map(f -> f.kernel().kind()).collect(Collectors.toSet()))
                .isEqualTo(EnumSet.allOf(Kind.class));
    }

    /** Pre-activations of every magnitude; a tenth is exactly 0, where some functions have a kink. */
    private double preActivation() {
        return random.nextInt(10) == 0 ? 0 : random.nextGaussian() * Math.pow(10, random.nextInt(-3, 2));
    }

    private <A> Block<A> block(Subject<A> subject, int rows, int columns, boolean contiguous) {
        return new Block<>(subject.elements(), rows, columns, random.nextInt(6), contiguous ? 0 : random.nextInt(1, 4));
    }

    /** Runs a check on blocks of one and of three rows, with gaps between them and without. */
    private int onEveryBlock(BlockCheck check) {
        int cases = 0;
        for (int columns : Lengths.ALL) {
            for (int rows = 1; rows <= 3; rows += 2) {
                check.run(rows, columns, true);
                check.run(rows, columns, false);
                cases += 2;
            }
        }
        return cases;
    }

    private interface BlockCheck {
        void run(int rows, int columns, boolean contiguous);
    }

    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.ALL)
    void forward(Subject<?> subject) {
        int cases = 0;
        for (TestedActivation f : TestedActivation.ALL) {
            cases += onEveryBlock((rows, columns, contiguous) -> checkForward(subject, f, rows, columns, contiguous));
        }
        assertThat(cases).isEqualTo(TestedActivation.ALL.size() * CASES_OF_A_FUNCTION);
    }

    private <A> void checkForward(Subject<A> subject, TestedActivation f, int rows, int columns, boolean contiguous) {
        ActivationKernels<A> kernels = subject.newKernels().activations();
        for (boolean biased : new boolean[] {false, true}) {
            for (boolean inPlace : new boolean[] {false, true}) {
                Block<A> z = block(subject, rows, columns, contiguous);
                z.fill(this::preActivation).guard();
                Block<A> b = block(subject, 1, columns, true).fill(biased ? this::preActivation : () -> 0);
                Block<A> a = inPlace ? z : z.copy().fill(() -> Double.NaN);
                Block<A> zBefore = z.copy();
                Block<A> aBefore = a.copy();
                Block<A> bBefore = b.copy();

                kernels.forward(
                        f.kernel(),
                        biased ? b.array : null,
                        b.offset,
                        z.array,
                        a.array,
                        z.offset,
                        z.stride,
                        rows,
                        columns);

                Block.Expected sum = (i, j) -> subject.round(zBefore.at(i, j) + b.at(0, j));
                if (!inPlace) {
                    z.assertClose(f + " Z", sum, (i, j) -> 0);
                    z.assertUnchangedOutside(f + " Z", zBefore);
                }
                a.assertClose(
                        f + " A",
                        (i, j) -> f.value(sum.at(i, j)),
                        (i, j) -> TestedActivation.tolerance(subject.epsilon(), sum.at(i, j)));
                a.assertUnchangedOutside(f + " A", aBefore);
                b.assertUnchanged("bias", bBefore);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.ALL)
    void backward(Subject<?> subject) {
        int cases = 0;
        for (TestedActivation f : TestedActivation.ALL) {
            cases += onEveryBlock((rows, columns, contiguous) -> checkBackward(subject, f, rows, columns, contiguous));
        }
        assertThat(cases).isEqualTo(TestedActivation.ALL.size() * CASES_OF_A_FUNCTION);
    }

    private <A> void checkBackward(Subject<A> subject, TestedActivation f, int rows, int columns, boolean contiguous) {
        Block<A> z = block(subject, rows, columns, contiguous).fill(this::preActivation);
        Block<A> a = f.applied(z, 0, rows, 0, columns);
        Block<A> delta = z.copy().fill(random::nextGaussian).guard();
        boolean both = f.kernel().needsPreActivation() || random.nextBoolean();
        Block<A> zBefore = z.copy();
        Block<A> aBefore = a.copy();
        Block<A> before = delta.copy();

        subject.newKernels()
                .activations()
                .backward(
                        f.kernel(), both ? z.array : a.array, a.array, delta.array, z.offset, z.stride, rows, columns);

        delta.assertClose(
                f + " delta",
                (i, j) -> before.at(i, j) * f.slope(z.at(i, j)),
                (i, j) -> Math.abs(before.at(i, j)) * TestedActivation.tolerance(subject.epsilon(), z.at(i, j)));
        delta.assertUnchangedOutside(f + " delta", before);
        z.assertUnchanged("Z", zBefore);
        a.assertUnchanged("A", aBefore);
    }

    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.ALL)
    void everyFunctionPropagatesNaN(Subject<?> subject) {
        for (TestedActivation f : TestedActivation.ALL) {
            checkOne(subject, f, Double.NaN, Double.NaN, Double.NaN);
        }
    }

    /** f and f' far out: a limit, or the input itself, and never NaN from ∞ − ∞ or 0 · ∞. */
    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.ALL)
    void farOut(Subject<?> subject) {
        for (double z : new double[] {1e4, 1e30}) {
            for (Kind kind : new Kind[] {Kind.SIGMOID, Kind.TANH}) {
                checkOne(subject, TestedActivation.of(kind), z, 1, 0);
            }
            for (Kind kind : new Kind[] {
                Kind.RELU, Kind.LEAKY_RELU, Kind.ELU, Kind.SOFTPLUS, Kind.SILU, Kind.GELU, Kind.GELU_TANH
            }) {
                checkOne(subject, TestedActivation.of(kind), z, z, 1);
            }
            for (Kind kind :
                    new Kind[] {Kind.SIGMOID, Kind.RELU, Kind.SOFTPLUS, Kind.SILU, Kind.GELU, Kind.GELU_TANH}) {
                checkOne(subject, TestedActivation.of(kind), -z, 0, 0);
            }
            checkOne(subject, TestedActivation.of(Kind.TANH), -z, -1, 0);
            checkOne(subject, TestedActivation.of(Kind.ELU), -z, -1, 0);
            checkOne(subject, TestedActivation.of(Kind.LEAKY_RELU), -z, -0.01 * z, 0.01);
        }
    }

    /** A positive number remains positive however small, and 0 is on the left side of a kink. */
    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.ALL)
    void kinks(Subject<?> subject) {
        double smallest = subject.smallestNormal() * subject.epsilon();
        for (Kind kind : new Kind[] {Kind.RELU, Kind.LEAKY_RELU, Kind.ELU}) {
            checkOne(subject, TestedActivation.of(kind), smallest, smallest, 1);
        }
        for (double zero : new double[] {0.0, -0.0}) {
            checkOne(subject, TestedActivation.of(Kind.RELU), zero, 0, 0);
            checkOne(subject, TestedActivation.of(Kind.LEAKY_RELU), zero, 0, 0.01);
            checkOne(subject, TestedActivation.of(Kind.ELU), zero, 0, 1);
        }
    }

    private static <A> void checkOne(Subject<A> subject, TestedActivation f, double z, double value, double slope) {
        ActivationKernels<A> kernels = subject.newKernels().activations();
        Block<A> in = new Block<>(subject.elements(), 1, 1, 0, 0).fill(() -> z);
        Block<A> out = in.copy();
        Block<A> delta = in.copy().fill(() -> 1);
        kernels.forward(f.kernel(), null, 0, in.array, out.array, 0, 1, 1, 1);
        kernels.backward(f.kernel(), in.array, out.array, delta.array, 0, 1, 1, 1);
        if (Double.isNaN(value)) {
            assertThat(out.at(0, 0)).as("%s at %s", f, z).isNaN();
        } else {
            double tolerance = 16 * subject.epsilon();
            out.assertClose(f + " at " + z, (i, j) -> value, (i, j) -> tolerance * Math.abs(value));
            delta.assertClose(f + "' at " + z, (i, j) -> slope, (i, j) -> tolerance * Math.abs(slope));
        }
    }

    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.ALL)
    void add(Subject<?> subject) {
        int cases = onEveryBlock((rows, columns, contiguous) -> {
            checkAdd(subject, rows, columns, contiguous, 0);
            checkAdd(subject, rows, columns, contiguous, 1);
            checkAdd(subject, rows, columns, contiguous, 2);
        });
        assertThat(cases).isEqualTo(CASES_OF_A_FUNCTION);
    }

    /** x + y in x (0), in y (1) or elsewhere (2). */
    private <A> void checkAdd(Subject<A> subject, int rows, int columns, boolean contiguous, int where) {
        Block<A> x = block(subject, rows, columns, contiguous)
                .fill(random::nextGaussian)
                .guard();
        Block<A> y = block(subject, rows, columns, contiguous)
                .fill(random::nextGaussian)
                .guard();
        Block<A> xBefore = x.copy();
        Block<A> yBefore = y.copy();
        Block<A> out = where == 0
                ? x
                : where == 1 ? y : block(subject, rows, columns, contiguous).guard();
        Block<A> before = out.copy();

        subject.newKernels()
                .activations()
                .add(
                        x.array,
                        x.offset,
                        x.stride,
                        y.array,
                        y.offset,
                        y.stride,
                        out.array,
                        out.offset,
                        out.stride,
                        rows,
                        columns);

        out.assertClose("x + y", (i, j) -> subject.round(xBefore.at(i, j) + yBefore.at(i, j)), (i, j) -> 0);
        out.assertUnchangedOutside("x + y", before);
        if (where != 0) {
            x.assertUnchanged("x", xBefore);
        }
        if (where != 1) {
            y.assertUnchanged("y", yBefore);
        }
    }
}
