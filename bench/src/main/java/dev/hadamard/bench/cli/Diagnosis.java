// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.GradientFlow;
import dev.hadamard.GradientFlow.LayerFlow;
import dev.hadamard.GradientFlow.Verdict;
import dev.hadamard.bench.chart.BarChart;
import dev.hadamard.bench.chart.Chart;
import dev.hadamard.bench.chart.Marker;
import dev.hadamard.bench.chart.Palette;
import dev.hadamard.bench.chart.Point;
import dev.hadamard.bench.chart.Series;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Collects a training's gradient flow; prints it as a table, one line a layer, and draws it. */
final class Diagnosis {

    /** Measured every so many steps. */
    static final int STEPS = 5;

    /** Of more layers, numbers on bars would overlap. */
    private static final int MOST_NUMBERED = 4;

    private final List<LayerFlow> worst = new ArrayList<>();
    private final List<Long> worstSteps = new ArrayList<>();
    private List<LayerFlow> first = List.of();
    private List<LayerFlow> last = List.of();
    private long firstStep;
    private long step;

    /** Takes a measurement. */
    void add(GradientFlow<?> flow) {
        step = flow.step();
        last = flow.layers();
        if (first.isEmpty()) {
            firstStep = step;
            first = last;
        }
        for (int i = 0; i < last.size(); i++) {
            if (worst.size() <= i) {
                worst.add(last.get(i));
                worstSteps.add(step);
            } else if (last.get(i).verdict().compareTo(worst.get(i).verdict()) < 0) {
                worst.set(i, last.get(i));
                worstSteps.set(i, step);
            }
        }
    }

    void print(PrintWriter out) {
        out.printf(Locale.ROOT, "%ngradient flow at step %d:%n", step);
        out.printf(
                "%5s  %10s  %13s  %9s  %6s  %9s  %-10s  %s%n",
                "layer", "|dW|", "update/weight", "saturated", "dead", "symmetric", "verdict", "worst so far");
        for (int i = 0; i < last.size(); i++) {
            LayerFlow flow = last.get(i);
            out.printf(
                    Locale.ROOT,
                    "%5d  %10.3g  %13.3g  %7.1f %%  %4.1f %%  %9d  %-10s  %s%n",
                    flow.layer(),
                    flow.gradientNorm(),
                    flow.updateRatio(),
                    100 * flow.saturated(),
                    100 * flow.dead(),
                    flow.symmetric(),
                    flow.verdict(),
                    worst.get(i).verdict() == Verdict.HEALTHY
                            ? "-"
                            : worst.get(i).verdict() + " at step " + worstSteps.get(i));
        }
        out.flush();
    }

    /**
     * Draws the gradient's norm of each layer, at first and at last.
     *
     * @return whether there was anything to draw: a norm of 0 has no place on a logarithmic axis
     */
    boolean draw(Path file) throws IOException {
        Optional<Chart> chart = chart();
        if (chart.isPresent()) {
            chart.get().write(file);
        }
        return chart.isPresent();
    }

    /** The picture, or empty where there is nothing to draw. */
    Optional<Chart> chart() {
        List<Series> series = Stream.of(
                        norms("step " + firstStep, Palette.SKY, first), norms("step " + step, Palette.BLUE, last))
                .filter(s -> !s.points().isEmpty())
                .toList();
        if (series.isEmpty()) {
            return Optional.empty();
        }
        List<String> layers = last.stream()
                .map(flow -> flow.layer() + "\n" + flow.verdict().name().toLowerCase(Locale.ROOT))
                .toList();
        return Optional.of(new BarChart(
                "Gradient flow",
                "of one mini-batch; verdicts are those at step " + step,
                "layer, from the input to the output",
                "norm of the gradient",
                true,
                layers,
                series,
                norm -> layers.size() > MOST_NUMBERED ? "" : String.format(Locale.ROOT, "%.1e", norm)));
    }

    private static Series norms(String name, Palette color, List<LayerFlow> flows) {
        List<Point> points = IntStream.range(0, flows.size())
                .mapToObj(i -> new Point(i, flows.get(i).gradientNorm()))
                .filter(point -> point.y() > 0 && Double.isFinite(point.y()))
                .toList();
        return new Series(name, color, Marker.SQUARE, Series.Line.NONE, points);
    }
}
