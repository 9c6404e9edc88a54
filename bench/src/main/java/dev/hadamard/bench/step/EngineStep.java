// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.step;

import dev.hadamard.Backend;
import dev.hadamard.Gradients;
import dev.hadamard.Network;
import dev.hadamard.Trainer;
import dev.hadamard.data.Dataset;

/**
 * A step of the engine, straight from the data set's arrays: without shuffling or gathering of rows.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class EngineStep<A> implements TrainStep {

    private final Network<A> network;
    private final double[] start;
    private final Trainer<A> trainer;
    private final Dataset<A> data;
    private final A x;
    private final int features;
    private final A y;
    private final int outputs;
    private final int[] labels;
    private final int batch;
    private int row;

    EngineStep(StepSetup<A> setup, Backend backend, int threads) {
        this.network = setup.network().snapshot();
        this.start = network.parametersAsDoubles();
        this.batch = setup.batch();
        this.data = setup.data();
        this.x = data.x();
        this.features = data.features();
        this.labels = data.hasLabels() ? data.labels() : null;
        this.y = data.hasLabels() ? null : data.y();
        this.outputs = network.outputs();
        this.trainer = Trainer.of(network)
                .loss(setup.loss())
                .optimizer(setup.optimizer())
                .batch(batch)
                .threads(threads)
                .backend(backend)
                .build();
    }

    @Override
    public double run() {
        int first = row;
        row = first + 2L * batch <= data.rows() ? first + batch : 0;
        return labels != null
                ? trainer.step(x, first * features, features, labels, first, batch)
                : trainer.step(x, first * features, features, y, first * outputs, outputs, batch);
    }

    @Override
    public double[] gradients() {
        Gradients<A> gradients = labels != null
                ? trainer.gradients(x, 0, features, labels, 0, batch)
                : trainer.gradients(x, 0, features, y, 0, outputs, batch);
        Network<A> carrier = network.snapshot(); // widens elements of either type
        System.arraycopy(gradients.parameters(), 0, carrier.parameters(), 0, carrier.parameterCount());
        return carrier.parametersAsDoubles();
    }

    @Override
    public void reset() {
        network.setParameters(start);
        row = 0;
    }

    @Override
    public String describe() {
        return trainer.backend().describe();
    }
}
