// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Copies operands into the order in which register tiles read them, padded with zeros to whole tiles. */
final class FloatPacking {

    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int L = FloatLanes.LENGTH;
    private static final int ROWS = FloatTiles.ROWS;
    private static final int COLUMNS = FloatTiles.COLUMNS;

    /** Packs up to a tile's rows of A as [depth][ROWS]. */
    void packRows(float[] a, int from, int stride, boolean transposed, float[] packed, int depth, int height) {
        if (transposed) {
            for (int k = 0; k < depth; k++) {
                int source = from + k * stride;
                int target = k * ROWS;
                for (int r = 0; r < height; r++) {
                    packed[target + r] = a[source + r];
                }
            }
        } else {
            for (int r = 0; r < height; r++) {
                int source = from + r * stride;
                for (int k = 0; k < depth; k++) {
                    packed[k * ROWS + r] = a[source + k];
                }
            }
        }
        for (int r = height; r < ROWS; r++) {
            for (int k = 0; k < depth; k++) {
                packed[k * ROWS + r] = 0;
            }
        }
    }

    /** Packs columns of B as panels, each [depth][COLUMNS], or [depth][COLUMNS / 2] if the last one needs no more. */
    void packColumns(float[] b, int from, int stride, boolean transposed, float[] packed, int depth, int width) {
        int target = 0;
        for (int column = 0; column < width; column += COLUMNS) {
            int valid = Math.min(COLUMNS, width - column);
            int panel = valid > L ? COLUMNS : L;
            if (transposed) {
                packTransposedPanel(b, from + column * stride, stride, packed, target, depth, valid, panel);
            } else if (valid == COLUMNS) {
                packWholePanel(b, from + column, stride, packed, target, depth);
            } else {
                packPartialPanel(b, from + column, stride, packed, target, depth, valid, panel);
            }
            target += depth * panel;
        }
    }

    private static void packWholePanel(float[] b, int from, int stride, float[] packed, int target, int depth) {
        for (int k = 0; k < depth; k++) {
            int source = from + k * stride;
            FloatVector.fromArray(SPECIES, b, source).intoArray(packed, target + k * COLUMNS);
            FloatVector.fromArray(SPECIES, b, source + L).intoArray(packed, target + k * COLUMNS + L);
        }
    }

    private static void packPartialPanel(
            float[] b, int from, int stride, float[] packed, int target, int depth, int valid, int panel) {
        Arrays.fill(packed, target, target + depth * panel, 0);
        for (int k = 0; k < depth; k++) {
            int source = from + k * stride;
            for (int i = 0; i < valid; i++) {
                packed[target + k * panel + i] = b[source + i];
            }
        }
    }

    private static void packTransposedPanel(
            float[] b, int from, int stride, float[] packed, int target, int depth, int valid, int panel) {
        for (int i = 0; i < valid; i++) {
            int source = from + i * stride;
            for (int k = 0; k < depth; k++) {
                packed[target + k * panel + i] = b[source + k];
            }
        }
        for (int i = valid; i < panel; i++) {
            for (int k = 0; k < depth; k++) {
                packed[target + k * panel + i] = 0;
            }
        }
    }
}
