// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.page;

import dev.hadamard.History;
import dev.hadamard.bench.chart.Chart;
import dev.hadamard.bench.chart.LineChart;
import dev.hadamard.bench.chart.Marker;
import dev.hadamard.bench.chart.Palette;
import dev.hadamard.bench.chart.Point;
import dev.hadamard.bench.chart.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The cost of each epoch, and the watched figure beside it, on logarithmic axes. */
public final class LearningCurve {

    private LearningCurve() {}

    /**
     * Draws it.
     *
     * @param history the epochs
     * @param subtitle what was trained
     * @param watched name of the watched figure
     * @return the picture; empty where no epoch has a positive finite figure
     */
    public static Optional<Chart> of(History history, String subtitle, String watched) {
        List<Series> series = new ArrayList<>();
        add(series, "cost of the epoch", Palette.BLUE, history, History.Epoch::cost);
        add(series, watched, Palette.VERMILION, history, History.Epoch::watched);
        if (series.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new LineChart("Learning curve", subtitle, "epoch", "", List.of(), List.copyOf(series), List.of()));
    }

    private static void add(
            List<Series> series, String name, Palette color, History history, ToDoubleFunction<History.Epoch> figure) {
        List<Point> points = history.epochs().stream()
                .filter(epoch -> figure.applyAsDouble(epoch) > 0 && Double.isFinite(figure.applyAsDouble(epoch)))
                .map(epoch -> new Point(epoch.number(), figure.applyAsDouble(epoch)))
                .toList();
        if (!points.isEmpty()) {
            Marker marker = points.size() > 1 ? Marker.NONE : Marker.CIRCLE;
            series.add(new Series(name, color, marker, Series.Line.SOLID, points));
        }
    }
}
