// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.verify;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far a run may be from its golden trace. Immutable.
 *
 * @param relative largest |now − golden| / |golden| of costs and norms
 * @param byTensor other tolerances, by name: "cost", "dW1" (gradient), "W1" (parameters), …
 * @param bits whether the hash of the parameters has to be equal too
 */
public record TraceTolerance(double relative, Map<String, Double> byTensor, boolean bits) {

    /**
     * Checks and copies.
     *
     * @param relative largest relative difference, at least 0 and below 1
     * @param byTensor other tolerances, by name
     * @param bits whether hashes have to be equal
     */
    public TraceTolerance {
        check(relative);
        byTensor.values().forEach(TraceTolerance::check);
        byTensor = Map.copyOf(byTensor);
    }

    private static void check(double relative) {
        if (!(relative >= 0 && relative < 1)) {
            throw new IllegalArgumentException("relative must be at least 0 and below 1, was " + relative);
        }
    }

    /**
     * One tolerance for all.
     *
     * @param relative largest relative difference
     * @return the tolerance
     * @throws IllegalArgumentException if it is not at least 0 and below 1
     */
    public static TraceTolerance relative(double relative) {
        return new TraceTolerance(relative, Map.of(), false);
    }

    /**
     * No difference at all, down to the bits of every parameter: for trainers built with
     * {@link dev.hadamard.TrainerBuilder#strict}.
     *
     * @return the tolerance
     */
    public static TraceTolerance exact() {
        return new TraceTolerance(0, Map.of(), true);
    }

    /**
     * The same with another tolerance for one tensor.
     *
     * @param name "cost", "dW1", "W1", …
     * @param relativeDifference its largest relative difference
     * @return a new tolerance
     * @throws IllegalArgumentException if it is not at least 0 and below 1
     */
    public TraceTolerance tensor(String name, double relativeDifference) {
        Map<String, Double> more = new LinkedHashMap<>(byTensor);
        more.put(name, relativeDifference);
        return new TraceTolerance(relative, more, bits);
    }

    double of(String name) {
        return byTensor.getOrDefault(name, relative);
    }
}
