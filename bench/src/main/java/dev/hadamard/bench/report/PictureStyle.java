// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import dev.hadamard.bench.chart.Marker;
import dev.hadamard.bench.chart.Palette;
import dev.hadamard.bench.chart.Point;
import dev.hadamard.bench.chart.Series;
import dev.hadamard.bench.chart.Series.Line;
import dev.hadamard.bench.step.TrainStep;
import dev.hadamard.bench.step.Workload;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How pictures look alike: what computes has one colour and one marker in all of them. */
final class PictureStyle {

    static final List<String> IMPLEMENTATIONS =
            List.of(TrainStep.REFERENCE, "scalar", "netlib-java", "netlib-native", "simd");
    static final double MICROSECOND = 1e-3;
    static final String WHISKERS = "; whiskers: 99.9 % confidence intervals";

    private static final int LONG = 20;

    private PictureStyle() {}

    static Palette color(String implementation) {
        return switch (implementation) {
            case "simd" -> Palette.BLUE;
            case "netlib-native" -> Palette.VERMILION;
            case "netlib-java" -> Palette.ORANGE;
            case "scalar" -> Palette.SKY;
            default -> Palette.GREY;
        };
    }

    static Marker marker(String implementation) {
        return switch (implementation) {
            case "simd" -> Marker.CIRCLE;
            case "netlib-native" -> Marker.SQUARE;
            case "netlib-java" -> Marker.DIAMOND;
            case "scalar" -> Marker.TRIANGLE;
            default -> Marker.WEDGE;
        };
    }

    static Point point(double x, Measurement m, double factor) {
        double y = m.value().median() * factor;
        Interval interval = m.interval().times(factor);
        return interval.isKnown() && interval.low() > 0
                ? new Point(x, y, interval.low(), interval.high())
                : new Point(x, y);
    }

    static Optional<Point> ratio(Optional<Measurement> slow, Optional<Measurement> fast, double x) {
        if (slow.isEmpty() || fast.isEmpty()) {
            return Optional.empty();
        }
        double y = slow.get().value().median() / fast.get().value().median();
        Interval interval = slow.get().interval().dividedBy(fast.get().interval());
        return Optional.of(
                interval.isKnown() && interval.low() > 0
                        ? new Point(x, y, interval.low(), interval.high())
                        : new Point(x, y));
    }

    @FunctionalInterface
    interface BarOfGroup {
        Optional<Point> at(int group);
    }

    static Series bars(String name, Palette color, int groups, BarOfGroup bar) {
        List<Point> points = IntStream.range(0, groups)
                .mapToObj(bar::at)
                .flatMap(Optional::stream)
                .toList();
        return new Series(name, color, Marker.SQUARE, Line.NONE, points);
    }

    static List<Integer> xValues(List<Series> series) {
        return series.stream()
                .flatMap(s -> s.points().stream())
                .map(point -> (int) point.x())
                .distinct()
                .sorted()
                .toList();
    }

    /** Its name, and below it batch and layers, of which long ones are left out. */
    static String shortName(Workload workload) {
        int[] widths = workload.widths();
        String layers = Arrays.stream(widths).mapToObj(Integer::toString).collect(Collectors.joining("-"));
        String few = widths[0] + "-" + widths[1] + "-…-" + widths[widths.length - 1];
        return workload.label() + "\n" + workload.rows() + "x" + (layers.length() > LONG ? few : layers);
    }
}
