// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

/**
 * Small private networks trained for a while, so that the JVM compiles what computes: products wide and narrow, of many
 * rows and of one, activations, a loss and updates. The number of steps is fixed; what it costs depends on the machine.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class WarmUp<A> {

    private static final int ROWS = 64;
    private static final int INPUTS = 112;
    private static final int BATCHES = 300;
    private static final int SINGLES = 600;

    private final Backend backend;
    private final Network<A> network;
    private final A x;
    private final int[] classes = new int[ROWS];

    private WarmUp(Backend backend, Network<A> network) {
        this.backend = backend;
        this.network = network;
        this.x = network.elements().allocate(ROWS * INPUTS);
        CounterRandom random = new CounterRandom(1, CounterRandom.Purpose.USER, 0);
        for (int i = 0; i < ROWS * INPUTS; i++) {
            network.elements().set(x, i, random.nextDouble());
        }
        for (int i = 0; i < ROWS; i++) {
            classes[i] = i % network.outputs();
        }
    }

    static void run(Backend backend) {
        Layer[] layers = {
            Layer.dense(96, Activation.RELU), Layer.dense(80, Activation.TANH), Layer.dense(10, Activation.SOFTMAX)
        };
        new WarmUp<>(backend, Network.floats(1, INPUTS, layers)).train();
        new WarmUp<>(backend, Network.doubles(1, INPUTS, layers)).train();
    }

    private void train() {
        for (Optimizer optimizer : new Optimizer[] {Optimizer.gradientDescent(0.01), Optimizer.adam(0.001)}) {
            try (Trainer<A> trainer = Trainer.of(network)
                    .backend(backend)
                    .batch(ROWS)
                    .optimizer(optimizer)
                    .build()) {
                for (int i = 0; i < BATCHES; i++) {
                    trainer.step(x, 0, INPUTS, classes, 0, ROWS);
                }
                for (int i = 0; i < SINGLES; i++) {
                    int row = i % ROWS;
                    trainer.step(x, row * INPUTS, INPUTS, classes, row, 1);
                }
            }
        }
    }
}
