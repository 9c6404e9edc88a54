// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where a run parts from its golden trace.
 *
 * @param problems what can't be compared at all: another network, fewer steps
 * @param differences in the order of computation: the first is where they part
 * @param environments of both, for people
 */
public record TraceComparison(List<String> problems, List<Difference> differences, String environments) {

    /** Messages name so many differences at most. */
    private static final int NAMED = 10;

    /**
     * One difference.
     *
     * @param step number of the step, from 1
     * @param tensor "cost", "dW1" (norm of a gradient), "W1" (norm of parameters), "hash" of all parameters
     * @param golden the golden value; of a hash its bits
     * @param actual the value now
     * @param allowed largest relative difference
     */
    public record Difference(int step, String tensor, double golden, double actual, double allowed) {

        /** Step, layer, tensor, both values. */
        @Override
        public String toString() {
            if (tensor.equals("hash")) {
                return String.format(
                        Locale.ROOT,
                        "step %d: the bits of the parameters differ, hash %016x, was %016x",
                        step,
                        Double.doubleToRawLongBits(actual),
                        Double.doubleToRawLongBits(golden));
            }
            String layer = tensor.equals("cost") ? "" : ", layer " + tensor.replaceAll("\\D", "");
            return String.format(
                    Locale.ROOT,
                    "step %d%s: %s%s is %.9g, was %.9g, apart %.2g (allowed %.2g)",
                    step,
                    layer,
                    tensor.equals("cost") ? "" : "norm of ",
                    tensor,
                    actual,
                    golden,
                    Math.abs(actual - golden) / Math.abs(golden),
                    allowed);
        }
    }

    /**
     * Copies the lists.
     *
     * @param problems what can't be compared
     * @param differences in the order of computation
     * @param environments of both
     */
    public TraceComparison {
        problems = List.copyOf(problems);
        differences = List.copyOf(differences);
    }

    static TraceComparison of(GoldenTrace golden, GoldenTrace actual, TraceTolerance tolerance) {
        List<String> problems = new ArrayList<>();
        List<Difference> differences = new ArrayList<>();
        if (golden.steps().isEmpty() || actual.steps().isEmpty()) {
            problems.add("nothing to compare: " + golden.steps().size() + " golden steps, "
                    + actual.steps().size() + " now");
        }
        if (!golden.network().equals(actual.network())) {
            problems.add("the network is " + actual.network() + ", was " + golden.network());
        }
        boolean alike = golden.tensors().equals(actual.tensors());
        if (!alike) {
            problems.add("the tensors are " + actual.tensors() + ", were " + golden.tensors());
        }
        if (golden.steps().size() != actual.steps().size()) {
            problems.add(
                    actual.steps().size() + " steps, were " + golden.steps().size());
        }
        int common = alike ? Math.min(golden.steps().size(), actual.steps().size()) : 0;
        for (int i = 0; i < common; i++) {
            compare(
                    i + 1,
                    golden.tensors(),
                    golden.steps().get(i),
                    actual.steps().get(i),
                    tolerance,
                    differences);
        }
        return new TraceComparison(
                problems, differences, "golden: " + golden.environment() + "; now: " + actual.environment());
    }

    private static void compare(
            int step,
            List<String> tensors,
            GoldenTrace.Step golden,
            GoldenTrace.Step actual,
            TraceTolerance tolerance,
            List<Difference> differences) {
        compare(step, "cost", golden.cost(), actual.cost(), tolerance, differences);
        for (int i = tensors.size() - 1; i >= 0; i--) {
            double was = golden.gradientNorms().get(i);
            compare(step, "d" + tensors.get(i), was, actual.gradientNorms().get(i), tolerance, differences);
        }
        for (int i = 0; i < tensors.size(); i++) {
            compare(step, tensors.get(i), golden.norms().get(i), actual.norms().get(i), tolerance, differences);
        }
        if (tolerance.bits() && golden.hash() != actual.hash()) {
            double was = Double.longBitsToDouble(golden.hash());
            differences.add(new Difference(step, "hash", was, Double.longBitsToDouble(actual.hash()), 0));
        }
    }

    /** What is not finite never matches. */
    private static void compare(
            int step,
            String name,
            double golden,
            double actual,
            TraceTolerance tolerance,
            List<Difference> differences) {
        double allowed = tolerance.of(name);
        if (!(Math.abs(actual - golden) <= allowed * Math.abs(golden))) {
            differences.add(new Difference(step, name, golden, actual, allowed));
        }
    }

    /**
     * Whether the run is like its golden trace.
     *
     * @return true if nothing differs
     */
    public boolean matches() {
        return problems.isEmpty() && differences.isEmpty();
    }

    /** The first difference, those that follow, and both environments. */
    @Override
    public String toString() {
        if (matches()) {
            return "as the golden trace";
        }
        StringBuilder text = new StringBuilder("not as the golden trace");
        problems.forEach(problem -> text.append("\n  ").append(problem));
        if (!differences.isEmpty()) {
            text.append("\n  they part at ").append(differences.get(0));
        }
        differences.stream()
                .skip(1)
                .limit(NAMED)
                .forEach(difference -> text.append("\n  then ").append(difference));
        if (differences.size() > NAMED + 1) {
            text.append("\n  and ").append(differences.size() - NAMED - 1).append(" more");
        }
        return text.append("\n  ").append(environments).toString();
    }
}
