// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.PathIterator;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Filled and stroked shapes, in the order in which they cover each other, as SVG or as PNG: equal but for pixels. */
final class Drawing {

    /** Where a text stands with respect to its point. */
    enum Anchor {
        START(0),
        MIDDLE(0.5),
        END(1);

        private final double share;

        Anchor(double share) {
            this.share = share;
        }
    }

    /** Pixels of the PNG for a unit: sharp on screens that have two. */
    private static final int PNG_SCALE = 2;

    private static final Typeface REGULAR = Typeface.regular();
    private static final Typeface BOLD = Typeface.bold();

    private record Mark(Shape shape, Color color, float stroke, float[] dash) {}

    private final int width;
    private final int height;
    private final String description;
    private final List<Mark> marks = new ArrayList<>();

    Drawing(int width, int height, String description) {
        this.width = width;
        this.height = height;
        this.description = description;
    }

    void fill(Shape shape, Color color) {
        marks.add(new Mark(shape, color, 0, null));
    }

    void stroke(Shape shape, Color color, double width, float... dash) {
        marks.add(new Mark(shape, color, (float) width, dash.length == 0 ? null : dash));
    }

    void line(double x1, double y1, double x2, double y2, Color color, double width, float... dash) {
        stroke(new Line2D.Double(x1, y1, x2, y2), color, width, dash);
    }

    void text(String text, double x, double y, double size, Color color, Anchor anchor) {
        fill(REGULAR.outline(text, x - anchor.share * REGULAR.width(text, size), y, size), color);
    }

    void bold(String text, double x, double y, double size, Color color) {
        fill(BOLD.outline(text, x, y, size), color);
    }

    /** Reads upwards; (x, y) is the middle of its base line. */
    void upwards(String text, double x, double y, double size, Color color) {
        double half = REGULAR.width(text, size) / 2;
        AffineTransform turned = AffineTransform.getRotateInstance(-Math.PI / 2, x, y);
        fill(turned.createTransformedShape(REGULAR.outline(text, x - half, y, size)), color);
    }

    double width(String text, double size) {
        return REGULAR.width(text, size);
    }

    String svg() {
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">%n",
                width,
                height,
                width,
                height));
        svg.append("<title>").append(escaped(description)).append("</title>\n");
        for (Mark mark : marks) {
            svg.append("<path d=\"").append(data(mark.shape())).append('"');
            if (mark.stroke() == 0) {
                svg.append(paint("fill", mark.color()));
            } else {
                svg.append(" fill=\"none\"")
                        .append(paint("stroke", mark.color()))
                        .append(String.format(Locale.ROOT, " stroke-width=\"%.4g\"", mark.stroke()))
                        .append(dashes(mark.dash()));
            }
            svg.append("/>\n");
        }
        return svg.append("</svg>\n").toString().replace("\r\n", "\n");
    }

    private static String paint(String what, Color color) {
        String opacity = color.getAlpha() == 255
                ? ""
                : String.format(Locale.ROOT, " %s-opacity=\"%.2f\"", what, color.getAlpha() / 255.0);
        return String.format(Locale.ROOT, " %s=\"#%06x\"%s", what, color.getRGB() & 0xffffff, opacity);
    }

    private static String dashes(float[] dash) {
        if (dash == null) {
            return "";
        }
        List<String> lengths = new ArrayList<>();
        for (float length : dash) {
            lengths.add(number(length));
        }
        return " stroke-dasharray=\"" + String.join(" ", lengths) + "\"";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String data(Shape shape) {
        StringBuilder data = new StringBuilder();
        double[] at = new double[6];
        for (PathIterator path = shape.getPathIterator(null); !path.isDone(); path.next()) {
            int kind = path.currentSegment(at);
            data.append("MLQCZ".charAt(kind));
            int numbers = kind == PathIterator.SEG_CLOSE ? 0 : kind <= PathIterator.SEG_LINETO ? 2 : 2 * kind;
            for (int i = 0; i < numbers; i++) {
                data.append(i == 0 ? "" : " ").append(number(at[i]));
            }
        }
        return data.toString();
    }

    /** Hundredths of a pixel are enough. */
    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        String shorter = text.replaceAll("\\.?0+$", "");
        return shorter.equals("-0") ? "0" : shorter;
    }

    byte[] png() {
        BufferedImage image = new BufferedImage(width * PNG_SCALE, height * PNG_SCALE, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(PNG_SCALE, PNG_SCALE);
        for (Mark mark : marks) {
            graphics.setColor(mark.color());
            if (mark.stroke() == 0) {
                graphics.fill(mark.shape());
            } else {
                graphics.setStroke(new BasicStroke(
                        mark.stroke(), BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, mark.dash(), 0));
                graphics.draw(mark.shape());
            }
        }
        graphics.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // into memory
        }
        return png.toByteArray();
    }
}
