// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.chart;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** Shapes of points, so that series differ by more than colour. */
public enum Marker {
    /** Round. */
    CIRCLE,
    /** Upright. */
    SQUARE,
    /** On its tip. */
    DIAMOND,
    /** Tip upwards. */
    TRIANGLE,
    /** Tip downwards. */
    WEDGE,
    /** No point. */
    NONE;

    void draw(Drawing drawing, double x, double y, double radius, Color color) {
        if (this != NONE) {
            Shape shape = shape(x, y, radius);
            drawing.fill(shape, color);
            drawing.stroke(shape, Palette.PAPER, 0.8); // so that points that cover each other can be counted
        }
    }

    private Shape shape(double x, double y, double r) {
        return switch (this) {
            case CIRCLE -> new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r);
            case SQUARE -> new Rectangle2D.Double(x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r);
            case DIAMOND -> polygon(x, y - 1.25 * r, x + 1.25 * r, y, x, y + 1.25 * r, x - 1.25 * r, y);
            case TRIANGLE -> polygon(x, y - 1.15 * r, x + 1.15 * r, y + r, x - 1.15 * r, y + r);
            case WEDGE -> polygon(x, y + 1.15 * r, x + 1.15 * r, y - r, x - 1.15 * r, y - r);
            case NONE -> throw new IllegalStateException("has no shape");
        };
    }

    private static Shape polygon(double... points) {
        Path2D path = new Path2D.Double();
        path.moveTo(points[0], points[1]);
        for (int i = 2; i < points.length; i += 2) {
            path.lineTo(points[i], points[i + 1]);
        }
        path.closePath();
        return path;
    }
}
