// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

/**
 * Copies of rows that a mini-batch wants beside each other. Grows to the largest mini-batch. Confined to one thread.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class RowBuffer<A> {

    private final Topology<A> topology;
    private Rows<A> rows;

    RowBuffer(Topology<A> topology) {
        this.topology = topology;
    }

    /** Copies rows {@code order[from]} to before {@code order[to]} to the buffer's start. */
    void gather(Rows<A> source, int[] order, int from, int to) {
        ElementType<A> type = topology.type();
        int width = topology.inputs();
        if (rows == null || rows.count < to - from) {
            rows = allocate(source, to - from);
        }
        for (int i = from; i < to; i++) {
            int row = order[i];
            int target = i - from;
            System.arraycopy(source.x, row * width, rows.x, target * width, width);
            if (source.classes != null) {
                rows.classes[target] = source.classes[row];
            } else {
                type.set(rows.numbers, target, type.get(source.numbers, row));
            }
            if (source.weights != null) {
                rows.weights[target] = source.weights[row];
            }
        }
    }

    private Rows<A> allocate(Rows<A> like, int count) {
        ElementType<A> type = topology.type();
        return new Rows<>(
                type.allocate(Math.multiplyExact(count, topology.inputs())),
                like.classes == null ? null : new int[count],
                like.numbers == null ? null : type.allocate(count),
                like.weights == null ? null : new double[count],
                count);
    }

    /** What was gathered; rows behind the last gathered ones are left from before. */
    Rows<A> rows() {
        return rows;
    }
}
