// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

/**
 * Room for rows of a {@link RowFile}. Confined to one thread at a time.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class RowBuffer<A> {

    final int rows;
    final A x;

    /** Null where targets are rows. */
    final int[] labels;

    /** Null where targets are classes. */
    final A y;

    private final RowFile<A> file;

    RowBuffer(RowFile<A> file, int rows) {
        this.file = file;
        this.rows = rows;
        this.x = file.type().allocate(Shapes.product("x", rows, file.features()));
        this.labels = file.hasLabels() ? new int[rows] : null;
        this.y = file.hasLabels() ? null : file.type().allocate(Shapes.product("y", rows, file.outputs()));
    }

    /** The rows that were read, which must be as many as there is room for; shares the arrays, and checks labels. */
    Dataset<A> dataset() {
        return new Dataset<>(file.type(), x, file.features(), y, labels, file.outputs());
    }
}
