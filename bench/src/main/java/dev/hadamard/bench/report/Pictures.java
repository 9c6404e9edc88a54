// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import static dev.hadamard.bench.report.PictureStyle.IMPLEMENTATIONS;
import static dev.hadamard.bench.report.PictureStyle.MICROSECOND;
import static dev.hadamard.bench.report.PictureStyle.WHISKERS;
import static dev.hadamard.bench.report.PictureStyle.bars;
import static dev.hadamard.bench.report.PictureStyle.color;
import static dev.hadamard.bench.report.PictureStyle.marker;
import static dev.hadamard.bench.report.PictureStyle.point;
import static dev.hadamard.bench.report.PictureStyle.xValues;

import dev.hadamard.bench.chart.BarChart;
import dev.hadamard.bench.chart.Chart;
import dev.hadamard.bench.chart.LineChart;
import dev.hadamard.bench.chart.Marker;
import dev.hadamard.bench.chart.Palette;
import dev.hadamard.bench.chart.Point;
import dev.hadamard.bench.chart.Series;
import dev.hadamard.bench.chart.Series.Line;
import dev.hadamard.bench.jmh.ColdStartBenchmark;
import dev.hadamard.bench.jmh.GradientCostBenchmark;
import dev.hadamard.bench.jmh.InferenceBenchmark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Draws what a run measured. Whiskers are JMH's own confidence intervals. */
final class Pictures {

    private static final double MILLISECOND = 1e-6;

    private final Measurements all;
    private final String machine;

    Pictures(Measurements all, String machine) {
        this.all = all;
        this.machine = machine;
    }

    /** A picture and what is said of it. */
    record Picture(String name, String title, Chart chart) {}

    /** Those for which there is something to draw. */
    List<Picture> pictures() {
        StepPictures steps = new StepPictures(all, machine);
        return Stream.of(
                        steps.speedUp(),
                        RooflinePicture.of(all, machine),
                        steps.batch(),
                        steps.threads(),
                        latency(),
                        coldStart(),
                        gradient())
                .flatMap(Optional::stream)
                .toList();
    }

    static Optional<Picture> picture(String name, String title, boolean something, ChartMaker maker) {
        return something ? Optional.of(new Picture(name, title, maker.make())) : Optional.empty();
    }

    @FunctionalInterface
    interface ChartMaker {
        Chart make();
    }

    private Optional<Picture> latency() {
        Measurements calls =
                all.of(InferenceBenchmark.class, Map.of("workload", "small", "precision", "float", "threads", "1"));
        List<Series> series = new ArrayList<>();
        for (String name : List.of("netlib-native", "simd")) {
            series.add(percentile(calls, name, "50.0", "median", Line.SOLID));
            series.add(percentile(calls, name, "99.0", "p99", Line.DASHED));
            series.add(percentile(calls, name, "99.9", "p99.9", Line.DOTTED));
        }
        series.removeIf(s -> s.points().isEmpty());
        List<Integer> ticks = xValues(series);
        String title = "Latency of a prediction";
        return picture(
                "latency",
                title,
                !series.isEmpty(),
                () -> new LineChart(
                        title,
                        machine + ", 784-128-10, one thread, float; single calls, sampled",
                        "samples in a call",
                        "µs per call",
                        ticks,
                        series,
                        List.of()));
    }

    private static Series percentile(Measurements calls, String name, String key, String label, Line line) {
        List<Point> points = calls.of(InferenceBenchmark.class, Map.of(Suite.IMPLEMENTATION, name)).all().stream()
                .filter(m -> m.percentiles().containsKey(key))
                .map(m -> new Point(
                        Double.parseDouble(m.parameter("batch")),
                        m.percentiles().get(key) * MICROSECOND))
                .sorted(Comparator.comparingDouble(Point::x))
                .toList();
        return new Series(name + ", " + label, color(name), marker(name), line, points);
    }

    private Optional<Picture> coldStart() {
        Measurements starts = all.of(ColdStartBenchmark.class, Map.of("workload", "medium"));
        List<String> names = IMPLEMENTATIONS.stream()
                .filter(name ->
                        starts.measurement(Map.of(Suite.IMPLEMENTATION, name)).isPresent())
                .toList();
        List<Series> series = List.of(
                bars("first step", Palette.BLUE, names.size(), i -> start(starts, names.get(i), "1", i)),
                bars("first 100 steps", Palette.SKY, names.size(), i -> start(starts, names.get(i), "100", i)));
        List<Series> drawn = series.stream().filter(s -> !s.points().isEmpty()).toList();
        String title = "Cold start: a fresh JVM's first steps";
        return picture(
                "coldstart",
                title,
                !drawn.isEmpty(),
                () -> new BarChart(
                        title,
                        machine + ", 128x784-512-256-10, one thread, float; whiskers: fastest and slowest JVM",
                        "what computes",
                        "milliseconds",
                        true,
                        names,
                        drawn,
                        value -> Spread.digits(value)));
    }

    private static Optional<Point> start(Measurements starts, String name, String steps, int group) {
        return starts.find(Map.of(Suite.IMPLEMENTATION, name, "steps", steps))
                .map(spread -> spread.times(MILLISECOND))
                .map(spread -> new Point(group, spread.median(), spread.least(), spread.most()));
    }

    private Optional<Picture> gradient() {
        Measurements costs = all.of(GradientCostBenchmark.class, Map.of());
        List<Series> series = Stream.of(
                        rule(costs, "memoized", "each error signal kept", Palette.BLUE, Marker.CIRCLE),
                        rule(costs, "unshared", "chain rule anew for each layer", Palette.ORANGE, Marker.SQUARE),
                        rule(costs, "central-differences", "central differences", Palette.PURPLE, Marker.TRIANGLE))
                .filter(s -> !s.points().isEmpty())
                .toList();
        List<Integer> ticks = xValues(series);
        String title = "Why backpropagation: the gradients of one sample, three ways";
        return picture(
                "gradient",
                title,
                !series.isEmpty(),
                () -> new LineChart(
                        title,
                        String.format(
                                Locale.ROOT,
                                "%s, naive reference, double, layers of %d units%s",
                                machine,
                                GradientCostBenchmark.WIDTH,
                                WHISKERS),
                        "layers",
                        "µs",
                        ticks,
                        series,
                        List.of()));
    }

    private static Series rule(Measurements costs, String rule, String name, Palette color, Marker marker) {
        List<Point> points = costs.of(GradientCostBenchmark.class, Map.of("rule", rule)).all().stream()
                .map(m -> point(Double.parseDouble(m.parameter("depth")), m, MICROSECOND))
                .sorted(Comparator.comparingDouble(Point::x))
                .toList();
        return new Series(name, color, marker, Line.SOLID, points);
    }
}
