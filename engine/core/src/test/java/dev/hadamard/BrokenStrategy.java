// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.ActivationFunction;
import dev.hadamard.compute.DenseKernels;
import dev.hadamard.compute.ProductKernels;
import dev.hadamard.compute.Strategy;
import dev.hadamard.compute.scalar.ScalarStrategy;

/** The strategy scalar with one defect in its kernels of {@code double[]}, or with none. */
final class BrokenStrategy implements Strategy {

    private final Defect defect;

    /** Takes null for none. */
    BrokenStrategy(Defect defect) {
        this.defect = defect;
    }

    @Override
    public String name() {
        return "broken";
    }

    @Override
    public String describe() {
        return "scalar, with " + defect;
    }

    @Override
    public DenseKernels<float[]> newFloatKernels() {
        throw new UnsupportedOperationException("of doubles alone");
    }

    @Override
    public DenseKernels<double[]> newDoubleKernels() {
        DenseKernels<double[]> sound = ScalarStrategy.INSTANCE.newDoubleKernels();
        return new DenseKernels<>(
                new Products(sound.products(), defect),
                new BrokenActivations(sound.activations(), defect),
                new BrokenLosses(sound.losses(), defect),
                new BrokenUpdates(sound.updates(), defect),
                sound.reductions(),
                sound.parameters());
    }

    private static final class Products implements ProductKernels<double[]> {

        /** The first passes are right: what is stale must have been something. */
        private static final int FRESH = 6;

        private final ProductKernels<double[]> sound;
        private final Defect defect;
        private int forwards;
        private int gradients;

        Products(ProductKernels<double[]> sound, Defect defect) {
            this.sound = sound;
            this.defect = defect;
        }

        private boolean is(Defect other) {
            return defect == other;
        }

        @Override
        public void forward(
                double[] x,
                int xOffset,
                int xStride,
                double[] w,
                int wOffset,
                int wStride,
                double[] b,
                int bOffset,
                double[] z,
                double[] a,
                int offset,
                int stride,
                int inner,
                int rowFrom,
                int rowTo,
                int columnFrom,
                int columnTo,
                ActivationFunction f) {
            forwards++;
            if (is(Defect.FORWARD_LEAVES_STALE_ACTIVATIONS) && forwards > FRESH) {
                return;
            }
            double[] weights = is(Defect.FORWARD_DROPS_TRANSPOSE) && inner == columnTo
                    ? transposed(w, wOffset, wStride, inner)
                    : w;
            sound.forward(
                    x,
                    xOffset,
                    xStride,
                    weights,
                    wOffset,
                    wStride,
                    is(Defect.FORWARD_FORGETS_BIAS) ? null : bias(b, bOffset, columnTo),
                    bOffset,
                    z,
                    a,
                    offset,
                    stride,
                    inner - (is(Defect.FORWARD_DROPS_LAST_INPUT) ? 1 : 0),
                    rowFrom,
                    rowTo - (is(Defect.FORWARD_SKIPS_LAST_ROW) ? 1 : 0),
                    columnFrom,
                    columnTo - (is(Defect.FORWARD_SKIPS_LAST_COLUMN) ? 1 : 0),
                    is(Defect.FORWARD_OMITS_ACTIVATION) ? ActivationFunction.IDENTITY : f);
        }

        private double[] bias(double[] b, int offset, int columns) {
            if (b == null || !is(Defect.FORWARD_SKIPS_ONE_BIAS) && !is(Defect.FORWARD_SHIFTS_BIAS)) {
                return b;
            }
            double[] wrong = b.clone();
            if (is(Defect.FORWARD_SKIPS_ONE_BIAS)) {
                wrong[offset + columns - 1] = 0;
            } else {
                System.arraycopy(b, offset, wrong, offset + 1, columns - 1);
            }
            return wrong;
        }

        private static double[] transposed(double[] w, int offset, int stride, int n) {
            double[] copy = w.clone();
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    copy[offset + i * stride + j] = w[offset + j * stride + i];
                }
            }
            return copy;
        }

        @Override
        public void backwardInput(
                double[] delta,
                int deltaOffset,
                int deltaStride,
                double[] w,
                int wOffset,
                int wStride,
                double[] d,
                double[] z,
                double[] a,
                int offset,
                int stride,
                int inner,
                int rowFrom,
                int rowTo,
                int columnFrom,
                int columnTo,
                boolean accumulate,
                ActivationFunction f) {
            boolean squares = is(Defect.TANH_SQUARES_THE_DIFFERENCE) && f.kind() == ActivationFunction.Kind.TANH;
            double[] weights = is(Defect.BACKWARD_DROPS_TRANSPOSE) && inner == columnTo
                    ? transposed(w, wOffset, wStride, inner)
                    : w;
            sound.backwardInput(
                    delta,
                    deltaOffset,
                    deltaStride,
                    weights,
                    wOffset,
                    wStride,
                    d,
                    z,
                    a,
                    offset,
                    stride,
                    inner - (is(Defect.BACKWARD_DROPS_LAST_UNIT) ? 1 : 0),
                    rowFrom,
                    rowTo,
                    columnFrom,
                    columnTo - (is(Defect.BACKWARD_SKIPS_LAST_COLUMN) ? 1 : 0),
                    accumulates(accumulate),
                    squares || is(Defect.BACKWARD_FORGETS_DERIVATIVE) ? ActivationFunction.IDENTITY : f);
            for (int row = rowFrom; squares && row < rowTo; row++) {
                for (int i = offset + row * stride; i < offset + row * stride + columnTo; i++) {
                    d[i] *= (1 - a[i]) * (1 - a[i]);
                }
            }
        }

        private boolean accumulates(boolean asked) {
            return is(Defect.BACKWARD_ADDS_WHERE_IT_OVERWRITES)
                    || asked && !is(Defect.BACKWARD_OVERWRITES_WHERE_IT_ADDS);
        }

        @Override
        public void backwardParameters(
                double[] x,
                int xOffset,
                int xStride,
                double[] delta,
                int deltaOffset,
                int deltaStride,
                int samples,
                double[] dw,
                int dwOffset,
                int dwStride,
                double[] db,
                int dbOffset,
                int rowFrom,
                int rowTo,
                int columnFrom,
                int columnTo) {
            gradients++;
            boolean stale = is(Defect.GRADIENT_LEAVES_STALE_BIAS) && gradients > FRESH;
            sound.backwardParameters(
                    x,
                    xOffset,
                    xStride,
                    delta,
                    deltaOffset,
                    deltaStride,
                    samples - (is(Defect.GRADIENT_DROPS_LAST_SAMPLE) ? 1 : 0),
                    dw,
                    dwOffset,
                    dwStride,
                    stale ? null : db,
                    dbOffset,
                    rowFrom,
                    rowTo - (is(Defect.GRADIENT_SKIPS_LAST_ROW) ? 1 : 0),
                    columnFrom,
                    columnTo - (is(Defect.GRADIENT_SKIPS_LAST_COLUMN) ? 1 : 0));
            if (is(Defect.GRADIENT_SKIPS_ONE_BIAS) && db != null) {
                db[dbOffset + columnTo - 1] = 0;
            }
            for (int row = rowFrom; row < rowTo; row++) {
                for (int column = columnFrom; column < columnTo; column++) {
                    int at = dwOffset + row * dwStride + column;
                    if (is(Defect.GRADIENT_HAS_WRONG_SIGN)) {
                        dw[at] = -dw[at];
                    } else if (is(Defect.GRADIENT_COUNTS_A_SAMPLE_TWICE)) {
                        dw[at] += x[xOffset + row] * delta[deltaOffset + column];
                    }
                }
            }
        }
    }
}
