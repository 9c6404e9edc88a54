// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import static dev.hadamard.bench.report.PictureStyle.color;
import static dev.hadamard.bench.report.PictureStyle.marker;

import dev.hadamard.bench.chart.LineChart;
import dev.hadamard.bench.chart.LineChart.Roof;
import dev.hadamard.bench.chart.Marker;
import dev.hadamard.bench.chart.Palette;
import dev.hadamard.bench.chart.Point;
import dev.hadamard.bench.chart.Series;
import dev.hadamard.bench.chart.Series.Line;
import dev.hadamard.bench.report.Pictures.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The picture of a {@link Roofline}. */
final class RooflinePicture {

    private RooflinePicture() {}

    static Optional<Picture> of(Measurements all, String machine) {
        Optional<Roofline> found = Roofline.of(all);
        if (found.isEmpty() || found.get().kernels().isEmpty()) {
            return Optional.empty();
        }
        Roofline roofline = found.get();
        Map<String, List<Point>> points = new TreeMap<>();
        for (Roofline.Kernel kernel : roofline.kernels()) {
            points.computeIfAbsent(
                            kernel.implementation() + (kernel.product() ? " products" : " element-wise"),
                            name -> new ArrayList<>())
                    .add(new Point(kernel.intensity(), kernel.gigaflops()));
        }
        List<Series> series = points.entrySet().stream()
                .map(entry -> {
                    String implementation =
                            entry.getKey().substring(0, entry.getKey().indexOf(' '));
                    boolean product = entry.getKey().endsWith("products");
                    return new Series(
                            entry.getKey(),
                            product
                                    ? color(implementation)
                                    : implementation.equals("simd") ? Palette.GREEN : Palette.PURPLE,
                            product ? marker(implementation) : Marker.TRIANGLE,
                            Line.NONE,
                            entry.getValue());
                })
                .toList();
        List<Roof> roofs = roofline.bandwidths().entrySet().stream()
                .map(entry -> new Roof(
                        String.format(Locale.ROOT, "%s: %.0f GB/s", bytes(entry.getKey()), entry.getValue()),
                        entry.getValue(),
                        roofline.peak()))
                .toList();
        String title = "Kernels under the machine's roof";
        return Optional.of(new Picture(
                "roofline",
                title,
                new LineChart(
                        title,
                        String.format(
                                Locale.ROOT,
                                "%s, one thread, float; roofs: a loop of FMAs, %.0f GFLOP/s, and bandwidths by working set",
                                machine,
                                roofline.peak()),
                        "floating-point operations per byte",
                        "GFLOP/s",
                        List.of(),
                        series,
                        roofs)));
    }

    private static String bytes(long bytes) {
        return bytes < 1 << 20 ? bytes / 1024 + " KB" : bytes / (1 << 20) + " MB";
    }
}
