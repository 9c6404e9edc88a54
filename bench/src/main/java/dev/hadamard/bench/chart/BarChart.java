// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.chart;

import dev.hadamard.bench.chart.Drawing.Anchor;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;

/** Groups of bars with a bar a series, the value on top of each. */
public final class BarChart extends Chart {

    private static final double GROUP_SHARE = 0.84;
    private static final double WIDEST_BAR = 58;
    private static final double LABEL_SIZE = 11;

    private final List<String> groups;
    private final List<Series> series;
    private final Scale scale;
    private final String yLabel;
    private final String xLabel;
    private final DoubleFunction<String> format;

    /**
     * A chart.
     *
     * @param title first line
     * @param subtitle second line
     * @param xLabel what groups are
     * @param yLabel what values are
     * @param logarithmic whether bars grow by logarithms, from the largest round number below all
     * @param groups their names, of one line or two
     * @param series the bars; x of each point is the index of its group
     * @param format of the value on top of a bar
     */
    public BarChart(
            String title,
            String subtitle,
            String xLabel,
            String yLabel,
            boolean logarithmic,
            List<String> groups,
            List<Series> series,
            DoubleFunction<String> format) {
        super(title, subtitle);
        this.groups = groups;
        this.series = series;
        this.xLabel = xLabel;
        this.yLabel = yLabel;
        this.format = format;
        double most = values().max().orElseThrow();
        double least = Math.min(1, values().min().orElseThrow());
        this.scale = logarithmic ? Scale.logarithmic(least, most * 2) : Scale.fromZero(most * 1.2);
    }

    /** Without their intervals, of which a wide one would leave no room for the values. */
    private DoubleStream values() {
        return series.stream().flatMap(s -> s.points().stream()).mapToDouble(Point::y);
    }

    @Override
    List<Key> keys() {
        return series.stream()
                .map(s -> new Key(s.name(), s.paint(), Marker.SQUARE, null))
                .toList();
    }

    @Override
    void plot(Drawing drawing) {
        yAxis(drawing, scale, yLabel);
        double group = (right() - left()) / groups.size();
        double bar = Math.min(WIDEST_BAR, group * GROUP_SHARE / series.size());
        for (int i = 0; i < groups.size(); i++) {
            String[] lines = groups.get(i).split("\n");
            for (int k = 0; k < lines.length; k++) {
                double size = k == 0 ? SMALL : LABEL_SIZE;
                double x = left() + (i + 0.5) * group;
                drawing.text(lines[k], x, bottom() + 17 + 14 * k, size, Palette.INK, Anchor.MIDDLE);
            }
        }
        for (int s = 0; s < series.size(); s++) {
            double offset = (s - series.size() / 2.0) * bar;
            for (Point point : series.get(s).points()) {
                bar(drawing, series.get(s), point, left() + (point.x() + 0.5) * group + offset, bar);
            }
        }
        xLabel(drawing, xLabel);
    }

    private void bar(Drawing drawing, Series of, Point point, double x, double width) {
        double y = y(scale, point.y());
        drawing.fill(new Rectangle2D.Double(x + 1, y, width - 2, bottom() - y), of.paint());
        double high = y(scale, point.high());
        whisker(drawing, x + width / 2, y(scale, point.low()), high, 3);
        drawing.text(
                format.apply(point.y()), x + width / 2, Math.min(y, high) - 5, LABEL_SIZE, Palette.INK, Anchor.MIDDLE);
    }
}
