// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.Precision.Block;
import java.util.List;
import java.util.stream.Stream;

/**
 * A backend and an element type: most tests hold for all of them.
 *
 * @param backend what computes
 * @param precision element type
 * @param <A> {@code float[]} or {@code double[]}
 */
record Setting<A>(Backend backend, Precision<A> precision) {

    /** Every setting there must be. A backend that this JVM can't use is an error here, not a test less. */
    static Stream<Setting<?>> all() {
        return backends().stream()
                .flatMap(backend -> Precision.all().stream().map(precision -> new Setting<>(backend, precision)));
    }

    /** Every backend. */
    static List<Backend> backends() {
        return Backend.names().stream().map(Backend::named).toList();
    }

    Network<A> network(long seed, int inputs, Layer... layers) {
        return precision.network(seed, inputs, layers);
    }

    TrainerBuilder<A> trainer(Network<A> network) {
        return Trainer.of(network).backend(backend);
    }

    Predictor<A> predictor(Network<A> network, int maxRows) {
        return Predictor.of(network, maxRows, backend);
    }

    /** One step on rows that lie next to each other. */
    double step(Trainer<A> trainer, double[][] x, double[][] y) {
        Block<A> inputs = precision.block(x);
        Block<A> targets = precision.block(y);
        return trainer.step(inputs.array(), 0, inputs.stride(), targets.array(), 0, targets.stride(), inputs.rows());
    }

    /** Gradients of rows that lie next to each other. */
    Gradients<A> gradients(Trainer<A> trainer, double[][] x, double[][] y) {
        Block<A> inputs = precision.block(x);
        Block<A> targets = precision.block(y);
        return trainer.gradients(
                inputs.array(), 0, inputs.stride(), targets.array(), 0, targets.stride(), inputs.rows());
    }

    @Override
    public String toString() {
        return backend + ", " + precision;
    }
}
