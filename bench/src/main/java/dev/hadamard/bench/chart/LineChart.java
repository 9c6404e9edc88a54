// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.chart;

import dev.hadamard.bench.chart.Drawing.Anchor;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Points and lines over two logarithmic axes. */
public final class LineChart extends Chart {

    private static final double LINE_WIDTH = 2;
    private static final double RADIUS = 4;
    private static final double ROOM = 1.15;
    private static final double LINE_HEIGHT = 16;

    private final List<Series> series;
    private final List<Roof> roofs;
    private final Scale xScale;
    private final Scale yScale;
    private final List<Scale.Tick> xTicks;
    private final String xLabel;
    private final String yLabel;

    /**
     * A line with a name that bounds what is drawn below it.
     *
     * @param name written in the lower right corner, in the order of the lines
     * @param slope y is slope · x, but for
     * @param most at most this
     */
    public record Roof(String name, double slope, double most) {}

    /**
     * A chart.
     *
     * @param title first line
     * @param subtitle second line
     * @param xLabel what x is
     * @param yLabel what y is
     * @param xValues where x has ticks; empty for powers of ten
     * @param series lines and points
     * @param roofs behind them
     */
    public LineChart(
            String title,
            String subtitle,
            String xLabel,
            String yLabel,
            List<Integer> xValues,
            List<Series> series,
            List<Roof> roofs) {
        super(title, subtitle);
        this.series = series;
        this.roofs = roofs;
        this.xLabel = xLabel;
        this.yLabel = yLabel;
        double left = of(Point::x).min().orElseThrow();
        double right = of(Point::x).max().orElseThrow();
        this.xScale = xValues.isEmpty()
                ? Scale.logarithmic(left / ROOM, right * ROOM)
                : new Scale(true, left / ROOM, right * ROOM);
        this.xTicks = xValues.isEmpty()
                ? xScale.ticks()
                : xValues.stream()
                        .map(value -> new Scale.Tick(value, Scale.label(value)))
                        .toList();
        DoubleStream roof = roofs.stream().mapToDouble(Roof::most);
        this.yScale = Scale.logarithmic(
                of(Point::low).filter(value -> value > 0).min().orElseThrow() / ROOM,
                DoubleStream.concat(roof, of(Point::high)).max().orElseThrow() * ROOM);
    }

    private DoubleStream of(ToDoubleFunction<Point> coordinate) {
        return series.stream().flatMap(s -> s.points().stream()).mapToDouble(coordinate);
    }

    @Override
    List<Key> keys() {
        return series.stream()
                .map(s -> new Key(s.name(), s.paint(), s.marker(), s.line().dash()))
                .toList();
    }

    @Override
    void plot(Drawing drawing) {
        yAxis(drawing, yScale, yLabel);
        xAxis(drawing, xTicks, xScale, xLabel);
        roofs.forEach(roof -> draw(drawing, roof));
        names(drawing);
        for (Series s : series) {
            if (s.line() != Series.Line.NONE) {
                lines(drawing, s);
            }
        }
        for (Series s : series) {
            for (Point point : s.points()) {
                double x = x(xScale, point.x());
                whisker(drawing, x, y(yScale, point.low()), y(yScale, point.high()), 3);
                s.marker().draw(drawing, x, y(yScale, point.y()), RADIUS, s.paint());
            }
        }
    }

    private void lines(Drawing drawing, Series s) {
        for (int i = 1; i < s.points().size(); i++) {
            Point from = s.points().get(i - 1);
            Point to = s.points().get(i);
            drawing.line(
                    x(xScale, from.x()),
                    y(yScale, from.y()),
                    x(xScale, to.x()),
                    y(yScale, to.y()),
                    s.paint(),
                    LINE_WIDTH,
                    s.line().dash());
        }
    }

    /** From the left or lower edge up to the bend, then level. */
    private void draw(Drawing drawing, Roof roof) {
        double bend = Math.min(roof.most() / roof.slope(), xScale.most());
        double start = Math.max(xScale.least(), yScale.least() / roof.slope());
        double startY = y(yScale, start * roof.slope());
        double bendY = y(yScale, bend * roof.slope());
        drawing.line(x(xScale, start), startY, x(xScale, bend), bendY, Palette.FAINT_INK, 1.3);
        drawing.line(x(xScale, bend), bendY, right(), bendY, Palette.FAINT_INK, 1.3);
    }

    /** Lines that lie close together leave no room for names beside them. */
    private void names(Drawing drawing) {
        if (roofs.isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>(List.of("sloping roofs, from the left:"));
        roofs.forEach(roof -> lines.add(roof.name()));
        double width = lines.stream()
                .mapToDouble(line -> drawing.width(line, SMALL))
                .max()
                .orElseThrow();
        double x = right() - width - 12;
        double y = bottom() - 12 - LINE_HEIGHT * (lines.size() - 1);
        drawing.fill(
                new Rectangle2D.Double(x - 8, y - LINE_HEIGHT, width + 16, LINE_HEIGHT * lines.size() + 8),
                Palette.PAPER);
        for (int i = 0; i < lines.size(); i++) {
            drawing.text(lines.get(i), x, y + i * LINE_HEIGHT, SMALL, Palette.FAINT_INK, Anchor.START);
        }
    }
}
