// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.chart;

import dev.hadamard.bench.chart.Drawing.Anchor;
import dev.hadamard.io.AtomicFile;
import java.awt.Color;
import java.awt.geom.RoundRectangle2D;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A picture with a title, a legend and two axes; what stands between the axes is for others to draw. */
public abstract sealed class Chart permits BarChart, LineChart {

    static final int WIDTH = 860;
    static final int HEIGHT = 448;
    static final double SMALL = 12;

    private static final double TITLE_SIZE = 17;
    private static final double TEXT_SIZE = 13;
    private static final double LEFT = 74;
    private static final double TOP = 92;
    private static final double BOTTOM = 64;
    private static final double MARGIN = 22;

    private final String title;
    private final String subtitle;

    Chart(String title, String subtitle) {
        this.title = title;
        this.subtitle = subtitle;
    }

    /** An entry of the legend. */
    record Key(String name, Color color, Marker marker, float[] dash) {}

    /**
     * Writes NAME.svg and NAME.png.
     *
     * @param folder where
     * @param name without ending
     * @throws IOException if a file can't be written
     */
    public final void write(Path folder, String name) throws IOException {
        write(folder.resolve(name + ".svg"));
        write(folder.resolve(name + ".png"));
    }

    /**
     * Writes one file, as SVG or PNG by its ending.
     *
     * @param file where
     * @throws IOException if it can't be written
     * @throws IllegalArgumentException if it has another ending
     */
    public final void write(Path file) throws IOException {
        if (!canWrite(file)) {
            throw new IllegalArgumentException("file must end in .svg or .png, was " + file);
        }
        byte[] content = ending(file).equals("svg") ? draw().svg().getBytes(StandardCharsets.UTF_8) : draw().png();
        AtomicFile.write(file, channel -> {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        });
    }

    /**
     * Whether a file's ending is one that there is a format for.
     *
     * @param file its path
     * @return true for .svg and .png
     */
    public static boolean canWrite(Path file) {
        return ending(file).equals("svg") || ending(file).equals("png");
    }

    private static String ending(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /**
     * The picture as text that stands in a page.
     *
     * @return an SVG element
     */
    public final String svg() {
        return draw().svg();
    }

    final Drawing draw() {
        Drawing drawing = new Drawing(WIDTH, HEIGHT, title + ". " + subtitle);
        RoundRectangle2D paper = new RoundRectangle2D.Double(0.5, 0.5, WIDTH - 1, HEIGHT - 1, 12, 12);
        drawing.fill(paper, Palette.PAPER);
        drawing.stroke(paper, Palette.BORDER, 1);
        drawing.bold(title, MARGIN, 32, TITLE_SIZE, Palette.INK);
        drawing.text(subtitle, MARGIN, 52, TEXT_SIZE, Palette.FAINT_INK, Anchor.START);
        legend(drawing, keys());
        plot(drawing);
        return drawing;
    }

    abstract List<Key> keys();

    abstract void plot(Drawing drawing);

    private static void legend(Drawing drawing, List<Key> keys) {
        double x = MARGIN;
        for (Key key : keys) {
            if (key.dash() == null) {
                key.marker().draw(drawing, x + 6, 71, 5, key.color());
            } else {
                drawing.line(x, 71, x + 24, 71, key.color(), 2, key.dash());
                key.marker().draw(drawing, x + 12, 71, 4, key.color());
            }
            x += key.dash() == null ? 17 : 30;
            drawing.text(key.name(), x, 75.5, TEXT_SIZE, Palette.INK, Anchor.START);
            x += drawing.width(key.name(), TEXT_SIZE) + 20;
        }
    }

    final double left() {
        return LEFT;
    }

    final double right() {
        return WIDTH - MARGIN;
    }

    final double top() {
        return TOP;
    }

    final double bottom() {
        return HEIGHT - BOTTOM;
    }

    final double y(Scale scale, double value) {
        return bottom() - scale.at(value) * (bottom() - top());
    }

    final double x(Scale scale, double value) {
        return left() + scale.at(value) * (right() - left());
    }

    final void yAxis(Drawing drawing, Scale scale, String label) {
        for (Scale.Tick tick : scale.ticks()) {
            double y = y(scale, tick.value());
            drawing.line(left(), y, right(), y, Palette.GRID, 1);
            drawing.text(tick.label(), left() - 8, y + 4, SMALL, Palette.FAINT_INK, Anchor.END);
        }
        drawing.upwards(label, 20, (top() + bottom()) / 2, TEXT_SIZE, Palette.INK);
    }

    final void xAxis(Drawing drawing, List<Scale.Tick> ticks, Scale scale, String label) {
        for (Scale.Tick tick : ticks) {
            double x = x(scale, tick.value());
            drawing.line(x, top(), x, bottom(), Palette.GRID, 1);
            drawing.text(tick.label(), x, bottom() + 18, SMALL, Palette.FAINT_INK, Anchor.MIDDLE);
        }
        xLabel(drawing, label);
    }

    final void xLabel(Drawing drawing, String label) {
        drawing.text(label, (left() + right()) / 2, HEIGHT - 14, TEXT_SIZE, Palette.INK, Anchor.MIDDLE);
        drawing.line(left(), bottom(), right(), bottom(), Palette.FAINT_INK, 1);
    }

    /** A whisker with two ends. */
    static void whisker(Drawing drawing, double x, double fromY, double toY, double half) {
        if (Math.abs(toY - fromY) > 1) {
            drawing.line(x, fromY, x, toY, Palette.INK, 1);
            drawing.line(x - half, fromY, x + half, fromY, Palette.INK, 1);
            drawing.line(x - half, toY, x + half, toY, Palette.INK, 1);
        }
    }
}
