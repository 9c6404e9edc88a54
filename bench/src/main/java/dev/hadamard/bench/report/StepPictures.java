// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import static dev.hadamard.bench.report.PictureStyle.IMPLEMENTATIONS;
import static dev.hadamard.bench.report.PictureStyle.MICROSECOND;
import static dev.hadamard.bench.report.PictureStyle.WHISKERS;
import static dev.hadamard.bench.report.PictureStyle.bars;
import static dev.hadamard.bench.report.PictureStyle.color;
import static dev.hadamard.bench.report.PictureStyle.marker;
import static dev.hadamard.bench.report.PictureStyle.point;
import static dev.hadamard.bench.report.PictureStyle.ratio;
import static dev.hadamard.bench.report.PictureStyle.xValues;
import static dev.hadamard.bench.report.Pictures.picture;

import dev.hadamard.bench.chart.BarChart;
import dev.hadamard.bench.chart.LineChart;
import dev.hadamard.bench.chart.Palette;
import dev.hadamard.bench.chart.Point;
import dev.hadamard.bench.chart.Series;
import dev.hadamard.bench.chart.Series.Line;
import dev.hadamard.bench.jmh.TrainStepBenchmark;
import dev.hadamard.bench.report.Pictures.Picture;
import dev.hadamard.bench.step.TrainStep;
import dev.hadamard.bench.step.Workload;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Pictures of training steps.
 *
 * @param all everything that was measured
 * @param machine for the second line
 */
record StepPictures(Measurements all, String machine) {

    private Optional<Measurement> step(String workload, String implementation, String threads) {
        return all.of(TrainStepBenchmark.class, Map.of())
                .measurement(Map.of(
                        "workload",
                        workload,
                        Suite.IMPLEMENTATION,
                        implementation,
                        "threads",
                        threads,
                        "precision",
                        "float",
                        "optimizer",
                        "sgd",
                        "activation",
                        "relu",
                        "batch",
                        "own"));
    }

    /** Of workloads that have been timed by all that is compared with. */
    Optional<Picture> speedUp() {
        List<Workload> workloads = Arrays.stream(Workload.values())
                .filter(w -> step(w.label(), TrainStep.REFERENCE, "1").isPresent())
                .toList();
        List<Series> series = IMPLEMENTATIONS.stream()
                .skip(1)
                .map(name -> bars(
                        name,
                        color(name),
                        workloads.size(),
                        i -> ratio(
                                step(workloads.get(i).label(), TrainStep.REFERENCE, "1"),
                                step(workloads.get(i).label(), name, "1"),
                                i)))
                .filter(s -> !s.points().isEmpty())
                .toList();
        String title = "Training steps: times as fast as the naive reference";
        return picture(
                "speedup",
                title,
                !series.isEmpty(),
                () -> new BarChart(
                        title,
                        machine + ", one thread, float (the reference: double)" + WHISKERS,
                        "workload: batch x layers",
                        "times as fast",
                        true,
                        workloads.stream().map(PictureStyle::shortName).toList(),
                        series,
                        StepPictures::times));
    }

    Optional<Picture> batch() {
        String workload = Workload.MEDIUM.label();
        Measurements steps = all.of(
                TrainStepBenchmark.class,
                Map.of("workload", workload, "threads", "1", "precision", "float", "optimizer", "sgd"));
        List<Series> series = IMPLEMENTATIONS.stream()
                .map(name -> {
                    Map<Integer, Point> points = new TreeMap<>();
                    for (Measurement m : steps.of(TrainStepBenchmark.class, Map.of(Suite.IMPLEMENTATION, name))
                            .all()) {
                        int rows = m.parameter("batch").equals(TrainStepBenchmark.OWN_BATCH)
                                ? Workload.MEDIUM.rows()
                                : Integer.parseInt(m.parameter("batch"));
                        points.put(rows, point(rows, m, MICROSECOND / rows));
                    }
                    return new Series(name, color(name), marker(name), Line.SOLID, List.copyOf(points.values()));
                })
                .filter(s -> s.points().size() > 1)
                .toList();
        List<Integer> ticks = xValues(series);
        String title = "Cost of a training sample by batch size";
        return picture(
                "batch",
                title,
                !series.isEmpty(),
                () -> new LineChart(
                        title,
                        machine + ", 784-512-256-10, one thread, float" + WHISKERS,
                        "samples in a batch",
                        "µs per sample",
                        ticks,
                        series,
                        List.of()));
    }

    Optional<Picture> threads() {
        ThreadTable table = ThreadTable.of(all);
        List<String> more =
                table.isEmpty() ? List.of() : table.numbers().stream().skip(1).toList();
        List<Workload> workloads = Arrays.stream(Workload.values())
                .filter(w ->
                        more.stream().anyMatch(n -> table.step(w, "simd", n).isPresent()))
                .toList();
        List<Palette> colors = List.of(Palette.BLUE, Palette.SKY, Palette.GREEN, Palette.ORANGE, Palette.PURPLE);
        List<Series> series = IntStream.range(0, more.size())
                .mapToObj(k -> bars(
                        more.get(k) + " threads",
                        colors.get(k % colors.size()),
                        workloads.size(),
                        i -> ratio(
                                table.step(workloads.get(i), "simd", "1"),
                                table.step(workloads.get(i), "simd", more.get(k)),
                                i)))
                .filter(s -> !s.points().isEmpty())
                .toList();
        String title = "Training steps by several threads: times as fast as by one";
        return picture(
                "threads",
                title,
                !series.isEmpty(),
                () -> new BarChart(
                        title,
                        machine + ", simd, float" + WHISKERS,
                        "workload: batch x layers",
                        "times as fast",
                        false,
                        workloads.stream().map(PictureStyle::shortName).toList(),
                        series,
                        ratio -> String.format(Locale.ROOT, "%.2fx", ratio)));
    }

    private static String times(double ratio) {
        return ratio < 9.95 ? String.format(Locale.ROOT, "%.1fx", ratio) : String.format(Locale.ROOT, "%,.0fx", ratio);
    }
}
