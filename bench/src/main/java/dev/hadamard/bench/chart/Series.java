// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.chart;

import java.awt.Color;
import java.util.List;

/**
 * Values that belong together.
 *
 * @param name for the legend
 * @param color of bars, points and lines
 * @param marker shape of points
 * @param line how points are joined
 * @param points in the order in which they are joined
 */
public record Series(String name, Palette color, Marker marker, Line line, List<Point> points) {

    /** How points are joined. */
    public enum Line {
        /** Not at all. */
        NONE,
        /** By a line. */
        SOLID,
        /** By dashes. */
        DASHED,
        /** By dots. */
        DOTTED;

        /** Lengths of dashes and gaps; null for no line. */
        float[] dash() {
            return switch (this) {
                case NONE -> null;
                case SOLID -> new float[0];
                case DASHED -> new float[] {7, 4};
                case DOTTED -> new float[] {2, 3};
            };
        }
    }

    Color paint() {
        return color.color();
    }
}
