// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.Elements;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains a small network that has every activation, by every optimiser, and one that has dropout and one of branches
 * with normalisation, and prints a hash of its parameters for each: one line "backend precision optimizer hash", or
 * "backend precision dropout hash" and so on. Run in this JVM and in others by {@link BitsTest}.
 */
final class BitsProbe {

    private static final int STEPS = 200;
    private static final int INPUTS = 19;
    private static final int OUTPUTS = 21;

    /** Odd, and more than a register tile has rows. */
    private static final int ROWS = 11;

    private BitsProbe() {}

    /** Takes the number of threads and then names of backends. */
    public static void main(String[] arguments) {
        int threads = Integer.parseInt(arguments[0]);
        for (String backend : Arrays.asList(arguments).subList(1, arguments.length)) {
            lines(Backend.named(backend), threads).forEach(System.out::println);
        }
    }

    static List<String> lines(Backend backend, int threads) {
        List<String> lines = new ArrayList<>();
        for (Precision<?> precision : Precision.all()) {
            addLines(precision, backend, threads, lines);
        }
        return lines;
    }

    private static <A> void addLines(Precision<A> precision, Backend backend, int threads, List<String> lines) {
        String line = "%s %s %s %016x";
        optimizers().forEach((name, optimizer) -> {
            long hash = hash(network(precision), precision, optimizer, backend, threads);
            lines.add(line.formatted(backend, precision, name, hash));
        });
        long hash = hash(dropout(precision), precision, Optimizer.gradientDescent(0.01), backend, threads);
        lines.add(line.formatted(backend, precision, "dropout", hash));
        hash = hash(branches(precision), precision, Optimizer.adam(0.001), backend, threads);
        lines.add(line.formatted(backend, precision, "branches", hash));
    }

    static Map<String, Optimizer> optimizers() {
        Map<String, Optimizer> optimizers = new LinkedHashMap<>();
        optimizers.put("gradient-descent", Optimizer.gradientDescent(0.01));
        optimizers.put("momentum", Optimizer.momentum(0.002, 0.9));
        optimizers.put("nesterov", Optimizer.nesterov(0.002, 0.9));
        optimizers.put("adagrad", Optimizer.adaGrad(0.01));
        optimizers.put("rmsprop", Optimizer.rmsProp(0.0005));
        optimizers.put("adam", Optimizer.adam(0.001));
        optimizers.put("adamw", Optimizer.adamW(0.001));
        optimizers.put("amsgrad", Optimizer.amsGrad(0.001));
        optimizers.put("nadam", Optimizer.nAdam(0.001));
        optimizers.put("adadelta", Optimizer.adadelta(0.5));
        optimizers.put("rprop", Optimizer.rprop(0.0001));
        optimizers.put("lion", Optimizer.lion(0.0001));
        return optimizers;
    }

    /** Every activation, widths on both sides of the vector lengths, and a residual block. */
    private static <A> Network<A> network(Precision<A> precision) {
        return precision.network(
                7,
                INPUTS,
                Layer.dense(17, Activation.TANH),
                Layer.residual(
                        Layer.dense(33, Activation.SIGMOID),
                        Layer.dense(9, Activation.GELU),
                        Layer.dense(17, Activation.GELU_TANH)),
                Layer.dense(31, Activation.SILU),
                Layer.dense(16, Activation.SOFTPLUS),
                Layer.dense(15, Activation.elu()),
                Layer.dense(8, Activation.leakyRelu()),
                Layer.dense(35, Activation.RELU),
                Layer.dense(18, Activation.SOFTMAX).withoutBias(),
                Layer.dense(12, Activation.IDENTITY),
                Layer.dense(OUTPUTS, Activation.SOFTMAX));
    }

    /** On the input, between layers and in a block; wide enough for the products to be shared by threads. */
    private static <A> Network<A> dropout(Precision<A> precision) {
        return precision.network(
                7,
                INPUTS,
                Layer.dropout(0.2),
                Layer.dense(229, Activation.TANH),
                Layer.dropout(0.5),
                Layer.residual(Layer.dense(229, Activation.SIGMOID), Layer.dropout(0.3)),
                Layer.dense(OUTPUTS, Activation.SOFTMAX));
    }

    /** With layer and batch normalisation. */
    private static <A> Network<A> branches(Precision<A> precision) {
        return precision.network(
                7,
                INPUTS,
                Layer.concatenate(
                        Layer.dense(37, Activation.TANH),
                        Layer.chain(Layer.columns(1, INPUTS), Layer.dense(26, Activation.SIGMOID))),
                Layer.layerNorm(Activation.GELU),
                Layer.residual(Layer.dense(63, Activation.IDENTITY), Layer.batchNorm()),
                Layer.dense(OUTPUTS, Activation.SOFTMAX));
    }

    private static <A> long hash(
            Network<A> network, Precision<A> precision, Optimizer optimizer, Backend backend, int threads) {
        CounterRandom random = new CounterRandom(3, CounterRandom.Purpose.USER, 0);
        double[] x = random.doubles((long) ROWS * INPUTS, -2, 2).toArray();
        int[] classes = random.ints(ROWS, 0, OUTPUTS).toArray();
        A input = precision.array(x);
        try (Trainer<A> trainer = Trainer.of(network)
                .optimizer(optimizer)
                .batch(ROWS)
                .threads(threads)
                .backend(backend)
                .build()) {
            for (int step = 0; step < STEPS; step++) {
                trainer.step(input, 0, INPUTS, classes, 0, ROWS - step % 3);
            }
        }
        return hash(precision.elements(), network.parameters());
    }

    /** FNV-1a over the bits of each element, widened: that is exact and loses none. */
    static <A> long hash(Elements<A> elements, A parameters) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < elements.length(parameters); i++) {
            hash = (hash ^ Double.doubleToRawLongBits(elements.get(parameters, i))) * 0x100000001B3L;
            hash ^= hash >>> 32;
        }
        return hash;
    }
}
