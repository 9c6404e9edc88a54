// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.verify;

import java.util.Comparator;
import java.util.List;

/**
 * What an {@link OracleCheck} found.
 *
 * @param tensors every tensor of every step, in the order in which they were computed
 * @param rowsLeftOut rows that came too close to a kink, summed over steps
 * @param rows all rows, summed over steps
 */
public record OracleReport(List<TensorDifference> tensors, long rowsLeftOut, long rows) {

    /** Messages name so many tensors at most. */
    private static final int NAMED = 10;

    /**
     * Copies the list.
     *
     * @param tensors every tensor of every step
     * @param rowsLeftOut rows that came too close to a kink
     * @param rows all rows
     */
    public OracleReport {
        tensors = List.copyOf(tensors);
    }

    /**
     * The tensors that differ.
     *
     * @return those, in the order in which they were computed: the first is where the error arose
     */
    public List<TensorDifference> differing() {
        return tensors.stream().filter(tensor -> !tensor.agrees()).toList();
    }

    /**
     * The worst step of each tensor.
     *
     * @return one entry a name, largest relative difference first
     */
    public List<TensorDifference> worst() {
        Comparator<TensorDifference> byDifference = Comparator.comparingDouble(TensorDifference::relative);
        return tensors.stream()
                .map(TensorDifference::tensor)
                .distinct()
                .map(name -> tensors.stream()
                        .filter(tensor -> tensor.tensor().equals(name))
                        .max(byDifference)
                        .orElseThrow())
                .sorted(byDifference.reversed())
                .toList();
    }

    /**
     * Whether every tensor agrees and there were any.
     *
     * @return whether the check passed
     */
    public boolean agrees() {
        return !tensors.isEmpty() && differing().isEmpty();
    }

    /**
     * Fails unless the check {@linkplain #agrees() passed}.
     *
     * @return this
     * @throws AssertionError that names step, layer, tensor, index and both values, in the order of computation
     */
    public OracleReport assertAgrees() {
        if (!agrees()) {
            throw new AssertionError(toString());
        }
        return this;
    }

    /** Counts, then the tensors that differ, or else the worst of those that agree. */
    @Override
    public String toString() {
        List<TensorDifference> differing = differing();
        StringBuilder text = new StringBuilder()
                .append(tensors.size())
                .append(" tensors compared with the reference, ")
                .append(differing.size())
                .append(" differ; ")
                .append(rowsLeftOut)
                .append(" of ")
                .append(rows)
                .append(" rows left out at kinks");
        List<TensorDifference> named = differing.isEmpty() ? worst() : differing;
        named.stream().limit(NAMED).forEach(tensor -> text.append("\n  ").append(tensor));
        if (named.size() > NAMED) {
            text.append("\n  and ").append(named.size() - NAMED).append(" more");
        }
        return text.toString();
    }
}
