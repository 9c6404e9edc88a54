// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.step;

import dev.hadamard.data.Dataset;
import dev.hadamard.reference.LayerTrace;
import dev.hadamard.reference.ReferenceNetwork;
import dev.hadamard.verify.Oracle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Keeps a comparison of gradients away from where there is none. ReLU and its kin have no derivative at 0; a Z that is
 * 0 but for rounding has one side's in float and the other's in double, and both are right. Among the million hidden
 * values of a large mini-batch there is such a one now and then.
 */
public final class Kinks {

    /** Some multiple of the rounding in float of a sum of a few thousand products of size 1. */
    private static final double MARGIN = 2e-5;

    private Kinks() {}

    /**
     * The same setup with other rows in the place of those that come near to a kink.
     *
     * @param setup a chain of dense layers and its data
     * @param <A> {@code float[]} or {@code double[]}
     * @return as many rows, of which some are there more than once
     * @throws IllegalStateException if every row comes near to a kink
     */
    public static <A> StepSetup<A> avoided(StepSetup<A> setup) {
        ReferenceNetwork network = Oracle.network(setup.network());
        double[][] x = ReferenceRows.of(setup.data()).x();
        List<Integer> clear = new ArrayList<>();
        for (int row = 0; row < x.length; row++) {
            if (isClear(network.forward(x[row]))) {
                clear.add(row);
            }
        }
        if (clear.isEmpty()) {
            throw new IllegalStateException("each of " + x.length + " rows comes near to a kink");
        }
        int[] rows = IntStream.range(0, x.length)
                .map(row -> clear.contains(row) ? row : clear.get(row % clear.size()))
                .toArray();
        Dataset<A> data = setup.data().subset(rows);
        return new StepSetup<>(setup.network(), setup.loss(), setup.optimizer(), data, setup.batch());
    }

    /** The last layer has no kink: a softmax. */
    private static boolean isClear(List<LayerTrace> traces) {
        return traces.subList(0, traces.size() - 1).stream()
                .map(LayerTrace.OfDense.class::cast)
                .flatMapToDouble(trace -> Arrays.stream(trace.z()))
                .noneMatch(z -> Math.abs(z) < MARGIN);
    }
}
