// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import dev.hadamard.bench.step.Workload;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A layer's samples, inputs and units, and what kind of product that makes.
 *
 * @param text as the benchmark writes it
 */
record ProductShape(String text) {

    /** From where on a product counts as large: below, what is around it matters as much. */
    private static final long LARGE = 1_000_000;

    /** Up to how many columns a product is narrow. */
    private static final int NARROW = 16;

    /** Kinds of shapes. */
    enum Group {
        /** Layers of the workloads, neither small nor narrow. */
        LAYERS("layers of 1 MFLOP and more"),
        /** Less than a million operations, or outputs of up to 16 columns, or a single row. */
        SMALL_OR_NARROW("small and narrow"),
        /** Squares and primes. */
        OTHER("squares and primes");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    /**
     * Shapes of every kind, for a run that shall not take an hour: of the deepest network two layers, no large squares.
     */
    static List<String> headline() {
        Set<String> shapes = new LinkedHashSet<>();
        for (Workload workload : Workload.values()) {
            List<String> layers = layers(workload);
            shapes.addAll(workload == Workload.DEEP ? layers.subList(0, 2) : layers);
        }
        shapes.addAll(List.of("128x256x1", "128x256x4", "64x64x64", "256x256x256", "127x131x137"));
        return List.copyOf(shapes);
    }

    private static List<String> layers(Workload workload) {
        int[] widths = workload.widths();
        return IntStream.range(1, widths.length)
                .mapToObj(l -> workload.rows() + "x" + widths[l - 1] + "x" + widths[l])
                .toList();
    }

    Group group() {
        int[] sizes = sizes();
        if (operations() < LARGE || sizes[2] <= NARROW || sizes[0] == 1) {
            return Group.SMALL_OR_NARROW;
        }
        boolean layer = Arrays.stream(Workload.values())
                .anyMatch(workload -> layers(workload).contains(text));
        return layer ? Group.LAYERS : Group.OTHER;
    }

    private int[] sizes() {
        return Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray();
    }

    /** A multiplication and an addition each. */
    long operations() {
        int[] sizes = sizes();
        return 2L * sizes[0] * sizes[1] * sizes[2];
    }

    /** Elements that a product must read or write at least once: both operands and the result. */
    long elements() {
        int[] sizes = sizes();
        return (long) sizes[0] * sizes[1] + (long) sizes[1] * sizes[2] + (long) sizes[0] * sizes[2];
    }
}
