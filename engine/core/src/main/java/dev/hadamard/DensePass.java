// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.Workspace.Tensors;
import dev.hadamard.compute.ActivationFunction;
import dev.hadamard.compute.DenseKernels;
import dev.hadamard.compute.ParameterUpdate;
import dev.hadamard.compute.Workers;
import java.util.List;

/**
 * One dense layer in both directions: A = f(X W + b); dW = Xᵀ Δ, db = 1ᵀ Δ; dX = Δ Wᵀ ⊙ f'. Splits each product by
 * tiles of its output. Confined to one caller.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class DensePass<A> implements Pass<A> {

    private final Operation.Affine affine;
    private final Tensors<A> in;
    private final Tensors<A> out;
    private final List<DenseKernels<A>> kernels;
    private final Workers workers;
    private final RowwisePass<A> inRowwise;
    private final RowwisePass<A> outRowwise;
    private final ActivationFunction f;
    private final ActivationFunction inputDerivative;
    private final int inputs;
    private final int units;
    private final boolean frozen;

    // The tasks are made once, so that a step allocates nothing; what changes from step to step stands in fields.
    private final ProductTask forwardTask = new ProductTask(this::forwardTile, false);
    private final ProductTask parametersTask = new ProductTask(this::parametersTile, true);
    private final ProductTask updateTask = new ProductTask(this::updateTile, true);
    private final ProductTask inputTask = new ProductTask(this::inputTile, false);
    private A parameters;
    private A gradients;
    private ParameterUpdate<A> update;
    private int rows;

    DensePass(
            Operation.Affine affine,
            Workspace<A> workspace,
            List<DenseKernels<A>> kernels,
            Workers workers,
            boolean frozen) {
        this.affine = affine;
        this.in = workspace.tensors.get(affine.input().port());
        this.out = workspace.tensors.get(affine.output());
        this.kernels = kernels;
        this.workers = workers;
        this.frozen = frozen;
        this.inRowwise =
                new RowwisePass<>(in, workspace.elements, kernels.get(0).activations());
        this.outRowwise =
                new RowwisePass<>(out, workspace.elements, kernels.get(0).activations());
        this.f = Functions.elementwise(out.port.activation());
        // The network's input has no activation; its Z and A, which may have a stride that its delta lacks, are not
        // read.
        this.inputDerivative =
                affine.input().finishes() ? Functions.elementwise(in.port.activation()) : ActivationFunction.IDENTITY;
        this.inputs = in.port.width();
        this.units = out.port.width();
    }

    @Override
    public void forward(A networkParameters, int batchRows, long step) {
        parameters = networkParameters;
        rows = batchRows;
        forwardTask.compute(rows, units, inputs);
        outRowwise.forward(rows);
    }

    @Override
    public void backward(A networkParameters, A networkGradients, int batchRows, ParameterUpdate<A> parameterUpdate) {
        parameters = networkParameters;
        gradients = networkGradients;
        rows = batchRows;
        update = parameterUpdate;
        if (out.delta == null) {
            return; // nobody below is trained either
        }
        // First what reads the weights, since the other may update them.
        if (in.delta != null) {
            inputTask.compute(rows, inputs, units);
            if (affine.input().finishes()) {
                inRowwise.backward(rows);
            }
        }
        if (frozen) {
            return;
        }
        (update == null ? parametersTask : updateTask).compute(inputs, units, rows);
    }

    private void forwardTile(DenseKernels<A> k, int rowFrom, int rowTo, int columnFrom, int columnTo) {
        ParameterRange bias = affine.bias();
        k.products()
                .forward(
                        in.a,
                        in.offset,
                        in.stride,
                        parameters,
                        affine.weights().offset(),
                        units,
                        bias == null ? null : parameters,
                        bias == null ? 0 : bias.offset(),
                        out.z,
                        out.a,
                        0,
                        units,
                        inputs,
                        rowFrom,
                        rowTo,
                        columnFrom,
                        columnTo,
                        f);
    }

    private void parametersTile(DenseKernels<A> k, int rowFrom, int rowTo, int columnFrom, int columnTo) {
        ParameterRange bias = affine.bias();
        k.products()
                .backwardParameters(
                        in.a,
                        in.offset,
                        in.stride,
                        out.delta,
                        0,
                        units,
                        rows,
                        gradients,
                        affine.weights().offset(),
                        units,
                        bias == null ? null : gradients,
                        bias == null ? 0 : bias.offset(),
                        rowFrom,
                        rowTo,
                        columnFrom,
                        columnTo);
    }

    private void updateTile(DenseKernels<A> k, int rowFrom, int rowTo, int columnFrom, int columnTo) {
        ParameterRange bias = affine.bias();
        k.products()
                .updateParameters(
                        in.a,
                        in.offset,
                        in.stride,
                        out.delta,
                        0,
                        units,
                        rows,
                        update,
                        affine.weights().offset(),
                        units,
                        bias == null ? -1 : bias.offset(),
                        rowFrom,
                        rowTo,
                        columnFrom,
                        columnTo);
    }

    private void inputTile(DenseKernels<A> k, int rowFrom, int rowTo, int columnFrom, int columnTo) {
        k.products()
                .backwardInput(
                        out.delta,
                        0,
                        units,
                        parameters,
                        affine.weights().offset(),
                        units,
                        in.delta,
                        in.z,
                        in.a,
                        0,
                        inputs,
                        units,
                        rowFrom,
                        rowTo,
                        columnFrom,
                        columnTo,
                        affine.input().accumulates(),
                        inputDerivative);
    }

    /** Computes a tile of a product's output. */
    private interface Tile<A> {
        void compute(DenseKernels<A> kernels, int rowFrom, int rowTo, int columnFrom, int columnTo);
    }

    /** A product, split by columns or by rows of its output. */
    private final class ProductTask implements Workers.Task {

        /** Below so many multiplications a product runs on the caller alone: waking others costs more. */
        private static final long LEAST_SHARED = 1L << 19;

        /** Columns and rows are split at multiples of these, which every strategy's register tiles divide. */
        private static final int COLUMN_GRAIN = 64;

        private static final int ROW_GRAIN = 24;

        private final Tile<A> tile;
        private final boolean rowsFirst;
        private int tileRows;
        private int tileColumns;
        private boolean byColumns;

        /**
         * A product.
         *
         * @param tile computes a tile
         * @param rowsFirst whether rows are split where they are enough for all, else columns are. Rows lie together:
         *     what is written step after step, weights and their gradient, would share a cache line between two threads
         *     at every row's cut, and what is read by all is packed once where columns are split
         */
        ProductTask(Tile<A> tile, boolean rowsFirst) {
            this.tile = tile;
            this.rowsFirst = rowsFirst;
        }

        void compute(int outputRows, int outputColumns, int inner) {
            boolean shared = workers.count() > 1 && (long) outputRows * outputColumns * inner >= LEAST_SHARED;
            if (!shared) {
                tile.compute(kernels.get(0), 0, outputRows, 0, outputColumns);
                return;
            }
            tileRows = outputRows;
            tileColumns = outputColumns;
            boolean manyRows = outputRows >= ROW_GRAIN * workers.count();
            boolean manyColumns = outputColumns >= COLUMN_GRAIN * workers.count();
            byColumns = rowsFirst ? manyColumns && !manyRows : manyColumns;
            workers.run(this, byColumns ? outputColumns : outputRows, byColumns ? COLUMN_GRAIN : ROW_GRAIN);
        }

        @Override
        public void run(int worker, int from, int to) {
            if (byColumns) {
                tile.compute(kernels.get(worker), 0, tileRows, from, to);
            } else {
                tile.compute(kernels.get(worker), from, to, 0, tileColumns);
            }
        }
    }
}
