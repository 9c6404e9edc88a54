// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.scalar.StrictScalarStrategy;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains eleven networks in strict mode and prints a hash of the parameters of each: one line "network hash". Run in
 * this JVM and in others by {@link StrictTest}.
 */
final class StrictProbe {

    /** Networks that the interpreter can train too; the others' products are large enough for threads to share them. */
    static final int SMALL = 7;

    static final int ALL = 11;
    private static final int STEPS = 200;

    private StrictProbe() {}

    /** A network, how it is trained, and on what. */
    private record Run<A>(
            String name,
            Precision<A> precision,
            int rows,
            int inputs,
            int classes,
            Optimizer optimizer,
            Loss loss,
            Layer... layers) {

        String line(TrainerBuilder<A> builder, Network<A> network) {
            A x = precision.block(Examples.normal(11, rows, inputs)).array();
            int[] labels = Examples.labels(12, rows, classes);
            try (Trainer<A> trainer =
                    builder.optimizer(optimizer).loss(loss).batch(rows).strict().build()) {
                for (int step = 0; step < STEPS; step++) {
                    trainer.step(x, 0, inputs, labels, 0, Math.max(1, rows - step % 3));
                }
            }
            return "%s %016x".formatted(name, BitsProbe.hash(precision.elements(), network.parameters()));
        }

        String line(int threads, Backend backend) {
            Network<A> network = precision.network(5, inputs, layers);
            TrainerBuilder<A> builder = Trainer.of(network).threads(threads);
            return line(backend == null ? builder : builder.backend(backend), network);
        }
    }

    /** Takes the number of threads and of networks, and optionally "scalar" for the loops without the Vector API. */
    public static void main(String[] arguments) {
        Backend backend = arguments.length > 2 ? Backend.of(StrictScalarStrategy.INSTANCE) : null;
        lines(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), backend)
                .forEach(System.out::println);
        System.out.println(backend == null ? Backend.strict() : backend);
    }

    /** The first networks' lines; backend may be null for what strict mode takes by itself. */
    static List<String> lines(int threads, int networks, Backend backend) {
        List<String> lines = new ArrayList<>();
        for (Run<?> run : runs().subList(0, networks)) {
            lines.add(run.line(threads, backend));
        }
        return lines;
    }

    private static List<Run<?>> runs() {
        List<Run<?>> runs = new ArrayList<>(small());
        runs.addAll(large());
        return runs;
    }

    private static List<Run<?>> small() {
        Precision<float[]> f = Precision.FLOAT;
        Precision<double[]> d = Precision.DOUBLE;
        Loss entropy = Loss.crossEntropy();
        Layer three = dense(3, Activation.SOFTMAX);
        return List.of(
                new Run<>(
                        "tiny",
                        f,
                        13,
                        4,
                        3,
                        Optimizer.gradientDescent(0.1),
                        entropy,
                        dense(16, Activation.TANH),
                        three),
                new Run<>("tiny-double", d, 13, 4, 3, Optimizer.adam(0.01), entropy, dense(16, Activation.TANH), three),
                new Run<>(
                        "online",
                        f,
                        1,
                        37,
                        3,
                        Optimizer.nesterov(0.001, 0.9),
                        entropy,
                        dense(19, Activation.RELU),
                        three),
                new Run<>(
                        "sums",
                        d,
                        7,
                        5,
                        3,
                        Optimizer.momentum(0.001, 0.9),
                        Loss.huber().sum(),
                        dense(9, Activation.SILU),
                        dense(3, Activation.IDENTITY)),
                new Run<>(
                        "binary",
                        f,
                        11,
                        6,
                        2,
                        Optimizer.rmsProp(0.001),
                        Loss.binaryCrossEntropy(),
                        dense(17, Activation.GELU),
                        dense(1, Activation.SIGMOID)),
                new Run<>(
                        "residual",
                        f,
                        9,
                        7,
                        3,
                        Optimizer.adaGrad(0.01),
                        entropy,
                        dense(11, Activation.elu()),
                        Layer.residual(dense(5, Activation.SOFTPLUS), dense(11, Activation.leakyRelu())),
                        three),
                new Run<>(
                        "deep",
                        d,
                        9,
                        7,
                        3,
                        Optimizer.adamW(0.001),
                        Loss.meanSquaredError(),
                        dense(8, Activation.GELU_TANH),
                        dense(15, Activation.SOFTMAX).withoutBias(),
                        dense(16, Activation.TANH),
                        dense(3, Activation.SIGMOID)));
    }

    private static List<Run<?>> large() {
        Precision<float[]> f = Precision.FLOAT;
        Precision<double[]> d = Precision.DOUBLE;
        Layer ten = dense(10, Activation.SOFTMAX);
        return List.of(
                new Run<>(
                        "wide",
                        f,
                        101,
                        67,
                        10,
                        Optimizer.gradientDescent(0.1),
                        Loss.crossEntropy(),
                        dense(131, Activation.TANH),
                        dense(113, Activation.RELU),
                        ten),
                new Run<>(
                        "wide-double",
                        d,
                        101,
                        67,
                        10,
                        Optimizer.momentum(0.05, 0.9),
                        Loss.crossEntropy(),
                        dense(131, Activation.SIGMOID),
                        dense(67, Activation.GELU),
                        ten),
                new Run<>(
                        "wide-residual",
                        f,
                        97,
                        83,
                        10,
                        Optimizer.adam(0.001),
                        Loss.crossEntropy(),
                        dense(96, Activation.SILU),
                        Layer.residual(dense(130, Activation.RELU), dense(96, Activation.TANH)),
                        ten),
                new Run<>(
                        "wide-dropout",
                        f,
                        97,
                        83,
                        10,
                        Optimizer.adam(0.001),
                        Loss.crossEntropy(),
                        Layer.dropout(0.2),
                        dense(131, Activation.RELU),
                        Layer.dropout(0.5),
                        Layer.residual(dense(131, Activation.TANH), Layer.dropout(0.3)),
                        ten));
    }

    private static Layer.Dense dense(int units, Activation activation) {
        return Layer.dense(units, activation);
    }
}
