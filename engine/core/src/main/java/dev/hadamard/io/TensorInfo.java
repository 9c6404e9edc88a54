// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.io;

import java.util.List;

/**
 * What the header of a {@link TensorFile} says about a tensor. Immutable; elements are row-major.
 *
 * @param name unique in its file
 * @param type element type
 * @param shape extents, outermost first; empty for a single number
 * @param position first byte in the file
 * @param bytes length in the file
 */
public record TensorInfo(String name, TensorType type, List<Long> shape, long position, long bytes) {

    /**
     * Copies the shape.
     *
     * @param name unique in its file
     * @param type element type
     * @param shape extents, outermost first; empty for a single number
     * @param position first byte in the file
     * @param bytes length in the file
     */
    public TensorInfo {
        shape = List.copyOf(shape);
    }

    /**
     * Number of elements.
     *
     * @return product of the extents
     */
    public long elements() {
        return bytes / type.bytes();
    }

    @Override
    public String toString() {
        return name + ": " + type + ' ' + shape + " at byte " + position;
    }
}
